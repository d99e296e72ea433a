use serde_json::Value;

use super::case::{self, Case};
use super::harness::*;

fn ask(server: &Server, case: &Case) -> Answer {
    // As text: a value would lose a key that came twice.
    let body = format!(r#"{{"patch":{},"context":{}}}"#, case.patch, case.context);
    server.send("POST", "/kyb/validate", &[("content-type", "application/json")], body.as_bytes())
}

/// Such a patch makes a body that is not JSON either.
fn is_malformed(case: &Case) -> bool {
    case.text_alone && case.issues.iter().any(|issue| issue["code"] == "json_malformed")
}

#[test]
fn every_case_gives_its_report() {
    let server = Server::start();
    let cases: Vec<Case> = case::all().into_iter().filter(|case| !is_malformed(case)).collect();
    case::hold(&cases, |case| {
        let answer = ask(&server, case);
        assert_eq!(answer.status, 200, "{}: {}: {answer:?}", case.file, case.name);
        answer.json()
    });
}

#[test]
fn refuses_a_patch_that_is_not_json() {
    let server = Server::start();
    let cases: Vec<Case> = case::all().into_iter().filter(is_malformed).collect();
    assert!(!cases.is_empty());
    for case in cases {
        ask(&server, &case).refused(400, "Bad_Request");
    }
}

#[test]
fn logs_nothing_of_what_it_was_asked() {
    let server = Server::start();
    let cases = case::all();
    cases.iter().for_each(|case| drop(ask(&server, case)));
    let log = server.log();
    for case in cases {
        let Ok(patch) = serde_json::from_str::<Value>(&case.patch) else { continue };
        for name in ["business_legal_name", "tax_id", "email"] {
            if let Some(text) = patch[name].as_str().filter(|text| text.len() > 4) {
                assert!(!log.contains(text), "{}: {}: logged its {name}", case.file, case.name);
            }
        }
    }
}
