//! UUIDs in their hyphenated form, either letter case.

use crate::code::Code;
use crate::findings::{Findings, Path};

/// Not five groups of hexadecimal digits.
pub static UUID_MALFORMED: Code = Code::error(
    "uuid_malformed",
    "Not a UUID: 8-4-4-4-12 hexadecimal digits.",
    "RFC 9562, section 4; contract: signed_agreement_id",
);

/// All codes of this kind.
#[cfg(not(target_arch = "wasm32"))]
pub static CODES: [&Code; 1] = [&UUID_MALFORMED];

/// Checks a UUID as it stands.
pub fn check(text: &str, path: &Path<'_>, findings: &mut Findings) {
    let hyphen = |at| matches!(at, 8 | 13 | 18 | 23);
    let well_formed = text.len() == 36
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if hyphen(at) { byte == b'-' } else { byte.is_ascii_hexdigit() });
    if !well_formed {
        findings.add(path, &UUID_MALFORMED);
    }
}
