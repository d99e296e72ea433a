//! An explanation that is the description of the business again: it explains nothing. Source: what a reviewer sends
//! back.

use super::{Facts, Rule, add_at};
use crate::checks::text::trim;
use crate::code::Code;
use crate::findings::{Findings, Path};
use crate::schema::CUSTOMER;

pub static RULE: Rule = Rule {
    code: Code::warning(
        "explanation_copied",
        "The explanation is the description of the business again.",
        "what a reviewer sends back",
    ),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    let Some(description) = facts.after(DESCRIPTION).and_then(|text| text.text()) else { return };
    for place in [OTHER, EXPLANATION] {
        let copied = |text: &str| !trim(text).is_empty() && trim(text) == trim(description);
        if facts.patch(place).text().is_some_and(copied) {
            add_at(&Path::Root, &CUSTOMER, place, code, findings);
        }
    }
}

const DESCRIPTION: usize = CUSTOMER.place("business_description");
const OTHER: usize = CUSTOMER.place("account_purpose_other");
const EXPLANATION: usize = CUSTOMER.place("high_risk_activities_explanation");
