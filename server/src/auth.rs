//! Who asks the sandbox: a tool with the access key, by Bearer or by signature, or a browser with a
//! link to one customer.

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use chrono::{DateTime, Duration, Utc};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::sign::{self, Key, Signed};
use crate::storage::{Store, links};
use crate::web::problem::Problem;

/// The access key of the documented sandbox: known to all, a secret to nobody.
pub const ACCESS_KEY: &str = "test_access_key";

/// Its secret, as well known.
pub const SECRET: &str = "dGVzdC1zZWNyZXQta2V5LW1hdGVyaWFs";

/// How far the time of a signature may be from the clock, either way.
const DRIFT: Duration = Duration::minutes(5);

/// Who was let in.
#[derive(Debug)]
pub enum Caller {
    /// The access key: every customer.
    AccessKey,
    /// The token of a link: one customer, if it is good.
    Token(String),
}

/// What a request shows to be let in.
#[derive(Debug)]
pub enum Credentials {
    /// Bearer: it stands for itself.
    Shown(Caller),
    /// A signature, which is checked once the body has come.
    Signed(Claim),
}

/// A signature of which all is checked but itself.
#[derive(Debug)]
pub struct Claim {
    method: Method,
    path: String,
    timestamp: String,
    signature: [u8; 32],
}

impl Credentials {
    /// Takes the credentials from `Authorization`.
    ///
    /// # Errors
    /// 401 when there are none of a form that is taken, or a signature is too old or too new.
    pub fn of(method: &Method, uri: &Uri, headers: &HeaderMap, now: DateTime<Utc>) -> Result<Self, Problem> {
        let (scheme, rest) = authorization(headers).ok_or_else(unauthorized)?;
        if scheme.eq_ignore_ascii_case(sign::SCHEME) {
            return Claim::of(method, uri, headers, rest, ACCESS_KEY, now).map(Self::Signed);
        }
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(unauthorized());
        }
        // Hashed first, so that the time tells nothing of the length either.
        if Sha256::digest(rest).ct_eq(&Sha256::digest(ACCESS_KEY)).into() {
            return Ok(Self::Shown(Caller::AccessKey));
        }
        Ok(Self::Shown(Caller::Token(rest.to_owned())))
    }

    /// Who it is, where that is known before the body is.
    pub fn shown(&self) -> Option<&Caller> {
        match self {
            Self::Shown(caller) => Some(caller),
            Self::Signed(_) => None,
        }
    }

    /// Who it is, given the body.
    ///
    /// # Errors
    /// 401 when the signature is of another request.
    pub fn caller(self, body: &[u8]) -> Result<Caller, Problem> {
        match self {
            Self::Shown(caller) => Ok(caller),
            Self::Signed(claim) => {
                let key = Key::new(ACCESS_KEY, SECRET).expect("the secret is base64url");
                claim.check(&key, body).map(|()| Caller::AccessKey)
            }
        }
    }
}

/// Scheme and the rest of the one `Authorization`.
pub fn authorization(headers: &HeaderMap) -> Option<(&str, &str)> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let (scheme, rest) = value.to_str().ok()?.split_once(' ')?;
    Some((scheme, rest.trim()))
}

impl Claim {
    /// Reads `{access key}:{timestamp}:{signature}` and holds the first two against what they must be.
    ///
    /// # Errors
    /// 401.
    pub fn of(
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
        text: &str,
        access_key: &str,
        now: DateTime<Utc>,
    ) -> Result<Self, Problem> {
        let mut parts = text.split(':');
        let (Some(named), Some(timestamp), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(signature_wrong());
        };
        let mut dates = headers.get_all(sign::DATE).iter();
        let same_date = matches!((dates.next(), dates.next()), (Some(date), None) if date == timestamp);
        let (Some(at), Some(signature)) = (sign::instant(timestamp), bytes(signature)) else {
            return Err(signature_wrong());
        };
        if named != access_key || !same_date {
            return Err(signature_wrong());
        }
        if (now - at).abs() > DRIFT {
            return Err(Problem::new(
                StatusCode::UNAUTHORIZED,
                "The time of the signature is more than five minutes from the clock here.",
            ));
        }
        Ok(Self {
            method: method.clone(),
            path: uri.path().to_owned(),
            timestamp: timestamp.to_owned(),
            signature,
        })
    }

    /// Holds the signature against the request, in constant time.
    ///
    /// # Errors
    /// 401.
    pub fn check(&self, key: &Key, body: &[u8]) -> Result<(), Problem> {
        let signed =
            Signed { method: self.method.as_str(), path: &self.path, body, timestamp: &self.timestamp };
        if key.signature(&signed).ct_eq(&self.signature).into() { Ok(()) } else { Err(signature_wrong()) }
    }
}

/// 32 bytes in lower-case hex.
fn bytes(hex: &str) -> Option<[u8; 32]> {
    let lower = |byte: &u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte);
    if hex.len() != 64 || !hex.bytes().all(|byte| lower(&byte)) {
        return None;
    }
    let mut bytes = [0; 32];
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&hex[2 * place..2 * place + 2], 16).ok()?;
    }
    Some(bytes)
}

impl Caller {
    /// Lets in to every customer.
    ///
    /// # Errors
    /// 403 for a good link, which opens one customer alone; 401 for what is not good.
    pub fn open_all(&self, store: &Store, now: DateTime<Utc>) -> Result<(), Problem> {
        match self {
            Self::AccessKey => Ok(()),
            Self::Token(token) => {
                holder(store, token, now)?;
                Err(Problem::new(StatusCode::FORBIDDEN, "A link opens its own customer alone."))
            }
        }
    }

    /// Lets in to one customer.
    ///
    /// # Errors
    /// 404 for the link of another customer, as for a customer that is not there: a link tells nobody
    /// who else there is. 401 for what is not good.
    pub fn open(&self, store: &Store, customer: &str, now: DateTime<Utc>) -> Result<(), Problem> {
        match self {
            Self::AccessKey => Ok(()),
            Self::Token(token) if holder(store, token, now)? == customer => Ok(()),
            Self::Token(_) => Err(Problem::no_such_customer()),
        }
    }
}

/// The customer that a token opens.
fn holder(store: &Store, token: &str, now: DateTime<Utc>) -> Result<String, Problem> {
    store.read(|transaction| links::customer(transaction, token, now))?.ok_or_else(unauthorized)
}

fn unauthorized() -> Problem {
    Problem::new(
        StatusCode::UNAUTHORIZED,
        "Send Authorization: Bearer with the access key, a signature, or open a link that is still good.",
    )
}

/// One answer for all that is wrong with a signature: what is right in it is nobody's business.
fn signature_wrong() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "The signature is not that of this request.")
}
