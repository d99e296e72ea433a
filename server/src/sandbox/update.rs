//! `PUT /v1/customers/{customer_id}`: Update Customer.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use chrono::{DateTime, Utc};
use kyb_patch::KybStatus;
use rusqlite::Transaction;
use serde_json::json;
use serde_json::value::RawValue;

use super::door::{self, Scope, found};
use super::{App, json, standing, wire};
use crate::judge;
use crate::storage::change::{Change, Unreadable};
use crate::storage::customers;
use crate::storage::ledger::{self, Known, Submission};
use crate::web::idempotency::{self, REPLAYED};
use crate::web::problem::{Fault, Problem};

/// Applies a patch: all of it in one transaction, or nothing.
pub async fn update(
    State(app): State<App>,
    id: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, Problem> {
    let id = id.map(|Path(id)| id).unwrap_or_default();
    let key = idempotency::key(request.headers());
    let received = door::write(&app, Scope::Customer(id.clone()), false, request).await?;
    let key = key?;
    app.blocking(move |store| {
        let patch = received.text()?;
        // Whether it is JSON at all, at whatever depth; what it says is the rules' to judge, as text.
        serde_json::from_str::<&RawValue>(patch)
            .map_err(|error| Problem::bad_request(format!("The body is not JSON: {error}.")))?;
        let submission = key.as_ref().map(|key| Submission::new(key.as_bytes(), patch.as_bytes()));
        // Files are decoded before the write lock is taken.
        let change = Change::read(patch);
        let (customer, replayed) = store.write(|transaction| {
            if let Some(submission) = &submission
                && replays(transaction, &id, submission)?
            {
                return Ok::<_, Problem>((found(transaction, &id)?, true));
            }
            standing(&found(transaction, &id)?).patch(patch)?;
            let change = change.map_err(unreadable)?;
            let now = Utc::now();
            customers::apply(transaction, &id, &change, now)?;
            leave_init(transaction, &id, now)?;
            if let Some(submission) = &submission {
                ledger::record(transaction, &id, submission, now)?;
            }
            Ok((found(transaction, &id)?, false))
        })?;
        let mut response = json(&wire::Read(&customer));
        if replayed {
            response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
        }
        Ok(response)
    })
    .await
}

/// Whether this very submission was applied before.
fn replays(transaction: &Transaction<'_>, id: &str, submission: &Submission) -> Result<bool, Problem> {
    match ledger::find(transaction, id, submission)? {
        Known::New => Ok(false),
        Known::Applied => Ok(true),
        Known::OtherBody => Err(Problem::new(
            StatusCode::CONFLICT,
            "Another body was applied under this Idempotency-Key; nothing was applied now. Take a new key for a new patch.",
        )),
    }
}

/// Queues a customer in `init` for review once nothing that is needed is missing.
///
/// # Errors
/// Those of SQLite.
pub fn leave_init(transaction: &Transaction<'_>, id: &str, now: DateTime<Utc>) -> Result<(), Problem> {
    let customer = found(transaction, id)?;
    if customer.kyb_status != KybStatus::Init {
        return Ok(());
    }
    if judge::lacking(&wire::known(&customer), &json!({}), &customer.kyc_model)?.is_empty() {
        customers::set_status(transaction, id, KybStatus::PendingReview, Some(now), now)?;
    }
    Ok(())
}

/// 422 for a value that no rule refuses and that still can't be stored.
pub fn unreadable(unreadable: Unreadable) -> Problem {
    judge::broken(vec![Fault {
        pointer: unreadable.pointer,
        code: "unreadable".into(),
        detail: "This value has not the form that it is stored in.".to_owned(),
    }])
}
