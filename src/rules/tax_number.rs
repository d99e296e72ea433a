//! The tax numbers of a patch, each with its country and its type: what the rules about them look at.

use super::{Facts, persons, top};
use crate::answers::Answer;
use crate::checks::tax_id::{Format, Verdict, look};
use crate::code::Code;
use crate::findings::{Findings, Path, Step};
use crate::schema::{CUSTOMER, PERSON};

/// A tax number of the business or of a new person: its country, its type and the number itself.
pub struct TaxNumber<'a> {
    path: &'a Path<'a>,
    steps: &'static [Step<'static>; 3],
    /// What the patch says.
    said: [&'a Answer<'a>; 3],
    /// What holds after the patch, as far as it is known.
    after: [Option<&'a Answer<'a>>; 3],
}

/// The place of the country among the three.
pub const COUNTRY: usize = 0;
/// The place of the type.
pub const TYPE: usize = 1;
/// The place of the number.
pub const NUMBER: usize = 2;

static OF_BUSINESS: [Step<'static>; 3] =
    [top(CUSTOMER.place("tax_country")), top(CUSTOMER.place("tax_type")), top(CUSTOMER.place("tax_id"))];
static OF_PERSON: [Step<'static>; 3] = [member("country_of_tax"), member("tax_type"), member("tax_id")];

const fn member(name: &str) -> Step<'static> {
    let place = PERSON.place(name);
    Step::Member(place, PERSON.members[place].name)
}

impl<'a> TaxNumber<'a> {
    /// Whether the patch itself gives one of the three, right or wrong.
    pub fn gives(&self, part: usize) -> bool {
        self.said[part].text().is_some() && self.said[part].says()
    }

    /// One of the three as it holds after the patch.
    pub fn text(&self, part: usize) -> Option<&'a str> {
        self.after[part]?.text()
    }

    /// What the number says, where the patch gives one and the rest is known.
    fn verdict(&self) -> Option<Verdict> {
        // A stored one may be masked, and was looked at when it came.
        if !self.gives(NUMBER) {
            return None;
        }
        Some(look(self.text(COUNTRY)?, self.text(TYPE)?, self.text(NUMBER)?))
    }

    /// Hands the place of one of the three to `then`.
    pub fn at<T>(&self, part: usize, then: impl FnOnce(&Path<'_>) -> T) -> T {
        then(&Path::Inside(self.path, &self.steps[part]))
    }
}

/// Hands each tax number to `then`: that of the business, then those of new persons.
pub fn each(facts: &Facts<'_>, then: &mut dyn FnMut(&TaxNumber<'_>)) {
    let place = |step: &Step<'_>| if let Step::Member(place, _) = step { *place } else { 0 };
    let places = OF_BUSINESS.each_ref().map(place);
    then(&TaxNumber {
        path: &Path::Root,
        steps: &OF_BUSINESS,
        said: places.map(|place| facts.patch(place)),
        after: places.map(|place| facts.after(place)),
    });
    let places = OF_PERSON.each_ref().map(place);
    persons(facts, |person, path| {
        let said = places.map(|place| person.member(place));
        then(&TaxNumber { path, steps: &OF_PERSON, said, after: said.map(Some) });
    });
}

/// Says a code at each number of a verdict, with its format where that is known.
pub fn judge(
    facts: &Facts<'_>,
    code: &'static Code,
    findings: &mut Findings,
    of: fn(Verdict) -> Option<Format>,
) {
    each(facts, &mut |tax| {
        if let Some(format) = tax.verdict().and_then(of) {
            let finding = tax.at(NUMBER, |path| findings.add(path, code));
            if let Some(format) = format {
                finding.word("format", format);
            }
        }
    });
}

/// Asks for one of the three where the patch gives another one, and it is not known to be stored.
pub fn ask(facts: &Facts<'_>, part: usize, code: &'static Code, findings: &mut Findings) {
    each(facts, &mut |tax| {
        let given = (COUNTRY..=NUMBER).any(|part| tax.gives(part));
        // What is blank or of a wrong type is there, and has its own issue.
        if given && tax.said[part].is_absent() && !tax.after[part].is_some_and(Answer::says) {
            tax.at(part, |path| findings.add(path, code));
        }
    });
}
