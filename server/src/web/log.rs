//! One line a request on stderr: what was asked of which route, what came of it, how long it took.
//!
//! The route's template stands for the path, so that no id is written; no query, header or body is,
//! and so no token and no name.

use std::io::Write;
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use chrono::Utc;

use super::metrics::{Metrics, UnderWay};
use crate::storage::{change::hex, instant};

tokio::task_local! {
    static ID: String;
}

/// Runs a request under an id, which its answer carries in `X-Request-Id`, and counts it.
pub async fn log(metrics: Metrics, request: Request, next: Next) -> Response {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    let id = hex(&bytes);
    let route = match request.extensions().get::<MatchedPath>() {
        Some(path) => path.as_str().to_owned(),
        None => "(file)".to_owned(),
    };
    let mut asked = Asked {
        id: id.clone(),
        method: request.method().clone(),
        route,
        started: Instant::now(),
        _under_way: metrics.begun(),
        metrics,
        status: left(),
    };
    let mut response = ID.scope(id.clone(), next.run(request)).await;
    asked.status = response.status();
    drop(asked);
    response.headers_mut().insert("x-request-id", HeaderValue::try_from(id).expect("hex is a header value"));
    response
}

/// A request, which is told of when it is over: answered, or left by a client that hung up.
struct Asked {
    id: String,
    method: Method,
    route: String,
    started: Instant,
    _under_way: UnderWay,
    metrics: Metrics,
    status: StatusCode,
}

/// Of a request whose client did not wait for the answer. What it changed may have been changed all the same.
fn left() -> StatusCode {
    StatusCode::from_u16(499).expect("a status has three digits")
}

impl Drop for Asked {
    fn drop(&mut self) {
        let Self { id, method, route, status, .. } = self;
        let took = self.started.elapsed();
        self.metrics.answered(route, method, *status, took);
        line(&format!(
            "request={id} method={} route={route} status={} ms={}",
            known(method),
            status.as_u16(),
            took.as_millis(),
        ));
    }
}

/// A method that is none of HTTP's is text of the client's, and may say anything.
pub fn known(method: &Method) -> &str {
    match method.as_str() {
        known @ ("GET" | "HEAD" | "POST" | "PUT" | "DELETE" | "OPTIONS" | "PATCH" | "TRACE" | "CONNECT") => {
            known
        }
        _ => "other",
    }
}

/// Carries the id of the request over to a task of its own.
pub fn within<T>(work: impl Future<Output = T>) -> impl Future<Output = T> {
    ID.scope(ID.try_with(Clone::clone).unwrap_or_default(), work)
}

/// Carries the id over to work that blocks on a thread of its own.
pub fn within_blocking<T>(work: impl FnOnce() -> T) -> impl FnOnce() -> T {
    let id = ID.try_with(Clone::clone).unwrap_or_default();
    move || ID.sync_scope(id, work)
}

/// Notes what happened within a request.
pub fn note(text: &str) {
    let id = ID.try_with(Clone::clone).unwrap_or_default();
    line(&format!("request={id} {text}"));
}

fn line(text: &str) {
    // In one write: a line is there whole or not at all, whenever the program is killed.
    let line = format!("{} {text}\n", instant(Utc::now()));
    // A log that nobody reads any more must not end the server.
    let _ = std::io::stderr().write_all(line.as_bytes());
}
