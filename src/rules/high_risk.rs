//! The industry against the high-risk activities: one that is such an activity, though it is not named, and one that may
//! be, though nothing is answered. Source: `data/high_risk_naics.json`.

use alloc::{borrow::Cow, vec::Vec};

use super::{Facts, add_at};
use crate::answers::Answer;
use crate::code::Code;
use crate::code::Parameter::List;
use crate::findings::{Findings, Path};
use crate::generated::high_risk::{LIKELY, POSSIBLE};
use crate::report::Param;
use crate::schema::{CUSTOMER, HIGH_RISK_ACTIVITY};

/// The industry is an activity that is not named.
static HIGH_RISK_ACTIVITY_LIKELY: Code = Code::warning(
    "high_risk_activity_likely",
    "The industry is a high-risk activity that is not named.",
    "data/high_risk_naics.json: strong",
)
.params(&[List("activities")]);
/// Some businesses of the industry have an activity, and the question is open.
static HIGH_RISK_ACTIVITY_POSSIBLE: Code = Code::warning(
    "high_risk_activity_possible",
    "Some businesses of the industry have a high-risk activity, and it is not said whether this one has.",
    "data/high_risk_naics.json: ask",
)
.params(&[List("activities")]);

/// All codes of this kind.
#[cfg(not(target_arch = "wasm32"))]
pub static CODES: [&Code; 2] = [&HIGH_RISK_ACTIVITY_LIKELY, &HIGH_RISK_ACTIVITY_POSSIBLE];

/// Checks the activities of the business.
pub fn check(facts: &Facts<'_>, findings: &mut Findings) {
    // A patch that says nothing of either asks for no answer.
    if facts.patch(INDUSTRY).is_absent() && facts.patch(ACTIVITIES).is_absent() {
        return;
    }
    let Some(industry) = facts.after(INDUSTRY) else { return };
    let named = facts.after(ACTIVITIES);
    for (code, table) in [(&HIGH_RISK_ACTIVITY_LIKELY, LIKELY), (&HIGH_RISK_ACTIVITY_POSSIBLE, POSSIBLE)] {
        let mut activities = activities(industry, table);
        activities.retain(|activity| !named.is_some_and(|named| named.names(activity)));
        if !activities.is_empty() {
            add_at(&Path::Root, &CUSTOMER, ACTIVITIES, code, findings)
                .with("activities", Param::List(activities));
            return;
        }
        // What may be is asked only where nothing is answered.
        if named.is_some_and(Answer::says) {
            return;
        }
    }
}

/// Whether an industry is a high-risk activity, or may be.
pub fn is_asked(industry: &Answer<'_>) -> bool {
    [LIKELY, POSSIBLE].into_iter().any(|table| !activities(industry, table).is_empty())
}

/// The activities of an industry, in the order of their options.
fn activities(industry: &Answer<'_>, table: &[[u8; 3]]) -> Vec<Cow<'static, str>> {
    let mut activities = Vec::new();
    let industry = industry.text().unwrap_or_default();
    if industry.len() != 6 || !industry.bytes().all(|byte| byte.is_ascii_digit()) {
        return activities;
    }
    let industry = industry.bytes().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
    for [high, middle, low] in table {
        let row = u32::from_be_bytes([0, *high, *middle, *low]);
        let Some(activity) = HIGH_RISK_ACTIVITY.options.get((row % 16) as usize) else { continue };
        if row / 16 == industry {
            activities.push(Cow::Borrowed(*activity));
        }
    }
    activities
}

const INDUSTRY: usize = CUSTOMER.place("business_industry");
const ACTIVITIES: usize = CUSTOMER.place("high_risk_activities");
