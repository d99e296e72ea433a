//! Latin letters beside Cyrillic, Greek, Armenian or Cherokee ones in one word of a name, where those of one script all
//! look like letters of the other: `Pаypal` with a Cyrillic `а`. `ЯндексGo` is what it seems, and passes. Source: UTS
//! 39, confusables.

use super::{Facts, Rule, names};
use crate::checks::text::is_sign;
use crate::code::Code;
use crate::findings::Findings;

pub static RULE: Rule = Rule {
    code: Code::warning(
        "mixed_scripts",
        "A word of a name has letters of two scripts that look alike.",
        "UTS 39, mixed-script confusables",
    ),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    names(facts, |name, path| {
        if !name.is_ascii()
            && name.split(|scalar: char| is_sign(scalar) || scalar.is_ascii_digit()).any(deceives)
        {
            findings.add(path, code);
        }
    });
}

fn deceives(word: &str) -> bool {
    // Of each of the two sides: whether it is there, and whether all of it looks like the other.
    let (mut latin, mut other) = ((false, true), (false, true));
    for scalar in word.chars() {
        match scalar {
            'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => {
                latin = (true, latin.1 && LATIN.chars().any(|other| other == scalar));
            }
            '\u{370}'..='\u{58f}' | '\u{1f00}'..='\u{1fff}' => {
                other = (true, other.1 && OTHER.chars().any(|other| other == scalar));
            }
            // Cherokee: nearly all of its letters were made after Latin ones.
            '\u{13a0}'..='\u{13f5}' => other.0 = true,
            _ => {}
        }
    }
    latin.0 && other.0 && (latin.1 || other.1)
}

/// Latin letters that look like one of the others.
const LATIN: &str = "ABCEHIJKMNOPSTXYZaceijopsuvxy";
/// Cyrillic, Greek and Armenian letters that look like a Latin one.
const OTHER: &str = "АВЕЅІЈКМНОРСТУХаеіјорѕсухһԁԛԝӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυՕՏՍԼօոսհյցզ";
