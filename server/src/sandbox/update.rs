//! `PUT /v1/customers/{customer_id}`: Update Customer.

use std::borrow::Cow;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use chrono::Utc;
use kyb_patch::{Context, Report, Severity};
use rusqlite::Transaction;
use serde_json::json;
use serde_json::value::RawValue;

use super::{App, json, wire};
use crate::auth::Credentials;
use crate::storage::change::Change;
use crate::storage::customers::{self, Customer};
use crate::storage::ledger::{self, Known, Submission};
use crate::web::body;
use crate::web::problem::{Fault, Problem};

/// An Idempotency-Key has at most this many bytes.
const KEY_LENGTH: usize = 255;

/// Says that an answer is that of an earlier request under the same Idempotency-Key.
const REPLAYED: &str = "idempotency-replayed";

/// Applies a patch: all of it in one transaction, or nothing.
pub async fn update(
    State(app): State<App>,
    id: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, Problem> {
    let id = id.map(|Path(id)| id).unwrap_or_default();
    let credentials = Credentials::of(request.headers())?;
    let id = app.blocking(move |store| credentials.open(store, &id, Utc::now()).map(|()| id)).await?;
    let key = idempotency_key(request.headers())?;
    let received = body::json(request).await?;
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
            let customer = found(transaction, &id)?;
            judge(patch, &customer)?;
            let change = change.map_err(|unreadable| {
                broken(vec![Fault {
                    pointer: unreadable.pointer,
                    code: Cow::Borrowed("unreadable"),
                    detail: "This value has not the form that it is stored in.".to_owned(),
                }])
            })?;
            let now = Utc::now();
            customers::apply(transaction, &id, &change, now)?;
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

fn found(transaction: &Transaction<'_>, id: &str) -> Result<Customer, Problem> {
    customers::find(transaction, id)?.ok_or_else(Problem::no_such_customer)
}

/// Refuses what the rules refuse: 400 in a closed state, 422 otherwise.
fn judge(patch: &str, customer: &Customer) -> Result<(), Problem> {
    let context = json!({
        "kybStatus": customer.kyb_status.name(),
        "kycModel": customer.kyc_model,
        "now": Utc::now().timestamp_millis(),
        "stored": wire::known(customer),
        "documents": "whole",
    });
    let context = Context::from_json(context.to_string().as_bytes()).map_err(|_| Problem::internal())?;
    let report = kyb_patch::validate(patch.as_bytes(), &context);
    if !customer.kyb_status.is_editable() {
        let detail = format!("KYB edit not allowed: the customer is {}.", customer.kyb_status.name());
        return Err(Problem::bad_request(detail).with_errors(faults(&report)));
    }
    if report.ok() { Ok(()) } else { Err(broken(faults(&report))) }
}

fn broken(errors: Vec<Fault>) -> Problem {
    let detail = match errors.as_slice() {
        [one] if one.pointer.is_empty() => one.detail.clone(),
        [one] => format!("{}: {}", one.pointer, one.detail),
        many => format!("The patch breaks {} rules; errors names them. Nothing was applied.", many.len()),
    };
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, detail).with_errors(errors)
}

fn faults(report: &Report) -> Vec<Fault> {
    report
        .issues
        .iter()
        .filter(|issue| issue.severity == Severity::Error)
        .map(|issue| Fault {
            pointer: issue.path.clone(),
            code: Cow::Borrowed(issue.code),
            detail: issue.message.clone(),
        })
        .collect()
}

/// The key, where there is one: visible ASCII, as the draft of the header writes it, quoted or not.
fn idempotency_key(headers: &HeaderMap) -> Result<Option<HeaderValue>, Problem> {
    let mut keys = headers.get_all("idempotency-key").iter();
    match (keys.next(), keys.next()) {
        (None, _) => Ok(None),
        (Some(key), None)
            if (1..=KEY_LENGTH).contains(&key.len()) && key.as_bytes().iter().all(u8::is_ascii_graphic) =>
        {
            Ok(Some(key.clone()))
        }
        _ => Err(Problem::bad_request("Idempotency-Key is one header of 1 to 255 visible ASCII characters.")),
    }
}
