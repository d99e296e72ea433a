//! Who asks: a tool with the access key, or a browser with a link to one customer.

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::storage::{Store, links};
use crate::web::problem::Problem;

/// The access key of the documented sandbox: known to all, a secret to nobody.
pub const ACCESS_KEY: &str = "test_access_key";

/// What a request shows to be let in.
#[derive(Debug)]
pub enum Credentials {
    /// The access key: every customer.
    AccessKey,
    /// The token of a link: one customer, if it is good.
    Token(String),
}

impl Credentials {
    /// Takes the credentials from `Authorization: Bearer …`.
    ///
    /// # Errors
    /// 401 when there are none of that form.
    pub fn of(headers: &HeaderMap) -> Result<Self, Problem> {
        let mut values = headers.get_all(AUTHORIZATION).iter();
        let (Some(value), None) = (values.next(), values.next()) else { return Err(unauthorized()) };
        let (scheme, token) =
            value.to_str().ok().and_then(|value| value.split_once(' ')).ok_or_else(unauthorized)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(unauthorized());
        }
        let token = token.trim();
        // Hashed first, so that the time tells nothing of the length either.
        if Sha256::digest(token).ct_eq(&Sha256::digest(ACCESS_KEY)).into() {
            return Ok(Self::AccessKey);
        }
        Ok(Self::Token(token.to_owned()))
    }

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
        "Send Authorization: Bearer with the access key, or open a link that is still good.",
    )
}
