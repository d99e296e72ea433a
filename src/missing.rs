//! What a customer still lacks to leave `init`.

use alloc::{string::String, vec, vec::Vec};

use crate::answers::{Answer, Stored};
use crate::context::KycModel;
use crate::schema::{CUSTOMER, Needed};
use crate::tree::Tree;

/// Top-level fields by their pointers, each list in the order of the table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Missing {
    /// Without these it stays in `init`.
    pub needed: Vec<String>,
    /// A reviewer is likely to ask for these.
    pub advised: Vec<String>,
    /// Needed, and no read shows whether they are stored.
    pub cannot_tell: Vec<String>,
}

impl Missing {
    /// As it goes out.
    pub(crate) fn tree(&self) -> Tree<'_> {
        Tree::Object(vec![
            ("needed", Tree::texts(&self.needed)),
            ("advised", Tree::texts(&self.advised)),
            ("cannotTell", Tree::texts(&self.cannot_tell)),
        ])
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl serde::Serialize for Missing {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.tree().serialize(serializer)
    }
}

/// What a field is after a patch, as far as it is known.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Given,
    Empty,
    Unknown,
}

/// Looks at what is stored and what a patch would add.
///
/// `signed_agreement_id` stands for `terms_signed_at` wherever terms are asked for; the other way round for reliance
/// alone (contract, `kyc_model`).
pub fn missing(stored: Option<&Stored>, patch: &Answer<'_>, model: Option<KycModel>) -> Missing {
    let state = |place: usize| match stored.and_then(|stored| stored.known(place)) {
        _ if patch.member(place).says() => State::Given,
        Some(known) if known.says() => State::Given,
        Some(_) => State::Empty,
        None => State::Unknown,
    };
    let mut missing = Missing::default();
    for (place, field) in CUSTOMER.members.iter().enumerate() {
        let state = match field.needed {
            Needed::No => continue,
            Needed::Always | Needed::Advised => state(place),
            Needed::LicenseAsAService | Needed::Reliance => terms(place, model, state),
        };
        match state {
            State::Given => {}
            State::Unknown => missing.cannot_tell.push(pointer(place)),
            State::Empty if field.needed == Needed::Advised => missing.advised.push(pointer(place)),
            State::Empty => missing.needed.push(pointer(place)),
        }
    }
    missing
}

/// The state of one of the two ways to agree to the terms, given the other.
fn terms(place: usize, model: Option<KycModel>, state: impl Fn(usize) -> State) -> State {
    const AGREEMENT: usize = CUSTOMER.place("signed_agreement_id");
    const SIGNED_AT: usize = CUSTOMER.place("terms_signed_at");
    match model {
        Some(KycModel::LicenseAsAService) if place == AGREEMENT => state(AGREEMENT),
        Some(KycModel::Reliance) if place == SIGNED_AT => match (state(SIGNED_AT), state(AGREEMENT)) {
            (State::Given, _) | (_, State::Given) => State::Given,
            (State::Empty, State::Empty) => State::Empty,
            _ => State::Unknown,
        },
        Some(_) => State::Given,
        // Either will do for all that is known.
        None if state(AGREEMENT) == State::Given || state(SIGNED_AT) == State::Given => State::Given,
        None => State::Unknown,
    }
}

/// The pointer to a top-level field.
fn pointer(place: usize) -> String {
    ["/", CUSTOMER.members[place].name].concat()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    fn missing_of(stored: &str, patch: &str, model: Option<KycModel>) -> Missing {
        let stored = Stored::from_json(stored.as_bytes()).ok();
        let context = crate::Context::default();
        let mut deserializer = serde_json::Deserializer::from_str(patch);
        let patch = crate::read::read(&mut deserializer, &mut crate::read::Reader::new(&context));
        missing(stored.as_ref(), &patch.unwrap_or_default(), model)
    }

    #[test]
    fn tells_needed_from_what_no_read_shows() {
        let missing = missing_of(r#"{"email":"a@example.com"}"#, "{}", Some(KycModel::LicenseAsAService));
        assert!(missing.needed.contains(&"/business_legal_name".into()));
        assert!(!missing.needed.contains(&"/email".into()));
        assert!(missing.cannot_tell.contains(&"/account_purpose".into()));
        assert!(missing.cannot_tell.contains(&"/signed_agreement_id".into()));
        assert!(!missing.needed.contains(&"/terms_signed_at".into()));
    }

    #[test]
    fn counts_what_the_patch_adds() {
        let missing = missing_of("{}", r#"{"business_legal_name":"A","account_purpose":"payroll"}"#, None);
        assert!(!missing.needed.contains(&"/business_legal_name".into()));
        assert!(!missing.cannot_tell.contains(&"/account_purpose".into()));
    }

    #[test]
    fn blank_text_gives_nothing() {
        let missing = missing_of("{}", r#"{"business_legal_name":" "}"#, None);
        assert!(missing.needed.contains(&"/business_legal_name".into()));
    }

    #[test]
    fn takes_either_agreement_for_reliance() {
        let reliance = Some(KycModel::Reliance);
        let asks = |missing: Missing| {
            [missing.needed, missing.cannot_tell].concat().contains(&"/terms_signed_at".into())
        };
        assert!(asks(missing_of("{}", "{}", reliance)));
        for patch in [
            r#"{"terms_signed_at":"2026-04-01T10:00:00Z"}"#,
            r#"{"signed_agreement_id":"123e4567-e89b-12d3-a456-426614174000"}"#,
        ] {
            assert!(!asks(missing_of("{}", patch, reliance)), "{patch}");
        }
    }
}
