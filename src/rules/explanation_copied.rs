//! An explanation that is the description of the business again: it explains nothing. Source: what a reviewer sends
//! back.

use alloc::vec::Vec;

use super::{Facts, Rule, add_at};
use crate::checks::text::{is_sign, lower};
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
        let copied = |text: &str| {
            let letters = letters(text);
            !letters.is_empty() && letters == self::letters(description)
        };
        if facts.patch(place).text().is_some_and(copied) {
            add_at(&Path::Root, &CUSTOMER, place, code, findings);
        }
    }
}

/// What is compared of a text: case, blanks and punctuation aside.
#[inline(never)]
fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|scalar| !is_sign(*scalar)).map(lower).collect()
}

const DESCRIPTION: usize = CUSTOMER.place("business_description");
const OTHER: usize = CUSTOMER.place("account_purpose_other");
const EXPLANATION: usize = CUSTOMER.place("high_risk_activities_explanation");
