//! Incorporated today: more often the day that a date picker begins with. Source: how such forms are filled in.

use super::{Facts, Rule, add_at};
use crate::checks::date;
use crate::code::Code;
use crate::findings::{Findings, Path};
use crate::schema::CUSTOMER;

pub static RULE: Rule = Rule {
    code: Code::warning(
        "incorporated_today",
        "The date of incorporation is the day of the patch.",
        "a business has documents before it has customers",
    ),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    let date = facts.patch(DATE).text().and_then(|text| date::parse(text).ok());
    if date.is_some() && date == facts.context.clock().today() {
        add_at(&Path::Root, &CUSTOMER, DATE, code, findings);
    }
}

const DATE: usize = CUSTOMER.place("date_of_incorporation");
