//! The tax numbers of a patch, each with its country and its type: one look tells what is missing, foreign or wrong.
//! Source: `data/tax_types.toml`; contract, `tax_country`, `tax_id`, `tax_type`.

use alloc::borrow::ToOwned;

use super::{BUSINESS_TYPE, Facts, persons, top};
use crate::answers::Answer;
use crate::checks::tax_id::{Verdict, look};
use crate::code::Code;
use crate::code::Parameter::{MaybeWord, Word};
use crate::findings::{Findings, Path, Step};
use crate::schema::{CUSTOMER, PERSON};

const AUTHORITIES: &str = "the issuing authorities' descriptions, see data/tax_types.toml";
const CONTRACT: &str = "contract: tax_country, tax_id, tax_type";

/// Not written as every number of its type in its country is. Only where that is certain; blanks, dots, dashes,
/// slashes and colons count nothing, nor does the name of the type in front.
static TAX_ID_SHAPE: Code = Code::error(
    "tax_id_shape",
    "The tax number has not the length or the characters that every number of its type in its country has.",
    AUTHORITIES,
)
.params(&[Word("format")]);
/// Another check digit. Some authorities have issued such numbers, so it never blocks.
static TAX_ID_CHECK_DIGIT: Code = Code::warning(
    "tax_id_check_digit",
    "The check digit of the tax number is not the one that its other digits give.",
    AUTHORITIES,
)
.params(&[MaybeWord("format")]);
/// A prefix or a date that does not exist, a number of the documentation, a shape that is probably wrong.
static TAX_ID_UNUSUAL: Code = Code::warning(
    "tax_id_unusual",
    "The tax number is one that is not issued, a person's where a company gives it, or its shape is not the one that its type usually has.",
    AUTHORITIES,
)
.params(&[MaybeWord("format")]);
/// A type that the country does not have. The API's own examples send EIN and SSN with DEU, so it never blocks.
static TAX_TYPE_FOREIGN: Code = Code::warning(
    "tax_type_foreign",
    "The country is not known to have tax numbers of this type.",
    AUTHORITIES,
)
.params(&[Word("type"), Word("country")]);
/// Part of a tax number without another: a reviewer needs all three. Silent where it is known to be stored.
static MISSING: [Code; 3] = [
    Code::warning(
        "tax_country_missing",
        "The patch gives part of a tax number and not its country, which is not known to be stored.",
        CONTRACT,
    ),
    Code::warning(
        "tax_type_missing",
        "The patch gives part of a tax number and not its type, which is not known to be stored.",
        CONTRACT,
    ),
    Code::warning(
        "tax_id_missing",
        "The patch gives part of a tax number and not the number itself, which is not known to be stored.",
        CONTRACT,
    ),
];

/// All codes of this kind.
#[cfg(not(target_arch = "wasm32"))]
pub static CODES: [&Code; 7] = [
    &TAX_ID_SHAPE,
    &TAX_ID_CHECK_DIGIT,
    &TAX_ID_UNUSUAL,
    &TAX_TYPE_FOREIGN,
    &MISSING[COUNTRY],
    &MISSING[TYPE],
    &MISSING[NUMBER],
];

/// A tax number of the business or of a new person: its country, its type and the number itself.
struct TaxNumber<'a> {
    path: &'a Path<'a>,
    steps: &'static [Step<'static>; 3],
    /// What the patch says.
    said: [&'a Answer<'a>; 3],
    /// What holds after the patch, as far as it is known.
    after: [Option<&'a Answer<'a>>; 3],
    /// Whether it is known to be that of a company, which no person is.
    company: bool,
}

/// The place of the country among the three.
const COUNTRY: usize = 0;
/// The place of the type.
const TYPE: usize = 1;
/// The place of the number.
const NUMBER: usize = 2;

static OF_BUSINESS: [Step<'static>; 3] =
    [top(CUSTOMER.place("tax_country")), top(CUSTOMER.place("tax_type")), top(CUSTOMER.place("tax_id"))];
static OF_PERSON: [Step<'static>; 3] = [member("country_of_tax"), member("tax_type"), member("tax_id")];

const fn member(name: &str) -> Step<'static> {
    let place = PERSON.place(name);
    Step::Member(place, PERSON.members[place].name)
}

impl TaxNumber<'_> {
    /// Whether the patch itself gives one of the three, right or wrong.
    fn gives(&self, part: usize) -> bool {
        self.said[part].text().is_some() && self.said[part].says()
    }

    /// Whether a company gives a number of a person: Argentina's tell by their beginning.
    fn is_of_a_person(&self, kind: &str, number: Option<&str>) -> bool {
        let begins =
            number.is_some_and(|number| matches!(number.as_bytes(), [b'2', b'0' | b'3' | b'4' | b'7', ..]));
        begins && self.company && kind == "CUIT"
    }

    /// Looks at it once and says all there is to say.
    fn check(&self, findings: &mut Findings) {
        let given = [COUNTRY, TYPE, NUMBER].map(|part| self.gives(part));
        if given == [false; 3] {
            return;
        }
        let at = |part: usize| Path::Inside(self.path, &self.steps[part]);
        for (part, code) in MISSING.iter().enumerate() {
            // What is blank or of a wrong type is there, and has its own issue.
            if self.said[part].is_absent() && !self.after[part].is_some_and(Answer::says) {
                findings.add(&at(part), code);
            }
        }
        let text = |part: usize| self.after[part].and_then(Answer::text);
        let (Some(country), Some(kind)) = (text(COUNTRY), text(TYPE)) else { return };
        // A stored number may be masked, and was looked at when it came.
        let number = text(NUMBER).filter(|_| given[NUMBER]);
        let (code, format) = match look(country, kind, number) {
            Verdict::Foreign => {
                // Nothing is new where both are stored.
                if given[COUNTRY] || given[TYPE] {
                    let finding = findings.add(&at(TYPE), &TAX_TYPE_FOREIGN);
                    finding.word("type", kind.to_owned()).word("country", country.to_owned());
                }
                return;
            }
            Verdict::Shape(format) => (&TAX_ID_SHAPE, format),
            Verdict::CheckDigit(format) => (&TAX_ID_CHECK_DIGIT, format),
            Verdict::Unusual(format) => (&TAX_ID_UNUSUAL, format),
            Verdict::Fine if self.is_of_a_person(kind, number) => (&TAX_ID_UNUSUAL, None),
            Verdict::Fine => return,
        };
        let finding = findings.add(&at(NUMBER), code);
        if let Some(format) = format {
            finding.word("format", format);
        }
    }
}

/// Checks that of the business, then those of new persons.
pub fn check(facts: &Facts<'_>, findings: &mut Findings) {
    let place = |step: &Step<'_>| if let Step::Member(place, _) = step { *place } else { 0 };
    let places = OF_BUSINESS.each_ref().map(place);
    let said = places.map(|place| facts.patch(place));
    let after = places.map(|place| facts.after(place));
    let form = facts.after(BUSINESS_TYPE).and_then(Answer::text);
    let company = form.is_some_and(|form| form != "sole_proprietorship");
    TaxNumber { path: &Path::Root, steps: &OF_BUSINESS, said, after, company }.check(findings);
    let places = OF_PERSON.each_ref().map(place);
    persons(facts, |person, path| {
        let said = places.map(|place| person.member(place));
        TaxNumber { path, steps: &OF_PERSON, said, after: said.map(Some), company: false }.check(findings);
    });
}
