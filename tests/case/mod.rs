//! The cases that every host runs, and how a report is held against one.
//!
//! A file of `tests/cases` is named after the code that its cases are about and holds a list of
//! `{ name, context?, patch | patch_text, issues: [{ path, code, severity, params?, suggestion? }] }`. `patch_text` is
//! JSON text that no JSON value can stand for: keys given twice, half surrogate pairs, text that is cut short.

mod files;

pub use files::FILES;
use serde_json::{Map, Value, json};

/// One patch and what is to be said about it.
#[derive(Debug)]
pub struct Case {
    /// The name of its file.
    pub file: &'static str,
    /// What it claims.
    pub name: String,
    /// The context, as a host gives it.
    pub context: Value,
    /// The patch, as JSON text.
    pub patch: String,
    /// Whether that text says something that a JSON value does not.
    pub text_alone: bool,
    /// The issues, in order, without their messages.
    pub issues: Vec<Value>,
}

impl Case {
    fn of(file: &'static str, case: &Value) -> Self {
        let name = case["name"].as_str().expect("a name").to_owned();
        let (patch, text_alone) = match (case.get("patch"), case.get("patch_text")) {
            (Some(patch), None) => (patch.to_string(), false),
            (None, Some(text)) => (text.as_str().expect("text").to_owned(), true),
            _ => panic!("{file}: {name}: either a patch or its text"),
        };
        let context = case.get("context").cloned().unwrap_or_else(|| json!({}));
        let issues = case["issues"].as_array().expect("issues").iter().map(complete).collect();
        Self { file, name, context, patch, text_alone, issues }
    }

    /// How a report differs from what is to be said; `None` where it does not.
    pub fn difference(&self, report: &Value) -> Option<String> {
        let said = report["issues"].as_array().expect("a report has issues");
        for issue in said {
            let message = issue["message"].as_str().unwrap_or_default();
            if message.is_empty() || message.contains(['{', '}']) {
                return Some(self.tell("a message that is not worded", issue));
            }
        }
        let said: Vec<Value> = said.iter().map(without_message).collect();
        if said != self.issues {
            let lines = |sign, some: &[Value], of: &[Value]| -> String {
                some.iter()
                    .filter(|issue| !of.contains(issue))
                    .map(|issue| format!("\n  {sign} {issue}"))
                    .collect()
            };
            let lines = lines('-', &self.issues, &said) + &lines('+', &said, &self.issues);
            return Some(
                self.tell(if lines.is_empty() { "in another order" } else { "expected - said +" }, &lines),
            );
        }
        let blocks = said.iter().any(|issue| issue["severity"] == "error");
        (report["ok"] != json!(!blocks)).then(|| self.tell("ok is", &report["ok"]))
    }

    fn tell(&self, what: &str, of: &dyn std::fmt::Display) -> String {
        format!("{}: {}\n  {what} {of}", self.file, self.name)
    }
}

fn complete(issue: &Value) -> Value {
    let mut issue = issue.as_object().expect("an issue").clone();
    issue.entry("params").or_insert_with(|| json!({}));
    Value::Object(issue)
}

fn without_message(issue: &Value) -> Value {
    let issue = issue.as_object().cloned().unwrap_or_default();
    Value::Object(issue.into_iter().filter(|(key, _)| key != "message").collect::<Map<_, _>>())
}

/// All cases, file by file.
pub fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    for (file, text) in FILES {
        let list: Vec<Value> = serde_json::from_str(text).unwrap_or_else(|error| panic!("{file}: {error}"));
        cases.extend(list.iter().map(|case| Case::of(file, case)));
    }
    cases
}

/// Runs all cases through a host, and tells all that differ at once.
///
/// # Panics
/// When any differs.
pub fn hold(cases: &[Case], mut report: impl FnMut(&Case) -> Value) {
    let differences: Vec<String> = cases.iter().filter_map(|case| case.difference(&report(case))).collect();
    let (count, of) = (differences.len(), cases.len());
    assert!(count == 0, "{count} of {of} cases differ\n{}", differences.join("\n"));
    assert!(of > 0, "no cases");
}
