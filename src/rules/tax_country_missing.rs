//! Part of a tax number without its country: a reviewer needs all three. Silent where it is known to be stored.
//! Source: contract, `tax_country`, `tax_id`, `tax_type`.

use super::{Facts, Rule, tax_number};
use crate::code::Code;
use crate::findings::Findings;

pub static RULE: Rule = Rule {
    code: Code::warning(
        "tax_country_missing",
        "The patch gives part of a tax number and not its country, which is not known to be stored.",
        "contract: tax_country, tax_id, tax_type",
    ),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    tax_number::ask(facts, tax_number::COUNTRY, code, findings);
}
