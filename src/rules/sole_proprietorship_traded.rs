//! A sole proprietorship has no shares that could be traded. Source: contract, `publicly_traded`.

use super::ownership_unexplained::TRADED;
use super::{BUSINESS_TYPE, Facts, Rule, add_at};
use crate::code::Code;
use crate::findings::{Findings, Path};
use crate::schema::CUSTOMER;

pub static RULE: Rule = Rule {
    code: Code::warning(
        "sole_proprietorship_traded",
        "A sole proprietorship is said to be publicly traded.",
        "contract: publicly_traded",
    ),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    let sole = facts.after(BUSINESS_TYPE).and_then(|kind| kind.text()) == Some("sole_proprietorship");
    let traded = facts.after(TRADED).and_then(|traded| traded.flag()) == Some(true);
    // Said where the patch says one of the two.
    let place = [TRADED, BUSINESS_TYPE].into_iter().find(|place| !facts.patch(*place).is_absent());
    if let Some(place) = place.filter(|_| sole && traded) {
        add_at(&Path::Root, &CUSTOMER, place, code, findings);
    }
}
