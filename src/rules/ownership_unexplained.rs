//! More than 25 % of the business belongs to nobody who is named, so that an owner may be missing. Silent while a
//! share of an owner is not known, and where nobody owns shares or too many do. Source: contract, `has_ownership`.

use super::ownership_below_25::{HAS_OWNERSHIP, SHARE};
use super::{BUSINESS_TYPE, Facts, PERSONS, Rule, Shares, TOLERANCE, add_at, everyone};
use crate::code::Code;
use crate::code::Parameter::Number;
use crate::findings::{Findings, Path};
use crate::schema::CUSTOMER;

pub static RULE: Rule = Rule {
    code: Code::warning(
        "ownership_unexplained",
        "More than 25 % of the business belongs to nobody who is stored or in the patch.",
        "contract: has_ownership",
    )
    .params(&[Number("unexplained")]),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    let Some(all) = everyone(facts) else { return };
    let owned_by_persons =
        |kind: &str| matches!(kind, "corporation" | "llc" | "partnership" | "sole_proprietorship");
    let kind = facts.after(BUSINESS_TYPE).and_then(|kind| kind.text());
    if !kind.is_none_or(owned_by_persons)
        || facts.after(TRADED).and_then(|traded| traded.flag()) == Some(true)
    {
        return;
    }
    let mut rest = 10_000;
    for person in all {
        let share = person.member(SHARE);
        if share.number().is_none() && person.member(HAS_OWNERSHIP).flag() != Some(false) {
            return;
        }
        rest -= Shares::of(core::slice::from_ref(person)).total;
    }
    if rest > 2_500 + TOLERANCE {
        add_at(&Path::Root, &CUSTOMER, PERSONS, code, findings).number("unexplained", rest as f64 / 100.0);
    }
}

pub const TRADED: usize = CUSTOMER.place("publicly_traded");
