//! From what is stored to what was edited: the smallest patch, and what no patch can say.
//!
//! The API adds the persons and documents that a patch carries, keeps what a patch leaves out, and takes addresses
//! whole. So a person or a document is sent once, a cleared value can't be sent at all, and an address goes with all
//! its members.

use alloc::{string::String, vec, vec::Vec};

use crate::answers::Answer;
use crate::checks::text::{lower, trim};
use crate::message::item;
use crate::schema::{CUSTOMER, PERSON};
use crate::tree::Tree;

/// What to send of the edited customer, by name and place; the host takes the values from its own object.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// Top-level fields to send as they stand.
    pub fields: Vec<&'static str>,
    /// Places in `associated_persons` of those to add.
    pub persons: Vec<usize>,
    /// Places in `documents` of those to add.
    pub documents: Vec<usize>,
    /// What this call can't say, or must not say twice.
    pub not_sent: Vec<NotSent>,
}

/// Something that was edited and is not sent.
#[derive(Clone, Debug, PartialEq)]
pub struct NotSent {
    /// Its pointer in the edited customer.
    pub path: String,
    /// Why.
    pub reason: Reason,
}

/// Why something is not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A stored value was cleared: leaving it out keeps it.
    CannotBeRemoved,
    /// The same person or document is stored: sending it would add it again.
    AlreadyStored,
    /// The same person or document stands before it.
    Twice,
    /// A stored person is updated and deleted by calls of its own.
    PersonHasOwnEndpoint,
}

impl Reason {
    /// Its name in an answer.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CannotBeRemoved => "cannot_be_removed",
            Self::AlreadyStored => "already_stored",
            Self::Twice => "twice",
            Self::PersonHasOwnEndpoint => "person_has_own_endpoint",
        }
    }
}

impl Changes {
    /// As it goes out.
    pub(crate) fn tree(&self) -> Tree<'_> {
        let not_sent = self.not_sent.iter().map(|NotSent { path, reason }| {
            Tree::Object(vec![("path", Tree::Text(path)), ("reason", Tree::Text(reason.name()))])
        });
        Tree::Object(vec![
            ("fields", Tree::texts(&self.fields)),
            ("persons", Tree::counts(&self.persons)),
            ("documents", Tree::counts(&self.documents)),
            ("notSent", Tree::List(not_sent.collect())),
        ])
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl serde::Serialize for Changes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.tree().serialize(serializer)
    }
}

/// Who an edited person is, by the `associated_person_id` that it may carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity {
    /// It carries none: a new person.
    New,
    /// The stored person at this place.
    Stored(usize),
    /// One that is not among the stored persons.
    Elsewhere,
}

/// Compares. Both were read by the same reader, documents whole.
pub fn changes(stored: &Answer<'_>, edited: &Answer<'_>, who: &[Identity]) -> Changes {
    let mut changes = Changes::default();
    for (place, field) in CUSTOMER.members.iter().enumerate() {
        let (before, after) = (stored.member(place), edited.member(place));
        match place {
            PERSONS | DOCUMENTS => {
                // No list is no word about what is in it.
                let Answer::List(after) = after else { continue };
                if place == PERSONS {
                    persons(before.items(), after, who, &mut changes);
                } else {
                    documents(before.items(), after, &mut changes);
                }
            }
            _ if after.is_absent() || same(before, after) => {}
            _ if says(after) => changes.fields.push(field.name),
            _ if says(before) => {
                changes
                    .not_sent
                    .push(NotSent { path: ["/", field.name].concat(), reason: Reason::CannotBeRemoved });
            }
            _ => {}
        }
    }
    changes
}

const PERSONS: usize = CUSTOMER.place("associated_persons");
const DOCUMENTS: usize = CUSTOMER.place("documents");

fn persons(stored: &[Answer<'_>], edited: &[Answer<'_>], who: &[Identity], changes: &mut Changes) {
    for (at, person) in edited.iter().enumerate() {
        let reason = match who.get(at).copied().unwrap_or(Identity::New) {
            Identity::Stored(place) if stored.get(place).is_some_and(|before| agrees(before, person)) => {
                continue;
            }
            Identity::Stored(_) | Identity::Elsewhere => Reason::PersonHasOwnEndpoint,
            Identity::New if stored.iter().any(|other| same_person(other, person)) => Reason::AlreadyStored,
            Identity::New
                if edited[..at].iter().any(|other| other == person || same_person(other, person)) =>
            {
                Reason::Twice
            }
            Identity::New => {
                changes.persons.push(at);
                continue;
            }
        };
        changes.not_sent.push(NotSent { path: item("/associated_persons", at), reason });
    }
    // A list that is empty, or names stored persons and leaves one out, means to remove it; one of new persons alone
    // does not.
    let names = edited.is_empty() || who.iter().any(|one| *one != Identity::New);
    let removed = (0..stored.len()).any(|place| !who.contains(&Identity::Stored(place)));
    if names && removed {
        let path = String::from("/associated_persons");
        changes.not_sent.push(NotSent { path, reason: Reason::PersonHasOwnEndpoint });
    }
}

fn documents(stored: &[Answer<'_>], edited: &[Answer<'_>], changes: &mut Changes) {
    for (at, document) in edited.iter().enumerate() {
        let reason = if stored.iter().any(|other| same(other, document)) {
            Reason::AlreadyStored
        } else if edited[..at].iter().any(|other| same(other, document)) {
            Reason::Twice
        } else {
            changes.documents.push(at);
            continue;
        };
        changes.not_sent.push(NotSent { path: item("/documents", at), reason });
    }
    // As with persons. What is stored already was said to be by its place.
    let kept = |document| edited.iter().any(|other| same(document, other));
    if (edited.is_empty() || stored.iter().any(kept)) && !stored.iter().all(kept) {
        changes.not_sent.push(NotSent { path: String::from("/documents"), reason: Reason::CannotBeRemoved });
    }
}

/// What makes a person: the names and the day of birth.
const IDENTITY: [usize; 3] =
    [PERSON.place("first_name"), PERSON.place("last_name"), PERSON.place("birth_date")];

/// Whether two persons are one: the same names, letter case and outer blanks aside, and the same day of birth.
pub fn same_person(left: &Answer<'_>, right: &Answer<'_>) -> bool {
    IDENTITY.into_iter().all(|place| match (left.member(place).text(), right.member(place).text()) {
        (Some(left), Some(right)) => {
            let (left, right) = (trim(left), trim(right));
            !left.is_empty() && folded(left).eq(folded(right))
        }
        _ => false,
    })
}

/// A number that is equal for persons who are one, so that few of many need be compared; `None` for a person who is
/// nobody's equal.
pub fn mark(person: &Answer<'_>) -> Option<u32> {
    IDENTITY.into_iter().try_fold(0x811c_9dc5, |mark, place| {
        let text = trim(person.member(place).text()?);
        // FNV-1a, a scalar a step.
        let mix = |mark: u32, scalar| (mark ^ scalar as u32).wrapping_mul(0x0100_0193);
        (!text.is_empty()).then(|| folded(text).fold(mark, mix))
    })
}

/// Without letter case.
fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars().map(lower)
}

/// Whether what was edited of a stored person is what a read shows of it; a read does not show all.
fn agrees(stored: &Answer<'_>, edited: &Answer<'_>) -> bool {
    (0..PERSON.members.len()).all(|place| {
        let (before, after) = (stored.member(place), edited.member(place));
        after.is_absent() || same(before, after)
    })
}

/// Whether two values say the same: null is absent, an object of nothing is nothing.
pub fn same(left: &Answer<'_>, right: &Answer<'_>) -> bool {
    match (left, right) {
        // What could not be read has no value to compare, and is the checks' to refuse.
        (Answer::Unusable, _) | (_, Answer::Unusable) => false,
        (Answer::Object(left), Answer::Object(right)) => {
            left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Answer::List(left), Answer::List(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Answer::Object(members), Answer::Absent) | (Answer::Absent, Answer::Object(members)) => {
            members.iter().all(Answer::is_absent)
        }
        _ => left == right,
    }
}

/// Whether a value says anything: an address whose members are all blank does not.
fn says(answer: &Answer<'_>) -> bool {
    match answer {
        Answer::Object(members) => members.iter().any(says),
        _ => answer.says(),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use alloc::format;

    fn read(json: &str) -> Answer<'static> {
        let context = crate::Context { documents: crate::Documents::Whole, ..Default::default() };
        let mut deserializer = serde_json::Deserializer::from_str(json);
        let answer = crate::read::read(&mut deserializer, &mut crate::read::Reader::new(&context));
        answer.unwrap_or_default().into_owned()
    }

    fn between(stored: &str, edited: &str) -> Changes {
        changes(&read(stored), &read(edited), &[])
    }

    fn reasons(changes: &Changes) -> Vec<(&str, Reason)> {
        changes.not_sent.iter().map(|not_sent| (not_sent.path.as_str(), not_sent.reason)).collect()
    }

    #[test]
    fn sends_nothing_of_equals() {
        let customer = r#"{"email":"a@example.com","registered_address":{"city":"Oslo","state":"Oslo"}}"#;
        assert_eq!(between(customer, customer), Changes::default());
    }

    #[test]
    fn sends_what_differs_and_addresses_whole() {
        let stored = r#"{"email":"a@example.com","registered_address":{"city":"Oslo","state":"Oslo"}}"#;
        let edited = r#"{"email":"b@example.com","registered_address":{"city":"Bergen","state":"Oslo"}}"#;
        assert_eq!(between(stored, edited).fields, ["email", "registered_address"]);
    }

    #[test]
    fn lists_differ_by_an_item_or_by_their_length() {
        let funds = |options: &str| format!(r#"{{"source_of_funds":[{options}]}}"#);
        let (one, other) = (funds(r#""grants""#), funds(r#""tax_refund""#));
        let both = funds(r#""grants","tax_refund""#);
        for (stored, edited) in [(&one, &other), (&one, &both), (&both, &one)] {
            assert_eq!(between(stored, edited).fields, ["source_of_funds"], "{stored} {edited}");
        }
        assert_eq!(between(&both, &both), Changes::default());
    }

    #[test]
    fn what_could_not_be_read_is_equal_to_nothing() {
        for customer in
            [r#"{"email":5}"#, r#"{"source_of_funds":[5]}"#, r#"{"registered_address":{"city":5}}"#]
        {
            assert_eq!(between(customer, customer).fields.len(), 1, "{customer}");
        }
    }

    #[test]
    fn says_that_a_cleared_value_stays() {
        let changes = between(r#"{"primary_website":"https://example.com"}"#, r#"{"primary_website":""}"#);
        assert!(changes.fields.is_empty());
        assert_eq!(reasons(&changes), [("/primary_website", Reason::CannotBeRemoved)]);
        assert_eq!(between("{}", r#"{"primary_website":" "}"#), Changes::default());
    }

    #[test]
    fn goes_out_with_the_name_of_each_reason() {
        let stored = r#"{"email":"a@example.com"}"#;
        let person = r#"{"first_name":"Bo"}"#;
        let edited = format!(r#"{{"email":"","associated_persons":[{person},{person},{person},{person}]}}"#);
        let who = [Identity::New, Identity::New, Identity::Elsewhere];
        let out = serde_json::to_value(changes(&read(stored), &read(&edited), &who)).unwrap();
        let reasons: Vec<_> = out["notSent"].as_array().unwrap().iter().map(|one| &one["reason"]).collect();
        assert_eq!(reasons, ["cannot_be_removed", "twice", "person_has_own_endpoint", "twice"]);
    }

    #[test]
    fn never_sends_a_person_twice() {
        let person = r#"{"first_name":"Ana","last_name":"Díaz","birth_date":"1980-01-02"}"#;
        let shouted = r#"{"first_name":" ANA","last_name":"DÍAZ","birth_date":"1980-01-02"}"#;
        let other = r#"{"first_name":"Bo","last_name":"Li","birth_date":"1980-01-02"}"#;
        let stored = format!(r#"{{"associated_persons":[{person}]}}"#);
        let edited = format!(r#"{{"associated_persons":[{shouted},{other},{other}]}}"#);
        let changes = between(&stored, &edited);
        assert_eq!(changes.persons, [1]);
        assert_eq!(
            reasons(&changes),
            [("/associated_persons/0", Reason::AlreadyStored), ("/associated_persons/2", Reason::Twice)]
        );
    }

    #[test]
    fn leaves_stored_persons_to_their_own_calls() {
        let stored = read(r#"{"associated_persons":[{"first_name":"Ana"},{"first_name":"Bo"}]}"#);
        let edited = read(r#"{"associated_persons":[{"first_name":"Anna"}]}"#);
        let changes = changes(&stored, &edited, &[Identity::Stored(0)]);
        assert_eq!(
            reasons(&changes),
            [
                ("/associated_persons/0", Reason::PersonHasOwnEndpoint),
                ("/associated_persons", Reason::PersonHasOwnEndpoint)
            ]
        );
    }

    #[test]
    fn says_that_whom_and_what_a_list_leaves_out_stays() {
        let list = |name: &str, items: &[&str]| format!(r#"{{"{name}":[{}]}}"#, items.join(","));
        let persons = |items: &[&str]| list("associated_persons", items);
        let (ana, bo) = (r#"{"first_name":"Ana"}"#, r#"{"first_name":"Bo"}"#);
        let told = between(&persons(&[ana]), &persons(&[]));
        assert_eq!(reasons(&told), [("/associated_persons", Reason::PersonHasOwnEndpoint)]);
        assert!(told.persons.is_empty() && told.fields.is_empty());
        assert_eq!(
            between(&persons(&[ana]), &persons(&[bo])).not_sent,
            [],
            "one of new persons adds to them"
        );

        let documents = |items: &[&str]| list("documents", items);
        let (one, two) = (r#"{"doc_type":"other","file":"a"}"#, r#"{"doc_type":"other","file":"b"}"#);
        let stays = ("/documents", Reason::CannotBeRemoved);
        assert_eq!(reasons(&between(&documents(&[one]), &documents(&[]))), [stays]);
        let told = between(&documents(&[one, two]), &documents(&[two]));
        assert_eq!(reasons(&told), [("/documents/0", Reason::AlreadyStored), stays]);
        assert_eq!(between(&documents(&[one]), &documents(&[two])).documents, [0]);
        assert_eq!(between(&documents(&[one]), &documents(&[two])).not_sent, []);
        for edited in ["{}", r#"{"associated_persons":null,"documents":null}"#] {
            let stored =
                r#"{"associated_persons":[{"first_name":"Ana"}],"documents":[{"doc_type":"other"}]}"#;
            assert_eq!(between(stored, edited), Changes::default());
        }
        assert_eq!(between("{}", r#"{"associated_persons":[],"documents":[]}"#), Changes::default());
    }

    #[test]
    fn a_stored_person_who_stays_as_read_is_not_sent() {
        let stored = read(r#"{"associated_persons":[{"first_name":"Ana","last_name":"Li"}]}"#);
        for edited in [
            r#"{"first_name":"Ana","last_name":"Li"}"#,
            r#"{"first_name":"Ana"}"#,
            r#"{"first_name":"Ana","last_name":"Li","residential_address":{}}"#,
        ] {
            let list = read(&format!(r#"{{"associated_persons":[{edited}]}}"#));
            assert_eq!(changes(&stored, &list, &[Identity::Stored(0)]), Changes::default(), "{edited}");
        }
    }

    #[test]
    fn a_person_stands_twice_where_the_copy_is_exact_or_the_identity_is_one() {
        let of = |persons: &str| between("{}", &format!(r#"{{"associated_persons":[{persons}]}}"#));
        let born = r#""first_name":"Bo","last_name":"Li","birth_date":"1980-01-02""#;
        for persons in [
            r#"{"first_name":"Bo"},{"first_name":"Bo"}"#,
            &format!(r#"{{{born},"email":"a@example.com"}},{{{born},"email":"b@example.com"}}"#),
        ] {
            assert_eq!(reasons(&of(persons)), [("/associated_persons/1", Reason::Twice)], "{persons}");
        }
    }

    #[test]
    fn few_of_many_persons_have_one_mark() {
        let letters = || 'a'..='z';
        let names = letters().flat_map(|first| letters().map(move |last| format!("{first}{last}")));
        let marks: Vec<u32> = names
            .map(|name| format!(r#"{{"first_name":"{name}","last_name":"Li","birth_date":"1980-01-02"}}"#))
            .filter_map(|person| {
                mark(&read(&format!(r#"{{"associated_persons":[{person}]}}"#)).member(PERSONS).items()[0])
            })
            .collect();
        let apart: alloc::collections::BTreeSet<&u32> = marks.iter().collect();
        assert_eq!((marks.len(), apart.len()), (26 * 26, 26 * 26));
    }

    #[test]
    fn an_address_of_blanks_says_nothing() {
        assert_eq!(between("{}", r#"{"registered_address":{"city":" "}}"#), Changes::default());
    }

    #[test]
    fn tells_documents_apart_by_every_byte() {
        let document = |middle: &str| {
            let content = ["A".repeat(9_000).as_str(), middle, "A".repeat(9_000).as_str()].concat();
            format!(r#"{{"doc_type":"other","file":"data:application/pdf;base64,{content}"}}"#)
        };
        let (one, two) = (document("AAAA"), document("BBBB"));
        let changes = between("{}", &format!(r#"{{"documents":[{one},{two},{one}]}}"#));
        assert_eq!(changes.documents, [0, 1]);
        assert_eq!(reasons(&changes), [("/documents/2", Reason::Twice)]);
    }

    #[test]
    fn sends_what_no_read_shows_whenever_it_is_given() {
        assert_eq!(between("{}", r#"{"source_of_funds":["grants"]}"#).fields, ["source_of_funds"]);
    }
}
