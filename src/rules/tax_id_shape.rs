//! A tax number that is not written as every number of its type in its country is. Only where that is certain; blanks,
//! dots, dashes and slashes count nothing. Source: `data/tax_types.toml`.

use super::{Facts, Rule, tax_number};
use crate::checks::tax_id::Verdict;
use crate::code::{Code, Parameter::Word};
use crate::findings::Findings;

pub static RULE: Rule = Rule {
    code: Code::error(
        "tax_id_shape",
        "The tax number has not the length or the characters that every number of its type in its country has.",
        "the issuing authorities' descriptions, see data/tax_types.toml",
    )
    .params(&[Word("format")]),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    tax_number::judge(facts, code, findings, |verdict| match verdict {
        Verdict::Shape(format) => Some(format),
        _ => None,
    });
}
