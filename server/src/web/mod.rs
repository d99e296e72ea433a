//! HTTP as every mode of the server speaks it: limits, error bodies, headers, files, log lines.

pub mod body;
pub mod headers;
pub mod idempotency;
mod linger;
pub mod listen;
pub mod log;
pub mod metrics;
pub mod ops;
mod patience;
pub mod problem;
pub mod rate;
pub mod room;
pub mod static_files;

use axum::Router;
use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::from_fn;
use axum::response::Response;
use axum::routing::any;
use serde::Serialize;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;

use headers::Hosts;
use metrics::Metrics;
use problem::Problem;

/// Puts around the routes what all of them have. The first layer named is the innermost.
pub fn around(routes: Router, hosts: Hosts, metrics: Metrics) -> Router {
    routes
        .layer(CatchPanicLayer::custom(|_panic: Box<dyn std::any::Any + Send>| Problem::internal().marked()))
        .layer(from_fn(linger::linger))
        .layer(CsrfLayer::new())
        .layer(from_fn(headers::plain_transfer))
        .layer(from_fn(move |request, next| headers::known_host(hosts.clone(), request, next)))
        .layer(from_fn(problem::write_out))
        .layer(from_fn(headers::strict))
        .layer(from_fn(move |request, next| log::log(metrics.clone(), request, next)))
}

/// Where the API has nothing, nothing stands, whatever the method: a 405 of the files behind it would tell a client of
/// another version that there is something.
pub fn nothing_else<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let nothing = || async { Problem::new(StatusCode::NOT_FOUND, "The API has nothing under this path.") };
    ["/v1", "/v1/", "/v1/{*path}"]
        .into_iter()
        .fold(Router::new(), |routes, path| routes.route(path, any(nothing)))
}

/// An answer in JSON.
pub fn json(body: &impl Serialize) -> Response {
    let body = serde_json::to_vec(body).expect("an answer has a JSON text");
    let mut response = Response::new(Body::from(body));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
