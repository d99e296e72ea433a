//! A purpose of `other`, and any high-risk activity, must be explained: in the same patch, unless an explanation is
//! known to be stored. Source: contract, `account_purpose_other` and `high_risk_activities_explanation`.

use super::{Facts, Rule, top};
use crate::answers::Answer;
use crate::code::Code;
use crate::findings::{Findings, Path};
use crate::schema::CUSTOMER;

pub static RULE: Rule = Rule {
    code: Code::error(
        "explanation_missing",
        "The patch names a purpose of `other`, or a high-risk activity, and does not explain it.",
        "contract: account_purpose_other, high_risk_activities_explanation",
    ),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    if super::explanation_not_asked::is_other(facts.patch(PURPOSE)) {
        demand(facts, OTHER, code, findings);
    }
    if super::explanation_not_asked::is_risky(facts.patch(ACTIVITIES)) {
        demand(facts, EXPLANATION, code, findings);
    }
}

fn demand(facts: &Facts<'_>, place: usize, code: &'static Code, findings: &mut Findings) {
    // What is of a wrong type is there, and has its own issue.
    if !facts.after(place).is_some_and(Answer::says) {
        findings.add(&Path::Inside(&Path::Root, &top(place)), code);
    }
}

const PURPOSE: usize = CUSTOMER.place("account_purpose");
const OTHER: usize = CUSTOMER.place("account_purpose_other");
const ACTIVITIES: usize = CUSTOMER.place("high_risk_activities");
const EXPLANATION: usize = CUSTOMER.place("high_risk_activities_explanation");
