//! One line a request on stderr: what was asked of which route, what came of it, how long it took.
//!
//! The route's template stands for the path, so that no id is written; no query, header or body is,
//! and so no token and no name.

use std::io::Write;
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use chrono::Utc;

use super::metrics::Metrics;
use crate::storage::{change::hex, instant};

tokio::task_local! {
    static ID: String;
}

/// Runs a request under an id, which its answer carries in `X-Request-Id`, and counts it.
pub async fn log(metrics: Metrics, request: Request, next: Next) -> Response {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    let id = hex(&bytes);
    let started = Instant::now();
    let _under_way = metrics.begun();
    let method = request.method().clone();
    let route = match request.extensions().get::<MatchedPath>() {
        Some(path) => path.as_str().to_owned(),
        None => "(file)".to_owned(),
    };
    let mut response = ID.scope(id.clone(), next.run(request)).await;
    let took = started.elapsed();
    metrics.answered(&route, &method, response.status(), took);
    line(&format!(
        "request={id} method={} route={route} status={} ms={}",
        known(&method),
        response.status().as_u16(),
        took.as_millis(),
    ));
    response.headers_mut().insert("x-request-id", HeaderValue::try_from(id).expect("hex is a header value"));
    response
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
