//! Error bodies: `code`, `status`, `detail`, `instance`, and beside them `errors` where a place in
//! the patch can be named.

use std::borrow::Cow;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE,
};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kyb_patch::Traced;
use serde::Serialize;
use tower_http::csrf::ProtectionError;

use super::log::note;
use crate::storage;

/// What is wrong at one place of a patch.
#[derive(Clone, Debug, Serialize)]
pub struct Fault {
    /// A JSON Pointer into the patch; empty for the patch as a whole.
    pub pointer: String,
    /// The stable name of the fault, as in a report.
    pub code: Cow<'static, str>,
    /// What to do, in English.
    pub detail: String,
}

/// A refusal. [`write_out`] gives it its body.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    detail: Cow<'static, str>,
    errors: Vec<Fault>,
    retry_after: Option<HeaderValue>,
    // Boxed, since few have it and every result that may be a refusal has room for one.
    unknown: Option<Box<Traced>>,
}

/// Marks an answer of another server, whose body stays as it is.
#[derive(Clone, Copy, Debug)]
pub struct AsItIs;

impl Problem {
    /// A refusal with a sentence that says what to do; never what was sent.
    pub fn new(status: StatusCode, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { status, detail: detail.into(), errors: Vec::new(), retry_after: None, unknown: None }
    }

    /// Names places in the patch.
    pub fn with_errors(mut self, errors: Vec<Fault>) -> Self {
        self.errors = errors;
        self
    }

    /// The places named.
    #[cfg(test)]
    pub fn errors(&self) -> &[Fault] {
        &self.errors
    }

    /// 400.
    pub fn bad_request(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// 404, for a customer that is not there and for one that the caller may not know of.
    pub fn no_such_customer() -> Self {
        Self::new(StatusCode::NOT_FOUND, "There is no customer of this id.")
    }

    /// 404, for a person whom the customer does not have.
    pub fn no_such_person() -> Self {
        Self::new(StatusCode::NOT_FOUND, "The customer has no person of this id.")
    }

    /// 500. What happened is in the log, not in the answer.
    pub fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, usual(StatusCode::INTERNAL_SERVER_ERROR))
    }

    /// 503: this request did nothing, and trying again may help.
    pub fn busy(detail: &'static str) -> Self {
        Self { retry_after: Some(1.into()), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, detail) }
    }

    /// 503, also for a fault that does not pass: those who run the server ask whether it can work, not whose fault it is.
    pub fn not_ready(self) -> Self {
        let detail = "The data file can't be written. The log says why.";
        if self.is_busy() { self } else { Self::new(StatusCode::SERVICE_UNAVAILABLE, detail) }
    }

    /// Says when to come again, as another server words it.
    pub fn again_after(self, wait: HeaderValue) -> Self {
        Self { retry_after: Some(wait), ..self }
    }

    /// 429. `wait` is in seconds, or as another server words it: it may be a date.
    pub fn too_many(wait: impl Into<HeaderValue>, detail: &'static str) -> Self {
        Self { retry_after: Some(wait.into()), ..Self::new(StatusCode::TOO_MANY_REQUESTS, detail) }
    }

    /// 504: a patch went out, no answer came, and a read does not show all of it.
    pub fn unknown(traced: &Traced) -> Self {
        let detail = "The patch went out, and whether the API took it is not known. Nothing is added twice; asking \
                      again with the same Idempotency-Key looks again.";
        Self { unknown: Some(Box::new(traced.clone())), ..Self::new(StatusCode::GATEWAY_TIMEOUT, detail) }
    }

    /// 504: whether a patch went out before can't be looked up; nothing goes out now.
    pub fn not_looked_up(traced: &Traced) -> Self {
        let detail = "The ledger is locked or its disk is full: nothing was sent now, and whether this patch went out \
                      before is not known. Asking again with the same Idempotency-Key looks again.";
        Self { detail: detail.into(), retry_after: Some(1.into()), ..Self::unknown(traced) }
    }

    /// Whether it is one of [`Problem::busy`].
    pub fn is_busy(&self) -> bool {
        self.status == StatusCode::SERVICE_UNAVAILABLE
    }

    /// A response without a body, for [`write_out`].
    pub fn marked(self) -> Response {
        let mut response = self.status.into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(wait) = &self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, wait.clone());
        }
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.marked()
    }
}

impl From<rusqlite::Error> for Problem {
    fn from(error: rusqlite::Error) -> Self {
        // Only the kind: a message of SQLite may quote a value.
        note(&format!("sqlite={}", error.sqlite_extended_error_code().unwrap_or_default()));
        if storage::passes(&error) {
            return Self::busy("The data file is locked or its disk is full; nothing was applied.");
        }
        Self::internal()
    }
}

#[derive(Serialize)]
struct Written<'a> {
    code: String,
    status: u16,
    detail: &'a str,
    instance: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [Fault],
    #[serde(skip_serializing_if = "Option::is_none")]
    unknown: Option<Looked<'a>>,
}

/// What a read tells of a patch whose answer never came. Pointers to top-level fields.
#[derive(Serialize)]
struct Looked<'a> {
    safe_to_send_again: bool,
    seen: &'a [String],
    not_seen: &'a [String],
}

/// Writes the body of every refusal, also of those that a library made: one shape for all.
pub async fn write_out(request: Request, next: Next) -> Response {
    let instance = request.uri().path().to_owned();
    let response = next.run(request).await;
    let status = response.status();
    let refuses = status.is_client_error() || status.is_server_error();
    if !refuses || response.extensions().get::<AsItIs>().is_some() {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    let problem = match parts.extensions.remove::<Arc<Problem>>() {
        Some(problem) => problem,
        None if parts.extensions.get::<ProtectionError>().is_some() => {
            Arc::new(Problem::new(status, "A page of another origin may not write here."))
        }
        None => Arc::new(Problem::new(status, usual(status))),
    };
    let written = Written {
        code: match problem.unknown {
            Some(_) => "Unknown".to_owned(),
            None => status.canonical_reason().unwrap_or("Error").replace(' ', "_"),
        },
        status: status.as_u16(),
        detail: &problem.detail,
        instance: &instance,
        errors: &problem.errors,
        unknown: problem.unknown.as_ref().map(|traced| Looked {
            safe_to_send_again: traced.safe_to_send_again,
            seen: &traced.seen,
            not_seen: &traced.not_seen,
        }),
    };
    let body = serde_json::to_vec(&written).expect("an error body has a JSON text");
    // Of the body that is replaced.
    for name in [CONTENT_LENGTH, CONTENT_ENCODING, CACHE_CONTROL] {
        parts.headers.remove(name);
    }
    parts.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Response::from_parts(parts, Body::from(body))
}

/// The sentence for a status that says it all.
fn usual(status: StatusCode) -> &'static str {
    match status {
        StatusCode::BAD_REQUEST => "The request can't be read.",
        StatusCode::NOT_FOUND => "There is nothing at this path.",
        StatusCode::METHOD_NOT_ALLOWED => {
            "This path does not take this method; Allow names those that it takes."
        }
        StatusCode::INTERNAL_SERVER_ERROR => {
            "Something failed here. The request id in X-Request-Id finds it in the log."
        }
        _ => "The request was refused.",
    }
}
