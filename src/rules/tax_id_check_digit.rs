//! A tax number whose check digit is another. Some authorities have issued such numbers, so it never blocks. Source:
//! `data/tax_types.toml`.

use super::{Facts, Rule, tax_number};
use crate::checks::tax_id::Verdict;
use crate::code::{Code, Parameter::MaybeWord};
use crate::findings::Findings;

pub static RULE: Rule = Rule {
    code: Code::warning(
        "tax_id_check_digit",
        "The check digit of the tax number is not the one that its other digits give.",
        "the issuing authorities' descriptions, see data/tax_types.toml",
    )
    .params(&[MaybeWord("format")]),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    tax_number::judge(facts, code, findings, |verdict| match verdict {
        Verdict::CheckDigit(format) => Some(format),
        _ => None,
    });
}
