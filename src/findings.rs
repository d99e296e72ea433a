//! Where in the patch something was found, and what; made into a report at the end.

use alloc::{borrow::Cow, collections::BTreeMap, string::String, vec::Vec};
use core::cmp::Ordering;
use core::fmt::Write;

use crate::code::Code;
use crate::message;
use crate::report::{Issue, Lowered, Param, Report, Severity};

/// One step from an object or a list to what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// A member of the table: its place and its name.
    Member(usize, &'static str),
    /// A place in a list.
    Item(usize),
    /// A key that the table does not have.
    Unknown(Cow<'a, str>),
}

/// The way to a value. Lives on the stack while a patch is read: nothing is written until an issue is found.
#[derive(Clone, Copy, Debug)]
pub enum Path<'a> {
    /// The patch as a whole.
    Root,
    /// A value inside another.
    Inside(&'a Path<'a>, &'a Step<'a>),
}

impl Path<'_> {
    /// The last member named on the way.
    pub fn name(&self) -> Option<&'static str> {
        match self {
            Self::Inside(_, Step::Member(_, name)) => Some(name),
            Self::Inside(parent, _) => parent.name(),
            Self::Root => None,
        }
    }

    fn steps(&self) -> Vec<Step<'static>> {
        let mut steps = match self {
            Self::Root => return Vec::new(),
            Self::Inside(parent, _) => parent.steps(),
        };
        if let Self::Inside(_, step) = self {
            steps.push(match step {
                Step::Member(place, name) => Step::Member(*place, name),
                Step::Item(at) => Step::Item(*at),
                Step::Unknown(key) => Step::Unknown(Cow::Owned(key.clone().into_owned())),
            });
        }
        steps
    }
}

/// Something found, not yet worded.
#[derive(Clone, Debug)]
pub struct Finding {
    steps: Vec<Step<'static>>,
    code: &'static Code,
    params: Vec<(&'static str, Param)>,
    suggestion: Option<Cow<'static, str>>,
}

impl Finding {
    /// Adds a parameter of its message.
    pub fn with(&mut self, name: &'static str, param: Param) -> &mut Self {
        self.params.push((name, param));
        self
    }

    /// Adds a word as a parameter.
    pub fn word(&mut self, name: &'static str, text: impl Into<Cow<'static, str>>) -> &mut Self {
        self.with(name, Param::Text(text.into()))
    }

    /// Adds a number as a parameter.
    pub fn number(&mut self, name: &'static str, number: f64) -> &mut Self {
        self.with(name, Param::Number(number))
    }

    /// Says what would be right in its place.
    pub fn suggest(&mut self, suggestion: Option<impl Into<Cow<'static, str>>>) -> &mut Self {
        self.suggestion = suggestion.map(Into::into);
        self
    }

    /// The place as a JSON Pointer (RFC 6901).
    fn pointer(&self) -> String {
        let mut pointer = String::new();
        for step in &self.steps {
            pointer.push('/');
            match step {
                Step::Member(_, name) => pointer.push_str(name),
                // Writing to a String can't fail.
                Step::Item(at) => {
                    let _ = write!(pointer, "{at}");
                }
                Step::Unknown(key) => {
                    for scalar in key.chars() {
                        match scalar {
                            '~' => pointer.push_str("~0"),
                            '/' => pointer.push_str("~1"),
                            other => pointer.push(other),
                        }
                    }
                }
            }
        }
        pointer
    }
}

/// All that was found.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    pub(crate) list: Vec<Finding>,
}

impl Findings {
    /// Adds one. The caller may give it parameters.
    pub fn add(&mut self, path: &Path<'_>, code: &'static Code) -> &mut Finding {
        let at = self.list.len();
        self.list.push(Finding { steps: path.steps(), code, params: Vec::new(), suggestion: None });
        // Just pushed, so `at` is inside.
        &mut self.list[at]
    }

    /// Forgets a warning where something that blocks stands at the same place.
    pub fn drop_beside_errors(&mut self, warning: &Code) {
        if !self.list.iter().any(|finding| finding.code.name == warning.name) {
            return;
        }
        // In order, what stands at one place stands together: one look, however much was found.
        self.sort();
        let mut kept = Vec::with_capacity(self.list.len());
        for place in self.list.chunk_by(|left, right| left.steps == right.steps) {
            let blocks = place.iter().any(|finding| finding.code.severity == Severity::Error);
            kept.extend(place.iter().map(|finding| !blocks || finding.code.name != warning.name));
        }
        let mut kept = kept.into_iter();
        self.list.retain(|_| kept.next().unwrap_or(true));
    }

    fn sort(&mut self) {
        self.list.sort_by(|left, right| {
            order(&left.steps, &right.steps).then_with(|| left.code.name.cmp(right.code.name))
        });
    }

    /// Words what was found, in the order of the fields, whatever order the patch was in.
    pub fn report(mut self, lowered: &BTreeMap<String, Lowered>) -> Report {
        self.sort();
        self.list.dedup_by(|right, left| left.code.name == right.code.name && left.steps == right.steps);
        Report { issues: self.list.into_iter().map(|finding| issue(finding, lowered)).collect() }
    }
}

fn issue(finding: Finding, lowered: &BTreeMap<String, Lowered>) -> Issue {
    let code = finding.code;
    Issue {
        path: finding.pointer(),
        code: code.name,
        severity: if lowered.contains_key(code.name) { Severity::Warning } else { code.severity },
        message: message::english(code.name, &name(&finding.steps), &finding.params),
        params: finding.params,
        suggestion: finding.suggestion,
    }
}

/// The last member on the way, in words.
fn name(steps: &[Step<'_>]) -> String {
    let key = steps.iter().rev().find_map(|step| match step {
        Step::Member(_, name) => Some(*name),
        _ => None,
    });
    message::words(key.unwrap_or("patch"))
}

fn order(left: &[Step<'_>], right: &[Step<'_>]) -> Ordering {
    for (left, right) in left.iter().zip(right) {
        let step = match (left, right) {
            (Step::Member(left, _), Step::Member(right, _)) => left.cmp(right),
            (Step::Item(left), Step::Item(right)) => left.cmp(right),
            (Step::Unknown(left), Step::Unknown(right)) => left.as_bytes().cmp(right.as_bytes()),
            (Step::Unknown(_), _) => Ordering::Greater,
            (_, Step::Unknown(_)) => Ordering::Less,
            // A place of the patch is a list or an object, never both.
            _ => Ordering::Equal,
        };
        if step != Ordering::Equal {
            return step;
        }
    }
    left.len().cmp(&right.len())
}
