//! An explanation without what it explains: a reviewer asks which of the two is wrong. Silent while the answer that
//! it belongs to is not known. Source: contract, `account_purpose_other` and `high_risk_activities_explanation`.

use super::{Facts, Rule, top};
use crate::answers::Answer;
use crate::checks::choice::nearest;
use crate::code::Code;
use crate::findings::{Findings, Path};
use crate::schema::{CUSTOMER, HIGH_RISK_ACTIVITY};

pub static RULE: Rule = Rule {
    code: Code::warning(
        "explanation_not_asked",
        "The patch explains a purpose that is not `other`, or activities that are not high-risk.",
        "contract: account_purpose_other, high_risk_activities_explanation",
    ),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    let mut settle = |explanation, subject, asks: fn(&Answer<'_>) -> bool| {
        // What is of a wrong type settles nothing, and has its own issue.
        let usable = |answer: &Answer<'_>| {
            answer.says() && *answer != Answer::Unusable && !answer.items().contains(&Answer::Unusable)
        };
        let settled = facts.after(subject).is_some_and(|subject| usable(subject) && !asks(subject));
        if settled && usable(facts.patch(explanation)) {
            findings.add(&Path::Inside(&Path::Root, &top(explanation)), code);
        }
    };
    settle(OTHER, PURPOSE, is_other);
    settle(EXPLANATION, ACTIVITIES, is_risky);
}

/// Whether a purpose asks for words of its own.
pub fn is_other(purpose: &Answer<'_>) -> bool {
    purpose.text() == Some("other")
}

/// Whether activities name anything but `none_of_the_above`, rightly spelt or not: a slip has its own issue. So has what
/// denies them in other words.
pub fn is_risky(activities: &Answer<'_>) -> bool {
    let denies = |word: &str| {
        let begins =
            |denial: &&str| word.get(..denial.len()).is_some_and(|head| head.eq_ignore_ascii_case(denial));
        word.len() < 3 || DENIALS.iter().any(begins)
    };
    let slipped = |word: &str| {
        !HIGH_RISK_ACTIVITY.options.contains(&word)
            && nearest(word, &HIGH_RISK_ACTIVITY) == Some("none_of_the_above")
    };
    let named = |word: &str| !denies(word) && !slipped(word);
    activities.items().iter().filter_map(Answer::text).any(named)
}

/// How words begin that deny. No activity begins so, and hardly one that a host may allow.
static DENIALS: [&str; 8] = ["n/a", "n.a", "none", "nothing", "no ", "no_", "not ", "not_"];

const PURPOSE: usize = CUSTOMER.place("account_purpose");
const OTHER: usize = CUSTOMER.place("account_purpose_other");
const ACTIVITIES: usize = CUSTOMER.place("high_risk_activities");
const EXPLANATION: usize = CUSTOMER.place("high_risk_activities_explanation");
