//! The recent requests to `/v1` of each customer, for the console: when, what, how it ended, with what program.
//!
//! Kept in memory until the sandbox ends. No query, header but `User-Agent`, or body is kept, and of a path nothing but
//! ids of the sandbox's own making.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use axum::middleware::Next;
use axum::response::Response;
use chrono::Utc;
use serde::Serialize;
use uuid::Uuid;

use crate::storage::instant;
use crate::web::listen::Cut;
use crate::web::log::known;

/// As many requests are kept, of all customers together: the oldest make room.
const KEPT: usize = 1000;

/// A customer shows as many.
const SHOWN: usize = 50;

/// Of a `User-Agent` as many characters are kept.
const AGENT: usize = 200;

/// A request that has been answered.
#[derive(Clone, Debug, Serialize)]
pub struct Seen {
    #[serde(skip)]
    customer: Uuid,
    /// When it came.
    at: String,
    method: String,
    path: String,
    /// `None` where the connection was cut on demand.
    status: Option<u16>,
    /// How long the answer took, in milliseconds.
    ms: u128,
    user_agent: String,
}

/// Says whose a request to a path without an id turned out to be.
#[derive(Clone, Copy, Debug)]
pub struct Made(pub Uuid);

/// The recent requests.
#[derive(Clone, Debug, Default)]
pub struct Recent(Arc<Mutex<VecDeque<Seen>>>);

impl Recent {
    /// Those of one customer, the newest first.
    pub fn of(&self, customer: &str) -> Vec<Seen> {
        let Some(customer) = Uuid::try_parse(customer).ok() else { return Vec::new() };
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.iter().rev().filter(|seen| seen.customer == customer).take(SHOWN).cloned().collect()
    }

    fn keep(&self, seen: Seen) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() == KEPT {
            all.pop_front();
        }
        all.push_back(seen);
    }
}

/// Notes a request once it is answered, if it is some customer's.
pub async fn note(State(recent): State<Recent>, request: Request, next: Next) -> Response {
    let (at, started) = (instant(Utc::now()), Instant::now());
    let method = known(request.method()).to_owned();
    let user_agent = agent(request.headers());
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let named = named(request.uri().path(), &route.unwrap_or_default());
    let response = next.run(request).await;
    let made =
        response.extensions().get::<Made>().map(|Made(customer)| (*customer, "/v1/customers".to_owned()));
    if let Some((customer, path)) = named.or(made) {
        let cut = response.extensions().get::<Cut>().is_some();
        let status = (!cut).then(|| response.status().as_u16());
        recent.keep(Seen {
            customer,
            at,
            method,
            path,
            status,
            ms: started.elapsed().as_millis(),
            user_agent,
        });
    }
    response
}

/// The customer that a path names, and the path with no other text in it than the route's and ids.
fn named(path: &str, route: &str) -> Option<(Uuid, String)> {
    let mut customer = None;
    let mut steps = Vec::new();
    for (step, pattern) in path.split('/').zip(route.split('/')) {
        if !pattern.starts_with('{') {
            steps.push(pattern.to_owned());
            continue;
        }
        let id = Uuid::try_parse(step).ok()?;
        if pattern == "{customer_id}" {
            customer = Some(id);
        }
        steps.push(id.to_string());
    }
    Some((customer?, steps.join("/")))
}

fn agent(headers: &HeaderMap) -> String {
    let text = headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    text.chars().take(AGENT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_path_is_kept_but_ids() {
        const ROUTE: &str = "/v1/customers/{customer_id}/associated_persons/{associated_person_id}";
        let id = "00000000-0000-4000-8000-000000000001";
        let path = format!("/v1/customers/{id}/associated_persons/{id}");
        assert_eq!(
            named(&path, ROUTE).map(|(customer, path)| (customer.to_string(), path)),
            Some((id.into(), path))
        );
        assert_eq!(named(&format!("/v1/customers/{id}/associated_persons/Ada"), ROUTE), None);
        assert_eq!(named("/v1/customers/Ada", "/v1/customers/{customer_id}"), None);
        assert_eq!(
            named(
                &format!("/v1/customers/tos_links/{id}/sign"),
                "/v1/customers/tos_links/{session_token}/sign"
            ),
            None
        );
    }

    #[test]
    fn the_oldest_make_room() {
        let recent = Recent::default();
        let (noisy, quiet) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let seen = |customer, ms| Seen {
            customer,
            at: String::new(),
            method: "GET".into(),
            path: String::new(),
            status: Some(200),
            ms,
            user_agent: String::new(),
        };
        recent.keep(seen(quiet, 0));
        for ms in 1..=KEPT as u128 {
            recent.keep(seen(noisy, ms));
        }
        assert!(recent.of(&quiet.to_string()).is_empty());
        let shown = recent.of(&noisy.to_string());
        assert_eq!((shown.len(), shown[0].ms), (SHOWN, KEPT as u128));
        assert_eq!(recent.0.lock().unwrap().len(), KEPT);
    }
}
