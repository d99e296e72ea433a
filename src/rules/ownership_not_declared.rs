//! A share of 25 % or more of somebody who is said not to own that much. A smaller share may stand there: it is no
//! contradiction. Source: contract, `has_ownership`.

use super::ownership_below_25::{HAS_OWNERSHIP, SHARE};
use super::{Facts, Rule, add_at, persons};
use crate::code::Code;
use crate::findings::Findings;
use crate::schema::PERSON;

pub static RULE: Rule = Rule {
    code: Code::warning(
        "ownership_not_declared",
        "The share is 25 % or more, and the person is said to own less.",
        "contract: has_ownership",
    ),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    persons(facts, |person, path| {
        let large = |share| (25.0..=100.0).contains(&share);
        if person.member(HAS_OWNERSHIP).flag() == Some(false)
            && person.member(SHARE).number().is_some_and(large)
        {
            add_at(path, &PERSON, HAS_OWNERSHIP, code, findings);
        }
    });
}
