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
                let before = before.member(place);
                let before = matches!(before, Answer::List(_)).then(|| before.items());
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

/// Whether every person sent is there now and was not before. Without a list of those before nothing can be told.
fn added(sent: &[Answer<'_>], before: Option<&[Answer<'_>]>, after: &[Answer<'_>]) -> bool {
    let has = |list: &[Answer<'_>], person| list.iter().any(|other| same_person(other, person));
    before.is_some_and(|before| sent.iter().all(|person| has(after, person) && !has(before, person)))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    fn read(json: &str) -> Answer<'static> {
        let context = crate::Context::default();
        let mut deserializer = serde_json::Deserializer::from_str(json);
        let answer = crate::read::read(&mut deserializer, &mut crate::read::Reader::new(&context));
        answer.unwrap_or_default().into_owned()
    }

    fn traced(before: &str, patch: &str, after: &str) -> (bool, bool, Vec<String>, Vec<String>) {
        let of = |text: &str| if text.is_empty() { Answer::Absent } else { read(text) };
        let Traced { accepted, safe_to_send_again, seen, not_seen } =
            trace(&of(before), &read(patch), &of(after));
        (accepted, safe_to_send_again, seen, not_seen)
    }

    const ANA: &str =
        r#"{"associated_persons":[{"first_name":"Ana","last_name":"Li","birth_date":"1980-01-02"}]}"#;
    const BO: &str =
        r#"{"associated_persons":[{"first_name":"Bo","last_name":"Li","birth_date":"1980-01-02"}]}"#;
    const NOBODY: &str = r#"{"associated_persons":[]}"#;

    #[test]
    fn a_field_is_seen_where_a_read_shows_what_was_sent() {
        let patch = r#"{"email":"b@example.com","business_description":"Boats"}"#;
        let email = r#"{"email":"b@example.com","business_description":"Cars"}"#;
        let (email_alone, description) = (["/email".into()].into(), ["/business_description".into()].into());
        assert_eq!(traced("{}", patch, email), (false, true, email_alone, description));
        assert!(traced("{}", patch, patch).0);
        assert!(!traced("{}", "{}", patch).0, "of nothing nothing is seen");
        assert!(!traced("{}", patch, "").0, "nothing is seen where nothing was read");
    }

    #[test]
    fn what_no_read_shows_is_never_seen() {
        let patch = r#"{"account_purpose":"payroll"}"#;
        let purpose = ["/account_purpose".into()].into();
        assert_eq!(traced("{}", patch, patch), (false, true, Vec::new(), purpose));
    }

    #[test]
    fn a_person_is_seen_who_is_there_now_and_was_not_before() {
        let person: Vec<String> = ["/associated_persons".into()].into();
        assert_eq!(traced(NOBODY, ANA, ANA), (true, false, person.clone(), Vec::new()));
        let none = r#"{"email":"a@example.com","associated_persons":null}"#;
        for (before, after) in
            [(ANA, ANA), (NOBODY, NOBODY), (NOBODY, BO), ("", ANA), ("{}", ANA), (none, ANA), (NOBODY, "")]
        {
            let outcome = (false, false, Vec::new(), person.clone());
            assert_eq!(traced(before, ANA, after), outcome, "{before} {after}");
        }
    }

    #[test]
    fn what_adds_nothing_is_safe_to_send_again() {
        let document = r#"{"documents":[{"doc_type":"other","file":"data:text/csv;base64,YQ=="}]}"#;
        assert!(!traced("{}", document, "{}").1);
        assert!(traced("{}", r#"{"documents":[],"associated_persons":[]}"#, "{}").1);
        assert!(traced("{}", r#"{"source_of_funds":["grants"]}"#, "{}").1);
    }
}
