//! An explanation that is the description of the business again: it explains nothing. Source: what a reviewer sends
//! back.

use core::iter;
use core::str::Chars;

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
        let copied = |text: &str| letters(text).eq(letters(description)) && letters(text).next().is_some();
        if facts.patch(place).text().is_some_and(copied) {
            add_at(&Path::Root, &CUSTOMER, place, code, findings);
        }
    }
}

/// What is compared of a text: case, blanks and punctuation aside.
fn letters(text: &str) -> impl Iterator<Item = char> {
    let mut rest = text.chars();
    iter::from_fn(move || next(&mut rest))
}

#[inline(never)]
fn next(rest: &mut Chars<'_>) -> Option<char> {
    rest.find(|scalar| !is_sign(*scalar)).map(lower)
}

const DESCRIPTION: usize = CUSTOMER.place("business_description");
const OTHER: usize = CUSTOMER.place("account_purpose_other");
const EXPLANATION: usize = CUSTOMER.place("high_risk_activities_explanation");
