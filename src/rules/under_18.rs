//! A person under 18, when that is so everywhere on earth. Somebody born on 29 February comes of age on 28 February,
//! the earlier of the two days that laws know.

use chrono::Months;

use super::{Facts, Rule, add_at, persons};
use crate::checks::date;
use crate::code::Code;
use crate::findings::Findings;
use crate::schema::PERSON;

pub static RULE: Rule = Rule {
    code: Code::warning(
        "under_18",
        "The person is under 18 everywhere on earth.",
        "age of majority; time zones UTC-12 to UTC+14",
    ),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    let clock = facts.context.clock();
    let (Some(latest), Some(today)) = (clock.latest(), clock.today()) else { return };
    persons(facts, |person, path| {
        let Some(Ok(birth)) = person.member(BIRTH).text().map(date::parse) else { return };
        let of_age = birth.checked_add_months(Months::new(18 * 12)).is_none_or(|day| day <= latest);
        // A birth in the future, or perhaps there, has its own issue.
        if !of_age && birth <= today {
            add_at(path, &PERSON, BIRTH, code, findings);
        }
    });
}

const BIRTH: usize = PERSON.place("birth_date");
