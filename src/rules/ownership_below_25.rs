//! `has_ownership` means 25 % or more. Source: contract, `has_ownership`.

use super::{Facts, Rule, add_at, persons};
use crate::code::Code;
use crate::findings::Findings;
use crate::schema::PERSON;

pub static RULE: Rule = Rule {
    code: Code::warning(
        "ownership_below_25",
        "The person is said to own 25 % or more, and the share is smaller.",
        "contract: has_ownership",
    ),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    persons(facts, |person, path| {
        // Less than the API takes has its own issue.
        let small = |share| (0.01..25.0).contains(&share);
        if person.member(HAS_OWNERSHIP).flag() == Some(true)
            && person.member(SHARE).number().is_some_and(small)
        {
            add_at(path, &PERSON, SHARE, code, findings);
        }
    });
}

pub const HAS_OWNERSHIP: usize = PERSON.place("has_ownership");
pub const SHARE: usize = PERSON.place("ownership_percentage");
