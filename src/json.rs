//! Patches as JSON text: what every host but a browser gets.

use alloc::string::{String, ToString};
use alloc::{borrow::Cow, vec::Vec};

use crate::answers::Stored;
use crate::changes::{Changes, Identity};
use crate::checks::shape::{DEPTH, JSON_MALFORMED, NESTED_TOO_DEEPLY};
use crate::code::Code;
use crate::context::{Context, ContextError, KycModel};
use crate::findings::{Finding, Findings, Path};
use crate::missing::Missing;
use crate::read::{read_context, read_stored};
use crate::report::Report;
use crate::schema::target;
use crate::trace::Traced;
use crate::validate::{validate_field_from, validate_from};

/// Checks a patch given as JSON text. Text that is not JSON is a report of its own, never a panic.
///
/// ```
/// use kyb_patch::{Context, validate};
///
/// let report = validate(br#"{ "tax_country": "US" }"#, &Context::default());
/// assert!(!report.ok());
/// assert_eq!(report.issues[0].path, "/tax_country");
/// assert_eq!(report.issues[0].code, "not_iso_3166_alpha3");
/// assert_eq!(report.issues[0].suggestion.as_deref(), Some("USA"));
/// ```
pub fn validate(json: &[u8], context: &Context) -> Report {
    let Ok(text) = core::str::from_utf8(json) else { return whole(&JSON_MALFORMED, context, |_| ()) };
    if depth(json) > DEPTH {
        return whole(&NESTED_TOO_DEEPLY, context, |finding| {
            finding.number("max", DEPTH as f64);
        });
    }
    let text = mend_surrogates(text);
    let mut deserializer = serde_json::Deserializer::from_str(&text);
    match validate_from(&mut deserializer, context) {
        Ok(report) if closed(&report) || deserializer.end().is_ok() => report,
        _ => whole(&JSON_MALFORMED, context, |_| ()),
    }
}

/// A report of the status alone: the text was not looked at.
fn closed(report: &Report) -> bool {
    report.issues.iter().any(|issue| issue.code.starts_with("status_"))
}

/// Checks one value, given as JSON text, as if it stood at a pointer of a patch: its own checks, no rule across values.
///
/// # Errors
/// For what is no JSON Pointer, and for text that is not JSON.
pub fn validate_field(pointer: &str, json: &[u8], context: &Context) -> Result<Report, FieldError> {
    let target = target(pointer).ok_or(FieldError::Pointer)?;
    let text = core::str::from_utf8(json).map_err(|_| FieldError::Json)?;
    let text = mend_surrogates(text);
    let mut deserializer = serde_json::Deserializer::from_str(&text);
    let report = validate_field_from(&target, &mut deserializer, context).map_err(|_| FieldError::Json)?;
    deserializer.end().map_err(|_| FieldError::Json)?;
    Ok(report)
}

/// A wrong call of [`validate_field`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldError {
    /// Not a JSON Pointer (RFC 6901) to a place inside a patch.
    Pointer,
    /// The text is not JSON.
    Json,
}

impl core::fmt::Display for FieldError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Pointer => "not a JSON Pointer to a place inside a patch",
            Self::Json => "not JSON",
        })
    }
}

impl core::error::Error for FieldError {}

/// What a customer still lacks to leave `init`, once it has taken a patch.
pub fn missing(stored: Option<&Stored>, patch: &Stored, model: Option<KycModel>) -> Missing {
    crate::missing::missing(stored, &patch.customer, model)
}

/// Looks for a patch in what a read shows now, given what was stored before it was sent; `None` where there is no read.
pub fn trace(before: Option<&Stored>, patch: &Stored, after: Option<&Stored>) -> Traced {
    let absent = Stored::default();
    let of = |stored: Option<&Stored>| stored.unwrap_or(&absent).customer.clone();
    crate::trace::trace(&of(before), &patch.customer, &of(after))
}

/// The smallest patch from what is stored to what was edited, by names and places. `who` says which stored person each
/// edited one is, in their order.
pub fn changes(stored: &Stored, edited: &Stored, who: &[Identity]) -> Changes {
    crate::changes::changes(&stored.customer, &edited.customer, who)
}

fn whole(code: &'static Code, context: &Context, fill: impl Fn(&mut Finding)) -> Report {
    let mut findings = Findings::default();
    if crate::status::check(context, &mut findings) {
        fill(findings.add(&Path::Root, code));
    }
    findings.report(&context.severity)
}

impl Context {
    /// Reads a context from JSON: `{ kybStatus, kycModel, now, today, stored, documents, maxFileBytes, allow, severity }`,
    /// each of them optional.
    ///
    /// # Errors
    /// When it is not JSON, names what a context does not have, or has a value of the wrong kind.
    pub fn from_json(json: &[u8]) -> Result<Self, ContextError> {
        let wrong = |error: serde_json::Error| ContextError(error.to_string());
        let text = text_of(json)?;
        let mut deserializer = serde_json::Deserializer::from_str(&text);
        let context = read_context(&mut deserializer).map_err(wrong)??;
        deserializer.end().map_err(wrong)?;
        Ok(context)
    }
}

impl Stored {
    /// Reads what a read of the API answered, or what a host has stored, from JSON.
    ///
    /// # Errors
    /// When it is not JSON.
    pub fn from_json(json: &[u8]) -> Result<Self, ContextError> {
        let wrong = |error: serde_json::Error| ContextError(error.to_string());
        let text = text_of(json)?;
        let mut deserializer = serde_json::Deserializer::from_str(&text);
        let stored = read_stored(&mut deserializer).map_err(wrong)?;
        deserializer.end().map_err(wrong)?;
        Ok(stored)
    }
}

/// The text, with halves of surrogate pairs as [`validate`] reads them: a patch that was checked can be looked for.
fn text_of(json: &[u8]) -> Result<Cow<'_, str>, ContextError> {
    core::str::from_utf8(json).map(mend_surrogates).map_err(|error| ContextError(error.to_string()))
}

/// A patch that was checked and may be sent: only [`Valid::check`] makes one.
#[derive(Clone, Debug)]
pub struct Valid {
    json: Vec<u8>,
    report: Report,
}

impl Valid {
    /// Checks JSON text.
    ///
    /// # Errors
    /// The report, when anything in it blocks.
    pub fn check(json: Vec<u8>, context: &Context) -> Result<Self, Report> {
        let report = validate(&json, context);
        if report.ok() { Ok(Self { json, report }) } else { Err(report) }
    }

    /// The very bytes that were checked.
    pub fn bytes(&self) -> &[u8] {
        &self.json
    }

    /// The report: warnings at the most.
    pub fn report(&self) -> &Report {
        &self.report
    }
}

/// How many objects and lists stand inside one another at most, brackets in texts aside.
fn depth(json: &[u8]) -> usize {
    let (mut depth, mut most) = (0usize, 0);
    let mut bytes = json.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => {
                while let Some(byte) = bytes.next() {
                    match byte {
                        b'\\' => drop(bytes.next()),
                        b'"' => break,
                        _ => {}
                    }
                }
            }
            b'[' | b'{' => {
                depth += 1;
                most = most.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    most
}

/// Writes U+FFFD for half a surrogate pair, as a browser does when it encodes one; so both report the same.
fn mend_surrogates(text: &str) -> Cow<'_, str> {
    let mut mended = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find('\\') {
        let escape = at + found;
        at = escape + 2;
        if let Some(unit) = unit(text, escape) {
            at = escape + 6;
            let high = (0xD800..0xDC00).contains(&unit);
            let pair = high && self::unit(text, at).is_some_and(|low| (0xDC00..0xE000).contains(&low));
            if pair {
                at += 6;
            } else if high || (0xDC00..0xE000).contains(&unit) {
                mended.push_str(&text[copied..escape]);
                mended.push_str("\\ufffd");
                copied = at;
            }
        }
        // An escape at the very end is malformed, and the parser's to say.
        if !text.is_char_boundary(at) || at >= text.len() {
            break;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    mended.push_str(&text[copied..]);
    Cow::Owned(mended)
}

/// The UTF-16 unit that an escape `\uXXXX` stands for.
fn unit(text: &str, escape: usize) -> Option<u32> {
    let digits = text.get(escape..escape + 6)?.strip_prefix("\\u")?;
    // `from_str_radix` takes a sign, JSON does not.
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn counts_brackets_outside_texts() {
        assert_eq!(depth(br#"{"a":[{"b":"[[[\"[["}]}"#), 3);
        assert_eq!(depth(b"1"), 0);
    }

    #[test]
    fn mends_half_a_pair_and_nothing_else() {
        for (text, mended) in [
            (r#""\ud800""#, r#""\ufffd""#),
            (r#""\udc00\ud83d\ude00\ud83d""#, r#""\ufffd\ud83d\ude00\ufffd""#),
            (r#""\\ud800""#, r#""\\ud800""#),
            (r#""\ud83d\n""#, r#""\ufffd\n""#),
            ("\"\\", "\"\\"),
            ("\"\\é\"", "\"\\é\""),
        ] {
            assert_eq!(mend_surrogates(text), mended, "{text}");
        }
    }

    #[test]
    fn says_what_is_no_json_and_never_panics() {
        for json in [
            &b""[..],
            b"{",
            b"{}x",
            b"nul",
            b"\"\xff\"",
            b"{\"email\": \"\\ud8\"}",
            b"1e999",
            "\"\\é".as_bytes(),
        ] {
            let report = validate(json, &Context::default());
            let codes: Vec<_> = report.issues.iter().map(|issue| issue.code).collect();
            assert_eq!(codes, ["json_malformed"], "{}", String::from_utf8_lossy(json));
        }
    }

    #[test]
    fn reads_no_deeper_than_it_must() {
        let nested = |depth: usize| ["[".repeat(depth), "]".repeat(depth)].concat();
        let codes = |json: String| validate(json.as_bytes(), &Context::default()).issues[0].code;
        assert_eq!(codes(nested(64)), "wrong_type");
        assert_eq!(codes(nested(65)), "nested_too_deeply");
        assert_eq!(codes("[".repeat(100_000)), "nested_too_deeply");
    }

    #[test]
    fn checks_one_field_where_it_stands() {
        let codes = |pointer: &str, json: &str| {
            let report = validate_field(pointer, json.as_bytes(), &Context::default());
            report.map(|report| {
                report.issues.iter().map(|issue| (issue.path.clone(), issue.code)).collect::<Vec<_>>()
            })
        };
        let issue = |path: &str, code: &'static str| Ok(vec![(String::from(path), code)]);
        let country = "/associated_persons/3/residential_address/country";
        assert_eq!(codes(country, r#""US""#), issue(country, "not_iso_3166_alpha3"));
        assert_eq!(codes(country, "null"), issue(country, "required"));
        assert_eq!(codes("/tax_country", "null"), Ok(vec![]));
        assert_eq!(codes("/source_of_funds/0", "null"), issue("/source_of_funds/0", "wrong_type"));
        assert_eq!(codes("/a~1b", "1"), issue("/a~1b", "unknown_field"));
        assert_eq!(codes("tax_country", "1"), Err(FieldError::Pointer));
        assert_eq!(codes("/tax_country", "1 2"), Err(FieldError::Json));
    }

    #[test]
    fn a_context_that_can_not_be_read_is_a_wrong_call() {
        let error = |json: &str| Context::from_json(json.as_bytes()).err().map(|error| error.0);
        for (json, said) in [
            (r#"{"colour":1}"#, "/colour: unknown_field"),
            (r#"{"kycModel":"other"}"#, "/kycModel: not_an_option"),
            (r#"{"today":"2026-02-30"}"#, "/today: date_impossible"),
            (r#"{"now":"soon"}"#, "/now: wrong_type"),
            (r#"{"allow":{"fields":"a"}}"#, "/allow/fields: wrong_type"),
        ] {
            assert_eq!(error(json).as_deref(), Some(said), "{json}");
        }
        for json in ["{}", r#"{"allow":{"fields":[],"options":{"business_type":["guild","guild"]}}}"#] {
            assert_eq!(error(json), None, "{json}");
        }
    }

    #[test]
    fn what_is_valid_with_half_a_pair_in_it_can_be_looked_for() {
        let patch = br#"{"business_description":"We ship lamps \ud83d"}"#;
        let valid = Valid::check(patch.to_vec(), &Context::default()).expect("a warning alone");
        let sent = Stored::from_json(valid.bytes()).expect("a patch");
        let shown = "{\"business_description\":\"We ship lamps \u{fffd}\"}";
        let shown = Stored::from_json(shown.as_bytes()).expect("a read");
        assert!(trace(None, &sent, Some(&shown)).accepted);
        let context = [br#"{"stored":"#, patch.as_slice(), b"}"].concat();
        assert!(Context::from_json(&context).is_ok());
    }

    #[test]
    fn what_is_stored_is_one_json_value_and_no_more() {
        assert!(Stored::from_json(b" {\"email\":\"a@example.com\"} \n").is_ok());
        for json in ["{} {}", "{}x", "{}]", "{\"email\":\"a@example.com\"}{\"email\":null}"] {
            assert!(Stored::from_json(json.as_bytes()).is_err(), "{json}");
        }
    }

    #[test]
    fn only_what_passes_becomes_valid() {
        assert!(Valid::check(br#"{"email":"a@example.com"}"#.to_vec(), &Context::default()).is_ok());
        assert!(Valid::check(br#"{"email":"a"}"#.to_vec(), &Context::default()).is_err());
    }
}
