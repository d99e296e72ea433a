//! Blanks in a row inside a name: a slip, and a name that no list of names has. Source: how names are compared.

use super::{Facts, Rule, names};
use crate::checks::text::is_blank;
use crate::code::Code;
use crate::findings::Findings;

pub static RULE: Rule = Rule {
    code: Code::warning(
        "repeated_blanks",
        "A name has two or more blanks in a row.",
        "how names are compared",
    ),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    names(facts, |name, path| {
        // Nearly no name has two bytes in a row that may be blanks.
        let may = |pair: &[u8]| pair.iter().all(|byte| *byte <= b' ' || !byte.is_ascii());
        let mut before = false;
        if name.as_bytes().windows(2).any(may)
            && name.chars().any(|scalar| core::mem::replace(&mut before, is_blank(scalar)) && before)
        {
            findings.add(path, code);
        }
    });
}
