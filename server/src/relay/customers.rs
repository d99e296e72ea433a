//! Reads, and changes to a stored person: passed on once the rules have nothing against them.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use chrono::Utc;
use kyb_patch::{Editability, editability};
use serde_json::Value;
use serde_json::value::RawValue;
use tokio::task::block_in_place;

use super::App;
use super::door::{Open, open, open_request};
use super::token::is_id;
use super::upstream::{Answer, NoAnswer};
use crate::judge::Standing;
use crate::web::body::{self, Received};
use crate::web::log::note;
use crate::web::problem::{AsItIs, Problem};
use crate::web::rate::Peer;
use crate::web::room::Whose;

/// `GET /v1/customers/{customer_id}`.
pub async fn read(
    State(app): State<App>,
    id: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, Problem> {
    let link = open_request(&app, &id.map(|Path(id)| id).unwrap_or_default(), &request).await?;
    let answer = get(&app, &format!("/v1/customers/{}", link.claims.customer)).await?;
    match customer_in(&answer, &link) {
        Some(customer) => notice(&app, &link, &customer).await?,
        // A link shows its own customer alone.
        None if some_customer_in(&answer).is_some() => return Err(no_answer_of_a_call()),
        None => {}
    }
    pass(answer)
}

/// `GET /v1/customers/{customer_id}/associated_persons`.
pub async fn persons(
    State(app): State<App>,
    id: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, Problem> {
    let link = open_request(&app, &id.map(|Path(id)| id).unwrap_or_default(), &request).await?;
    pass(get(&app, &format!("/v1/customers/{}/associated_persons", link.claims.customer)).await?)
}

/// `GET …/associated_persons/{associated_person_id}`.
pub async fn person(
    State(app): State<App>,
    ids: Result<Path<(String, String)>, PathRejection>,
    request: Request,
) -> Result<Response, Problem> {
    let (customer, person) = ids.map(|Path(ids)| ids).unwrap_or_default();
    open_request(&app, &customer, &request).await?;
    if !is_id(&person) {
        return Err(Problem::no_such_person());
    }
    pass(get(&app, &format!("/v1/customers/{customer}/associated_persons/{person}")).await?)
}

/// `PUT …/associated_persons/{associated_person_id}`.
pub async fn update_person(
    State(app): State<App>,
    ids: Result<Path<(String, String)>, PathRejection>,
    request: Request,
) -> Result<Response, Problem> {
    let (link, person) = person_of(&app, ids, &request).await?;
    let received = body::json(request, Whose::Customer(link.claims.customer.clone())).await?;
    let of_its_own = app.clone();
    app.to_its_end(async move { change_person(&of_its_own, &link, &person, &received).await }).await
}

async fn change_person(
    app: &App,
    link: &Open,
    person: &str,
    received: &Received,
) -> Result<Response, Problem> {
    let customer = customer(app, link).await?;
    let text = received.text()?;
    serde_json::from_str::<&RawValue>(text)
        .map_err(|error| Problem::bad_request(format!("The body is not JSON: {error}.")))?;
    let stored = customer["associated_persons"]
        .as_array()
        .and_then(|persons| persons.iter().find(|known| known["associated_person_id"] == person))
        .and_then(Value::as_object)
        .ok_or_else(Problem::no_such_person)?;
    block_in_place(|| standing(link, &customer).person(text, person, stored))?;
    change(app, link, person, Method::PUT, Bytes::copy_from_slice(text.as_bytes())).await
}

/// `DELETE …/associated_persons/{associated_person_id}`.
pub async fn remove_person(
    State(app): State<App>,
    ids: Result<Path<(String, String)>, PathRejection>,
    request: Request,
) -> Result<Response, Problem> {
    let (link, person) = person_of(&app, ids, &request).await?;
    let of_its_own = app.clone();
    let removed = async move {
        let customer = customer(&of_its_own, &link).await?;
        standing(&link, &customer).open()?;
        change(&of_its_own, &link, &person, Method::DELETE, Bytes::new()).await
    };
    app.to_its_end(removed).await
}

/// Sends a change of a person, if the link still stands: the body, and the read before, may have taken minutes.
async fn change(
    app: &App,
    link: &Open,
    person: &str,
    method: Method,
    body: Bytes,
) -> Result<Response, Problem> {
    link.may_still_change(app).await?;
    let path = format!("/v1/customers/{}/associated_persons/{person}", link.claims.customer);
    let answer = app.upstream.send(method, &path, body, None).await.map_err(no_answer)?;
    let told = answer.status == StatusCode::NO_CONTENT || is_json(&answer.body);
    if answer.status.is_success() && !told { Err(no_answer(NoAnswer::Lost)) } else { pass(answer) }
}

/// The link, and the person that the path names.
fn person_of(
    app: &App,
    ids: Result<Path<(String, String)>, PathRejection>,
    request: &Request,
) -> impl Future<Output = Result<(Open, String), Problem>> {
    let (customer, person) = ids.map(|Path(ids)| ids).unwrap_or_default();
    let (headers, peer) = (request.headers().clone(), Peer::of(request));
    async move {
        let link = open(app, &customer, &headers, peer).await?;
        link.may_change()?;
        if is_id(&person) { Ok((link, person)) } else { Err(Problem::no_such_person()) }
    }
}

/// The customer as the API shows it now.
///
/// # Errors
/// What the API refuses; 502 and 504 where it does not answer.
pub async fn customer(app: &App, link: &Open) -> Result<Value, Problem> {
    let answer = get(app, &format!("/v1/customers/{}", link.claims.customer)).await?;
    let Some(customer) = customer_in(&answer, link) else { return Err(refusal(&answer)) };
    notice(app, link, &customer).await?;
    Ok(customer)
}

/// The customer as the API shows it now, for a patch that went out before. That its link can't be closed now is no
/// reason to hide what became of the patch: the next read closes it.
pub async fn shown(app: &App, link: &Open) -> Option<Value> {
    let answer = get(app, &format!("/v1/customers/{}", link.claims.customer)).await.ok()?;
    let customer = customer_in(&answer, link)?;
    let _ = notice(app, link, &customer).await;
    Some(customer)
}

/// What the rules are told of a customer.
pub fn standing<'a>(link: &'a Open, customer: &'a Value) -> Standing<'a> {
    Standing {
        status: customer["status"].as_str().unwrap_or_default(),
        kyc_model: Some(&link.claims.kyc_model),
        stored: customer.clone(),
        now: Utc::now(),
    }
}

async fn get(app: &App, path: &str) -> Result<Answer, Problem> {
    app.upstream
        .send(Method::GET, path, Bytes::new(), None)
        .await
        .map_err(|_| Problem::new(StatusCode::BAD_GATEWAY, "The API does not answer. Nothing was changed."))
}

/// The customer of a link in an answer, where it has one: a 429 may ride on a 200. What is said of another customer, as by
/// a cache that mixed two up, says nothing of this one. An id is a UUID, which is the same in capitals.
pub fn customer_in(answer: &Answer, link: &Open) -> Option<Value> {
    let body = some_customer_in(answer)?;
    body["customer_id"].as_str()?.eq_ignore_ascii_case(&link.claims.customer).then_some(body)
}

fn some_customer_in(answer: &Answer) -> Option<Value> {
    let body: Value = serde_json::from_slice(&answer.body).ok()?;
    (answer.status.is_success() && body["customer_id"].is_string() && body["status"].is_string())
        .then_some(body)
}

/// Closes the link once its customer can't be changed any more.
async fn notice(app: &App, link: &Open, customer: &Value) -> Result<(), Problem> {
    let status = customer["status"].as_str().unwrap_or_default();
    if link.closed || matches!(editability(status), Editability::Editable) {
        return Ok(());
    }
    let id = link.claims.link.clone();
    app.ledger(move |ledger| ledger.close_link(&id, Utc::now())).await
}

/// Passes an answer of the API on. That the API does not know the relay is no affair of the browser.
///
/// # Errors
/// 502.
pub fn pass(answer: Answer) -> Result<Response, Problem> {
    if matches!(answer.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) {
        note("upstream refuses the key or the time of the signature");
        return Err(Problem::new(StatusCode::BAD_GATEWAY, "The API does not let this relay in."));
    }
    // A browser takes a 407 for one of its own proxy's.
    let proxys = answer.status == StatusCode::PROXY_AUTHENTICATION_REQUIRED;
    if answer.status.is_redirection() || answer.status.is_informational() || proxys {
        return Err(no_answer_of_a_call());
    }
    if answer.status != StatusCode::NO_CONTENT && !is_json(&answer.body) {
        // Of a proxy before the API, mostly. What it says is for nobody here; that it refuses is.
        if answer.status.is_success() {
            return Err(Problem::new(StatusCode::BAD_GATEWAY, "The API answered what is not JSON."));
        }
        let detail = "The API, or a proxy before it, refused this in words that are not JSON.";
        let problem = Problem::new(answer.status, detail);
        return Err(match answer.retry_after {
            Some(wait) => problem.again_after(wait),
            None => problem,
        });
    }
    let mut response = answer.body.into_response();
    *response.status_mut() = answer.status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if answer.status == StatusCode::NO_CONTENT {
        response.headers_mut().remove(CONTENT_TYPE);
    }
    if let Some(wait) = answer.retry_after {
        response.headers_mut().insert(RETRY_AFTER, wait);
    }
    response.extensions_mut().insert(AsItIs);
    Ok(response)
}

fn no_answer_of_a_call() -> Problem {
    Problem::new(StatusCode::BAD_GATEWAY, "The API answered what no call of it answers.")
}

fn is_json(body: &[u8]) -> bool {
    str::from_utf8(body).is_ok_and(|text| serde_json::from_str::<&RawValue>(text).is_ok())
}

/// Why a read that was needed first gave no customer.
fn refusal(answer: &Answer) -> Problem {
    let limited = answer.status == StatusCode::TOO_MANY_REQUESTS
        || serde_json::from_slice::<Value>(&answer.body).is_ok_and(|body| body["status"] == 429);
    if limited {
        let wait = answer.retry_after.clone().unwrap_or(HeaderValue::from_static("1"));
        return Problem::too_many(wait, "The API takes no more requests for now.");
    }
    match answer.status {
        StatusCode::NOT_FOUND => Problem::no_such_customer(),
        _ => Problem::new(StatusCode::BAD_GATEWAY, "The API can't be read now. Nothing was changed."),
    }
}

/// Of a write that can be sent again without harm.
fn no_answer(why: NoAnswer) -> Problem {
    match why {
        NoAnswer::NotSent => Problem::busy("The API can't be reached; nothing was sent."),
        NoAnswer::Lost => Problem::new(
            StatusCode::GATEWAY_TIMEOUT,
            "The API did not answer. Read the customer to see what became of it.",
        ),
    }
}
