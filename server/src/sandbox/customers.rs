//! Reading customers.

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, Request, State};
use axum::response::Response;
use chrono::Utc;
use kyb_patch::KybStatus;
use serde::{Deserialize, Serialize};

use super::door::{bodiless, open};
use super::{App, json, wire};
use crate::storage::customers;
use crate::web::problem::Problem;

/// A page has at most this many customers.
const MAX_SIZE: u64 = 100;

/// What a list is asked for, as text: a number that is none gets a sentence of its own.
#[derive(Debug, Deserialize)]
pub struct ListQuery {
    page: Option<String>,
    size: Option<String>,
    kyb_status: Option<String>,
}

#[derive(Serialize)]
struct List<'a> {
    customers: Vec<wire::InList<'a>>,
    total: u64,
}

/// `GET /v1/customers`: a page, in the order in which the customers were made.
pub async fn list(
    State(app): State<App>,
    query: Result<Query<ListQuery>, QueryRejection>,
    request: Request,
) -> Result<Response, Problem> {
    let caller = bodiless(request).await?;
    app.blocking(move |store| {
        caller.open_all(store, Utc::now())?;
        let Query(query) = query
            .map_err(|_| Problem::bad_request("The query can't be read, or names a parameter twice."))?;
        let page = number(query.page.as_deref(), 1, u64::MAX)
            .ok_or(Problem::bad_request("page is a whole number from 1."))?;
        let size = number(query.size.as_deref(), 10, MAX_SIZE)
            .ok_or(Problem::bad_request("size is a whole number from 1 to 100."))?;
        let status = |name: &str| {
            KybStatus::parse(name).ok_or(Problem::bad_request("kyb_status is none of the nine states."))
        };
        let status = query.kyb_status.as_deref().map(status).transpose()?;
        let offset = (page - 1).saturating_mul(size);
        let (listed, total) = store.read(|transaction| customers::list(transaction, status, offset, size))?;
        let listed = listed.iter().map(wire::InList).collect();
        Ok(json(&List { customers: listed, total }))
    })
    .await
}

/// `GET /v1/customers/{customer_id}`.
pub async fn read(
    State(app): State<App>,
    id: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, Problem> {
    let caller = bodiless(request).await?;
    app.blocking(move |store| {
        let customer = open(store, &caller, &id.map(|Path(id)| id).unwrap_or_default())?;
        Ok(json(&wire::Read(&customer)))
    })
    .await
}

fn number(text: Option<&str>, absent: u64, most: u64) -> Option<u64> {
    let Some(text) = text else { return Some(absent) };
    // parse would take a plus sign.
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.then(|| text.parse().ok()).flatten()?;
    (1..=most).contains(&number).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_whole_numbers_within_their_bounds() {
        assert_eq!(number(None, 10, 100), Some(10));
        assert_eq!(number(Some("100"), 10, 100), Some(100));
        for text in ["0", "101", "-1", "+1", "1.0", "", " 1", "99999999999999999999", "a"] {
            assert_eq!(number(Some(text), 10, 100), None, "{text}");
        }
    }
}
