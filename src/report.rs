//! What a check of a patch says: a flat list of issues, in the order of the fields.

use alloc::{borrow::Cow, string::String, vec::Vec};
use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

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

impl Serialize for Param {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            // A whole number reads as one on every host: 10, not 10.0.
            Self::Number(number) if *number as i32 as f64 == *number => {
                serializer.serialize_i32(*number as i32)
            }
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::List(list) => list.serialize(serializer),
        }
    }
}

struct Params<'a>(&'a [(&'static str, Param)]);

impl Serialize for Params<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, param) in self.0 {
            map.serialize_entry(name, param)?;
        }
        map.end()
    }
}

impl Serialize for Issue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = 5 + usize::from(self.suggestion.is_some());
        let mut issue = serializer.serialize_struct("Issue", fields)?;
        issue.serialize_field("path", &self.path)?;
        issue.serialize_field("code", self.code)?;
        issue.serialize_field("severity", self.severity.name())?;
        issue.serialize_field("params", &Params(&self.params))?;
        if let Some(suggestion) = &self.suggestion {
            issue.serialize_field("suggestion", suggestion)?;
        }
        issue.serialize_field("message", &self.message)?;
        issue.end()
    }
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut report = serializer.serialize_struct("Report", 3)?;
        report.serialize_field("ok", &self.ok())?;
        report.serialize_field("issues", &self.issues)?;
        report.serialize_field("rules", crate::RULES)?;
        report.end()
    }
}
