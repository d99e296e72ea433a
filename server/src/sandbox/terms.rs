//! The session in which the terms of service are signed.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::HOST;
use axum::response::Response;
use chrono::Utc;
use serde::Deserialize;
use serde_json::json;
use url::Url;

use super::door::{self, Scope};
use super::{App, json};
use crate::storage::terms;
use crate::web::body;
use crate::web::problem::Problem;

#[derive(Deserialize, Default)]
struct Wanted {
    redirect_url: Option<String>,
}

/// `POST /v1/customers/tos_links`: begins a session, good for an hour.
pub async fn begin(State(app): State<App>, request: Request) -> Result<Response, Problem> {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default().to_owned();
    let received = door::write(&app, Scope::All, true, request).await?;
    app.blocking(move |store| {
        let text = received.text()?;
        let wanted: Wanted = match text {
            "" => Wanted::default(),
            text => body::object(text).map_err(|error| {
                Problem::bad_request(format!(
                    "The body is not JSON of the form {{\"redirect_url\": …}}: {error}."
                ))
            })?,
        };
        let redirect = wanted.redirect_url.map(|url| address(&url)).transpose()?;
        let token = store.write(|transaction| {
            terms::begin(transaction, redirect.as_ref().map(Url::as_str), Utc::now()).map_err(Problem::from)
        })?;
        Ok(json(&json!({
            "url": format!("http://{host}/console/terms.html#session={token}"),
            "session_token": token,
            "expires_in": terms::LIFE.num_seconds(),
        })))
    })
    .await
}

/// `POST /v1/customers/tos_links/{session_token}/sign`: answers the same agreement each time.
pub async fn sign(
    State(app): State<App>,
    token: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, Problem> {
    door::write(&app, Scope::All, true, request).await?;
    app.blocking(move |store| {
        let token = token.map(|Path(token)| token).unwrap_or_default();
        let agreement = store
            .write(|transaction| terms::sign(transaction, &token, Utc::now()).map_err(Problem::from))?
            .ok_or_else(no_such_session)?;
        Ok(json(&json!({ "signed_agreement_id": agreement })))
    })
    .await
}

/// Where a page may lead back to: the web, and nothing that runs in the page.
fn address(text: &str) -> Result<Url, Problem> {
    Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .ok_or(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "redirect_url is no address of the web."))
}

/// 404.
pub fn no_such_session() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "There is no such session, or its hour is over.")
}
