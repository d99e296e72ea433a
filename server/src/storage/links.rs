//! Links to the form: what opens one customer, for a while.
//!
//! A token is `{link id}.{secret}`, both base64url. The id finds the row; the secret, 256 random
//! bits, is kept as its SHA-256 and compared in constant time.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, Utc};
use rusqlite::{OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::instant;

/// How long a link stays good.
pub const LIFE: Duration = Duration::days(30);

/// Makes a link for a customer and answers its token, which is told this once.
///
/// # Errors
/// Those of SQLite.
pub fn make(transaction: &Transaction<'_>, customer: &str, now: DateTime<Utc>) -> rusqlite::Result<String> {
    let (mut id, mut secret) = ([0; 9], [0; 32]);
    for bytes in [&mut id[..], &mut secret[..]] {
        getrandom::fill(bytes).expect("the operating system gives random bytes");
    }
    let id = URL_SAFE_NO_PAD.encode(id);
    transaction.execute(
        "INSERT INTO links (link_id, customer_id, secret_sha256, created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![id, customer, <[u8; 32]>::from(Sha256::digest(secret)), instant(now), instant(now + LIFE)],
    )?;
    Ok(format!("{id}.{}", URL_SAFE_NO_PAD.encode(secret)))
}

/// The customer that a token opens; `None` for a token that is not known, tampered with or expired.
///
/// # Errors
/// Those of SQLite.
pub fn customer(
    transaction: &Transaction<'_>,
    token: &str,
    now: DateTime<Utc>,
) -> rusqlite::Result<Option<String>> {
    let Some((id, secret)) = token.split_once('.') else { return Ok(None) };
    let Ok(secret) = URL_SAFE_NO_PAD.decode(secret) else { return Ok(None) };
    let row: Option<([u8; 32], String)> = transaction
        .prepare_cached(
            "SELECT secret_sha256, customer_id FROM links WHERE link_id = ?1 AND expires_at > ?2",
        )?
        .query_row(params![id, instant(now)], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(row.and_then(|(kept, customer)| {
        bool::from(kept.ct_eq(&<[u8; 32]>::from(Sha256::digest(secret)))).then_some(customer)
    }))
}

/// Forgets the links that have expired.
///
/// # Errors
/// Those of SQLite.
pub fn sweep(transaction: &Transaction<'_>, now: DateTime<Utc>) -> rusqlite::Result<usize> {
    transaction.execute("DELETE FROM links WHERE expires_at <= ?1", [instant(now)])
}
