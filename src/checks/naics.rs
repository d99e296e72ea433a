//! Industries: NAICS 2022, six digits.

use alloc::string::String;

use super::table::{BLOCK, any};
use super::text;
use crate::code::Code;
use crate::code::Parameter::Word;
use crate::findings::{Findings, Path};
use crate::generated::naics::{DROPPED_2012, DROPPED_2017, NAICS_2022};

/// Nothing that NAICS could have.
pub static NAICS_UNKNOWN: Code = Code::error(
    "naics_unknown",
    "Not a NAICS code: other than digits, not two to six of them, or no such sector.",
    "contract: business_industry; NAICS 2022",
);
/// A code of a sector that 2022 has, but not a code of 2022.
pub static NAICS_NOT_IN_2022: Code = Code::warning(
    "naics_not_in_2022",
    "NAICS 2022 does not have the code; an older edition may.",
    "NAICS 2022",
)
.params(&[Word("edition")]);
/// A sector, subsector or group, not an industry.
pub static NAICS_TOO_SHORT: Code = Code::warning(
    "naics_too_short",
    "The code names a group of industries: the exact one has six digits.",
    "NAICS 2022; the API's examples have six digits",
);

/// All codes of this kind.
#[cfg(not(target_arch = "wasm32"))]
pub static CODES: [&Code; 3] = [&NAICS_UNKNOWN, &NAICS_NOT_IN_2022, &NAICS_TOO_SHORT];

/// The most characters that the API takes (contract, business_industry).
pub const MAX: u32 = 10;

/// What a text says as a NAICS code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Industry {
    /// An industry of 2022: six digits.
    Known,
    /// The first two to five digits of industries of 2022.
    TooShort,
    /// Not in 2022, though its sector is.
    NotIn2022 {
        /// The newest edition that had it, of 2017 and 2012.
        edition: Option<&'static str>,
    },
    /// No NAICS code.
    Unknown {
        /// The code that is left without signs and words.
        suggestion: Option<String>,
    },
}

/// Checks an industry as it stands.
pub fn check(text: &str, path: &Path<'_>, findings: &mut Findings) {
    match look_up(text) {
        Industry::Known => {}
        Industry::TooShort => {
            findings.add(path, &NAICS_TOO_SHORT);
        }
        Industry::NotIn2022 { edition } => {
            findings.add(path, &NAICS_NOT_IN_2022).word("edition", edition.unwrap_or("none"));
        }
        Industry::Unknown { suggestion } => {
            // What is left of a code without blanks and the like says more than its length, and words are none however
            // short.
            let code = suggestion.is_none()
                && !text.bytes().any(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii());
            if !code || text::length(text, MAX, path, findings) {
                findings.add(path, &NAICS_UNKNOWN).suggest(suggestion);
            }
        }
    }
}

/// Tells what a text says as a NAICS code.
pub fn look_up(text: &str) -> Industry {
    let bytes = text.as_bytes();
    if !(2..=6).contains(&bytes.len()) || !bytes.iter().all(u8::is_ascii_digit) {
        return Industry::Unknown { suggestion: plain(text) };
    }
    let digits = bytes.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
    let width = 10_u32.pow(6 - bytes.len() as u32);
    let from = digits * width;
    let has = |table| any(table, from, from + width);
    if has(NAICS_2022) {
        return if width == 1 { Industry::Known } else { Industry::TooShort };
    }
    let sector = from - from % BLOCK;
    if !any(NAICS_2022, sector, sector + BLOCK) {
        return Industry::Unknown { suggestion: None };
    }
    let edition = if has(DROPPED_2017) {
        Some("2017")
    } else if has(DROPPED_2012) {
        Some("2012")
    } else {
        None
    };
    Industry::NotIn2022 { edition }
}

/// What is left without signs, and without words such as the title behind a code, where that is an industry of 2022.
fn plain(text: &str) -> Option<String> {
    let mut rest = String::new();
    for part in text.split(|scalar| text::is_sign(scalar) || scalar == '\u{2212}') {
        if part.bytes().any(|byte| byte.is_ascii_digit()) {
            rest.push_str(part);
        }
    }
    // Something was taken off, so this ends.
    (rest.len() < text.len() && look_up(&rest) == Industry::Known).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{format, vec::Vec};

    fn codes(table: &[u8]) -> Vec<u32> {
        (0..1_000_000).filter(|code| any(table, *code, *code + 1)).collect()
    }

    #[test]
    fn has_1012_codes_and_167_dropped_ones() {
        let current = codes(NAICS_2022);
        assert_eq!(current.len(), 1012);
        assert_eq!((current[0], current[1011]), (111_110, 928_120));
        assert_eq!(codes(DROPPED_2017).len(), 139);
        assert_eq!(codes(DROPPED_2012).len(), 28);
    }

    #[test]
    fn takes_every_code_of_2022_and_no_other() {
        let current = codes(NAICS_2022);
        let known = (0..1_000_000).filter(|code| look_up(&format!("{code:06}")) == Industry::Known);
        assert!(known.eq(current));
    }

    #[test]
    fn says_too_short_to_what_begins_a_code() {
        let current = codes(NAICS_2022);
        for length in 2..6_u32 {
            let width = 10_u32.pow(6 - length);
            for prefix in 0..10_u32.pow(length) {
                let begins = current.iter().any(|code| code / width == prefix);
                let text = format!("{prefix:0length$}", length = length as usize);
                assert_eq!(look_up(&text) == Industry::TooShort, begins, "{text}");
            }
        }
    }

    #[test]
    fn names_the_newest_edition_that_had_a_code() {
        for (text, edition) in [
            // Electronic shopping: 2012 and 2017 had it.
            ("454110", Some("2017")),
            ("454111", Some("2012")),
            ("519130", Some("2017")),
            ("211111", Some("2012")),
            // A group that went as a whole.
            ("4541", Some("2017")),
            ("541599", None),
            ("5199", None),
            ("999999", None),
        ] {
            let said = look_up(text);
            match text {
                "999999" => assert_eq!(said, Industry::Unknown { suggestion: None }),
                _ => assert_eq!(said, Industry::NotIn2022 { edition }, "{text}"),
            }
        }
    }

    #[test]
    fn knows_no_other_lengths_signs_or_sectors() {
        for text in [
            "",
            "5",
            "00",
            "99",
            "10",
            "000000",
            "5415190",
            "541519000000",
            "+54151",
            "5415a9",
            "54151x",
            "５４１５１９",
            "software",
            "99-9999",
            "- - -",
            "541519, 541511",
            "541519 (2022)",
            "541519 No. 2b",
        ] {
            assert_eq!(look_up(text), Industry::Unknown { suggestion: None }, "{text:?}");
        }
    }

    #[test]
    fn suggests_the_code_without_signs_and_words() {
        for text in [
            "54-1519",
            " 541519",
            "541519\n",
            "54.15.19",
            "5415 19",
            "54\u{2013}1519",
            "54\u{2212}1519",
            "541519-",
            "541519 - Other Computer Related Services",
            "NAICS 541519",
            "541519: Услуги",
        ] {
            let suggestion = Some("541519".into());
            assert_eq!(look_up(text), Industry::Unknown { suggestion }, "{text:?}");
        }
    }
}
