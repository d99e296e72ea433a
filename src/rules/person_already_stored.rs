//! A person who is stored already: the API would add a second one. Source: contract, `associated_persons`.

use alloc::vec::Vec;

use super::{Facts, PERSONS, Rule, persons};
use crate::changes::{mark, same_person};
use crate::code::Code;
use crate::findings::Findings;

pub static RULE: Rule = Rule {
    code: Code::warning(
        "person_already_stored",
        "The same person is stored already: the API would add a second one.",
        "contract: associated_persons are added",
    ),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    let Some(stored) = facts.stored().and_then(|stored| stored.known(PERSONS)) else { return };
    let marks: Vec<Option<u32>> = stored.items().iter().map(mark).collect();
    persons(facts, |person, path| {
        let mark = mark(person);
        let is_same =
            |(at, other): (usize, &Option<u32>)| *other == mark && same_person(&stored.items()[at], person);
        if mark.is_some() && marks.iter().enumerate().any(is_same) {
            findings.add(path, code);
        }
    });
}
