//! Wealth from gambling beside the answer that there is no gambling: a reviewer asks which of the two is wrong.
//! Source: contract, `source_of_wealth` and `high_risk_activity`.

use super::{Facts, Rule, add_at};
use crate::code::Code;
use crate::findings::{Findings, Path};
use crate::schema::CUSTOMER;

pub static RULE: Rule = Rule {
    code: Code::warning(
        "gambling_denied",
        "Gambling is a source of wealth, and high-risk activities are denied.",
        "contract: source_of_wealth, high_risk_activity",
    ),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    let gambles = facts.patch(WEALTH).names("gambling");
    if gambles && facts.patch(ACTIVITIES).names("none_of_the_above") {
        add_at(&Path::Root, &CUSTOMER, ACTIVITIES, code, findings);
    }
}

const WEALTH: usize = CUSTOMER.place("source_of_wealth");
const ACTIVITIES: usize = CUSTOMER.place("high_risk_activities");
