//! Rules across values: one rule, one file. Its `mod` line here registers it: `cargo xtask generate` makes the list.
//!
//! Where one look tells of several faults, they share a file: addresses, high-risk industries, tax numbers.

mod address;
pub mod documents_advised;
mod explanation_copied;
mod explanation_missing;
pub mod explanation_not_asked;
mod explanation_short;
mod gambling_denied;
pub mod high_risk;
mod id_back_missing;
mod incorporated_today;
mod invisible_character;
mod markup;
mod mixed_scripts;
mod nobody_signs;
mod nobody_with_control;
mod none_excludes_others;
mod ownership_above_100;
mod ownership_above_100_with_stored;
mod ownership_below_25;
mod ownership_missing;
mod ownership_not_declared;
mod ownership_unexplained;
mod person_already_stored;
mod person_twice;
mod po_box;
mod registered;
mod repeated_blanks;
mod sole_proprietorship_shared;
mod sole_proprietorship_traded;
mod tax_number;
mod terms_not_for_this_kyc_model;
mod under_18;
mod virtual_office;

use registered::RULES;

use crate::answers::{Answer, Stored};
use crate::checks;
use crate::checks::text::Words;
use crate::code::Code;
use crate::context::Context;
use crate::findings::{Finding, Findings, Path, Step};
use crate::schema::{ADDRESS, CUSTOMER, Object, PERSON};

/// A rule: the fault it finds, and how.
#[derive(Debug)]
pub struct Rule {
    /// Its name, severity and parameters.
    pub code: Code,
    /// Looks at what was read.
    pub check: fn(&Facts<'_>, &'static Code, &mut Findings),
}

/// Runs the rules that look at several values.
pub fn check(facts: &Facts<'_>, findings: &mut Findings) {
    address::check(facts, findings);
    high_risk::check(facts, findings);
    tax_number::check(facts, findings);
    for rule in RULES {
        (rule.check)(facts, &rule.code, findings);
    }
}

/// Every code of a rule.
#[cfg(not(target_arch = "wasm32"))]
pub fn codes() -> impl Iterator<Item = &'static Code> {
    RULES.iter().map(|rule| &rule.code).chain(address::CODES).chain(high_risk::CODES).chain(tax_number::CODES)
}

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

/// Adds a finding at a member of the object that stands at `path`.
pub fn add_at<'a>(
    path: &Path<'_>,
    object: &'static Object,
    place: usize,
    code: &'static Code,
    findings: &'a mut Findings,
) -> &'a mut Finding {
    findings.add(&Path::Inside(path, &Step::Member(place, object.members[place].name)), code)
}

/// Hands each new person with its path to `each`.
pub fn persons(facts: &Facts<'_>, mut each: impl FnMut(&Answer<'_>, &Path<'_>)) {
    // One body in the module, however many rules call it.
    fn walk(facts: &Facts<'_>, each: &mut dyn FnMut(&Answer<'_>, &Path<'_>)) {
        let step = top(PERSONS);
        let list = Path::Inside(&Path::Root, &step);
        for (at, person) in facts.patch(PERSONS).items().iter().enumerate() {
            each(person, &Path::Inside(&list, &Step::Item(at)));
        }
    }
    walk(facts, &mut each);
}

/// Hands the name of the business and the names of each new person, outer blanks off, with their paths to `each`.
pub fn names(facts: &Facts<'_>, mut each: impl FnMut(&str, &Path<'_>)) {
    const OF_PERSON: [usize; 3] =
        [PERSON.place("first_name"), PERSON.place("middle_name"), PERSON.place("last_name")];
    fn walk(facts: &Facts<'_>, each: &mut dyn FnMut(&str, &Path<'_>)) {
        const NAME: usize = CUSTOMER.place("business_legal_name");
        if let Some(name) = facts.patch(NAME).text() {
            each(checks::text::trim(name), &Path::Inside(&Path::Root, &top(NAME)));
        }
        persons(facts, |person, path| {
            for place in OF_PERSON {
                if let Some(name) = person.member(place).text() {
                    let step = Step::Member(place, PERSON.members[place].name);
                    each(checks::text::trim(name), &Path::Inside(path, &step));
                }
            }
        });
    }
    walk(facts, &mut each);
}

/// Adds a finding at each line of an address of the business that has one of some words: between blanks, lower case,
/// without other signs, where `#` is a digit.
pub fn lines_with(facts: &Facts<'_>, words: &Words, code: &'static Code, findings: &mut Findings) {
    for place in SEATS {
        for line in LINES {
            let text = facts.patch(place).member(line).text();
            if text.is_some_and(|text| checks::text::has_any(text, words)) {
                add_at(&Path::Inside(&Path::Root, &top(place)), &ADDRESS, line, code, findings);
            }
        }
    }
}

/// The lines of an address in which words are looked for.
const LINES: [usize; 2] = [ADDRESS.place("street_line_1"), ADDRESS.place("street_line_2")];

/// The addresses of the business.
const SEATS: [usize; 2] = [CUSTOMER.place("registered_address"), CUSTOMER.place("physical_address")];

/// Every person after the patch, the stored ones first; `None` where it brings none, or the stored ones are not known.
pub fn everyone<'f>(facts: &Facts<'f>) -> Option<impl Iterator<Item = &'f Answer<'f>>> {
    let new = facts.patch(PERSONS).items();
    let stored = facts.stored()?.known(PERSONS)?.items();
    (!new.is_empty()).then(|| stored.iter().chain(new))
}

/// The persons, at the top of a patch.
pub const PERSONS: usize = CUSTOMER.place("associated_persons");
/// The legal form, at the top of a patch.
pub const BUSINESS_TYPE: usize = CUSTOMER.place("business_type");

/// The shares of persons, in hundredths of a percent; what is no share counts nothing.
#[derive(Clone, Copy, Debug)]
pub struct Shares {
    /// What they add up to.
    pub total: i64,
    /// By how much rounding may have made them more, in halves of a hundredth.
    rounded: i64,
}

impl Shares {
    /// Adds those of a list up.
    pub fn of(persons: &[Answer<'_>]) -> Self {
        const SHARE: usize = PERSON.place("ownership_percentage");
        let share =
            |person: &Answer<'_>| person.member(SHARE).number().filter(|share| (0.0..=100.0).contains(share));
        let mut shares = Self { total: 0, rounded: 0 };
        for share in persons.iter().filter_map(share) {
            let share = (share * 100.0 + 0.5) as i64;
            shares.total += share;
            // Half of the last place that is written; a whole number may be exact.
            shares.rounded += match (share % 100, share % 10) {
                (0, _) => 0,
                (_, 0) => 10,
                _ => 1,
            };
        }
        shares
    }

    /// These and others.
    pub fn and(self, others: Self) -> Self {
        Self { total: self.total + others.total, rounded: self.rounded + others.rounded }
    }

    /// Whether they are more than there is. What rounding adds up to is no fault: each of six owners has 16.7.
    pub fn are_too_many(self) -> bool {
        self.total > 10_000 + TOLERANCE.max(self.rounded / 2)
    }
}

/// A third each is written 33.34 or 33.33: so much is taken for rounding at least.
pub const TOLERANCE: i64 = 5;

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{PERSON, Shares};
    use crate::answers::Answer;

    fn of(shares: &[f64]) -> Shares {
        let person = |share: &f64| {
            let mut members = vec![Answer::Absent; PERSON.members.len()];
            members[PERSON.place("ownership_percentage")] = Answer::Number(*share);
            Answer::Object(members)
        };
        Shares::of(&shares.iter().map(person).collect::<Vec<_>>())
    }

    fn too_many(shares: &[f64]) -> bool {
        of(shares).are_too_many()
    }

    #[test]
    fn these_and_others_are_as_all_of_them_at_once() {
        for (these, others, many) in
            [(&[16.7; 3][..], &[16.7; 3][..], false), (&[16.7; 3], &[50.5], true), (&[50.0], &[50.06], true)]
        {
            let both = of(these).and(of(others)).are_too_many();
            assert_eq!((both, too_many(&[these, others].concat())), (many, many), "{these:?} {others:?}");
        }
    }

    #[test]
    fn equal_shares_rounded_to_tenths_or_hundredths_are_never_too_many() {
        for owners in 1..=100 {
            for unit in [10.0, 100.0] {
                let share = (100.0 / f64::from(owners) * unit).round() / unit;
                // A whole number may be exact: 51 times 2 is more than there is.
                assert_eq!(
                    too_many(&vec![share; owners as usize]),
                    owners == 51 && share == 2.0,
                    "{owners} of {share}"
                );
            }
        }
    }

    #[test]
    fn more_than_rounding_makes_of_them_is_too_many() {
        for shares in [
            &[50.0, 50.06][..],
            &[50.0, 50.1],
            &[60.1, 40.1],
            &[33.4, 33.4, 33.4],
            &[17.0; 6],
            &[16.8; 6],
            &[5.57; 18],
            &[33.38, 33.34, 33.34],
        ] {
            assert!(too_many(shares), "{shares:?}");
        }
        for shares in [&[50.0, 50.05][..], &[33.37, 33.34, 33.34], &[100.0]] {
            assert!(!too_many(shares), "{shares:?}");
        }
    }
}
