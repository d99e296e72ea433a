//! Words of a closed list.

use alloc::{string::String, vec::Vec};

use crate::code::Code;
use crate::findings::{Findings, Path};
use crate::schema::Choice;

/// Not a word of the list.
pub static NOT_AN_OPTION: Code =
    Code::error("not_an_option", "The value is not one of those that the API takes.", "contract: enums");

/// All codes of this kind.
#[cfg(not(target_arch = "wasm32"))]
pub static CODES: [&Code; 1] = [&NOT_AN_OPTION];

/// Checks a word as it stands. `more` holds what a host takes beside the list, by the name of the list or of the field.
pub fn check(
    word: &str,
    choice: &'static Choice,
    more: &[(String, Vec<String>)],
    path: &Path<'_>,
    findings: &mut Findings,
) {
    if choice.options.contains(&word) {
        return;
    }
    let allowed =
        |name: &str| more.iter().any(|(list, words)| list == name && words.iter().any(|other| other == word));
    if !allowed(choice.name) && !path.name().is_some_and(allowed) {
        findings.add(path, &NOT_AN_OPTION).suggest(nearest(word, choice));
    }
}

/// The option that was all but certainly meant: equal but for case and separators, or a slip or two away.
pub fn nearest(word: &str, choice: &'static Choice) -> Option<&'static str> {
    // Longer than any option by far: nothing to compare.
    if word.len() > 80 {
        return None;
    }
    // One letter more makes another number's type, one digit more another amount: SIRET and SIREN, a tenth. Only the range
    // without an end is written otherwise than it is meant.
    let slips = match choice.name {
        "tax_type" => false,
        "money_range" => word == "250000000_plus",
        _ => true,
    };
    let plain = plain(word);
    let mut best = None;
    for option in choice.options {
        let distance = distance(&plain, &self::plain(option));
        // One slip in a short word makes another word: CN and CRN are both real.
        let near = distance == 0 || (slips && option.len() >= 5 && distance <= 1 + option.len() / 8);
        match best {
            _ if !near => {}
            Some((least, _)) if distance > least => {}
            // Two equally near: no guess.
            Some((least, _)) if distance == least => best = Some((least, None)),
            _ => best = Some((distance, Some(*option))),
        }
    }
    best?.1
}

/// Letters and digits alone, those of ASCII in lower case: options have no others.
fn plain(word: &str) -> Vec<char> {
    let counts = |scalar: &char| scalar.is_ascii_alphanumeric() || !scalar.is_ascii();
    word.chars().filter(counts).map(|scalar| scalar.to_ascii_lowercase()).collect()
}

/// How many letters to add, drop or change (Levenshtein).
fn distance(left: &[char], right: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (above, scalar) in left.iter().enumerate() {
        let mut diagonal = above;
        let mut last = above + 1;
        row[0] = last;
        for (cell, other) in row[1..].iter_mut().zip(right) {
            last = (diagonal + usize::from(scalar != other)).min(last + 1).min(*cell + 1);
            diagonal = core::mem::replace(cell, last);
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{BUSINESS_TYPE, MONEY_RANGE, TAX_TYPE};

    #[test]
    fn suggests_what_was_meant() {
        assert_eq!(nearest("LLC", &BUSINESS_TYPE), Some("llc"));
        assert_eq!(nearest("Sole Proprietorship", &BUSINESS_TYPE), Some("sole_proprietorship"));
        assert_eq!(nearest("corporaton", &BUSINESS_TYPE), Some("corporation"));
        assert_eq!(nearest("ein", &TAX_TYPE), Some("EIN"));
        assert_eq!(nearest("L.L.C.", &BUSINESS_TYPE), Some("llc"));
    }

    #[test]
    fn guesses_nothing_where_two_are_as_near() {
        assert_eq!(nearest("cooperative", &BUSINESS_TYPE), None);
        assert_eq!(nearest("EXN", &TAX_TYPE), None);
        assert_eq!(nearest("250000000_plus", &MONEY_RANGE), Some("2500000000_plus"));
    }

    #[test]
    fn guesses_no_slip_where_another_letter_or_digit_is_another_thing() {
        assert_eq!(nearest("SIRET", &TAX_TYPE), None);
        assert_eq!(nearest("0_999999", &MONEY_RANGE), None);
        assert_eq!(nearest("10000000_99999999", &MONEY_RANGE), None);
        for amount in ["50000000_plus", "25000000_plus", "200000000_plus"] {
            assert_eq!(nearest(amount, &MONEY_RANGE), None, "{amount}");
        }
        assert_eq!(nearest("0-99999", &MONEY_RANGE), Some("0_99999"));
    }

    #[test]
    fn the_nearest_counts_wherever_it_stands() {
        static NEAR_LAST: Choice = Choice { name: "near_last", options: &["investing_it", "investing"] };
        static NEAR_FIRST: Choice = Choice { name: "near_first", options: &["investing", "investing_it"] };
        for list in [&NEAR_LAST, &NEAR_FIRST] {
            assert_eq!(nearest("investin", list), Some("investing"), "{}", list.name);
            assert_eq!(nearest("investingi", list), None, "{}", list.name);
        }
    }

    #[test]
    fn compares_no_more_than_eighty_bytes() {
        let after = |hyphens| nearest(&["-".repeat(hyphens).as_str(), "llc"].concat(), &BUSINESS_TYPE);
        assert_eq!((after(77), after(78)), (Some("llc"), None));
    }

    #[test]
    fn counts_letters_to_change() {
        for (left, right, letters) in
            [("kitten", "sitting", 3), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0)]
        {
            assert_eq!(distance(&plain(left), &plain(right)), letters);
        }
    }
}
