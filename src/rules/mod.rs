//! Rules across values: one rule, one file.

mod explanation_missing;
mod explanation_not_asked;
mod none_excludes_others;
mod ownership_above_100;
mod ownership_above_100_with_stored;
mod ownership_missing;
mod terms_not_for_this_kyc_model;

use crate::answers::{Answer, Stored};
use crate::code::Code;
use crate::context::Context;
use crate::findings::{Findings, Path, Step};
use crate::schema::{CUSTOMER, PERSON};

/// A rule: the fault it finds, and how.
#[derive(Debug)]
pub struct Rule {
    /// Its name, severity and parameters.
    pub code: Code,
    /// Looks at what was read.
    pub check: fn(&Facts<'_>, &'static Code, &mut Findings),
}

/// All rules. A new one is a line here.
pub static RULES: [&Rule; 7] = [
    &explanation_missing::RULE,
    &explanation_not_asked::RULE,
    &none_excludes_others::RULE,
    &ownership_above_100::RULE,
    &ownership_above_100_with_stored::RULE,
    &ownership_missing::RULE,
    &terms_not_for_this_kyc_model::RULE,
];

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'f> {
    /// The patch.
    pub patch: &'f Answer<'f>,
    /// What the host has said.
    pub context: &'f Context,
}

impl<'f> Facts<'f> {
    /// What the patch says of a top-level field.
    pub fn patch(&self, place: usize) -> &'f Answer<'f> {
        self.patch.member(place)
    }

    /// What holds after the patch: its own answer, or the stored one; `None` where neither is known.
    pub fn after(&self, place: usize) -> Option<&'f Answer<'f>> {
        match self.patch(place) {
            Answer::Absent => self.stored()?.known(place),
            answer => Some(answer),
        }
    }

    /// What a read answered.
    pub fn stored(&self) -> Option<&'f Stored> {
        self.context.stored.as_ref()
    }
}

/// The step to a top-level field.
pub const fn top(place: usize) -> Step<'static> {
    Step::Member(place, CUSTOMER.members[place].name)
}

/// Hands each new person with its path to `each`.
pub fn persons(facts: &Facts<'_>, mut each: impl FnMut(&Answer<'_>, &Path<'_>)) {
    static PERSONS: Step<'static> = top(CUSTOMER.place("associated_persons"));
    let list = Path::Inside(&Path::Root, &PERSONS);
    for (at, person) in facts.patch(CUSTOMER.place("associated_persons")).items().iter().enumerate() {
        each(person, &Path::Inside(&list, &Step::Item(at)));
    }
}

/// The shares of a list of persons, in hundredths of a percent; what is no share counts nothing.
pub fn hundredths(persons: &[Answer<'_>]) -> i64 {
    const SHARE: usize = PERSON.place("ownership_percentage");
    let share =
        |person: &Answer<'_>| person.member(SHARE).number().filter(|share| (0.0..=100.0).contains(share));
    persons.iter().filter_map(share).map(|share| (share * 100.0 + 0.5) as i64).sum()
}

/// A third each is written 33.34 or 33.33: what rounding adds up to is no fault.
pub const TOLERANCE: i64 = 5;
