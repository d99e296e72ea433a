//! Making and revoking links: for the integrator's own programs, which sign as they sign for the API.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use url::Url;

use super::ledger::{Ledger, LedgerError};
use super::token::{self, Claims, is_id};
use super::{App, json};
use crate::auth::{Claim, authorization};
use crate::sign::{self, Key};
use crate::web::body::{self, Received};
use crate::web::problem::Problem;
use crate::web::rate::Peer;
use crate::web::room::Whose;

/// No link is good for longer.
pub const LONGEST: Duration = Duration::days(30);

/// What a link is wanted for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// The customer that it opens.
    pub customer_id: String,
    /// `reliance` or `license_as_a_service`.
    pub kyc_model: String,
    /// How long it is good, in seconds.
    pub seconds: i64,
}

/// A link, told this once.
#[derive(Debug, Serialize)]
pub struct Made {
    /// What it is revoked by.
    pub link_id: String,
    /// The form, with the token in the fragment.
    pub url: String,
    /// UTC.
    pub expires_at: String,
}

/// What a link can't be made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The id.
    Customer,
    /// The KYC model.
    Model,
    /// The time.
    Time,
    /// The ledger.
    Ledger(LedgerError),
}

impl Refused {
    /// In a sentence.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Customer => "customer_id is no id of a customer.",
            Self::Model => "kyc_model is reliance or license_as_a_service.",
            Self::Time => "A link is good for a minute at least and for 30 days at most.",
            Self::Ledger(_) => "The data file can't be written now.",
        }
    }
}

/// Makes a link, and records that it stands.
///
/// # Errors
/// See [`Refused`].
pub fn make(
    wanted: &Wanted,
    key: &Key,
    ledger: &dyn Ledger,
    form: &Url,
    now: DateTime<Utc>,
) -> Result<Made, Refused> {
    if !is_id(&wanted.customer_id) {
        return Err(Refused::Customer);
    }
    if !matches!(wanted.kyc_model.as_str(), "reliance" | "license_as_a_service") {
        return Err(Refused::Model);
    }
    let life = Duration::try_seconds(wanted.seconds)
        .filter(|life| (Duration::minutes(1)..=LONGEST).contains(life))
        .ok_or(Refused::Time)?;
    let mut id = [0; 9];
    getrandom::fill(&mut id).expect("the operating system gives random bytes");
    let link_id = URL_SAFE_NO_PAD.encode(id);
    let expires = now + life;
    ledger.add_link(&link_id, expires).map_err(Refused::Ledger)?;
    let claims = Claims {
        link: link_id.clone(),
        customer: wanted.customer_id.clone(),
        kyc_model: wanted.kyc_model.clone(),
        expires: expires.timestamp(),
    };
    let mut url = form.clone();
    url.set_fragment(Some(&format!(
        "customer={}&token={}&kyc_model={}&draft={}",
        wanted.customer_id,
        claims.token(key),
        wanted.kyc_model,
        token::draft_secret(key, &wanted.customer_id),
    )));
    Ok(Made { link_id, url: url.into(), expires_at: expires.to_rfc3339_opts(SecondsFormat::Secs, true) })
}

/// `POST /relay/links`.
pub async fn create(State(app): State<App>, request: Request) -> Result<Response, Problem> {
    let (claim, received) = signed(&app, request, true).await?;
    claim.check(&app.key, received.bytes())?;
    let wanted: Wanted = body::object(received.text()?).map_err(|error| {
        Problem::bad_request(format!(
            "The body is not JSON of the form {{\"customer_id\": …, \"kyc_model\": …, \"seconds\": …}}: {error}."
        ))
    })?;
    let (key, form) = (app.key.clone(), app.form.clone());
    let made = app
        .ledger(move |ledger| match make(&wanted, &key, ledger, &form, Utc::now()) {
            Err(Refused::Ledger(error)) => Err(error),
            made => Ok(made),
        })
        .await?
        .map_err(|refused| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, refused.words()))?;
    let mut response = json(&made);
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

/// `DELETE /relay/links/{link_id}`: 204, also when it was revoked before.
pub async fn revoke(
    State(app): State<App>,
    link: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, Problem> {
    let (claim, received) = signed(&app, request, false).await?;
    claim.check(&app.key, received.bytes())?;
    let link = link.map(|Path(link)| link).unwrap_or_default();
    if app.ledger(move |ledger| ledger.revoke_link(&link, Utc::now())).await? {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    Err(Problem::new(StatusCode::NOT_FOUND, "There is no link of this id."))
}

async fn signed(app: &App, request: Request, with_body: bool) -> Result<(Claim, Received), Problem> {
    let peer = Peer::of(&request);
    app.rates.address(peer)?;
    let (scheme, text) = authorization(request.headers()).ok_or_else(unsigned)?;
    if !scheme.eq_ignore_ascii_case(sign::SCHEME) {
        return Err(unsigned());
    }
    let claim =
        Claim::of(request.method(), request.uri(), request.headers(), text, &app.key.access_key, Utc::now())?;
    // Whose the signature is, is known when the body is there.
    let whose = Whose::Address(app.rates.network(peer));
    let received = if with_body {
        body::json(request, whose).await?
    } else {
        body::json_or_nothing(request, whose).await?
    };
    Ok((claim, received))
}

fn unsigned() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "Sign this request as one to the API.")
}
