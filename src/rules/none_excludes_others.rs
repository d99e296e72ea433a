//! `none_of_the_above` beside an activity: one of the two is wrong. Source: contract, `high_risk_activity`.

use super::{Facts, Rule, top};
use crate::code::Code;
use crate::findings::{Findings, Path};
use crate::schema::CUSTOMER;

pub static RULE: Rule = Rule {
    code: Code::error(
        "none_excludes_others",
        "`none_of_the_above` stands beside an activity.",
        "contract: high_risk_activity",
    ),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    let activities = facts.patch(ACTIVITIES);
    if activities.names("none_of_the_above") && super::explanation_not_asked::is_risky(activities) {
        findings.add(&Path::Inside(&Path::Root, &top(ACTIVITIES)), code);
    }
}

const ACTIVITIES: usize = CUSTOMER.place("high_risk_activities");
