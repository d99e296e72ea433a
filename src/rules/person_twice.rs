//! The same person twice in a patch: both would be added. Source: contract, `associated_persons`.

use alloc::vec::Vec;

use super::{Facts, PERSONS, Rule, persons};
use crate::changes::{mark, same_person};
use crate::code::Code;
use crate::findings::Findings;

pub static RULE: Rule = Rule {
    code: Code::warning(
        "person_twice",
        "The same person stands in the patch before: both would be added.",
        "contract: associated_persons are added",
    ),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    let list = facts.patch(PERSONS).items();
    let mut marks = Vec::with_capacity(list.len());
    persons(facts, |person, path| {
        let mark = mark(person);
        let is_same =
            |(before, other): (usize, &Option<u32>)| *other == mark && same_person(&list[before], person);
        if mark.is_some() && marks.iter().enumerate().any(is_same) {
            findings.add(path, code);
        }
        marks.push(mark);
    });
}
