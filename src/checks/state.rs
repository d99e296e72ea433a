//! Codes of states, in the six countries whose addresses are written with them. Source: ISO 3166-2 and the
//! abbreviations of the national posts, `data/state_codes.json`.

use super::table::any;
use super::text;
use crate::generated::states::{COUNTRIES, STATES};

/// How many numbers of the table a country has.
const SPAN: u32 = 20_000;

/// Whether a state is as short as a code and no code of its country. Names pass, in whatever language.
pub fn is_unknown(country: &str, state: &str) -> bool {
    let (countries, _) = COUNTRIES.as_bytes().as_chunks::<3>();
    let Some(place) = countries.iter().position(|other| other == country.as_bytes()) else { return false };
    // Blank has its own error.
    if !state.is_ascii() || text::trim(state).is_empty() {
        return false;
    }
    let (mut number, mut length, mut digits) = (0, 0, false);
    for byte in state.bytes().filter(u8::is_ascii_alphanumeric) {
        length += 1;
        if length > 3 {
            return false;
        }
        digits |= byte.is_ascii_digit();
        number = number * 27 + u32::from(byte & 0x1f);
    }
    let number = number + place as u32 * SPAN;
    digits || !any(STATES, number, number + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_codes_in_either_case_with_or_without_dots() {
        for (country, state) in [
            ("USA", "WY"),
            ("USA", "wy"),
            ("USA", "N.Y."),
            ("USA", " AK "),
            ("USA", "PR"),
            ("AUS", "ACT"),
            ("AUS", "WA"),
            ("BRA", "TO"),
            ("CAN", "YT"),
            ("IND", "WB"),
            ("IND", "GOA"),
            ("MEX", "AGS"),
            ("MEX", "ZAC"),
        ] {
            assert!(!is_unknown(country, state), "{country} {state}");
        }
    }

    #[test]
    fn knows_no_code_of_another_country() {
        for (country, state) in [
            ("USA", "NSW"),
            ("USA", "XX"),
            ("USA", "A"),
            ("USA", "-"),
            ("USA", "N1"),
            ("USA", "N9"),
            ("USA", "AAA"),
            ("AUS", "NY"),
            ("BRA", "AUS"),
            ("CAN", "ACT"),
            ("IND", "TXX"),
            ("MEX", "A"),
            ("MEX", "ZZZ"),
            ("USA", "12"),
        ] {
            assert!(is_unknown(country, state), "{country} {state}");
        }
    }

    #[test]
    fn leaves_names_blanks_and_other_countries_alone() {
        for (country, state) in [
            ("USA", "Wyoming"),
            ("USA", ""),
            ("USA", " "),
            ("BRA", "São"),
            ("MEX", "CDMX"),
            ("DEU", "XX"),
            ("US", "XX"),
            ("", "XX"),
            ("USA MEX", "XX"),
        ] {
            assert!(!is_unknown(country, state), "{country} {state}");
        }
    }
}
