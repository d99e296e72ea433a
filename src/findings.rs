//! Where in the patch something was found, and what; made into a report at the end.

use alloc::{borrow::Cow, string::String, vec::Vec};
use core::cmp::Ordering;

use crate::code::Code;
use crate::message;
use crate::report::{Issue, Lowered, Param, Report, Severity};

/// One step from an object or a list to what is in it.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    /// A member of the table: its place and its name.
    Member(usize, &'static str),
    /// A place in a list.
    Item(usize),
    /// A key that the table does not have.
    Unknown(&'a str),
}

/// A step as it is kept with a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kept {
    Member(usize, &'static str),
    Item(usize),
    Unknown(String),
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

    fn steps(&self) -> Vec<Kept> {
        let Self::Inside(parent, step) = self else { return Vec::new() };
        let mut steps = parent.steps();
        steps.push(match step {
            Step::Member(place, name) => Kept::Member(*place, name),
            Step::Item(at) => Kept::Item(*at),
            Step::Unknown(key) => Kept::Unknown(String::from(*key)),
        });
        steps
    }
}

/// Something found, not yet worded.
#[derive(Clone, Debug)]
pub struct Finding {
    steps: Vec<Kept>,
    code: &'static Code,
    params: Vec<(&'static str, Param)>,
    suggestion: Option<Cow<'static, str>>,
}

impl Finding {
    /// Adds a parameter of its message. Not inlined, like what follows: every check calls them.
    #[inline(never)]
    pub fn with(&mut self, name: &'static str, param: Param) -> &mut Self {
        self.params.push((name, param));
        self
    }

    /// Adds a word as a parameter.
    pub fn word(&mut self, name: &'static str, text: impl Into<Cow<'static, str>>) -> &mut Self {
        self.with(name, Param::Text(text.into()))
    }

    /// Adds a number as a parameter.
    #[inline(never)]
    pub fn number(&mut self, name: &'static str, number: f64) -> &mut Self {
        self.with(name, Param::Number(number))
    }

    /// Says what would be right in its place.
    pub fn suggest(&mut self, suggestion: Option<impl Into<Cow<'static, str>>>) {
        self.keep(suggestion.map(Into::into));
    }

    #[inline(never)]
    fn keep(&mut self, suggestion: Option<Cow<'static, str>>) {
        self.suggestion = suggestion;
    }

    /// The place as a JSON Pointer (RFC 6901).
    fn pointer(&self) -> String {
        let mut pointer = String::new();
        for step in &self.steps {
            pointer.push('/');
            match step {
                Kept::Member(_, name) => pointer.push_str(name),
                Kept::Item(at) => message::push_number(&mut pointer, *at as u64, 1),
                Kept::Unknown(key) => {
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

/// All that was found, up to [`MOST`] of it.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    pub(crate) list: Vec<Finding>,
}

/// The most issues of a report. Nobody reads that many, and a list of empty objects, three bytes each, makes thirteen of
/// each of them: without a ceiling a small patch becomes a report that no memory holds.
pub const MOST: usize = 10_000;

impl Findings {
    /// Adds one, or, where there are [`MOST`], something that the caller may give parameters and that goes nowhere. The
    /// last place is an error's where there is one: what blocks still blocks.
    #[inline(never)]
    pub fn add(&mut self, path: &Path<'_>, code: &'static Code) -> &mut Finding {
        self.keep_most();
        let at = self.list.len();
        self.list.push(Finding { steps: path.steps(), code, params: Vec::new(), suggestion: None });
        // Just pushed, so `at` is inside.
        &mut self.list[at]
    }

    /// Lets go of one above the most.
    fn keep_most(&mut self) {
        if self.list.len() <= MOST {
            return;
        }
        let Some(above) = self.list.pop() else { return };
        if above.code.severity == Severity::Error
            && let Some(last) = self.list.last_mut()
        {
            *last = above;
        }
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
    #[inline]
    pub fn report(self, lowered: &[(String, Lowered)]) -> Report {
        // Most values have nothing to be said of them.
        if self.list.is_empty() { Report { issues: Vec::new() } } else { self.worded(lowered) }
    }

    #[inline(never)]
    fn worded(mut self, lowered: &[(String, Lowered)]) -> Report {
        self.keep_most();
        self.sort();
        self.list.dedup_by(|right, left| left.code.name == right.code.name && left.steps == right.steps);
        Report { issues: self.list.into_iter().map(|finding| issue(finding, lowered)).collect() }
    }
}

fn issue(finding: Finding, lowered: &[(String, Lowered)]) -> Issue {
    let code = finding.code;
    Issue {
        path: finding.pointer(),
        code: code.name,
        severity: if lowered.iter().any(|(name, _)| name == code.name) {
            Severity::Warning
        } else {
            code.severity
        },
        message: message::english(code.template, &name(&finding.steps), &finding.params),
        params: finding.params,
        suggestion: finding.suggestion,
    }
}

/// The last member on the way, in words.
fn name(steps: &[Kept]) -> String {
    let key = steps.iter().rev().find_map(|step| match step {
        Kept::Member(_, name) => Some(*name),
        _ => None,
    });
    message::words(key.unwrap_or("patch"))
}

fn order(left: &[Kept], right: &[Kept]) -> Ordering {
    for (left, right) in left.iter().zip(right) {
        let step = match (left, right) {
            (Kept::Member(left, _), Kept::Member(right, _)) => left.cmp(right),
            (Kept::Item(left), Kept::Item(right)) => left.cmp(right),
            (Kept::Unknown(left), Kept::Unknown(right)) => left.as_bytes().cmp(right.as_bytes()),
            (Kept::Unknown(_), _) => Ordering::Greater,
            (_, Kept::Unknown(_)) => Ordering::Less,
            // A place of the patch is a list or an object, never both.
            _ => Ordering::Equal,
        };
        if step != Ordering::Equal {
            return step;
        }
    }
    left.len().cmp(&right.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::shape::{EMPTY_LIST, REQUIRED, UNKNOWN_FIELD, WRONG_TYPE};

    #[test]
    fn what_the_table_has_comes_before_what_it_has_not() {
        let (known, unknown) = (Step::Member(3, "email"), Step::Unknown("a"));
        let (known, unknown) = (Path::Inside(&Path::Root, &known), Path::Inside(&Path::Root, &unknown));
        for places in [[&known, &unknown], [&unknown, &known]] {
            let mut findings = Findings::default();
            for place in places {
                // By their names these two codes would stand the other way round.
                findings.add(place, if place.name().is_some() { &WRONG_TYPE } else { &UNKNOWN_FIELD });
            }
            let paths: Vec<String> =
                findings.report(&[]).issues.into_iter().map(|issue| issue.path).collect();
            assert_eq!(paths, ["/email", "/a"]);
        }
    }

    #[test]
    fn items_stand_by_their_places_and_unknown_keys_by_their_letters() {
        let list = Step::Member(9, "associated_persons");
        let list = Path::Inside(&Path::Root, &list);
        let (second, tenth) = (Step::Item(2), Step::Item(10));
        let (second, tenth) = (Path::Inside(&list, &second), Path::Inside(&list, &tenth));
        // By their members these two would stand the other way round.
        let (first_name, email) = (Step::Member(0, "first_name"), Step::Member(3, "email"));
        let (early, late) = (Path::Inside(&second, &email), Path::Inside(&tenth, &first_name));
        let (a, b) = (Step::Unknown("a"), Step::Unknown("b"));
        let (a, b) = (Path::Inside(&Path::Root, &a), Path::Inside(&Path::Root, &b));
        for places in [[&early, &late, &a, &b], [&b, &a, &late, &early]] {
            let mut findings = Findings::default();
            for place in places {
                findings.add(place, &REQUIRED);
            }
            let paths: Vec<String> =
                findings.report(&[]).issues.into_iter().map(|issue| issue.path).collect();
            let expected = ["/associated_persons/2/email", "/associated_persons/10/first_name", "/a", "/b"];
            assert_eq!(paths, expected);
        }
    }

    #[test]
    fn a_report_ends_somewhere_and_blocks_all_the_same() {
        let most = |codes: &mut dyn Iterator<Item = &'static Code>| {
            let mut findings = Findings::default();
            for (at, code) in codes.enumerate() {
                findings.add(&Path::Inside(&Path::Root, &Step::Item(at)), code).number("max", at as f64);
            }
            findings.report(&[])
        };
        let (warnings, more) = (2 * MOST, 5);
        let mut late = core::iter::repeat_n(&EMPTY_LIST, warnings).chain([&REQUIRED]);
        let report = most(&mut late.by_ref().chain(core::iter::repeat_n(&EMPTY_LIST, more)));
        assert_eq!((report.issues.len(), report.ok()), (MOST, false));
        assert_eq!(report.issues[MOST - 1].path, "/20000");
        assert_eq!(report.issues[MOST - 2].path, "/9998");
        let report = most(&mut core::iter::repeat_n(&EMPTY_LIST, MOST + 1));
        assert_eq!((report.issues.len(), report.ok()), (MOST, true));
        assert_eq!(report.issues[MOST - 1].path, "/9999");
    }

    #[test]
    fn a_message_names_the_last_member_on_the_way() {
        let said = |path: &Path<'_>, code| {
            let mut findings = Findings::default();
            findings.add(path, code);
            findings.report(&[]).issues.remove(0).message
        };
        let (list, item, name) =
            (Step::Member(9, "associated_persons"), Step::Item(2), Step::Member(0, "first_name"));
        let list = Path::Inside(&Path::Root, &list);
        let item = Path::Inside(&list, &item);
        assert_eq!(said(&Path::Inside(&item, &name), &REQUIRED), "Fill in first name.");
        assert_eq!(said(&item, &REQUIRED), "Fill in associated persons.");
        assert_eq!(said(&Path::Root, &REQUIRED), "Fill in patch.");
        assert_eq!(
            said(&list, &EMPTY_LIST),
            "An empty list says nothing. Add to associated persons, or leave it out where it is optional."
        );
    }
}
