//! The shape of a patch: keys, types, members that must be there.

use crate::code::Code;
use crate::code::Parameter::{Number, Word};
use crate::findings::{Findings, Path};
use crate::schema::Kind;

/// A field that the API does not take.
pub static UNKNOWN_FIELD: Code = Code::error(
    "unknown_field",
    "The API takes no field of this name.",
    "contract: the body is closed at the top",
);
/// A member that the API does not know.
pub static UNKNOWN_MEMBER: Code = Code::warning(
    "unknown_member",
    "The API knows no member of this name here, and may pass it over.",
    "contract: the body is closed at the top alone",
);
/// A value of another type.
pub static WRONG_TYPE: Code =
    Code::error("wrong_type", "The value is of another type than the API takes.", "contract: types")
        .params(&[Word("expected"), Word("found")]);
/// A member that must be there.
pub static REQUIRED: Code =
    Code::error("required", "The object can't be sent without this member.", "contract: nested objects");
/// A word that stands in the list before.
pub static DUPLICATE_OPTION: Code =
    Code::warning("duplicate_option", "The same word stands in the list twice.", "a list of words is a set");
/// A list with nothing in it.
pub static EMPTY_LIST: Code = Code::warning(
    "empty_list",
    "The list has nothing in it, so it changes nothing.",
    "contract: lists are added",
);
/// A key that stands in its object twice.
pub static DUPLICATE_KEY: Code = Code::error(
    "duplicate_key",
    "The same key stands in its object twice, and readers differ in which they take.",
    "RFC 8259, section 4",
);
/// Text that is not JSON: the browser's own parser has read it before it comes here.
#[cfg(not(target_arch = "wasm32"))]
pub static JSON_MALFORMED: Code = Code::error("json_malformed", "The text is not JSON.", "RFC 8259");
/// Objects and lists inside one another without end.
pub static NESTED_TOO_DEEPLY: Code = Code::error(
    "nested_too_deeply",
    "More than 64 objects and lists stand inside one another, or one stands inside itself.",
    "no value of the contract is deeper than 6",
)
.params(&[Number("max")]);

/// All codes of this kind.
#[cfg(not(target_arch = "wasm32"))]
pub static CODES: [&Code; 9] = [
    &UNKNOWN_FIELD,
    &UNKNOWN_MEMBER,
    &WRONG_TYPE,
    &REQUIRED,
    &DUPLICATE_OPTION,
    &EMPTY_LIST,
    &DUPLICATE_KEY,
    &JSON_MALFORMED,
    &NESTED_TOO_DEEPLY,
];

/// The most objects and lists inside one another that are read.
pub const DEPTH: usize = 64;

/// What JavaScript has and JSON has not. Their order is part of the tape: `npm/tape.js` writes places of this list.
pub static ODD: [&str; 7] = ["NaN", "function", "symbol", "bigint", "unreadable", "file", "other object"];

/// The name of an odd value in a report.
pub fn found(name: &[u8]) -> &'static str {
    ODD.into_iter().find(|odd| odd.as_bytes() == name).unwrap_or("other object")
}

/// Says that a value is of another type.
pub fn wrong_type(kind: &Kind, found: &'static str, path: &Path<'_>, findings: &mut Findings) {
    findings.add(path, &WRONG_TYPE).word("expected", expected(kind)).word("found", found);
}

/// Says that a value under a key that the table does not have is none that JSON can say.
pub fn odd(found: &'static str, path: &Path<'_>, findings: &mut Findings) {
    findings.add(path, &WRONG_TYPE).word("expected", "JSON value").word("found", found);
}

const fn expected(kind: &Kind) -> &'static str {
    match kind {
        Kind::Flag => "boolean",
        Kind::Percentage => "number",
        Kind::Object(_) | Kind::Map(_) | Kind::Stored => "object",
        Kind::List(_) => "list",
        _ => "text",
    }
}
