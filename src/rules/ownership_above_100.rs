//! The persons of one patch can't own more than there is. Counted in hundredths, with room for rounding.

use super::{Facts, Rule, Shares, top};
use crate::code::Code;
use crate::code::Parameter::Number;
use crate::findings::{Findings, Path};
use crate::schema::CUSTOMER;

pub static RULE: Rule = Rule {
    code: Code::error(
        "ownership_above_100",
        "The shares of the persons in the patch add up to more than 100 %.",
        "arithmetic; contract: ownership_percentage",
    )
    .params(&[Number("total")]),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    let shares = Shares::of(facts.patch(PERSONS).items());
    if shares.are_too_many() {
        let total = shares.total as f64 / 100.0;
        findings.add(&Path::Inside(&Path::Root, &top(PERSONS)), code).number("total", total);
    }
}

const PERSONS: usize = CUSTOMER.place("associated_persons");
