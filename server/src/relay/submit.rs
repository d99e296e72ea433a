//! `PUT /v1/customers/{customer_id}` through the relay: judged here, sent once, and honestly answered.
//!
//! The ledger knows of a submission before it goes out. When no answer came, or this program ended before
//! it was recorded, the customer and its persons are read; nothing that adds is sent again.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use chrono::Utc;
use kyb_patch::{Stored, Traced};
use serde_json::Value;
use serde_json::value::RawValue;
use tokio::task::block_in_place;

use super::App;
use super::customers::{customer, customer_in, pass, shown, standing};
use super::door::{Open, open_request};
use super::ledger::{Known, PersonHash};
use super::upstream::{Answer, NoAnswer};
use crate::storage::ledger::Submission;
use crate::web::body::{self, Received};
use crate::web::idempotency::{self, REPLAYED};
use crate::web::metrics::Submitted;
use crate::web::problem::Problem;
use crate::web::room::Whose;

/// Takes a patch. It runs to its end also when the browser has gone, and the relay's own end waits for it.
pub async fn update(
    State(app): State<App>,
    id: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, Problem> {
    let opened = open_request(&app, &id.map(|Path(id)| id).unwrap_or_default(), &request).await;
    // Where the ledger does not even tell the link, it tells nothing of an earlier send.
    let link =
        opened.map_err(|problem| if problem.is_busy() { not_looked_up(&app, None) } else { problem })?;
    let key = idempotency::key(request.headers())?.ok_or(Problem::bad_request(
        "Send an Idempotency-Key: one for a patch, the same when it is sent again.",
    ))?;
    let received = body::json(request, Whose::Customer(link.claims.customer.clone())).await?;
    let of_its_own = app.clone();
    app.to_its_end(async move { submit(&of_its_own, link, &key, received).await }).await
}

/// A patch on its way.
struct Sending<'a> {
    app: &'a App,
    link: &'a Open,
    key: &'a HeaderValue,
    patch: &'a str,
    submission: Submission,
}

async fn submit(app: &App, link: Open, key: &HeaderValue, received: Received) -> Result<Response, Problem> {
    let patch = received.text()?;
    serde_json::from_str::<&RawValue>(patch)
        .map_err(|error| Problem::bad_request(format!("The body is not JSON: {error}.")))?;
    // One submission of a customer at a time, so that what is new afterwards is of this one.
    let _turn = app.turn(&link.claims.customer).await;
    // Body and turn may have taken minutes.
    let link = link
        .again(app)
        .await
        .map_err(|problem| if problem.is_busy() { not_looked_up(app, Some(patch)) } else { problem })?;
    let submission = Submission::new(key.as_bytes(), patch.as_bytes());
    let sending = Sending { app, link: &link, key, patch, submission };
    let mut known = sending.find().await?;
    let mut persons = None;
    if known == Known::New {
        (known, persons) = sending.begin().await?;
    }
    match known {
        Known::New => sending.send(persons.as_deref(), Time::First).await,
        Known::Applied => sending.again().await,
        Known::InDoubt { persons_before } => sending.in_doubt(persons_before.as_deref()).await,
        Known::OtherBody => {
            app.metrics.submitted(Submitted::Conflict);
            Err(Problem::new(
                StatusCode::CONFLICT,
                "Another body went out under this Idempotency-Key; nothing was sent now. Take a new key for a new patch.",
            ))
        }
    }
}

/// Whether it went out before can't be told. A patch that was not read yet may be one that adds.
fn not_looked_up(app: &App, patch: Option<&str>) -> Problem {
    app.metrics.submitted(Submitted::Unknown);
    let patch = patch.and_then(|patch| Stored::from_json(patch.as_bytes()).ok());
    let nothing =
        Traced { accepted: false, safe_to_send_again: false, seen: Vec::new(), not_seen: Vec::new() };
    Problem::not_looked_up(&patch.map_or(nothing, |patch| kyb_patch::trace(None, &patch, None)))
}

impl Sending<'_> {
    /// What the ledger knows.
    async fn find(&self) -> Result<Known, Problem> {
        let (id, submission) = (self.link.claims.customer.clone(), self.submission);
        let found = self.app.ledger(move |ledger| ledger.find(&id, &submission)).await;
        found.map_err(|problem| self.unless_locked(problem))
    }

    /// A refusal, unless it is one of a ledger that does not tell whether another relay sent this patch meanwhile.
    fn unless_locked(&self, problem: Problem) -> Problem {
        if problem.is_busy() { not_looked_up(self.app, Some(self.patch)) } else { problem }
    }

    /// Judges the patch. Other requests go on meanwhile: large files take their time.
    fn judged(&self, before: &Value) -> Result<(), Problem> {
        block_in_place(|| standing(self.link, before).patch(self.patch))
    }

    /// Judges a new patch and records that it is about to go out, with the persons that are there before it. Another
    /// relay on the same ledger may come first: then what is known of that.
    async fn begin(&self) -> Result<(Known, Option<Vec<PersonHash>>), Problem> {
        self.link.may_change()?;
        let before = customer(self.app, self.link).await?;
        if let Err(refused) = self.judged(&before) {
            self.app.metrics.submitted(Submitted::Refused);
            return Err(refused);
        }
        self.link.may_still_change(self.app).await.map_err(|problem| self.unless_locked(problem))?;
        let persons = self.persons_in(&before);
        let (id, submission) = (self.link.claims.customer.clone(), self.submission);
        let recorded = persons.clone();
        let begun = self
            .app
            .ledger(move |ledger| ledger.begin(&id, &submission, recorded.as_deref(), Utc::now()))
            .await;
        match begun {
            Ok(known) => Ok((known, persons)),
            // Who holds the lock may be the other relay, recording this very patch.
            Err(problem) if problem.is_busy() => match self.find().await? {
                Known::New => Err(Problem::busy(
                    "The ledger is locked or its disk is full; nothing was sent. Ask again.",
                )),
                known => Ok((known, None)),
            },
            Err(problem) => Err(problem),
        }
    }

    /// Sends what is recorded, and settles it. That it is refused, or does not arrive, the second time says nothing
    /// of the first: what was taken then may have closed the customer.
    async fn send(&self, persons_before: Option<&[PersonHash]>, time: Time) -> Result<Response, Problem> {
        let path = format!("/v1/customers/{}", self.link.claims.customer);
        let body = Bytes::copy_from_slice(self.patch.as_bytes());
        match self.app.upstream.send(Method::PUT, &path, body, Some(self.key)).await {
            Ok(answer) if customer_in(&answer, self.link).is_some() => {
                self.applied().await;
                self.app.metrics.submitted(Submitted::Applied);
                pass(answer)
            }
            Ok(answer) if time == Time::First && is_refusal(&answer) => {
                self.released().await;
                self.app.metrics.submitted(Submitted::Refused);
                pass(answer)
            }
            Err(NoAnswer::NotSent) if time == Time::First => {
                self.released().await;
                Err(Problem::busy("The API can't be reached; nothing was sent."))
            }
            Ok(_) | Err(_) => match self.look(persons_before).await? {
                Looked::Accepted(customer) => {
                    self.app.metrics.submitted(Submitted::Applied);
                    Ok(super::json(&customer))
                }
                Looked::Unknown { traced, .. } => Err(self.unknown(&traced)),
            },
        }
    }

    /// The recorded outcome, the customer read anew.
    async fn again(&self) -> Result<Response, Problem> {
        // Whatever the read met with, the patch was not refused, and something was changed.
        let customer = shown(self.app, self.link).await.ok_or_else(|| {
            let detail = "The API took this patch before; its customer can't be read now.";
            Problem::new(StatusCode::BAD_GATEWAY, detail)
        })?;
        self.app.metrics.submitted(Submitted::Replayed);
        let mut response = super::json(&customer).into_response();
        response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
        Ok(response)
    }

    /// It went out once, and no answer was recorded: whatever stands against it now, it may have been taken then.
    async fn in_doubt(&self, persons_before: Option<&[PersonHash]>) -> Result<Response, Problem> {
        match self.look(persons_before).await? {
            Looked::Accepted(customer) => {
                self.app.metrics.submitted(Submitted::Replayed);
                let mut response = super::json(&customer).into_response();
                response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
                Ok(response)
            }
            Looked::Unknown { traced, customer } => {
                let takes = |customer: &Value| traced.safe_to_send_again && self.judged(customer).is_ok();
                // Not `?`: that the link has ended does not say what became of the first time.
                if customer.as_ref().is_some_and(takes) && self.link.may_still_change(self.app).await.is_ok()
                {
                    return self.send(persons_before, Time::Again).await;
                }
                Err(self.unknown(&traced))
            }
        }
    }

    /// Looks for the patch in what the API shows now.
    async fn look(&self, persons_before: Option<&[PersonHash]>) -> Result<Looked, Problem> {
        let after = shown(self.app, self.link).await;
        let before = persons_before.zip(after.clone()).map(|(known, mut before)| {
            if let Some(Value::Array(persons)) = before.get_mut("associated_persons") {
                persons.retain(|person| known.contains(&self.hash_of(person)));
            }
            before
        });
        let read = |value: &Value| Stored::from_json(value.to_string().as_bytes()).ok();
        let patch = Stored::from_json(self.patch.as_bytes()).map_err(|_| Problem::internal())?;
        let (before, shown) = (before.as_ref().and_then(read), after.as_ref().and_then(read));
        let traced = kyb_patch::trace(before.as_ref(), &patch, shown.as_ref());
        match after {
            Some(customer) if traced.accepted => {
                self.applied().await;
                Ok(Looked::Accepted(customer))
            }
            customer => Ok(Looked::Unknown { traced, customer }),
        }
    }

    fn unknown(&self, traced: &Traced) -> Problem {
        self.app.metrics.submitted(Submitted::Unknown);
        Problem::unknown(traced)
    }

    /// The persons of a customer; `None` where a read has no list of them, which is no word that there are none.
    fn persons_in(&self, customer: &Value) -> Option<Vec<PersonHash>> {
        let persons = customer["associated_persons"].as_array()?;
        Some(persons.iter().map(|person| self.hash_of(person)).collect())
    }

    fn hash_of(&self, person: &Value) -> PersonHash {
        self.submission.of_person(person["associated_person_id"].as_str().unwrap_or_default())
    }

    /// What can't be recorded stays in doubt, and is resolved by reading: the answer is none the worse.
    async fn applied(&self) {
        let (id, submission) = (self.link.claims.customer.clone(), self.submission);
        let _ = self.app.ledger(move |ledger| ledger.applied(&id, &submission)).await;
    }

    async fn released(&self) {
        let (id, submission) = (self.link.claims.customer.clone(), self.submission);
        let _ = self.app.ledger(move |ledger| ledger.released(&id, &submission)).await;
    }
}

/// What a look found.
enum Looked {
    /// All of it is there.
    Accepted(Value),
    /// It can't be told, or not all of it.
    Unknown {
        /// What is told of it.
        traced: Traced,
        /// The customer as it is shown now, if it is.
        customer: Option<Value>,
    },
}

/// Whether a patch went out before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Time {
    First,
    Again,
}

/// Whether an answer says for certain that nothing was applied: what the API answers with these, it answers
/// before it stores (contract, `errors`). A 429 may ride on a 200, and a closed state on a 500.
///
/// Of 408 and 425, and of what no standard knows (499, 460: the client was gone), nobody can say who answers it and
/// whether the patch went on to the API.
fn is_refusal(answer: &Answer) -> bool {
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    match answer.status.as_u16() {
        200..=299 => body["status"] == 429,
        408 | 425 => false,
        400..=431 | 451 => true,
        500 => body["detail"].as_str().is_some_and(|detail| detail.starts_with("KYB edit not allowed")),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};
    use std::sync::Arc;

    use axum::body::Body;
    use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
    use chrono::DateTime;
    use url::Url;

    use super::super::ledger::{Ledger, LedgerError, LinkState};
    use super::super::token::Claims;
    use super::super::upstream::Upstream;
    use super::*;
    use crate::sign::Key;
    use crate::web::metrics::Metrics;
    use crate::web::rate::{PerMinute, Rates, Socket};

    const CUSTOMER: &str = "00000000-0000-4000-8000-000000000001";

    /// A ledger that another program keeps from being read, its links apart where they can be.
    struct Locked {
        links: Result<Option<LinkState>, LedgerError>,
    }

    impl Ledger for Locked {
        fn add_link(&self, _: &str, _: DateTime<Utc>) -> Result<(), LedgerError> {
            Err(LedgerError::Busy)
        }

        fn link(&self, _: &str) -> Result<Option<LinkState>, LedgerError> {
            self.links
        }

        fn close_link(&self, _: &str, _: DateTime<Utc>) -> Result<(), LedgerError> {
            Err(LedgerError::Busy)
        }

        fn revoke_link(&self, _: &str, _: DateTime<Utc>) -> Result<bool, LedgerError> {
            Err(LedgerError::Busy)
        }

        fn find(&self, _: &str, _: &Submission) -> Result<Known, LedgerError> {
            Err(LedgerError::Busy)
        }

        fn begin(
            &self,
            _: &str,
            _: &Submission,
            _: Option<&[PersonHash]>,
            _: DateTime<Utc>,
        ) -> Result<Known, LedgerError> {
            Err(LedgerError::Busy)
        }

        fn applied(&self, _: &str, _: &Submission) -> Result<(), LedgerError> {
            Err(LedgerError::Busy)
        }

        fn released(&self, _: &str, _: &Submission) -> Result<(), LedgerError> {
            Err(LedgerError::Busy)
        }

        fn ready(&self) -> Result<(), LedgerError> {
            Err(LedgerError::Busy)
        }
    }

    /// What a submission is answered by a relay on this ledger.
    async fn answered(ledger: Locked) -> Problem {
        // As `main` does; another test may have done it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let key = Key::new("test", "c2VjcmV0").unwrap();
        // Nobody listens there, and nothing is to be sent.
        let origin = Url::parse("http://127.0.0.1:9").unwrap();
        let app = App {
            key: key.clone(),
            upstream: Arc::new(Upstream::new(origin.clone(), key.clone()).unwrap()),
            ledger: Arc::new(ledger),
            form: origin,
            rates: Arc::new(Rates::new(PerMinute::default(), false)),
            metrics: Metrics::new("relay"),
            turns: Arc::default(),
            changes: Arc::default(),
        };
        let claims = Claims {
            link: "link".to_owned(),
            customer: CUSTOMER.to_owned(),
            kyc_model: "reliance".to_owned(),
            expires: Utc::now().timestamp() + 60,
        };
        let request = Request::put("/")
            .header(AUTHORIZATION, format!("Bearer {}", claims.token(&key)))
            .header(CONTENT_TYPE, "application/json")
            .header("idempotency-key", "k-1")
            .extension(Socket(IpAddr::V4(Ipv4Addr::LOCALHOST)))
            .body(Body::from(r#"{"account_purpose":"payroll"}"#))
            .unwrap();
        update(State(app), Ok(Path(CUSTOMER.to_owned())), request).await.unwrap_err()
    }

    #[test]
    fn only_what_proves_that_nothing_was_applied_is_a_refusal() {
        let answered = |status: u16| {
            let status = StatusCode::from_u16(status).unwrap();
            is_refusal(&Answer { status, retry_after: None, body: Bytes::new() })
        };
        for status in [400, 401, 403, 404, 409, 413, 415, 422, 429, 431, 451] {
            assert!(answered(status), "{status}");
        }
        for status in [200, 302, 408, 425, 444, 460, 499, 500, 502, 503, 504, 520] {
            assert!(!answered(status), "{status}");
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_ledger_that_does_not_tell_what_went_out_before_leaves_that_unknown() {
        for links in [Ok(Some(LinkState::default())), Err(LedgerError::Busy)] {
            let problem = answered(Locked { links }).await;
            assert_eq!(problem.clone().into_response().status(), StatusCode::GATEWAY_TIMEOUT, "{problem:?}");
        }
    }
}
