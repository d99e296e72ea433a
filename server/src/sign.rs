//! OneMoney-HMAC-SHA256: how a request to the API is signed (contract, `auth`).
//!
//! The sandbox checks signatures, the relay makes them; both go through [`Key::signature`].

use std::fmt;

use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use chrono::{DateTime, NaiveDateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::storage::change::hex;

/// The name of the scheme in `Authorization`.
pub const SCHEME: &str = "OneMoney-HMAC-SHA256";

/// The header that repeats the timestamp.
pub const DATE: &str = "x-om-date";

/// UTC to the second, as `20250930T120000Z`.
const FORM: &str = "%Y%m%dT%H%M%SZ";

/// Padded or not: both are written.
const BASE64URL: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// An access key and its secret.
#[derive(Clone)]
pub struct Key {
    /// What names it; no secret.
    pub access_key: String,
    secret: Box<[u8]>,
}

impl fmt::Debug for Key {
    /// Never the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").field("access_key", &self.access_key).finish_non_exhaustive()
    }
}

/// What a signature covers.
#[derive(Clone, Copy, Debug)]
pub struct Signed<'a> {
    /// In upper case.
    pub method: &'a str,
    /// As it is sent, escapes and all, without the query.
    pub path: &'a str,
    /// As it is sent; empty without one.
    pub body: &'a [u8],
    /// As in both headers.
    pub timestamp: &'a str,
}

impl Key {
    /// Takes the secret out of base64url; `None` when it is none, or empty.
    pub fn new(access_key: impl Into<String>, secret: &str) -> Option<Self> {
        let secret = BASE64URL.decode(secret).ok().filter(|secret| !secret.is_empty())?;
        Some(Self { access_key: access_key.into(), secret: secret.into() })
    }

    /// The 32 bytes of the signature; on the wire they are lower-case hex.
    pub fn signature(&self, signed: &Signed<'_>) -> [u8; 32] {
        self.mac(string_to_sign(&self.access_key, signed).as_bytes())
    }

    /// The value of `Authorization`.
    pub fn authorization(&self, signed: &Signed<'_>) -> String {
        format!("{SCHEME} {}:{}:{}", self.access_key, signed.timestamp, hex(&self.signature(signed)))
    }

    /// HMAC-SHA256 of any message under the secret.
    pub fn mac(&self, message: &[u8]) -> [u8; 32] {
        Hmac::<Sha256>::new_from_slice(&self.secret)
            .expect("HMAC takes a key of any length")
            .chain_update(message)
            .finalize()
            .into_bytes()
            .into()
    }
}

/// Five lines: access key, timestamp, method, path, hash of the body.
fn string_to_sign(access_key: &str, signed: &Signed<'_>) -> String {
    let body = hex(&Sha256::digest(signed.body));
    [access_key, signed.timestamp, signed.method, signed.path, &body].join("\n")
}

/// An instant as it is signed.
pub fn timestamp(at: DateTime<Utc>) -> String {
    at.format(FORM).to_string()
}

/// Reads a timestamp in its one form.
pub fn instant(text: &str) -> Option<DateTime<Utc>> {
    let at = NaiveDateTime::parse_from_str(text, FORM).ok()?.and_utc();
    // chrono reads laxer forms, too.
    (timestamp(at) == text).then_some(at)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    struct Vector {
        name: String,
        access_key: String,
        secret: String,
        timestamp: String,
        method: String,
        path: String,
        body: String,
        string_to_sign: String,
        signature: String,
        authorization: String,
    }

    #[test]
    fn agrees_with_every_vector() {
        let vectors: Vec<Vector> = serde_json::from_str(include_str!("../tests/vectors/hmac.json")).unwrap();
        assert!(vectors.len() >= 8);
        for Vector { name, access_key, secret, timestamp, method, path, body, .. } in &vectors {
            let key = Key::new(access_key, secret).unwrap();
            let signed = Signed { method, path, body: body.as_bytes(), timestamp };
            let vector = vectors.iter().find(|vector| &vector.name == name).unwrap();
            assert_eq!(string_to_sign(access_key, &signed), vector.string_to_sign, "{name}");
            assert_eq!(hex(&key.signature(&signed)), vector.signature, "{name}");
            assert_eq!(key.authorization(&signed), vector.authorization, "{name}");
        }
    }

    #[test]
    fn reads_a_timestamp_in_its_one_form() {
        let at = instant("20250930T120000Z").unwrap();
        assert_eq!(timestamp(at), "20250930T120000Z");
        for text in [
            "",
            "2025-09-30T12:00:00Z",
            "20250930T120000",
            "20250930t120000z",
            "20250931T120000Z",
            "2025930T120000Z",
            " 20250930T120000Z",
        ] {
            assert_eq!(instant(text), None, "{text}");
        }
    }

    #[test]
    fn a_secret_is_base64url_and_is_never_printed() {
        assert!(Key::new("a", "not base64").is_none() && Key::new("a", "").is_none());
        let key = Key::new("a", "c2VjcmV0").unwrap();
        assert_eq!(format!("{key:?}"), r#"Key { access_key: "a", .. }"#);
    }
}
