//! `PUT /v1/customers/{customer_id}`: Update Customer.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::HeaderValue;
use axum::response::Response;
use chrono::Utc;
use kyb_patch::KybStatus;
use serde_json::value::RawValue;

use super::door::{self, Scope};
use super::{App, json, judged, standing, wire};
use crate::judge;
use crate::storage::change::{Change, Unreadable};
use crate::storage::customers::{self, Customer};
use crate::storage::ledger::Submission;
use crate::web::idempotency::{self, REPLAYED};
use crate::web::problem::Problem;

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
        // Files are decoded once, and before the write lock is taken.
        let change = Change::read(patch);
        let judge = |customer: &Customer| {
            standing(customer).patch(patch)?;
            let change = change.as_ref().map_err(unreadable)?;
            Ok((change, completes(customer, change)?))
        };
        let changed = judged::change(store, &id, submission.as_ref(), judge, |transaction, _, judged| {
            let (change, complete) = judged;
            let now = Utc::now();
            customers::apply(transaction, &id, change, now)?;
            if complete {
                customers::set_status(transaction, &id, KybStatus::PendingReview, Some(now), now)?;
            }
            Ok(())
        })?;
        let mut response = json(&wire::Read(&changed.customer));
        if changed.replayed {
            response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
        }
        Ok(response)
    })
    .await
}

/// Whether a customer leaves `init` with this change: nothing that is needed is missing afterwards.
fn completes(customer: &Customer, change: &Change) -> Result<bool, Problem> {
    if customer.kyb_status != KybStatus::Init {
        return Ok(false);
    }
    let after = customer.with(change, Utc::now());
    Ok(judge::lacking(&wire::known(&after), &serde_json::json!({}), &after.kyc_model)?.is_empty())
}

/// 422.
pub fn unreadable(unreadable: &Unreadable) -> Problem {
    judge::unreadable(unreadable.pointer.clone())
}
