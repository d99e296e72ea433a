//! An explanation of high-risk activities that is a word or two. Scripts that write without blanks, or with few, say
//! more in less: their letters count threefold. Source: what a reviewer sends back.

use super::{Facts, Rule, add_at};
use crate::checks::text::{is_blank, trim};
use crate::code::Code;
use crate::findings::{Findings, Path};
use crate::schema::CUSTOMER;

pub static RULE: Rule = Rule {
    code: Code::warning(
        "explanation_short",
        "The explanation of high-risk activities has fewer than 3 words or 20 characters.",
        "what a reviewer sends back",
    ),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    let Some(text) = facts.patch(EXPLANATION).text() else { return };
    // From Thai on: the Brahmic scripts of the south-east, then Hangul, kana and Han.
    let dense = |scalar: char| scalar >= '\u{e00}';
    let length: usize = trim(text).chars().map(|scalar| if dense(scalar) { 3 } else { 1 }).sum();
    let words = text.split(is_blank).filter(|word| !word.is_empty()).count();
    // Blank has its own error.
    if words > 0 && (length < 20 || (words < 3 && !text.chars().any(dense))) {
        add_at(&Path::Root, &CUSTOMER, EXPLANATION, code, findings);
    }
}

const EXPLANATION: usize = CUSTOMER.place("high_risk_activities_explanation");
