use serde_json::{Value, json};

use super::harness::*;

fn validate(server: &Server, body: impl AsRef<[u8]>) -> Answer {
    server.send("POST", "/kyb/validate", &[("content-type", "application/json")], body.as_ref())
}

#[test]
fn answers_the_report_whatever_it_says() {
    let server = Server::start();
    let good = validate(&server, r#"{"patch":{"publicly_traded":true}}"#);
    assert_eq!(
        (good.status, good.json()),
        (200, json!({ "ok": true, "issues": [], "rules": kyb_patch::RULES }))
    );

    let wrong = validate(
        &server,
        r#"{"patch":{"date_of_incorporation":"31/12/2020"},"context":{"kybStatus":"INIT"}}"#,
    )
    .json();
    assert_eq!((wrong["ok"].as_bool(), wrong["issues"].as_array().map(Vec::len)), (Some(false), Some(1)));
    let issue = &wrong["issues"][0];
    assert_eq!(names(issue), ["code", "message", "params", "path", "severity", "suggestion"]);
    assert_eq!(
        (issue["path"].as_str(), issue["suggestion"].as_str()),
        (Some("/date_of_incorporation"), Some("2020-12-31"))
    );

    let closed = r#"{"patch":{"tax_country":"US"},"context":{"kybStatus":"APPROVED"}}"#;
    assert_eq!(validate(&server, closed).json()["issues"][0]["code"], "status_not_editable");
}

#[test]
fn knows_the_time_unless_it_is_told() {
    let server = Server::start();
    let of = |context: Value| {
        let body = json!({ "patch": { "date_of_incorporation": "2999-01-01" }, "context": context });
        validate(&server, body.to_string()).json()["ok"].clone()
    };
    assert_eq!(of(Value::Null), false);
    assert_eq!(of(json!({})), false);
    assert_eq!(of(json!({ "now": "3000-01-01T00:00:00Z" })), true);
}

#[test]
fn refuses_a_question_that_is_none() {
    let server = Server::start();
    for body in [
        " ",
        "{",
        "[]",
        "[null]",
        "[{},{}]",
        "{}",
        r#"{"context":{}}"#,
        r#"{"patch":{},"other":1}"#,
        r#"{"patch":{},"patch":{}}"#,
        r#"{"patch":{}} x"#,
        r#"{"patch":{"email":}}"#,
        r#"{"patch":{},"context":7}"#,
        r#"{"patch":{},"context":{"kybstatus":"init"}}"#,
        r#"{"patch":{},"context":{"now":"yesterday"}}"#,
        r#"{"patch":{},"context":{"kycModel":"none"}}"#,
    ] {
        validate(&server, body).refused(400, "Bad_Request");
    }
    let plain = server.send("POST", "/kyb/validate", &[("content-type", "text/plain")], b"{}");
    plain.refused(415, "Unsupported_Media_Type");
}
