//! Sessions in which the terms of service are signed.

use chrono::{DateTime, Duration, Utc};
use rusqlite::{OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::instant;

/// How long a session is good (contract, `terms_link`).
pub const LIFE: Duration = Duration::hours(1);

/// A session that is still good.
#[derive(Debug)]
pub struct Session {
    /// Where the page leads back to.
    pub redirect_url: Option<String>,
    /// The agreement, once it is signed.
    pub signed_agreement_id: Option<String>,
}

/// Begins a session and answers its token, which is told this once. Forgets those that have expired.
///
/// # Errors
/// Those of SQLite.
pub fn begin(
    transaction: &Transaction<'_>,
    redirect_url: Option<&str>,
    now: DateTime<Utc>,
) -> rusqlite::Result<String> {
    transaction.execute("DELETE FROM terms_sessions WHERE expires_at <= ?1", [instant(now)])?;
    let token = Uuid::new_v4().to_string();
    transaction.execute(
        "INSERT INTO terms_sessions (token_sha256, redirect_url, expires_at) VALUES (?1, ?2, ?3)",
        params![hash(&token), redirect_url, instant(now + LIFE)],
    )?;
    Ok(token)
}

/// Finds a session; `None` for one that is not known or has expired.
///
/// # Errors
/// Those of SQLite.
pub fn find(
    transaction: &Transaction<'_>,
    token: &str,
    now: DateTime<Utc>,
) -> rusqlite::Result<Option<Session>> {
    transaction
        .query_row(
            "SELECT redirect_url, signed_agreement_id FROM terms_sessions
             WHERE token_sha256 = ?1 AND expires_at > ?2",
            params![hash(token), instant(now)],
            |row| Ok(Session { redirect_url: row.get(0)?, signed_agreement_id: row.get(1)? }),
        )
        .optional()
}

/// Signs, and answers the id of the agreement: the same one each time.
///
/// # Errors
/// Those of SQLite.
pub fn sign(
    transaction: &Transaction<'_>,
    token: &str,
    now: DateTime<Utc>,
) -> rusqlite::Result<Option<String>> {
    let Some(session) = find(transaction, token, now)? else { return Ok(None) };
    if let Some(signed) = session.signed_agreement_id {
        return Ok(Some(signed));
    }
    let agreement = Uuid::new_v4().to_string();
    transaction.execute(
        "UPDATE terms_sessions SET signed_agreement_id = ?2 WHERE token_sha256 = ?1",
        params![hash(token), agreement],
    )?;
    Ok(Some(agreement))
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}
