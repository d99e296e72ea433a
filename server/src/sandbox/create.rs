//! `POST /v1/customers`: a customer with all that leaving `init` asks for.

use std::collections::BTreeMap;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::Utc;
use kyb_patch::KybStatus;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use uuid::Uuid;

use super::door::{self, Scope, found};
use super::recent::Made;
use super::update::unreadable;
use super::{App, json, wire};
use crate::judge::{self, Standing};
use crate::storage::change::Change;
use crate::storage::customers::{self, NewCustomer};
use crate::web::problem::{Fault, Problem};

/// Makes a customer from the members of a patch. It is complete, so it leaves `init` at once.
///
/// The contract names no KYC model in the body: who sends `terms_signed_at` is taken for `reliance`.
pub async fn create(State(app): State<App>, request: Request) -> Result<Response, Problem> {
    let received = door::write(&app, Scope::All, false, request).await?;
    app.blocking(move |store| {
        let text = received.text()?;
        // Whether it is JSON at all, as for an update; what it says is the rules' to judge, as text.
        serde_json::from_str::<&RawValue>(text)
            .map_err(|error| Problem::bad_request(format!("The body is not JSON: {error}.")))?;
        let kyc_model = if names_signing(text) { "reliance" } else { "license_as_a_service" };
        let now = Utc::now();
        Standing { status: "init", kyc_model: Some(kyc_model), stored: json!({}), now }.patch(text)?;
        let change = Change::read(text).map_err(|wrong| unreadable(&wrong))?;
        let sent: Value = serde_json::from_str(text).map_err(|_| judge::unreadable(String::new()))?;
        let lacking = judge::lacking(&json!({}), &sent, kyc_model)?;
        if !lacking.is_empty() {
            return Err(judge::broken(lacking.into_iter().map(needed).collect()));
        }
        let made = Uuid::new_v4();
        let id = made.to_string();
        let customer = store.write(|transaction| {
            let new = NewCustomer {
                id: &id,
                kyb_status: KybStatus::PendingReview,
                kyc_model,
                incorporation_country: sent["registered_address"]["country"].as_str(),
                incorporation_state: None,
                review_issues: None,
                submitted_at: Some(now),
                created_at: now,
            };
            customers::insert(transaction, &new)?;
            customers::apply(transaction, &id, &change, now)?;
            found(transaction, &id)
        })?;
        let mut response = json(&wire::Read(&customer));
        *response.status_mut() = StatusCode::CREATED;
        response.extensions_mut().insert(Made(made));
        Ok(response.into_response())
    })
    .await
}

/// Whether a body has `terms_signed_at`. What is wrong with it otherwise is found later.
fn names_signing(text: &str) -> bool {
    serde_json::from_str::<BTreeMap<String, &RawValue>>(text)
        .is_ok_and(|members| members.get("terms_signed_at").is_some_and(|at| at.get() != "null"))
}

fn needed(pointer: String) -> Fault {
    Fault { pointer, code: "required".into(), detail: "A new customer must have this.".to_owned() }
}
