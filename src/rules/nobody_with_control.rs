//! Nobody controls the business, of the persons stored and those of the patch. Silent while it is not known of
//! everyone. Source: contract, `has_control`; FATF recommendation 24, control through other means.

use super::{Facts, PERSONS, Rule, add_at, everyone};
use crate::code::Code;
use crate::findings::{Findings, Path};
use crate::schema::{CUSTOMER, PERSON};

pub static RULE: Rule = Rule {
    code: Code::warning(
        "nobody_with_control",
        "Nobody, stored or in the patch, has significant control of the business.",
        "contract: has_control; FATF recommendation 24",
    ),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    if everyone(facts).is_some_and(|mut all| all.all(|person| person.member(CONTROL).flag() == Some(false))) {
        add_at(&Path::Root, &CUSTOMER, PERSONS, code, findings);
    }
}

const CONTROL: usize = PERSON.place("has_control");
