//! A card has two sides: a licence, an identity card, a residency card without its back. Source: contract,
//! `image_back`, which is empty for a document of one side.

use super::{Facts, Rule, add_at, persons};
use crate::code::Code;
use crate::findings::{Findings, Path, Step};
use crate::schema::{ID_DOCUMENT, PERSON};

pub static RULE: Rule = Rule {
    code: Code::warning(
        "id_back_missing",
        "A document that has two sides is sent without its back.",
        "contract: image_back; cards of ISO/IEC 7810 ID-1",
    ),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    persons(facts, |person, path| {
        let step = Step::Member(DOCUMENTS, PERSON.members[DOCUMENTS].name);
        let list = Path::Inside(path, &step);
        for (at, document) in person.member(DOCUMENTS).items().iter().enumerate() {
            let card = matches!(
                document.member(TYPE).text(),
                Some("drivers_license" | "national_id" | "permanent_residency_id")
            );
            if card && document.member(BACK).text() == Some("") {
                add_at(&Path::Inside(&list, &Step::Item(at)), &ID_DOCUMENT, BACK, code, findings);
            }
        }
    });
}

const DOCUMENTS: usize = PERSON.place("identifying_information");
const TYPE: usize = ID_DOCUMENT.place("type");
const BACK: usize = ID_DOCUMENT.place("image_back");
