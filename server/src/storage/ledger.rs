//! What was applied under which Idempotency-Key. Hashes alone: no key, no body, no customer data.
//!
//! Only what was applied is recorded. A refusal changed nothing, so the same key may come again
//! with a corrected body.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};

use super::instant;

/// A key and the body that came with it.
#[derive(Clone, Copy, Debug)]
pub struct Submission {
    /// Of the key.
    pub(super) key: [u8; 32],
    /// Of the body.
    pub(super) body: [u8; 32],
}

/// What the ledger knows of a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// The key is new for this customer.
    New,
    /// This very body was applied under this key.
    Applied,
    /// Another body was applied under this key.
    OtherBody,
}

impl Submission {
    /// Takes the hashes. The body's is salted with the key, so that who reads the ledger can't try bodies.
    pub fn new(key: &[u8], body: &[u8]) -> Self {
        let salted = Sha256::new().chain_update(Sha256::digest([b"body ", key].concat())).chain_update(body);
        Self { key: Sha256::digest(key).into(), body: salted.finalize().into() }
    }
}

impl Submission {
    /// A hash of a person's id that is of no use but beside this submission.
    pub fn of_person(&self, id: &str) -> [u8; 32] {
        Sha256::new().chain_update(b"person ").chain_update(self.key).chain_update(id).finalize().into()
    }
}

/// Looks a submission up.
///
/// # Errors
/// Those of SQLite.
pub fn find(
    transaction: &Transaction<'_>,
    customer: &str,
    submission: &Submission,
) -> rusqlite::Result<Known> {
    let body: Option<[u8; 32]> = transaction
        .query_row(
            "SELECT body_sha256 FROM applied WHERE customer_id = ?1 AND key_sha256 = ?2",
            params![customer, submission.key],
            |row| row.get(0),
        )
        .optional()?;
    Ok(match body {
        None => Known::New,
        Some(body) if body == submission.body => Known::Applied,
        Some(_) => Known::OtherBody,
    })
}

/// Records that a submission is applied, in the transaction that applies it.
///
/// # Errors
/// Those of SQLite.
pub fn record(
    transaction: &Transaction<'_>,
    customer: &str,
    submission: &Submission,
    now: DateTime<Utc>,
) -> rusqlite::Result<()> {
    transaction.execute(
        "INSERT INTO applied (customer_id, key_sha256, body_sha256, applied_at) VALUES (?1, ?2, ?3, ?4)",
        params![customer, submission.key, submission.body, instant(now)],
    )?;
    Ok(())
}
