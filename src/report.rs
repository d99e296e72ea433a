//! What a check of a patch says: a flat list of issues, in the order of the fields.

use alloc::{borrow::Cow, string::String, vec::Vec};
#[cfg(not(target_arch = "wasm32"))]
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::tree::Tree;

/// Whether an issue blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The API would refuse the patch, or it cannot be right.
    Error,
    /// It may be right, and a reviewer would ask about it. Never blocks.
    Warning,
}

impl Severity {
    /// `error` or `warning`, as it stands in a report.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// To what a host may lower a code. Nothing raises one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lowered {
    /// It no longer blocks.
    Warning,
}

/// One value of an issue's `params`.
#[derive(Clone, Debug, PartialEq)]
pub enum Param {
    /// A word: a type, a date, a code that is public.
    Text(Cow<'static, str>),
    /// A number: a limit, a count, a sum.
    Number(f64),
    /// Several words, in the order in which they are to be read.
    List(Vec<Cow<'static, str>>),
}

/// One thing that is wrong, or that a reviewer would ask about.
///
/// It never carries what a person typed, except as a `suggestion` that corrects
/// something public: a country, a date, an option.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    /// A JSON Pointer (RFC 6901) into the patch; empty for the patch as a whole.
    pub path: String,
    /// The stable name of the fault.
    pub code: &'static str,
    /// Whether it blocks.
    pub severity: Severity,
    /// What the message is filled with.
    pub params: Vec<(&'static str, Param)>,
    /// A value that would be right in its place, where one can be told.
    pub suggestion: Option<Cow<'static, str>>,
    /// What to do, in English.
    pub message: String,
}

/// The answer to a patch.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// In the order of the fields; unknown fields last.
    pub issues: Vec<Issue>,
}

impl Report {
    /// True when nothing blocks: there may be warnings.
    pub fn ok(&self) -> bool {
        self.issues.iter().all(|issue| issue.severity != Severity::Error)
    }
}

impl Param {
    fn tree(&self) -> Tree<'_> {
        match self {
            Self::Text(text) => Tree::Text(text),
            Self::Number(number) => Tree::Number(*number),
            Self::List(list) => Tree::texts(list),
        }
    }
}

// A browser gets its issues by places: `npm/report.js` names them, in less time and fewer bytes than the module would.
#[cfg(target_arch = "wasm32")]
impl Issue {
    /// Path, code, severity, names and values of the parameters in turn, message, suggestion.
    fn places(&self) -> Tree<'_> {
        let params = self.params.iter().flat_map(|(name, param)| [Tree::Text(name), param.tree()]).collect();
        Tree::List(alloc::vec![
            Tree::Text(&self.path),
            Tree::Text(self.code),
            Tree::Text(self.severity.name()),
            Tree::List(params),
            Tree::Text(&self.message),
            Tree::maybe(self.suggestion.as_deref()),
        ])
    }
}

#[cfg(target_arch = "wasm32")]
impl Report {
    /// Its issues by places.
    pub fn places(&self) -> Tree<'_> {
        Tree::List(self.issues.iter().map(Issue::places).collect())
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Serialize for Issue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let params = self.params.iter().map(|(name, param)| (*name, param.tree())).collect();
        let mut members = alloc::vec![
            ("path", Tree::Text(&self.path)),
            ("code", Tree::Text(self.code)),
            ("severity", Tree::Text(self.severity.name())),
            ("params", Tree::Object(params)),
        ];
        members.extend(self.suggestion.as_deref().map(|suggestion| ("suggestion", Tree::Text(suggestion))));
        members.push(("message", Tree::Text(&self.message)));
        Tree::Object(members).serialize(serializer)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut report = serializer.serialize_map(Some(3))?;
        report.serialize_entry("ok", &self.ok())?;
        report.serialize_entry("issues", &self.issues)?;
        report.serialize_entry("rules", crate::RULES)?;
        report.end()
    }
}
