//! Characters in a name that nobody sees: zero width, soft hyphens, marks of direction. The joiners U+200C and U+200D
//! belong to Persian, Arabic and Indic words, and pass after a letter of such a script. Source: Unicode, 23.2; UTS 39.

use super::{Facts, Rule, names};
use crate::code::Code;
use crate::findings::Findings;

pub static RULE: Rule = Rule {
    code: Code::warning(
        "invisible_character",
        "A name has a character that nobody sees.",
        "Unicode, 23.2; UTS 39",
    ),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    names(facts, |name, path| {
        let mut before = '\0';
        let hidden = |scalar: char| {
            let before = core::mem::replace(&mut before, scalar);
            match scalar {
                '\u{200c}' | '\u{200d}' => before < '\u{600}',
                _ => matches!(scalar,
                    '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                    | '\u{2060}'..='\u{206f}' | '\u{feff}'),
            }
        };
        if !name.is_ascii() && name.chars().any(hidden) {
            findings.add(path, code);
        }
    });
}
