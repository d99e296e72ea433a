//! What the browser's tape says and JSON can't: odd values by their names, long texts by their ends.

use alloc::{format, string::ToString, vec::Vec};

use serde::de::value::{
    BorrowedStrDeserializer, BytesDeserializer, Error, I128Deserializer, MapDeserializer, SeqDeserializer,
};

use super::*;
use crate::report::Param;

/// The issues of a patch, each as its path, code and what was found.
fn issues<'de>(patch: impl Deserializer<'de, Error = Error>) -> Vec<(String, &'static str, String)> {
    let context = Context::default();
    let mut reader = Reader::new(&context);
    read(patch, &mut reader).unwrap();
    let found = |params: &[(&'static str, Param)]| match params.iter().find(|(name, _)| *name == "found") {
        Some((_, Param::Text(word))) => word.to_string(),
        _ => String::new(),
    };
    let report = reader.findings.report(&[]);
    report.issues.into_iter().map(|issue| (issue.path, issue.code, found(&issue.params))).collect()
}

fn odd(name: &'static str) -> BytesDeserializer<'static, Error> {
    BytesDeserializer::new(name.as_bytes())
}

fn wrong(path: &str, found: &str) -> (String, &'static str, String) {
    (path.into(), "wrong_type", found.into())
}

#[test]
fn an_odd_value_is_named() {
    let patch =
        MapDeserializer::new([("email", odd("bigint")), ("tax_id", odd("never heard of"))].into_iter());
    assert_eq!(issues(patch), [wrong("/email", "bigint"), wrong("/tax_id", "other object")]);
}

#[test]
fn an_odd_value_is_an_issue_wherever_it_stands() {
    let inside = MapDeserializer::new([("a", odd("symbol"))].into_iter());
    let beside = ("/nickname".into(), "unknown_field", String::new());
    let patch = MapDeserializer::new([("nickname", inside)].into_iter());
    assert_eq!(issues(patch), [beside.clone(), wrong("/nickname", "symbol")]);
    let list = SeqDeserializer::new([odd("function"), odd("bigint")].into_iter());
    let patch = MapDeserializer::new([("nickname", list)].into_iter());
    assert_eq!(issues(patch), [beside, wrong("/nickname", "function")]);
}

/// serde words what a deserializer gives that no value, no key and nothing passed over can be.
#[test]
fn says_what_was_expected_of_a_deserializer() {
    static OBJECT: Object = Object { name: "", members: &[] };
    let context = Context::default();
    let mut reader = Reader::new(&context);
    let value =
        Value { reader: &mut reader, kind: &Kind::Flag, path: &Path::Root, required: true, nullable: false };
    let said = |error: Option<Error>| error.map(|error| error.to_string()).unwrap_or_default();
    let told = [
        said(value.deserialize(I128Deserializer::new(5)).err()),
        said(Key { object: &OBJECT, near: 0 }.deserialize(I128Deserializer::new(5)).err()),
        said(Skipped::deserialize(I128Deserializer::<Error>::new(5)).err()),
    ];
    for (told, expected) in told.iter().zip(["a value", "a key", "anything"]) {
        assert!(told.ends_with(&format!("expected {expected}")), "{told}");
    }
}

#[test]
fn a_long_file_is_checked_by_its_ends() {
    static FILE: Kind = Kind::File(FileUse::ProofOfAddress);
    static TEXT: Kind = Kind::Email;
    let ends = |kind: &'static Kind, units: usize, head: &str, tail: &str| {
        let piece = format!("{units}:{}:{head}{tail}", head.len());
        let context = Context::default();
        let mut reader = Reader::new(&context);
        let value = Value { reader: &mut reader, kind, path: &Path::Root, required: true, nullable: false };
        let answer = value.visit_some(BorrowedStrDeserializer::<Error>::new(&piece));
        let answer = answer.ok().map(Answer::into_owned);
        let codes: Vec<_> = reader.findings.report(&[]).issues.iter().map(|issue| issue.code).collect();
        (answer, codes)
    };
    let head = format!("data:application/pdf;base64,JVBERi0xLjcK{}", "A".repeat(40));
    let tail = format!("{}JSVFT0YK", "A".repeat(48));
    let units = "data:application/pdf;base64,".len() + 20_000;
    let answer = Answer::Ends(head.clone().into(), tail.clone().into(), units);
    assert_eq!(ends(&FILE, units, &head, &tail), (Some(answer.clone()), Vec::new()));
    let large = "data:application/pdf;base64,".len() + 6_000_000;
    assert_eq!(ends(&FILE, large, &head, &tail).1, ["file_too_large"]);
    assert_eq!(
        ends(&TEXT, units, &head, &tail),
        (None, Vec::new()),
        "a long text out of place is a fault of the host"
    );
}
