//! Who owns 25 % or more must say how much. Source: contract, `ownership_percentage`.

use super::{Facts, Rule, persons};
use crate::code::Code;
use crate::findings::{Findings, Path, Step};
use crate::schema::PERSON;

pub static RULE: Rule = Rule {
    code: Code::error(
        "ownership_missing",
        "The person owns 25 % or more, and the share is not given.",
        "contract: ownership_percentage",
    ),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    persons(facts, |person, path| {
        if person.member(HAS_OWNERSHIP).flag() == Some(true) && person.member(SHARE).is_absent() {
            findings.add(&Path::Inside(path, &Step::Member(SHARE, PERSON.members[SHARE].name)), code);
        }
    });
}

const HAS_OWNERSHIP: usize = PERSON.place("has_ownership");
const SHARE: usize = PERSON.place("ownership_percentage");
