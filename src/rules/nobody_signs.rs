//! Nobody may sign for the business, of the persons stored and those of the patch. Silent while it is not known of
//! everyone. Source: contract, `is_signer`.

use super::{Facts, PERSONS, Rule, add_at, everyone};
use crate::code::Code;
use crate::findings::{Findings, Path};
use crate::schema::{CUSTOMER, PERSON};

pub static RULE: Rule = Rule {
    code: Code::warning(
        "nobody_signs",
        "Nobody, stored or in the patch, may sign for the business.",
        "contract: is_signer",
    ),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    if everyone(facts).is_some_and(|mut all| all.all(|person| person.member(SIGNER).flag() == Some(false))) {
        add_at(&Path::Root, &CUSTOMER, PERSONS, code, findings);
    }
}

const SIGNER: usize = PERSON.place("is_signer");
