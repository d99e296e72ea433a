//! What a customer still lacks to leave `init`.

use alloc::{string::String, vec, vec::Vec};

use crate::answers::{Answer, Stored};
use crate::context::KycModel;
use crate::rules::explanation_not_asked::{is_other, is_risky};
use crate::rules::{BUSINESS_TYPE, PERSONS, documents_advised, high_risk};
use crate::schema::{CUSTOMER, Needed, PERSON};
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
/// alone (contract, `kyc_model`). An explanation is needed with what it explains; activities are advised where the
/// industry asks for them; documents where those advised for the business type are not all there, and persons where
/// nobody of those known controls the business, or nobody signs.
pub fn missing(stored: Option<&Stored>, patch: &Answer<'_>, model: Option<KycModel>) -> Missing {
    let state = |place: usize| match stored.and_then(|stored| stored.known(place)) {
        _ if patch.member(place).says() => State::Given,
        Some(known) if known.says() => State::Given,
        Some(_) => State::Empty,
        None => State::Unknown,
    };
    let after = |place: usize| match patch.member(place) {
        Answer::Absent => stored.and_then(|stored| stored.known(place)),
        answer => Some(answer),
    };
    let all = |place: usize| {
        let stored = stored.and_then(|stored| stored.known(place)).map_or(&[][..], Answer::items);
        stored.iter().chain(patch.member(place).items())
    };
    let mut missing = Missing::default();
    for (place, field) in CUSTOMER.members.iter().enumerate() {
        let needed = match place {
            OTHER if after(PURPOSE).is_some_and(is_other) => Needed::Always,
            EXPLANATION if after(ACTIVITIES).is_some_and(is_risky) => Needed::Always,
            ACTIVITIES if after(INDUSTRY).is_some_and(high_risk::is_asked) => Needed::Advised,
            _ => field.needed,
        };
        let state = match needed {
            Needed::No => continue,
            Needed::Always | Needed::Advised => state(place),
            Needed::LicenseAsAService | Needed::Reliance => terms(place, model, state),
        };
        match state {
            State::Given => {
                let advised = match place {
                    DOCUMENTS => !documents_advised::lacking(after(BUSINESS_TYPE), all(DOCUMENTS)).is_empty(),
                    PERSONS => ROLES.iter().any(|role| {
                        let lacks = |person: &Answer<'_>| person.member(*role).flag() == Some(false);
                        stored.is_some_and(|stored| stored.known(PERSONS).is_some())
                            && all(PERSONS).all(lacks)
                    }),
                    _ => false,
                };
                if advised {
                    missing.advised.push(pointer(place));
                }
            }
            State::Unknown => missing.cannot_tell.push(pointer(place)),
            State::Empty if needed == Needed::Advised => missing.advised.push(pointer(place)),
            State::Empty => missing.needed.push(pointer(place)),
        }
    }
    missing
}

const OTHER: usize = CUSTOMER.place("account_purpose_other");
const PURPOSE: usize = CUSTOMER.place("account_purpose");
const EXPLANATION: usize = CUSTOMER.place("high_risk_activities_explanation");
const ACTIVITIES: usize = CUSTOMER.place("high_risk_activities");
const INDUSTRY: usize = CUSTOMER.place("business_industry");
const DOCUMENTS: usize = CUSTOMER.place("documents");
/// Somebody has to have each of these.
const ROLES: [usize; 2] = [PERSON.place("has_control"), PERSON.place("is_signer")];

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
    use alloc::format;

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
    fn asks_for_the_agreement_that_the_model_knows_alone() {
        // Which of the two is needed, and of which it can't be told.
        let asked = |stored: &str, patch: &str, model| {
            let Missing { needed, cannot_tell, .. } = missing_of(stored, patch, model);
            let terms = |list: Vec<String>| -> Vec<String> {
                list.into_iter().filter(|path| path.contains("agreement") || path.contains("terms")).collect()
            };
            (terms(needed), terms(cannot_tell))
        };
        let list = |names: &[&str]| -> Vec<String> { names.iter().map(|name| String::from(*name)).collect() };
        let (agreement, signed_at) = (list(&["/signed_agreement_id"]), list(&["/terms_signed_at"]));
        let both = list(&["/signed_agreement_id", "/terms_signed_at"]);
        let blank = r#"{"signed_agreement_id":"","terms_signed_at":""}"#;
        let (license, reliance) = (Some(KycModel::LicenseAsAService), Some(KycModel::Reliance));
        assert_eq!(asked("{}", "{}", license), (list(&[]), agreement.clone()));
        assert_eq!(asked(blank, "{}", license), (agreement, list(&[])));
        assert_eq!(asked("{}", "{}", reliance), (list(&[]), signed_at.clone()));
        assert_eq!(asked(blank, "{}", reliance), (signed_at, list(&[])));
        assert_eq!(asked("{}", "{}", None), (list(&[]), both));
        for patch in [
            r#"{"terms_signed_at":"2026-04-01T10:00:00Z"}"#,
            r#"{"signed_agreement_id":"123e4567-e89b-12d3-a456-426614174000"}"#,
        ] {
            assert_eq!(asked("{}", patch, None), (list(&[]), list(&[])), "{patch}");
        }
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

    #[test]
    fn needs_the_explanation_of_what_is_named() {
        let other = r#"{"account_purpose":"other","high_risk_activities":["gambling"]}"#;
        let told = missing_of(r#"{"account_purpose_other":""}"#, other, None);
        assert!(told.needed.contains(&"/account_purpose_other".into()));
        assert!(told.cannot_tell.contains(&"/high_risk_activities_explanation".into()));
        let told = missing_of(
            "{}",
            r#"{"account_purpose":"payroll","high_risk_activities":["none_of_the_above"]}"#,
            None,
        );
        let all = [told.needed, told.cannot_tell].concat();
        assert!(!all.contains(&"/account_purpose_other".into()));
        assert!(!all.contains(&"/high_risk_activities_explanation".into()));
    }

    #[test]
    fn advises_activities_where_the_industry_asks() {
        let told = |industry| {
            let stored = format!(r#"{{"business_industry":"{industry}","high_risk_activities":[]}}"#);
            missing_of(&stored, "{}", None).advised.contains(&"/high_risk_activities".into())
        };
        assert!(told("713210") && told("713120"));
        assert!(!told("541519") && !told("none"));
    }

    #[test]
    fn advises_the_documents_of_the_business_type() {
        let advised = |stored: &str, patch: &str| {
            missing_of(stored, patch, None).advised.contains(&"/documents".into())
        };
        let one = r#"{"documents":[{"doc_type":"proof_of_address"}]}"#;
        let two = r#"{"documents":[{"doc_type":"proof_of_address"},{"doc_type":"registration_document"}]}"#;
        assert!(advised(r#"{"business_type":"trust"}"#, one));
        assert!(!advised(r#"{"business_type":"trust"}"#, two));
        assert!(advised(r#"{"business_type":"corporation"}"#, two));
        assert!(!advised("{}", one));
        let stored = r#"{"business_type":"trust","documents":[{"doc_type":"registration_document"}]}"#;
        assert!(!advised(stored, one));
    }

    #[test]
    fn advises_persons_where_nobody_controls_or_nobody_signs() {
        let advised = |persons: &str| {
            let stored = format!(r#"{{"associated_persons":[{persons}]}}"#);
            missing_of(&stored, "{}", None).advised.contains(&"/associated_persons".into())
        };
        assert!(advised(r#"{"has_control":true,"is_signer":false}"#));
        assert!(advised(r#"{"has_control":false,"is_signer":true}"#));
        assert!(!advised(r#"{"has_control":false,"is_signer":true},{"has_control":true,"is_signer":false}"#));
        assert!(!advised(r#"{"first_name":"Ada"}"#));
    }

    #[test]
    fn keeps_the_order_of_the_table() {
        let missing = missing_of("{}", r#"{"account_purpose":"other"}"#, None);
        for list in [missing.needed, missing.advised, missing.cannot_tell] {
            let places: Vec<_> = list.iter().map(|pointer| CUSTOMER.place(&pointer[1..])).collect();
            assert!(places.is_sorted());
        }
    }
}
