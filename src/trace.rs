//! Looks for a patch in what a read shows, when no answer came.

use alloc::{string::String, vec::Vec};

use crate::answers::Answer;
use crate::changes::{same, same_person};
use crate::schema::CUSTOMER;

const PERSONS: usize = CUSTOMER.place("associated_persons");
const DOCUMENTS: usize = CUSTOMER.place("documents");

/// What a read tells of a patch. Top-level fields by their pointers.
#[derive(Clone, Debug, PartialEq)]
pub struct Traced {
    /// All of it is seen.
    pub accepted: bool,
    /// It adds nothing, so that sending it again is harmless.
    pub safe_to_send_again: bool,
    /// What is there as it was sent.
    pub seen: Vec<String>,
    /// What is not there, or is never shown.
    pub not_seen: Vec<String>,
}

/// A field counts as seen when a read shows it and it is what was sent; a person when it is there now and was known
/// not to be before. Documents, and what no read shows, are never seen. Sending again is harmless only where a patch
/// adds nothing.
pub fn trace(before: &Answer<'_>, patch: &Answer<'_>, after: &Answer<'_>) -> Traced {
    let mut traced =
        Traced { accepted: false, safe_to_send_again: true, seen: Vec::new(), not_seen: Vec::new() };
    for (place, field) in CUSTOMER.members.iter().enumerate() {
        let sent = patch.member(place);
        if sent.is_absent() {
            continue;
        }
        let adds = !sent.items().is_empty() && (place == PERSONS || place == DOCUMENTS);
        traced.safe_to_send_again &= !adds;
        let shown = (field.readable && !after.is_absent()).then(|| after.member(place));
        let seen = match shown {
            Some(after) if place == PERSONS => {
                let before = (!before.is_absent()).then(|| before.member(place).items());
                added(sent.items(), before, after.items())
            }
            Some(after) => same(sent, after),
            None => false,
        };
        let list = if seen { &mut traced.seen } else { &mut traced.not_seen };
        list.push(["/", field.name].concat());
    }
    traced.accepted = traced.not_seen.is_empty() && !traced.seen.is_empty();
    traced
}

/// Whether every person sent is there now and was not before. Without a before nothing can be told.
fn added(sent: &[Answer<'_>], before: Option<&[Answer<'_>]>, after: &[Answer<'_>]) -> bool {
    let has = |list: &[Answer<'_>], person| list.iter().any(|other| same_person(other, person));
    before.is_some_and(|before| sent.iter().all(|person| has(after, person) && !has(before, person)))
}
