//! With the persons already stored, more is owned than there is. A warning: a stored share may be about to be
//! corrected by its own call.

use super::{Facts, Rule, Shares, top};
use crate::code::Code;
use crate::code::Parameter::Number;
use crate::findings::{Findings, Path};
use crate::schema::CUSTOMER;

pub static RULE: Rule = Rule {
    code: Code::warning(
        "ownership_above_100_with_stored",
        "The shares of the persons in the patch and of those stored add up to more than 100 %.",
        "arithmetic; contract: associated_persons are added",
    )
    .params(&[Number("total")]),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    let new = Shares::of(facts.patch(PERSONS).items());
    let stored = facts.stored().and_then(|stored| stored.known(PERSONS));
    let all = new.and(Shares::of(stored.map_or(&[], |list| list.items())));
    // Above 100 on its own is an error, and said by its own rule.
    if new.total > 0 && !new.are_too_many() && all.are_too_many() {
        let total = all.total as f64 / 100.0;
        findings.add(&Path::Inside(&Path::Root, &top(PERSONS)), code).number("total", total);
    }
}

const PERSONS: usize = CUSTOMER.place("associated_persons");
