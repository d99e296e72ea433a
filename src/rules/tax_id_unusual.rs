//! A tax number as none is issued, as far as is known: a prefix or a date that does not exist, a number of the
//! documentation, a shape that is probably wrong. Source: `data/tax_types.toml`.

use super::{Facts, Rule, tax_number};
use crate::checks::tax_id::Verdict;
use crate::code::{Code, Parameter::MaybeWord};
use crate::findings::Findings;

pub static RULE: Rule = Rule {
    code: Code::warning(
        "tax_id_unusual",
        "The tax number is one that is not issued, or its shape is not the one that its type usually has.",
        "the issuing authorities' descriptions, see data/tax_types.toml",
    )
    .params(&[MaybeWord("format")]),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    tax_number::judge(facts, code, findings, |verdict| match verdict {
        Verdict::Unusual(format) => Some(format),
        _ => None,
    });
}
