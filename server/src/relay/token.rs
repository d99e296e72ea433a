//! The token of a link: what it opens, until when, signed.
//!
//! `{payload}.{signature}`, both base64url; the payload is JSON. The keys are made from the API's secret,
//! so that who reads the data file can't make a token, and several relays need share nothing else.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use crate::sign::Key;

/// What the two uses of the secret beside signing requests are told apart by.
const LINK: &[u8] = b"kyb-patch link 1\n";
const DRAFT: &[u8] = b"kyb-patch draft 1\n";

/// No token is longer, in bytes.
const LONGEST: usize = 512;

/// What a token says.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    /// The link, which can be revoked.
    pub link: String,
    /// The customer that it opens.
    pub customer: String,
    /// `reliance` or `license_as_a_service`, which no read of the API shows.
    pub kyc_model: String,
    /// Seconds since 1970.
    pub expires: i64,
}

impl Claims {
    /// Writes and signs the token.
    pub fn token(&self, key: &Key) -> String {
        let payload = serde_json::to_vec(self).expect("claims have a JSON text");
        let payload = URL_SAFE_NO_PAD.encode(payload);
        let signature = URL_SAFE_NO_PAD.encode(signature(key, &payload));
        format!("{payload}.{signature}")
    }

    /// Reads a token that was signed here; `None` for any other.
    pub fn read(token: &str, key: &Key) -> Option<Self> {
        if token.len() > LONGEST {
            return None;
        }
        let (payload, given) = token.split_once('.')?;
        let given = URL_SAFE_NO_PAD.decode(given).ok()?;
        if !bool::from(signature(key, payload).as_slice().ct_eq(&given)) {
            return None;
        }
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()
    }
}

fn signature(key: &Key, payload: &str) -> [u8; 32] {
    key.mac(&[LINK, payload.as_bytes()].concat())
}

/// What drafts of a customer are encrypted with in the browser: the same for each of its links, so that
/// a renewed link opens them.
pub fn draft_secret(key: &Key, customer: &str) -> String {
    URL_SAFE_NO_PAD.encode(key.mac(&[DRAFT, customer.as_bytes()].concat()))
}

/// Whether a text can be an id of the API: no id that is a step of a path, or needs escapes.
pub fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims() -> Claims {
        Claims { link: "l1".into(), customer: "c1".into(), kyc_model: "reliance".into(), expires: 17 }
    }

    #[test]
    fn a_token_says_what_was_signed_and_nothing_else_is_taken() {
        let key = Key::new("a", "c2VjcmV0").unwrap();
        let other = Key::new("a", "b3RoZXI").unwrap();
        let token = claims().token(&key);
        assert_eq!(Claims::read(&token, &key), Some(claims()));
        assert_eq!(Claims::read(&token, &other), None);
        let (payload, signature) = token.split_once('.').unwrap();
        let forged = URL_SAFE_NO_PAD
            .encode(serde_json::to_vec(&Claims { customer: "c2".into(), ..claims() }).unwrap());
        for wrong in [
            format!("{forged}.{signature}"),
            format!("{payload}."),
            format!(".{signature}"),
            payload.to_owned(),
            format!("{token}A"),
            format!("{token}."),
            token.to_ascii_lowercase(),
            "x".repeat(10_000),
        ] {
            assert_eq!(Claims::read(&wrong, &key), None, "{wrong}");
        }
        // A request's signature is none of a token's, although the secret is one.
        assert_ne!(key.mac(payload.as_bytes()).to_vec(), URL_SAFE_NO_PAD.decode(signature).unwrap());
    }

    #[test]
    fn the_draft_secret_is_of_the_customer() {
        let key = Key::new("a", "c2VjcmV0").unwrap();
        assert_eq!(draft_secret(&key, "c1"), draft_secret(&key, "c1"));
        assert_ne!(draft_secret(&key, "c1"), draft_secret(&key, "c2"));
    }

    #[test]
    fn an_id_leads_nowhere_else() {
        assert!(is_id("123e4567-e89b-12d3-a456-426614174000") && is_id("a_B-9"));
        for text in ["", ".", "..", "a/b", "a%2fb", "a?b", "a#b", "a b", "é", &"a".repeat(65)] {
            assert!(!is_id(text), "{text}");
        }
    }
}
