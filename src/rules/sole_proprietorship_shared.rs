//! A sole proprietorship has one owner: two of its people can't each own 25 % or more. Silent while it is not known of
//! everyone stored. Source: contract, `business_type` and `has_ownership`.

use super::{BUSINESS_TYPE, Facts, PERSONS, Rule, add_at};
use crate::answers::Answer;
use crate::code::Code;
use crate::findings::{Findings, Path};
use crate::schema::{CUSTOMER, PERSON};

pub static RULE: Rule = Rule {
    code: Code::warning(
        "sole_proprietorship_shared",
        "A sole proprietorship has two people or more with ownership.",
        "contract: business_type, has_ownership",
    ),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    let sole = facts.after(BUSINESS_TYPE).and_then(|kind| kind.text()) == Some("sole_proprietorship");
    let new = facts.patch(PERSONS).items();
    // Said where the patch says one of the two.
    let place = if new.is_empty() { BUSINESS_TYPE } else { PERSONS };
    if !sole || facts.patch(place).is_absent() {
        return;
    }
    let Some(stored) = facts.stored().and_then(|stored| stored.known(PERSONS)) else { return };
    let owns = |person: &&Answer<'_>| person.member(OWNS).flag() == Some(true);
    if stored.items().iter().chain(new).filter(owns).count() > 1 {
        add_at(&Path::Root, &CUSTOMER, place, code, findings);
    }
}

const OWNS: usize = PERSON.place("has_ownership");
