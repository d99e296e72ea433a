//! E-mail addresses, as the e-mail control of HTML takes them.
//!
//! Source: HTML Living Standard, section 4.10.5.1.5, "valid e-mail address". Characters beyond ASCII are
//! taken with a warning: RFC 6531 allows them, and many systems do not.

use super::text::is_seen;
use crate::code::Code;
use crate::findings::{Findings, Path};

/// Refused by HTML's e-mail control.
pub static EMAIL_MALFORMED: Code = Code::error(
    "email_malformed",
    "Not an e-mail address: what the e-mail control of a browser refuses.",
    "HTML Living Standard, 4.10.5.1.5",
);
/// Characters beyond ASCII.
pub static EMAIL_NOT_ASCII: Code = Code::warning(
    "email_not_ascii",
    "The address has characters beyond ASCII, which many mail systems refuse.",
    "RFC 6531",
);

/// All codes of this kind.
#[cfg(not(target_arch = "wasm32"))]
pub static CODES: [&Code; 2] = [&EMAIL_MALFORMED, &EMAIL_NOT_ASCII];

/// The most characters of one label of a domain (RFC 1034, section 3.1).
const LABEL: usize = 63;

/// Checks an address whose outer white space is off.
pub fn check(address: &str, path: &Path<'_>, findings: &mut Findings) {
    if !well_formed(address) {
        findings.add(path, &EMAIL_MALFORMED);
    } else if !address.is_ascii() {
        findings.add(path, &EMAIL_NOT_ASCII);
    }
}

fn well_formed(address: &str) -> bool {
    // Letters beyond ASCII are one thing; blanks and what nobody sees are in no address.
    let never = |scalar: char| !scalar.is_ascii() && (!is_seen(scalar) || scalar == '\u{fffd}');
    // Nearly every address is ASCII, which is told many bytes at a time.
    if !address.is_ascii() && address.chars().any(never) {
        return false;
    }
    // The local part can't hold an at sign, so the first one divides.
    let Some((local, domain)) = address.split_once('@') else { return false };
    !local.is_empty() && local.bytes().all(local_byte) && domain.split('.').all(label)
}

/// A bit for each ASCII character that a local part may have.
static LOCAL: [u32; 4] = {
    let signs = b".!#$%&'*+/=?^_`{|}~-";
    let mut bits = [0; 4];
    let mut byte = 0u8;
    while byte < 128 {
        let mut at = 0;
        let mut taken = byte.is_ascii_alphanumeric();
        while at < signs.len() {
            taken |= signs[at] == byte;
            at += 1;
        }
        bits[byte as usize / 32] |= (taken as u32) << (byte % 32);
        byte += 1;
    }
    bits
};

fn local_byte(byte: u8) -> bool {
    LOCAL.get(usize::from(byte / 32)).is_none_or(|bits| bits >> (byte % 32) & 1 == 1)
}

fn label(label: &str) -> bool {
    let bytes = label.as_bytes();
    let inner = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-' || *byte >= 0x80;
    let outer = |byte: Option<&u8>| byte.is_some_and(|byte| *byte != b'-');
    // A label beyond ASCII is longer in bytes than in the form that travels: not counted here.
    (bytes.len() <= LABEL || !label.is_ascii())
        && bytes.iter().all(inner)
        && outer(bytes.first())
        && outer(bytes.last())
}

#[cfg(test)]
mod tests {
    use super::well_formed;

    #[test]
    fn takes_what_the_control_takes() {
        for address in ["a@b", "a.b+c@example.co.uk", "o'neil@x-y.example", ".a.@b.c", "ü@bücher.example"] {
            assert!(well_formed(address), "{address}");
        }
    }

    #[test]
    fn a_local_part_is_of_letters_digits_and_nineteen_signs() {
        for byte in 0..128_u8 {
            let taken = byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte);
            assert_eq!(well_formed(&alloc::format!("a{}a@b", char::from(byte))), taken, "{byte}");
        }
    }

    #[test]
    fn refuses_what_the_control_refuses() {
        let long = alloc::format!("a@{}.example", "x".repeat(64));
        for address in [
            "",
            "a",
            "@b",
            "a@",
            "a@b.",
            "a@.b",
            "a@-b",
            "a@b-",
            "a b@c",
            "a@b@c",
            "a@b_c",
            "a@b\u{3000}c",
            "a\u{200b}@b",
            "a@b\u{fffd}",
            &long,
        ] {
            assert!(!well_formed(address), "{address}");
        }
    }
}
