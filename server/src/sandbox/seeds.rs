//! The customers of a new file: one in each of the nine states, of both KYC models.
//!
//! Each is a patch, stored on the way that every patch goes. A file is written `sample:NAME`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Duration, Utc};
use kyb_patch::KybStatus;
use rusqlite::Transaction;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::storage::Store;
use crate::storage::change::Change;
use crate::storage::customers::{self, NewCustomer};

/// In the order of the states in the contract.
const SEEDS: [&str; 9] = [
    include_str!("../../seeds/1_init.json"),
    include_str!("../../seeds/2_pending_response.json"),
    include_str!("../../seeds/3_pending_review.json"),
    include_str!("../../seeds/4_under_review.json"),
    include_str!("../../seeds/5_escalated.json"),
    include_str!("../../seeds/6_pending_approval.json"),
    include_str!("../../seeds/7_rejected.json"),
    include_str!("../../seeds/8_approved.json"),
    include_str!("../../seeds/9_provisioning.json"),
];

/// Files that the seeds name.
const SAMPLES: [(&str, &str, &[u8]); 5] = [
    ("sample:id-front.png", "image/png", include_bytes!("../../seeds/files/id-front.png")),
    ("sample:id-back.png", "image/png", include_bytes!("../../seeds/files/id-back.png")),
    (
        "sample:proof-of-address.pdf",
        "application/pdf",
        include_bytes!("../../seeds/files/proof-of-address.pdf"),
    ),
    ("sample:registration.pdf", "application/pdf", include_bytes!("../../seeds/files/registration.pdf")),
    ("sample:shareholders.csv", "text/csv", include_bytes!("../../seeds/files/shareholders.csv")),
];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Seed {
    customer_id: String,
    kyb_status: String,
    kyc_model: String,
    created_days_ago: i64,
    submitted_days_ago: Option<i64>,
    incorporation_country: Option<String>,
    incorporation_state: Option<String>,
    review_issues: Option<Value>,
    person_ids: Vec<String>,
    patch: Box<RawValue>,
}

impl Seed {
    fn read(text: &str) -> Self {
        serde_json::from_str(text).expect("a seed has the form of a seed")
    }

    fn status(&self) -> KybStatus {
        KybStatus::parse(&self.kyb_status).expect("a seed is in one of the nine states")
    }

    /// The patch with its files in place.
    fn patch(&self) -> String {
        SAMPLES.iter().fold(self.patch.get().to_owned(), |patch, (name, mime, content)| {
            patch.replace(name, &format!("data:{mime};base64,{}", STANDARD.encode(content)))
        })
    }

    fn sow(&self, transaction: &Transaction<'_>, now: DateTime<Utc>) -> rusqlite::Result<()> {
        let days_ago = |days| now - Duration::days(days);
        let customer = NewCustomer {
            id: &self.customer_id,
            kyb_status: self.status(),
            kyc_model: &self.kyc_model,
            incorporation_country: self.incorporation_country.as_deref(),
            incorporation_state: self.incorporation_state.as_deref(),
            review_issues: self.review_issues.as_ref(),
            submitted_at: self.submitted_days_ago.map(days_ago),
            created_at: days_ago(self.created_days_ago),
        };
        customers::insert(transaction, &customer)?;
        let mut change = Change::read(&self.patch()).expect("the patch of a seed can be stored");
        for (person, id) in change.persons.iter_mut().zip(&self.person_ids) {
            person.id.clone_from(id);
        }
        let changed = self.submitted_days_ago.unwrap_or(self.created_days_ago);
        customers::apply(transaction, &self.customer_id, &change, days_ago(changed))
    }
}

/// Makes the nine customers when the file has none.
///
/// # Errors
/// Those of SQLite.
pub fn sow(store: &Store, now: DateTime<Utc>) -> rusqlite::Result<()> {
    store.write(|transaction| {
        let (_, customers) = customers::list(transaction, None, 0, 0)?;
        if customers == 0 {
            for seed in SEEDS {
                Seed::read(seed).sow(transaction, now)?;
            }
        }
        Ok(())
    })
}

/// Makes further customers like the one in `init`, each under an id of its own; answers the ids.
///
/// # Errors
/// Those of SQLite.
pub fn sow_more(store: &Store, customers: usize, now: DateTime<Utc>) -> rusqlite::Result<Vec<String>> {
    store.write(|transaction| {
        let mut ids = Vec::new();
        for _ in 0..customers {
            let id = Uuid::new_v4().to_string();
            let seed = Seed { customer_id: id.clone(), person_ids: Vec::new(), ..Seed::read(SEEDS[0]) };
            seed.sow(transaction, now)?;
            ids.push(id);
        }
        Ok(ids)
    })
}

#[cfg(test)]
mod tests {
    use kyb_patch::Context;
    use serde_json::json;

    use super::*;

    #[test]
    fn there_is_one_in_each_of_the_nine_states() {
        let states: Vec<_> = SEEDS.iter().map(|seed| Seed::read(seed).status()).collect();
        assert!(KybStatus::ALL.iter().all(|status| states.contains(status)), "{states:?}");
    }

    #[test]
    fn the_rules_take_every_seed_as_it_is() {
        for text in SEEDS {
            let seed = Seed::read(text);
            let context = json!({
                "kybStatus": "init", "kycModel": seed.kyc_model, "now": "2026-01-15T12:00:00Z", "documents": "whole",
            });
            let context = Context::from_json(context.to_string().as_bytes()).unwrap();
            let report = kyb_patch::validate(seed.patch().as_bytes(), &context);
            let codes: Vec<_> = report.issues.iter().map(|issue| (issue.path.as_str(), issue.code)).collect();
            assert!(codes.is_empty(), "{}: {codes:?}", seed.customer_id);
        }
    }

    #[test]
    fn every_seed_has_what_a_read_always_shows_and_an_id_for_each_person() {
        for text in SEEDS {
            let seed = Seed::read(text);
            let change = Change::read(&seed.patch()).unwrap();
            assert!(["email", "business_legal_name"].iter().all(|name| change.fields.contains_key(*name)));
            assert_eq!(change.persons.len(), seed.person_ids.len());
        }
    }
}
