//! The sandbox's own pages. They look like the form, and take its style sheets.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::Utc;
use serde_json::json;

use super::terms::no_such_session;
use super::{App, json};
use crate::storage::terms;
use crate::web::problem::Problem;

const HTML: &str = "text/html; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

const STYLE: &str = "text/css; charset=utf-8";

/// Name, type, content.
const FILES: [(&str, &str, &str); 10] = [
    ("index.html", HTML, include_str!("../../pages/index.html")),
    ("console.css", STYLE, include_str!("../../pages/console.css")),
    ("console.js", SCRIPT, include_str!("../../pages/console.js")),
    ("customers.js", SCRIPT, include_str!("../../pages/customers.js")),
    ("customer.js", SCRIPT, include_str!("../../pages/customer.js")),
    ("issues.js", SCRIPT, include_str!("../../pages/issues.js")),
    ("requests.js", SCRIPT, include_str!("../../pages/requests.js")),
    ("page.js", SCRIPT, include_str!("../../pages/page.js")),
    ("terms.html", HTML, include_str!("../../pages/terms.html")),
    ("terms.js", SCRIPT, include_str!("../../pages/terms.js")),
];

/// `GET /console`: the page's own address ends in a slash.
pub async fn lead() -> Redirect {
    Redirect::permanent("/console/")
}

/// `GET /console/`: the console.
pub async fn index() -> Response {
    file(Ok(Path("index.html".to_owned()))).await
}

/// `GET /console/{name}`.
pub async fn file(name: Result<Path<String>, PathRejection>) -> Response {
    let name = name.map(|Path(name)| name).unwrap_or_default();
    match FILES.into_iter().find(|(known, ..)| *known == name) {
        Some((_, kind, content)) => ([(CONTENT_TYPE, kind)], content).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// `POST /console/terms/{session_token}`: signs for the page, which holds no access key. The token is
/// what lets it in.
pub async fn sign_terms(
    State(app): State<App>,
    token: Result<Path<String>, PathRejection>,
) -> Result<Response, Problem> {
    app.blocking(move |store| {
        let token = token.map(|Path(token)| token).unwrap_or_default();
        store.write(|transaction| {
            let session = terms::find(transaction, &token, Utc::now())?.ok_or_else(no_such_session)?;
            let agreement = terms::sign(transaction, &token, Utc::now())?;
            Ok(json(&json!({ "signed_agreement_id": agreement, "redirect_url": session.redirect_url })))
        })
    })
    .await
}
