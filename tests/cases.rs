//! Runs the cases natively, and holds them against the table and the codes: each has one that is accepted and one
//! that is refused.
#![cfg(not(target_arch = "wasm32"))]

mod case;

use std::collections::{BTreeMap, BTreeSet};

use case::{Case, all, hold};
use kyb_patch::schema::{CHOICES, CUSTOMER, Kind, Object};
use kyb_patch::{Context, Parameter, codes, validate};
use serde_json::Value;

fn report(case: &Case) -> Value {
    let context = Context::from_json(case.context.to_string().as_bytes())
        .unwrap_or_else(|error| panic!("{}: {}: {error}", case.file, case.name));
    serde_json::to_value(validate(case.patch.as_bytes(), &context)).expect("a report is JSON")
}

#[test]
fn every_case_gives_its_report() {
    hold(&all(), report);
}

#[test]
fn every_file_of_the_folder_is_run() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases");
    let names = std::fs::read_dir(folder).expect(folder).map(|entry| {
        let name = entry.expect("a file").file_name().into_string().expect("a name");
        name.strip_suffix(".json").unwrap_or_else(|| panic!("{name} is no case file")).to_owned()
    });
    let names: BTreeSet<String> = names.collect();
    let run: BTreeSet<String> = case::FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(run, names);
}

#[test]
fn every_name_is_a_claim_of_its_own() {
    let cases = all();
    let names: BTreeSet<(&str, &str)> = cases.iter().map(|case| (case.file, case.name.as_str())).collect();
    assert_eq!(names.len(), cases.len());
}

#[test]
fn every_code_has_a_case_that_is_refused_and_one_that_is_not() {
    let cases = all();
    for code in codes() {
        let of_code = || cases.iter().filter(|case| case.file == code.name);
        assert!(
            of_code().any(|case| case.issues.iter().any(|issue| issue["code"] == code.name)),
            "{} is refused nowhere in its file",
            code.name
        );
        assert!(of_code().any(|case| case.issues.is_empty()), "{}: nothing is accepted", code.name);
    }
    let names: BTreeSet<&str> = codes().map(|code| code.name).chain(["no_issue"]).collect();
    for (file, _) in case::FILES {
        assert!(names.contains(file), "{file} is named after no code");
    }
}

#[test]
fn every_field_and_member_is_accepted_and_refused() {
    let cases = all();
    let (mut accepted, mut refused) = (BTreeSet::new(), BTreeSet::new());
    for case in &cases {
        if case.issues.is_empty() && !case.text_alone {
            let patch = serde_json::from_str(&case.patch).expect("JSON");
            given(&patch, "", &mut accepted);
        }
        for issue in &case.issues {
            refused.insert(starred(issue["path"].as_str().expect("a path")));
        }
    }
    for path in places(&CUSTOMER, "") {
        assert!(accepted.contains(&path), "{path} is accepted nowhere");
        assert!(refused.contains(&path), "{path} is refused nowhere");
    }
}

#[test]
fn no_report_carries_what_was_typed() {
    for case in all() {
        let Ok(patch) = serde_json::from_str::<Value>(&case.patch) else { continue };
        let mut report = report(&case);
        for issue in report["issues"].as_array_mut().expect("issues") {
            // The one thing that may: it corrects what is public.
            issue.as_object_mut().expect("an issue").remove("suggestion");
        }
        let report = report.to_string();
        // Short words and options are words that messages and pointers have of their own.
        let own = |text: &&str| text.len() > 4 && !CHOICES.iter().any(|choice| choice.options.contains(text));
        for text in texts(&patch).into_iter().filter(own) {
            assert!(!report.contains(text), "{}: {}: says {text}", case.file, case.name);
        }
    }
}

/// Other hosts fill in their clock where none is given, so this is no case for all of them.
#[test]
fn no_date_is_in_the_future_of_a_host_without_a_clock() {
    let patch = br#"{"date_of_incorporation":"9999-12-31","terms_signed_at":"2099-01-01T00:00:00Z"}"#;
    assert_eq!(validate(patch, &Context::default()).issues, []);

    let context = Context::from_json(br#"{"today":"2026-06-15"}"#).expect("a context");
    let said = |date: &str| {
        let patch = format!(r#"{{"date_of_incorporation":"{date}"}}"#);
        validate(patch.as_bytes(), &context).issues.first().map(|issue| issue.code)
    };
    // A date alone may be of any place: a day later it is tomorrow everywhere.
    assert_eq!(said("2026-06-15"), Some("incorporated_today"));
    assert_eq!(said("2026-06-16"), Some("date_may_be_in_future"));
    assert_eq!(said("2026-06-17"), Some("date_in_future"));
}

#[test]
fn neither_depth_nor_length_breaks_it() {
    let context = Context::default();
    let code = |text: String| validate(text.as_bytes(), &context).issues.first().map(|issue| issue.code);
    for levels in [10_000, 1_000_000] {
        assert_eq!(code("[".repeat(levels)), Some("nested_too_deeply"));
        assert_eq!(code(r#"{"a":"#.repeat(levels)), Some("nested_too_deeply"));
    }
    let long = "x".repeat(10_000_000);
    assert_eq!(code(format!(r#"{{"business_description":"{long}"}}"#)), None);
    assert_eq!(code(format!(r#"{{"{long}":1}}"#)), Some("unknown_field"));
}

/// Each of these would take minutes if what is found were compared with all that was found before.
#[test]
fn long_lists_take_as_long_as_they_are() {
    let issues = |text: String| validate(text.as_bytes(), &Context::default()).issues.len();
    let list = |item: &str| vec![item; 20_000].join(",");
    let person = format!(r#"{{"associated_persons":[{}]}}"#, list(r#"{"middle_name":""}"#));
    // A report ends at 10,000 issues, and what blocks blocks.
    assert_eq!(issues(person), 10_000);
    let words: Vec<String> = (0..20_000).map(|word| format!(r#""w{word}""#)).collect();
    assert_eq!(issues(format!(r#"{{"source_of_funds":[{}]}}"#, words.join(","))), 10_000);
    assert_eq!(issues(format!(r#"{{"source_of_funds":[{}]}}"#, list(r#""grants""#))), 10_000);
}

#[test]
fn every_issue_carries_the_parameters_that_its_code_declares() {
    let declared: BTreeMap<&str, &[Parameter]> = codes().map(|code| (code.name, code.params)).collect();
    let mut carried = BTreeSet::new();
    for case in all() {
        for issue in report(&case)["issues"].as_array().expect("issues") {
            let code = issue["code"].as_str().expect("a code");
            let params = issue["params"].as_object().expect("params");
            let said = |what: &str| format!("{}: {}: {what}: {issue}", case.file, case.name);
            for parameter in declared[code] {
                let value = params.get(parameter.name());
                let fits = match parameter {
                    Parameter::Word(_) => value.is_some_and(Value::is_string),
                    Parameter::MaybeWord(_) => value.is_none_or(Value::is_string),
                    Parameter::Number(_) => value.is_some_and(Value::is_number),
                    Parameter::List(_) => value
                        .and_then(Value::as_array)
                        .is_some_and(|list| !list.is_empty() && list.iter().all(Value::is_string)),
                };
                assert!(fits, "{}", said(parameter.name()));
            }
            for name in params.keys() {
                assert!(declared[code].iter().any(|param| param.name() == name), "{}", said(name));
                carried.insert((code.to_owned(), name.clone()));
            }
        }
    }
    for (code, params) in declared {
        for param in params {
            let seen = carried.contains(&(code.to_owned(), param.name().to_owned()));
            assert!(seen, "{code}: {}: no case carries it", param.name());
        }
    }
}

/// The pointers of all members of the table, with `*` for the items of a list.
fn places(object: &Object, within: &str) -> Vec<String> {
    let mut all = Vec::new();
    for field in object.members {
        let path = format!("{within}/{}", field.name);
        let (kind, inner) = match &field.kind {
            Kind::List(kind) => (*kind, format!("{path}/*")),
            kind => (kind, path.clone()),
        };
        if let Kind::Object(object) = kind {
            all.extend(places(object, &inner));
        }
        all.push(path);
    }
    all
}

/// The pointers of all values that a patch gives, written the same way.
fn given(value: &Value, path: &str, paths: &mut BTreeSet<String>) {
    if !value.is_null() {
        paths.insert(path.to_owned());
    }
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(key, value)| given(value, &format!("{path}/{key}"), paths));
        }
        Value::Array(items) => items.iter().for_each(|item| given(item, &format!("{path}/*"), paths)),
        _ => {}
    }
}

fn starred(path: &str) -> String {
    let number = |token: &str| !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit());
    let tokens: Vec<&str> = path.split('/').map(|token| if number(token) { "*" } else { token }).collect();
    tokens.join("/")
}

fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(members) => members.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}
