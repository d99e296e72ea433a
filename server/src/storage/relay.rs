//! The ledger of a relay in a SQLite file.

use std::path::Path;

use chrono::{DateTime, Duration, Utc};
use rusqlite::{OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};

use super::ledger::Submission;
use super::migrations::RELAY;
use super::{OpenError, Store, instant, passes};
use crate::relay::ledger::{Known, Ledger, LedgerError, LinkState, PersonHash};
use crate::web::log::note;

/// How long a submission is remembered.
const MEMORY: Duration = Duration::days(90);

/// A file with links and hashes.
#[derive(Debug)]
pub struct Book {
    store: Store,
}

impl Book {
    /// Opens the file, or makes it, and forgets what is long over.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub fn open(path: &Path, now: DateTime<Utc>) -> Result<Self, OpenError> {
        let book = Self { store: Store::open(path, &RELAY, false)? };
        book.sweep(now)?;
        Ok(book)
    }

    /// Forgets what is long over, if the file is free for it: the next time is soon enough.
    ///
    /// # Errors
    /// Those of SQLite, but for a lock or a full disk.
    pub fn sweep(&self, now: DateTime<Utc>) -> rusqlite::Result<()> {
        let (now, long_ago) = (instant(now), instant(now - MEMORY));
        // Looked for before anything is locked: another relay may be busy with the same file.
        let any: bool = self.store.read(|transaction| {
            transaction.query_row(
                "SELECT EXISTS (SELECT 1 FROM links WHERE expires_at <= ?1)
                     OR EXISTS (SELECT 1 FROM submissions WHERE applied = 1 AND at <= ?2)",
                [&now, &long_ago],
                |row| row.get(0),
            )
        })?;
        if !any {
            return Ok(());
        }
        let forgotten = self.store.write(|transaction| {
            transaction.execute("DELETE FROM links WHERE expires_at <= ?1", [&now])?;
            transaction.execute("DELETE FROM submissions WHERE applied = 1 AND at <= ?1", [&long_ago])?;
            Ok(())
        });
        forgotten.or_else(|error| if passes(&error) { Ok(()) } else { Err(error) })
    }

    /// See [`Store::checkpoint`].
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn checkpoint(&self) -> rusqlite::Result<()> {
        self.store.checkpoint()
    }
}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        note(&format!("sqlite={}", error.sqlite_extended_error_code().unwrap_or_default()));
        if passes(&error) { Self::Busy } else { Self::Broken }
    }
}

impl Ledger for Book {
    fn add_link(&self, link: &str, expires: DateTime<Utc>) -> Result<(), LedgerError> {
        self.store.write(|transaction| {
            transaction.execute(
                "INSERT INTO links (link_id, expires_at) VALUES (?1, ?2)",
                params![link, instant(expires)],
            )?;
            Ok(())
        })
    }

    fn link(&self, link: &str) -> Result<Option<LinkState>, LedgerError> {
        self.store.read(|transaction| {
            let row = transaction
                .prepare_cached("SELECT closed_at, revoked_at IS NOT NULL FROM links WHERE link_id = ?1")?
                .query_row([link], |row| Ok((row.get::<_, Option<String>>(0)?, row.get(1)?)))
                .optional()?;
            Ok(row.map(|(closed_at, revoked)| LinkState {
                closed_at: closed_at.and_then(|at| at.parse().ok()),
                revoked,
            }))
        })
    }

    fn close_link(&self, link: &str, now: DateTime<Utc>) -> Result<(), LedgerError> {
        self.store.write(|transaction| {
            transaction.execute(
                "UPDATE links SET closed_at = ?2 WHERE link_id = ?1 AND closed_at IS NULL",
                params![link, instant(now)],
            )?;
            Ok(())
        })
    }

    fn revoke_link(&self, link: &str, now: DateTime<Utc>) -> Result<bool, LedgerError> {
        self.store.write(|transaction| {
            let rows = transaction.execute(
                "UPDATE links SET revoked_at = coalesce(revoked_at, ?2) WHERE link_id = ?1",
                params![link, instant(now)],
            )?;
            Ok(rows > 0)
        })
    }

    fn find(&self, customer: &str, submission: &Submission) -> Result<Known, LedgerError> {
        self.store.read(|transaction| Ok(known(transaction, customer, submission)?))
    }

    fn begin(
        &self,
        customer: &str,
        submission: &Submission,
        persons_before: Option<&[PersonHash]>,
        now: DateTime<Utc>,
    ) -> Result<Known, LedgerError> {
        self.store.write(|transaction| {
            let known = known(transaction, customer, submission)?;
            if known == Known::New {
                transaction.execute(
                    "INSERT INTO submissions (customer_sha256, key_sha256, body_sha256, persons_before, persons_known, applied, at)
                     VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6)",
                    params![
                        hash(customer),
                        submission.key,
                        submission.body,
                        persons_before.unwrap_or_default().as_flattened(),
                        persons_before.is_some(),
                        instant(now)
                    ],
                )?;
            }
            Ok(known)
        })
    }

    fn applied(&self, customer: &str, submission: &Submission) -> Result<(), LedgerError> {
        self.store.write(|transaction| {
            transaction.execute(
                "UPDATE submissions SET applied = 1, persons_before = x''
                 WHERE customer_sha256 = ?1 AND key_sha256 = ?2",
                params![hash(customer), submission.key],
            )?;
            Ok(())
        })
    }

    fn released(&self, customer: &str, submission: &Submission) -> Result<(), LedgerError> {
        self.store.write(|transaction| {
            transaction.execute(
                "DELETE FROM submissions WHERE customer_sha256 = ?1 AND key_sha256 = ?2 AND applied = 0",
                params![hash(customer), submission.key],
            )?;
            Ok(())
        })
    }

    fn ready(&self) -> Result<(), LedgerError> {
        Ok(self.store.ready()?)
    }
}

fn known(transaction: &Transaction<'_>, customer: &str, submission: &Submission) -> rusqlite::Result<Known> {
    let row: Option<([u8; 32], Vec<u8>, bool, bool)> = transaction
        .prepare_cached(
            "SELECT body_sha256, persons_before, persons_known, applied FROM submissions
             WHERE customer_sha256 = ?1 AND key_sha256 = ?2",
        )?
        .query_row(params![hash(customer), submission.key], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()?;
    Ok(match row {
        None => Known::New,
        Some((body, ..)) if body != submission.body => Known::OtherBody,
        Some((_, _, _, true)) => Known::Applied,
        Some((_, before, known, false)) => {
            Known::InDoubt { persons_before: known.then(|| before.as_chunks().0.to_vec()) }
        }
    })
}

fn hash(customer: &str) -> [u8; 32] {
    Sha256::digest(customer).into()
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn opens_beside_a_program_that_is_writing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("relay.sqlite");
        let now = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let book = Book::open(&path, now).unwrap();
        book.add_link("old", now + Duration::hours(1)).unwrap();

        let other = Connection::open(&path).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let beside = Book::open(&path, now).unwrap();
        assert!(beside.link("old").unwrap().is_some());

        other.execute_batch("ROLLBACK").unwrap();
        let later = Book::open(&path, now + Duration::hours(2)).unwrap();
        assert!(later.link("old").unwrap().is_none());
    }
}
