//! Characters in a name that nobody sees: zero width, soft hyphens, fillers, marks of direction. The joiners U+200C and
//! U+200D belong to Persian, Arabic and Indic words, and pass after a letter of such a script. Source: Unicode, 23.2;
//! UTS 39.

use super::{Facts, Rule, names};
use crate::checks::text::is_hidden;
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
                _ => is_hidden(scalar),
            }
        };
        // Nearly every name is ASCII, of which DEL alone is hidden and no error.
        if name.bytes().any(|byte| byte >= 0x7f) && name.chars().any(hidden) {
            findings.add(path, code);
        }
    });
}
