//! The reference of all codes, docs/codes.md: what the code says, and an example from its cases.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use kyb_patch::{Code, Parameter, Severity, codes};
use serde_json::{Map, Value};

use super::{Made, read};

const ENGLISH: &str = "npm/messages/en.json";
/// A longer example is cut.
const LONGEST: usize = 160;

pub fn make(root: &Path) -> Result<Made> {
    let english: Value = serde_json::from_str(&read(root, ENGLISH)?).context(ENGLISH)?;
    let codes: BTreeMap<&str, &Code> = codes().map(|code| (code.name, code)).collect();
    let errors = codes.values().filter(|code| code.severity == Severity::Error).count();
    let mut text = format!(
        "<!-- Made by cargo xtask generate from the rules, npm/messages and tests/cases; do not edit. -->\n\
         # Codes\n\n\
         Every code that an issue can have: {} in all, {errors} errors and {} warnings. An error is what the API would\n\
         refuse, or what cannot be right; a warning never blocks. The example is the first of its cases in\n\
         `tests/cases/`, without all that the issue does not need, so that it may have others as well.\n",
        codes.len(),
        codes.len() - errors,
    );
    for (name, code) in codes {
        let severity = if code.severity == Severity::Error { "error" } else { "warning" };
        let message = english["issues"][name].as_str().with_context(|| format!("{name} has no message"))?;
        write!(text, "\n## `{name}`\n\n{} **{severity}**\n\n", code.what)?;
        writeln!(text, "- Says: {message}")?;
        writeln!(text, "- Source: {}", code.source)?;
        if !code.params.is_empty() {
            let params: Vec<String> = code.params.iter().map(parameter).collect();
            writeln!(text, "- Parameters: {}", params.join(", "))?;
        }
        writeln!(text, "- Example: {}", example(root, name)?)?;
    }
    Ok(Made { path: "docs/codes.md", text })
}

fn parameter(parameter: &Parameter) -> String {
    let name = parameter.name();
    match parameter {
        Parameter::Word(_) => format!("`{name}`"),
        Parameter::MaybeWord(_) => format!("`{name}` (where it is known)"),
        Parameter::Number(_) => format!("`{name}` (a number)"),
        Parameter::List(_) => format!("`{name}` (a list)"),
    }
}

/// The first case that has the code.
fn example(root: &Path, name: &str) -> Result<String> {
    let path = format!("tests/cases/{name}.json");
    let cases: Vec<Value> = serde_json::from_str(&read(root, &path)?).with_context(|| path.clone())?;
    let issue = |case: &Value| case["issues"].as_array()?.iter().find(|issue| issue["code"] == name).cloned();
    let (case, issue) = cases
        .iter()
        .find_map(|case| Some((case, issue(case)?)))
        .with_context(|| format!("{path}: no case has the code"))?;
    let pointer = issue["path"].as_str().context("no path")?;
    let patch = match (&case["patch"], &case["patch_text"]) {
        (Value::Null, Value::String(text)) => text.clone(),
        (patch, _) => {
            let context = kyb_patch::Context::from_json(case["context"].to_string().as_bytes());
            let context = context.with_context(|| path.clone())?;
            let says = |patch: &Value| {
                let report = kyb_patch::validate(patch.to_string().as_bytes(), &context);
                report.issues.iter().any(|issue| issue.code == name && issue.path == pointer)
            };
            least(patch, says).to_string()
        }
    };
    // A line of its own in Markdown, whatever it holds.
    let patch: String = patch.chars().map(|scalar| if scalar.is_control() { ' ' } else { scalar }).collect();
    let cut: String = patch.chars().take(LONGEST).collect();
    let more = if cut.len() < patch.len() { " …" } else { "" };
    let mut told = format!("``{cut}{more}`` at `{pointer}`");
    if pointer.is_empty() {
        told = format!("``{cut}{more}`` as a whole");
    }
    if let Value::Object(context) = &case["context"] {
        write!(told, ", with the context ``{}``", short(context))?;
    }
    if let Value::String(suggestion) = &issue["suggestion"] {
        write!(told, "; suggests `{suggestion}`")?;
    }
    Ok(told)
}

/// The least of a patch that still has its issue: member by member taken out, whole fields first, while the rules say it.
fn least(patch: &Value, says: impl Fn(&Value) -> bool) -> Value {
    let mut least = patch.clone();
    let mut at = 0;
    while let Some(pointer) = pointers(&least).get(at) {
        let mut tried = least.clone();
        take_out(&mut tried, pointer);
        if says(&tried) {
            // What stands there now is another.
            least = tried;
        } else {
            at += 1;
        }
    }
    least
}

/// The places in a value, the outer before the inner.
fn pointers(value: &Value) -> Vec<String> {
    let mut list = Vec::new();
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    for (key, value) in inner {
        let here = format!("/{}", key.replace('~', "~0").replace('/', "~1"));
        let below = pointers(value);
        list.push(here.clone());
        list.extend(below.into_iter().map(|pointer| here.clone() + &pointer));
    }
    list
}

fn take_out(value: &mut Value, pointer: &str) {
    let Some((parent, key)) = pointer.rsplit_once('/') else { return };
    match value.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            members.remove(&key.replace("~1", "/").replace("~0", "~"));
        }
        Some(Value::Array(items)) => {
            items.remove(key.parse().unwrap_or_default());
        }
        _ => {}
    }
}

fn short(context: &Map<String, Value>) -> String {
    let text = Value::Object(context.clone()).to_string();
    let cut: String = text.chars().take(LONGEST).collect();
    if cut.len() < text.len() { cut + " …" } else { cut }
}
