//! `Idempotency-Key`, and what an answer says of it.

use axum::http::{HeaderMap, HeaderValue};

use super::problem::Problem;

/// A key has at most this many bytes.
const LENGTH: usize = 255;

/// Says that an answer is that of an earlier request under the same key.
pub const REPLAYED: &str = "idempotency-replayed";

/// The key, where there is one: visible ASCII, as the draft of the header writes it, quoted or not.
///
/// # Errors
/// 400 for a key that is none, and for two.
pub fn key(headers: &HeaderMap) -> Result<Option<HeaderValue>, Problem> {
    let mut keys = headers.get_all("idempotency-key").iter();
    match (keys.next(), keys.next()) {
        (None, _) => Ok(None),
        (Some(key), None)
            if (1..=LENGTH).contains(&key.len()) && key.as_bytes().iter().all(u8::is_ascii_graphic) =>
        {
            Ok(Some(key.clone()))
        }
        _ => Err(Problem::bad_request("Idempotency-Key is one header of 1 to 255 visible ASCII characters.")),
    }
}
