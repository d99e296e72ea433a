//! The postal code and the state of an address against its country: one look tells what is missing, unusual or not used
//! there. Source: libaddressinput, ISO 3166-2, see `data/SOURCES.md`.

use super::{Facts, SEATS, add_at, persons, top};
use crate::answers::Answer;
use crate::checks::postal::{self, Said};
use crate::checks::state;
use crate::code::Code;
use crate::findings::{Findings, Path, Step};
use crate::schema::{ADDRESS, PERSON};

/// Letter case, blanks, hyphens and the letters of the country in front (`D-`, `CH-`) do not matter.
static POSTAL_CODE_UNUSUAL: Code = Code::warning(
    "postal_code_unusual",
    "The postal code is not written as those of its country are.",
    "libaddressinput: zip",
);
/// No postal code where every address has one.
static POSTAL_CODE_MISSING: Code = Code::warning(
    "postal_code_missing",
    "The address has no postal code, and every address of its country has one.",
    "libaddressinput: require",
);
/// A postal code where there is none.
static POSTAL_CODE_NOT_USED: Code = Code::warning(
    "postal_code_not_used",
    "The address has a postal code, and its country has none.",
    "libaddressinput: zip, fmt",
);
/// Names of states pass, in whatever language: only what is as short as a code is held against the list.
static STATE_UNKNOWN: Code = Code::warning(
    "state_unknown",
    "The state is as short as a code, and its country has no such code.",
    "ISO 3166-2; abbreviations of the national posts",
);

/// All codes of this kind.
#[cfg(not(target_arch = "wasm32"))]
pub static CODES: [&Code; 4] =
    [&POSTAL_CODE_UNUSUAL, &POSTAL_CODE_MISSING, &POSTAL_CODE_NOT_USED, &STATE_UNKNOWN];

/// Checks the addresses of the business, and what each new person calls home.
pub fn check(facts: &Facts<'_>, findings: &mut Findings) {
    for place in SEATS {
        look(facts.patch(place), &Path::Inside(&Path::Root, &top(place)), findings);
    }
    persons(facts, |person, path| {
        let step = Step::Member(HOME, PERSON.members[HOME].name);
        look(person.member(HOME), &Path::Inside(path, &step), findings);
    });
}

fn look(address: &Answer<'_>, path: &Path<'_>, findings: &mut Findings) {
    let Some(country) = address.member(COUNTRY).text() else { return };
    let postal_code = address.member(POSTAL_CODE);
    // What is of a wrong type is there, and has its own issue.
    if postal_code.is_absent() || postal_code.text().is_some() {
        let code = match postal::look_up(country, postal_code.text().unwrap_or_default()) {
            Some(Said::Unusual) => Some(&POSTAL_CODE_UNUSUAL),
            Some(Said::Missing) => Some(&POSTAL_CODE_MISSING),
            Some(Said::NotUsed) => Some(&POSTAL_CODE_NOT_USED),
            None => None,
        };
        if let Some(code) = code {
            add_at(path, &ADDRESS, POSTAL_CODE, code, findings);
        }
    }
    if address.member(STATE).text().is_some_and(|state| state::is_unknown(country, state)) {
        add_at(path, &ADDRESS, STATE, &STATE_UNKNOWN, findings);
    }
}

const HOME: usize = PERSON.place("residential_address");
const COUNTRY: usize = ADDRESS.place("country");
const POSTAL_CODE: usize = ADDRESS.place("postal_code");
const STATE: usize = ADDRESS.place("state");
