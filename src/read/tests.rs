//! What the browser's tape says and JSON can't: odd values by their names, long texts by their ends.

use alloc::{format, string::ToString, vec::Vec};

use serde::de::value::{
    BorrowedBytesDeserializer, BorrowedStrDeserializer, BytesDeserializer, Error, I128Deserializer,
    MapDeserializer, SeqDeserializer,
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

/// What a reader of a value of a kind answers, and the codes that it finds.
fn visited(
    kind: &'static Kind,
    visit: impl FnOnce(Value<'_, '_, '_>) -> Result<Answer<'static>, Error>,
) -> (Option<Answer<'static>>, Vec<&'static str>) {
    let context = Context::default();
    let mut reader = Reader::new(&context);
    let value = Value { reader: &mut reader, kind, path: &Path::Root, required: true, nullable: false };
    let answer = visit(value).ok();
    let codes = reader.findings.report(&[]).issues.iter().map(|issue| issue.code).collect();
    (answer, codes)
}

static FILE: Kind = Kind::File(FileUse::ProofOfAddress);
static EMAIL: Kind = Kind::Email;

#[test]
fn a_long_file_is_checked_by_its_ends() {
    let ends = |kind: &'static Kind, units: usize, head: &str, tail: &str| {
        let piece = format!("{units}:{}:{head}{tail}", head.len());
        visited(kind, |value| {
            value.visit_some(BorrowedStrDeserializer::<Error>::new(&piece)).map(Answer::into_owned)
        })
    };
    let head = format!("data:application/pdf;base64,JVBERi0xLjcK{}", "A".repeat(40));
    let tail = format!("{}JSVFT0YK", "A".repeat(48));
    let units = "data:application/pdf;base64,".len() + 20_000;
    let answer = Answer::File(format!("{units}:{}:{head}{tail}", head.len()).into_bytes().into());
    assert_eq!(ends(&FILE, units, &head, &tail), (Some(answer), Vec::new()));
    let large = "data:application/pdf;base64,".len() + 6_000_000;
    assert_eq!(ends(&FILE, large, &head, &tail).1, ["file_too_large"]);
    assert_eq!(
        ends(&EMAIL, units, &head, &tail),
        (None, Vec::new()),
        "a long text out of place is a fault of the host"
    );
}

/// What a host hands over that has decoded a data URI, or both its ends.
fn decoded(mime: &str, base64: &str) -> Vec<u8> {
    let begin = "data:;base64,".len() + mime.len();
    let content =
        |signs: &str| base64::Engine::decode(&base64::engine::general_purpose::STANDARD, signs).unwrap();
    let (head, tail) = if begin + base64.len() > 8_192 {
        (content(&base64[..(4_096 - begin) / 4 * 4]), content(&base64[base64.len() - 4_096..]))
    } else {
        (content(base64), Vec::new())
    };
    let numbers = [base64.len(), mime.len(), head.len(), tail.len()];
    let numbers = numbers.iter().flat_map(|number| (*number as u32).to_le_bytes());
    numbers.chain(mime.bytes()).chain(head).chain(tail).collect()
}

#[test]
fn what_the_host_has_decoded_is_checked_as_the_text_is() {
    let pdf = b"%PDF-1.7\n/JavaScript (x)\n";
    for (mime, begin, end, codes) in [
        ("application/pdf", &pdf[..], &b"%%EOF"[..], &["pdf_active_content"][..]),
        ("application/pdf", b"%PDF-1.7\n", b"%%EO", &["file_truncated"]),
        ("image/png", b"\x89PNG\r\n\x1A\n", b"IEND", &[]),
        ("image/png", b"MZ", b"", &["file_executable"]),
        ("image/jpg", b"\xFF\xD8\xFF", b"\xFF\xD9", &["file_type_not_taken"]),
        ("image", b"", b"", &["data_uri_malformed"]),
        // Begins three signs later: the first 4 KiB end within four.
        ("image/jpeg", b"\xFF\xD8\xFF", b"\xFF\xD9", &[]),
    ] {
        for size in [300, 301, 302, 6_000, 6_600, 9_001, 9_002, 3_145_728, 3_145_729] {
            let mut bytes = begin.to_vec();
            bytes.resize(size - end.len(), 0);
            bytes.extend(end);
            let base64 = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, bytes);
            let text = ["data:", mime, ";base64,", &base64].concat();
            let piece = decoded(mime, &base64);
            let by_text = visited(&FILE, |value| value.visit_str(&text));
            let by_ends = visited(&FILE, |value| value.visit_borrowed_bytes(&piece).map(Answer::into_owned));
            assert_eq!(by_ends.1, by_text.1, "{mime} of {size}");
            assert_eq!(by_ends.0, Some(Answer::File(piece.into())));
            let (large, rest): (Vec<_>, Vec<_>) =
                by_ends.1.into_iter().partition(|code| *code == "file_too_large");
            assert_eq!(rest, codes, "{mime} of {size}");
            assert_eq!(large.len(), usize::from(size > 3_145_728 && mime != "image"), "{mime} of {size}");
        }
    }
}

#[test]
fn what_is_decoded_and_does_not_hold_together_is_a_fault_of_the_host() {
    let piece = decoded("image/png", &"A".repeat(8_196));
    let visit = |kind: &'static Kind, piece: &[u8]| {
        visited(kind, |value| value.visit_borrowed_bytes(piece).map(Answer::into_owned))
    };
    assert!(visit(&FILE, &piece).0.is_some());
    assert_eq!(visit(&EMAIL, &piece), (None, Vec::new()));
    for length in 0..piece.len() {
        assert_eq!(visit(&FILE, &piece[..length]).0, None, "{length} bytes of it");
    }
    let wild = [u32::MAX, 0, 0, u32::MAX].map(u32::to_le_bytes).concat();
    assert_eq!(visit(&FILE, &wild).0, None);
    let broken = [&[0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], &b"\xFF"[..]].concat();
    assert_eq!(visit(&FILE, &broken).0, None, "a MIME type that is no text");
    let none = [0; 16];
    assert_eq!(visit(&FILE, &none).1, ["data_uri_malformed"]);
    let empty = decoded("image/png", "");
    assert_eq!(visit(&FILE, &empty).1, ["file_empty"]);
    let passed_over = Skipped::deserialize(BorrowedBytesDeserializer::<Error>::new(&piece));
    assert!(matches!(passed_over, Ok(Skipped::Plain)));
}
