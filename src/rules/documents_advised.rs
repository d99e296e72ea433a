//! Documents that reviewers ask for, by business type, and that are not among those of the patch and those known to be
//! stored. Silent while compliance asks for single ones. Source: contract, `advised_documents`: advice, never an error.

use alloc::{borrow::Cow, vec::Vec};

use super::{BUSINESS_TYPE, Facts, Rule, add_at};
use crate::answers::Answer;
use crate::code::Code;
use crate::code::Parameter::{List, Number};
use crate::context::KybStatus;
use crate::findings::{Findings, Path};
use crate::generated::advised::{BY_TYPE, DOCUMENTS};
use crate::report::Param;
use crate::schema::{self, CUSTOMER, DOCUMENT, DOCUMENT_TYPE};

pub static RULE: Rule = Rule {
    code: Code::warning(
        "documents_advised",
        "The documents are not all that reviewers usually ask of a business of this type.",
        "contract: advised_documents",
    )
    .params(&[List("documents"), Number("count")]),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    let new = facts.patch(PLACE).items();
    let status = facts.context.kyb_status.as_deref().and_then(KybStatus::parse);
    if new.is_empty() || status == Some(KybStatus::PendingResponse) {
        return;
    }
    let stored = facts.stored().and_then(|stored| stored.known(PLACE)).map_or(&[][..], Answer::items);
    let lacking = lacking(facts.after(BUSINESS_TYPE), stored.iter().chain(new));
    if !lacking.is_empty() {
        let count = lacking.len() as f64;
        add_at(&Path::Root, &CUSTOMER, PLACE, code, findings)
            .with("documents", Param::List(lacking))
            .number("count", count);
    }
}

/// The types of document that are advised for a business type and are not among some.
pub fn lacking<'a>(
    business_type: Option<&Answer<'_>>,
    given: impl Iterator<Item = &'a Answer<'a>>,
) -> Vec<Cow<'static, str>> {
    let kind = business_type.and_then(Answer::text);
    let place = schema::BUSINESS_TYPE.options.iter().position(|option| Some(*option) == kind);
    let mut bits = place.and_then(|place| BY_TYPE.get(place)).copied().unwrap_or(0);
    for document in given {
        let kind = document.member(DOC_TYPE).text();
        for (at, place) in DOCUMENTS.iter().enumerate() {
            if DOCUMENT_TYPE.options.get(usize::from(*place)).copied() == kind {
                bits &= !(1 << at);
            }
        }
    }
    let mut lacking = Vec::new();
    for (at, place) in DOCUMENTS.iter().enumerate() {
        if let Some(name) = DOCUMENT_TYPE.options.get(usize::from(*place)).filter(|_| bits & 1 << at != 0) {
            lacking.push(Cow::Borrowed(*name));
        }
    }
    lacking
}

const PLACE: usize = CUSTOMER.place("documents");
const DOC_TYPE: usize = DOCUMENT.place("doc_type");
