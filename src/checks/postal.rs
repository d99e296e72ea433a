//! Postal codes against the habits of their country. Source: libaddressinput, made coarser: see `data/SOURCES.md`.

use alloc::vec::Vec;

use super::table::line;
use super::{country, text};
use crate::generated::postal::{HABITS, TEMPLATES};

/// What is to be said of the postal code of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// Not written as those of the country.
    Unusual,
    /// None, where every address has one.
    Missing,
    /// One, where no address has one.
    NotUsed,
}

/// The habit of a country that has no postal codes.
const NONE: u8 = 1;

/// Holds a postal code, which may be empty, against its country; `None` where there is nothing to say.
pub fn look_up(country: &str, code: &str) -> Option<Said> {
    let habit = *HABITS.get(country::place(country.as_bytes().try_into().ok()?)?)?;
    let code = text::trim(code);
    if habit == NONE {
        return (!code.is_empty()).then_some(Said::NotUsed);
    }
    let template = line(TEMPLATES, habit / 2)?;
    if code.is_empty() {
        return (habit % 2 == 1).then_some(Said::Missing);
    }
    (!fits(code, template)).then_some(Said::Unusual)
}

/// Whether a code is one of several alternatives, letter case, blanks and hyphens aside. Digits of another script are
/// for a person to judge.
fn fits(code: &str, templates: &str) -> bool {
    if !code.is_ascii() {
        return true;
    }
    let plain: Vec<u8> = code.bytes().filter(|byte| !matches!(byte, b' ' | b'-')).collect();
    let letters = plain.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    templates.split(' ').any(|template| {
        // The letters of the country, where the code itself begins with a digit.
        let front = if template.starts_with('#') && letters <= 3 { letters } else { 0 };
        let plain = &plain[front..];
        plain.len() == template.len()
            && plain.iter().zip(template.bytes()).all(|(byte, sign)| match sign {
                b'#' => byte.is_ascii_digit(),
                b'@' => byte.is_ascii_alphabetic(),
                _ => byte.is_ascii_alphanumeric(),
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(country: &str, code: &str) -> Option<Said> {
        look_up(country, code)
    }

    #[test]
    fn takes_codes_of_every_form() {
        for (country, code) in [
            ("USA", "82001"),
            ("USA", "82001-1234"),
            ("GBR", "SW1A 1AA"),
            ("GBR", "m1 1ae"),
            ("GBR", "GIR 0AA"),
            ("GBR", "BFPO 1234"),
            ("CAN", "K1A0B6"),
            ("NLD", "1012 AB"),
            ("BHR", "305"),
            ("BHR", "1204"),
            ("IRL", "D02 X285"),
            ("POL", "50036"),
            ("DEU", "D-72764"),
            ("JPN", "〒231-0002"),
            ("LVA", "LV-1050"),
            ("LVA", "1050"),
            ("ARG", "C1065AAX"),
            ("ARG", "1065"),
            ("BRA", "01310100"),
            ("XKX", "10000"),
            ("GHA", "GA-184-1234"),
            ("PRT", "1100-148"),
        ] {
            assert_eq!(said(country, code), None, "{country} {code}");
        }
    }

    #[test]
    fn warns_of_codes_of_another_form() {
        for (country, code) in [
            ("USA", "8200"),
            ("USA", "SW1A 1AA"),
            ("GBR", "82001"),
            ("CAN", "KIA 0B6"),
            ("DEU", "7276"),
            ("BHR", "12"),
            ("NLD", "1012"),
            ("FRA", "Paris"),
            ("POL", "50.036"),
        ] {
            assert_eq!(said(country, code), Some(Said::Unusual), "{country} {code}");
        }
        assert_eq!(said("DEU", " "), Some(Said::Missing));
        assert_eq!(said("HKG", "000000"), Some(Said::NotUsed));
        assert_eq!(said("HKG", ""), None);
    }
}
