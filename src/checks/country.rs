//! Countries: ISO 3166-1 alpha-3, and XKX for Kosovo.

use alloc::borrow::Cow;

use super::text;
use crate::code::Code;
use crate::code::Parameter::List;
use crate::findings::{Findings, Path};
use crate::generated::countries::{COUNTRIES, FORMER, MEANT, NOT_SERVED};
use crate::report::Param;

/// Not a code of three capital letters that stands for a country.
pub static NOT_ISO_3166_ALPHA3: Code = Code::error(
    "not_iso_3166_alpha3",
    "A country is written as its ISO 3166-1 alpha-3 code, in capitals.",
    "contract: alpha3; ISO 3166-1; XKX as in the API's country list",
);
/// A code that ISO has withdrawn.
pub static COUNTRY_FORMERLY_USED: Code =
    Code::error("country_formerly_used", "The code was withdrawn and no country has it now.", "ISO 3166-3")
        .params(&[List("successors")]);
/// A country that the API's own list lacks.
pub static COUNTRY_NOT_SERVED: Code = Code::warning(
    "country_not_served",
    "The country is in ISO 3166-1 but not in the API's country list.",
    "the API's country list: ISO 3166-1 without ALA ATA ATF BES BVT HMD UMI",
);

/// All codes of this kind.
#[cfg(not(target_arch = "wasm32"))]
pub static CODES: [&Code; 3] = [&NOT_ISO_3166_ALPHA3, &COUNTRY_FORMERLY_USED, &COUNTRY_NOT_SERVED];

/// What a text says as an alpha-3 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Country {
    /// A country of today.
    Current {
        /// Whether the API's country list has it.
        served: bool,
    },
    /// A withdrawn code; the alpha-3 codes of what came after, with a blank between.
    Former(&'static str),
    /// No alpha-3 code.
    Unknown {
        /// The alpha-3 code that it can only mean.
        suggestion: Option<&'static str>,
    },
}

/// Checks a country as it stands.
pub fn check(text: &str, path: &Path<'_>, findings: &mut Findings) {
    match look_up(text) {
        Country::Current { served: true } => {}
        Country::Current { served: false } => {
            findings.add(path, &COUNTRY_NOT_SERVED);
        }
        Country::Former(successors) => {
            let only = (successors.len() == 3).then_some(successors);
            let successors = successors.split(' ').map(Cow::Borrowed).collect();
            findings
                .add(path, &COUNTRY_FORMERLY_USED)
                .with("successors", Param::List(successors))
                .suggest(only);
        }
        Country::Unknown { suggestion } => {
            findings.add(path, &NOT_ISO_3166_ALPHA3).suggest(suggestion);
        }
    }
}

/// Tells what a text says as an alpha-3 code, and what it means where it is none.
pub fn look_up(text: &str) -> Country {
    if let Ok(code) = <[u8; 3]>::try_from(text.as_bytes()) {
        if current(code).is_some() {
            let listed = |other: &[u8; 3]| key(*other) != key(code);
            return Country::Current { served: NOT_SERVED.as_bytes().as_chunks().0.iter().all(listed) };
        }
        if let Some(successors) = former(code) {
            return Country::Former(successors);
        }
    }
    Country::Unknown { suggestion: meant(text) }
}

/// The countries of today, alpha-3 and alpha-2 of each in turn; on a second line the alpha-3 of those not served.
#[cfg(any(test, target_arch = "wasm32"))]
pub fn all() -> alloc::string::String {
    [COUNTRIES, NOT_SERVED].join("\n")
}

/// The code itself, out of the table.
fn current(code: [u8; 3]) -> Option<&'static str> {
    alpha3(COUNTRIES, place(code)? * 5)
}

/// The place of a code in the table, by which other tables name a country.
pub fn place(code: [u8; 3]) -> Option<usize> {
    let letter = usize::from(code[0].wrapping_sub(b'A'));
    let (from, to) = (usize::from(*BEGIN.get(letter)?), usize::from(*BEGIN.get(letter + 1)?));
    let (records, _) = COUNTRIES.as_bytes().as_chunks::<5>();
    let at = records.get(from..to)?.iter().position(|[_, b, c, ..]| [*b, *c] == code[1..])?;
    Some(from + at)
}

/// Where the countries of each letter begin, and where the last end: a few are left to look at, none by halves.
static BEGIN: [u8; 27] = {
    let (records, _) = COUNTRIES.as_bytes().as_chunks::<5>();
    let mut begin = [0; 27];
    let (mut letter, mut at) = (0, 0);
    while letter < 27 {
        while at < records.len() && records[at][0] < b'A' + letter as u8 {
            at += 1;
        }
        begin[letter] = at as u8;
        letter += 1;
    }
    begin
};

/// Orders as the letters do, in one comparison.
const fn key([a, b, c]: [u8; 3]) -> u32 {
    u32::from_be_bytes([0, a, b, c])
}

/// The codes of what came after a withdrawn one, with a blank between.
fn former(code: [u8; 3]) -> Option<&'static str> {
    // Every code has three letters, and a blank or the end of its line after it.
    let (words, _) = FORMER.as_bytes().as_chunks::<4>();
    let mut begins = true;
    let at = words.iter().position(|[a, b, c, after]| {
        let begun = core::mem::replace(&mut begins, *after == b'\n');
        begun && key([*a, *b, *c]) == key(code)
    })?;
    FORMER.get(at * 4 + 4..)?.lines().next()
}

/// The country that a text can only mean: alpha-3 or alpha-2 in any letter case, with white space around it,
/// or what other lists write.
fn meant(text: &str) -> Option<&'static str> {
    let mut code = match *text::trim(text).as_bytes() {
        [a, b] => [a, b, b' '],
        [a, b, c] => [a, b, c],
        _ => return None,
    };
    code.make_ascii_uppercase();
    let other = || {
        let at = MEANT
            .as_bytes()
            .as_chunks::<6>()
            .0
            .iter()
            .position(|[a, b, c, ..]| key([*a, *b, *c]) == key(code))?;
        alpha3(MEANT, at * 6 + 3)
    };
    let alpha2 = || {
        let [first, second, b' '] = code else { return None };
        let (records, _) = COUNTRIES.as_bytes().as_chunks::<5>();
        let at = records.iter().position(|[.., a, b]| (*a, *b) == (first, second))?;
        alpha3(COUNTRIES, at * 5)
    };
    current(code).or_else(other).or_else(alpha2)
}

fn alpha3(table: &'static str, at: usize) -> Option<&'static str> {
    table.get(at..at + 3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    const SERVED: Country = Country::Current { served: true };

    fn suggested(text: &str) -> Option<&'static str> {
        match look_up(text) {
            Country::Unknown { suggestion } => suggestion,
            other => panic!("{text} is {other:?}"),
        }
    }

    fn codes() -> Vec<&'static str> {
        (0..COUNTRIES.len()).step_by(5).filter_map(|at| alpha3(COUNTRIES, at)).collect()
    }

    #[test]
    fn takes_249_countries_and_kosovo() {
        let codes = codes();
        assert_eq!(codes.len(), 250);
        let served = codes.iter().filter(|code| look_up(code) == SERVED).count();
        assert_eq!(served, 243);
        for code in ["AFG", "DEU", "USA", "XKX", "ZWE"] {
            assert_eq!(look_up(code), SERVED, "{code}");
        }
    }

    #[test]
    fn a_host_is_handed_every_country_and_those_not_served() {
        let all = all();
        let (countries, not_served) = all.split_once('\n').expect("two lines");
        assert_eq!((countries, not_served), (COUNTRIES, NOT_SERVED));
    }

    #[test]
    fn knows_the_seven_that_the_api_does_not_list() {
        for code in ["ALA", "ATA", "ATF", "BES", "BVT", "HMD", "UMI"] {
            assert_eq!(look_up(code), Country::Current { served: false }, "{code}");
        }
    }

    #[test]
    fn tells_what_came_after_a_former_country() {
        for (code, now) in [
            ("AFI", "DJI"),
            ("ANT", "BES CUW SXM"),
            ("CSK", "CZE SVK"),
            ("ROM", "ROU"),
            ("SCG", "MNE SRB"),
            ("TMP", "TLS"),
            ("YUG", "BIH HRV MKD MNE SRB SVN"),
            ("ZAR", "COD"),
        ] {
            assert_eq!(look_up(code), Country::Former(now), "{code}");
        }
        assert_eq!(FORMER.lines().count(), 31);
    }

    #[test]
    fn every_former_country_became_one_of_today() {
        for line in FORMER.lines() {
            let (code, now) = line.split_once(' ').expect("a code and its successors");
            assert_eq!(look_up(code), Country::Former(now));
            for successor in now.split(' ') {
                assert!(matches!(look_up(successor), Country::Current { .. }), "{code} became {successor}");
            }
        }
    }

    #[test]
    fn suggests_the_alpha3_of_every_alpha2_in_either_case() {
        for at in (0..COUNTRIES.len()).step_by(5) {
            let (code, alpha2) = (&COUNTRIES[at..at + 3], &COUNTRIES[at + 3..at + 5]);
            assert_eq!(suggested(alpha2), Some(code));
            assert_eq!(suggested(&alpha2.to_ascii_lowercase()), Some(code));
        }
    }

    #[test]
    fn suggests_capitals_and_no_white_space() {
        for code in codes() {
            assert_eq!(suggested(&code.to_ascii_lowercase()), Some(code));
        }
        for text in ["Usa", " USA", "USA ", "\u{a0}usa\t", "\u{feff}US\n"] {
            assert_eq!(suggested(text), Some("USA"), "{text:?}");
        }
    }

    #[test]
    fn suggests_what_other_lists_write() {
        for (text, code) in [
            ("UK", "GBR"),
            ("uk", "GBR"),
            ("EL", "GRC"),
            ("XKK", "XKX"),
            ("UNK", "XKX"),
            ("XK", "XKX"),
            ("ger", "DEU"),
        ] {
            assert_eq!(suggested(text), Some(code), "{text}");
        }
    }

    #[test]
    fn suggests_nothing_that_is_not_certain() {
        for text in [
            "", " ", "U", "XXX", "ZZ", "ZZZ", "USAA", "US A", "U.S", "840", "Germany", "CHI", "ant",
            "ANT BES", "ANT ", "A\u{301}", "ＵＳ", "日本", "  U", "U  ", "\0US", "DZ\0",
        ] {
            assert_eq!(suggested(text), None, "{text:?}");
        }
    }

    #[test]
    fn knows_no_other_three_capitals() {
        let known = (0..26u32.pow(3))
            .map(|number| [number / 676, number / 26 % 26, number % 26].map(|letter| b'A' + letter as u8))
            .filter(|code| {
                let text = core::str::from_utf8(code).expect("letters");
                !matches!(look_up(text), Country::Unknown { .. })
            })
            .count();
        assert_eq!(known, 250 + 31);
    }
}
