//! What a log may say. Every server of every test here is held to it when it ends: each line has one of the forms
//! below, and nothing that stands in a seed or was sent by the test is in it.

use std::collections::HashSet;
use std::fs;
use std::sync::LazyLock;

use serde_json::Value;

use super::harness::*;

/// The steps of routes. Anything else in a path would be text of the client's.
const STEPS: [&str; 18] = [
    "",
    "v1",
    "customers",
    "associated_persons",
    "tos_links",
    "sign",
    "kyb",
    "validate",
    "console",
    "terms",
    "status",
    "review_issues",
    "link",
    "healthz",
    "readyz",
    "relay",
    "links",
    "openapi.json",
];

const METHODS: [&str; 10] =
    ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "other"];

/// Notes that have no number in them.
const NOTES: [&str; 1] = ["upstream refuses the key or the time of the signature"];

/// Why the relay has no connection to the API.
const CAUSES: [&str; 5] = ["Name", "Refused", "Time", "Tls", "Other"];

/// Shorter texts stand in words by chance.
const LONG_ENOUGH: usize = 5;

/// Every text of the seeds: names, addresses, numbers, ids.
static SEEDED: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let mut texts = HashSet::new();
    for entry in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/seeds")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "json") {
            self::texts(&serde_json::from_slice(&fs::read(path).unwrap()).unwrap(), &mut texts);
        }
    }
    assert!(texts.contains("Łąkowa Optyka sp. z o.o.") && texts.len() > 100);
    texts
});

/// The texts in a value.
pub fn texts(value: &Value, found: &mut HashSet<String>) {
    match value {
        Value::String(text) => {
            found.insert(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(members) => members.values().for_each(|member| texts(member, found)),
        _ => {}
    }
}

/// The first line that says what it may not.
pub fn fault(log: &str, sent: &HashSet<String>) -> Option<String> {
    let strange = log.lines().find(|line| !is_known(line)).map(|line| format!("no form of a line: {line}"));
    strange.or_else(|| {
        let words: HashSet<&str> = log.split([' ', '=', '\n']).collect();
        let said = |text: &&String| {
            // A number may stand in an id or a time by chance: as a word it may not.
            let by_chance = text.bytes().all(|byte| byte.is_ascii_hexdigit()) && text.len() < 16;
            let harmless = by_chance || METHODS.contains(&text.as_str()) || STEPS.contains(&text.as_str());
            let is_there =
                if by_chance { words.contains(text.as_str()) } else { log.contains(text.as_str()) };
            text.len() >= LONG_ENOUGH && (!harmless || by_chance) && is_there
        };
        SEEDED.iter().chain(sent).find(said).map(|text| format!("the log says {text:?}"))
    })
}

/// `{time} request={id} method={} route={} status={} ms={}`, or a note of a fault under the id of a request.
fn is_known(line: &str) -> bool {
    let number =
        |text: &str| !text.is_empty() && text.len() < 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    let Some((time, rest)) = line.split_once(" request=") else { return line.starts_with("kyb-server: ") };
    let Some((id, rest)) = rest.split_once(' ') else { return false };
    let framed = chrono::DateTime::parse_from_rfc3339(time).is_ok()
        && id.len() == 16
        && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    let told = |name: &str| rest.strip_prefix(name).is_some_and(number);
    let note = told("sqlite=")
        || told("upstream status=")
        || NOTES.contains(&rest)
        || rest.strip_prefix("upstream none=").is_some_and(|why| ["NotSent", "Lost"].contains(&why))
        || rest.strip_prefix("upstream cause=").is_some_and(|why| CAUSES.contains(&why));
    framed && (note || is_answer(rest, number))
}

fn is_answer(rest: &str, number: impl Fn(&str) -> bool) -> bool {
    let members: Vec<(&str, &str)> = rest.split(' ').filter_map(|member| member.split_once('=')).collect();
    let [("method", method), ("route", route), ("status", status), ("ms", ms)] = members[..] else {
        return false;
    };
    let step = |step: &str| STEPS.contains(&step) || step.starts_with('{') && step.ends_with('}');
    METHODS.contains(&method)
        && (route == "(file)" || route.split('/').all(step))
        && number(status)
        && number(ms)
        && rest.split(' ').count() == members.len()
}

#[test]
fn the_search_finds_what_it_looks_for() {
    let line = |more: &str| format!("2026-11-23T00:00:00.000Z request=0123456789abcdef {more}\n");
    let right = line("method=GET route=/v1/customers/{customer_id} status=200 ms=3") + &line("sqlite=5");
    let sent = HashSet::from(["Ada Lovelace".to_owned(), "13585628".to_owned(), "Bearer abc.def".to_owned()]);
    assert_eq!(fault(&right, &sent), None);
    for wrong in [
        "method=GET route=/v1/customers/00000000-0000-4000-8000-000000000001 status=200 ms=3",
        "method=GET route=/v1/customers status=200 ms=3 agent=curl",
        "method=GET route=/v1/customers status=13585628 ms=3",
        "Bearer abc.def",
        "sqlite=Ada Lovelace",
        "upstream cause=dns error",
        "upstream none=Łąkowa Optyka sp. z o.o.",
        "",
    ] {
        assert!(fault(&line(wrong), &sent).is_some(), "{wrong}");
    }
    let of_no_request = line("sqlite=5").replace("0123456789abcdef", "");
    assert!(fault(&of_no_request, &sent).is_some(), "{of_no_request}");
    let numbers = HashSet::from(["01234567".to_owned(), "12345".to_owned()]);
    assert_eq!(fault(&right, &numbers), None, "part of an id by chance");
    assert!(fault(&line("sqlite=12345"), &numbers).is_some(), "a word of its own");
}

#[test]
fn what_breaks_leaves_nothing_in_the_log() {
    let server = Server::start();
    server.get("/v1/customers/Nygade%204?email=person%40example.com").refused(404, "Not_Found");
    server.raw_get("/Østergård");
    server
        .send("SECRET-METHOD", "/v1/customers", &[("authorization", KEY)], b"")
        .refused(405, "Method_Not_Allowed");
    server.put(INIT, r#"{"tax_id":"secret-tax-number-17","tax_id":"again"}"#).broken();
    let log = server.log();
    assert!(log.lines().count() >= 4 && log.contains("method=other"), "{log}");
}

#[test]
fn the_request_id_of_an_answer_finds_the_fault_in_the_log() {
    let server = Server::start();
    let other = rusqlite::Connection::open(server.data()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let answer = server.put(INIT, r#"{"business_description":"locked out"}"#);
    answer.refused(503, "Service_Unavailable");
    let (id, log) = (answer.header("x-request-id"), server.log());
    assert!(log.contains(&format!(" request={id} sqlite=5\n")), "{log}");
}
