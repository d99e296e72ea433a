//! HTTP as every mode of the server speaks it: limits, error bodies, headers, files, log lines.

pub mod body;
pub mod headers;
pub mod idempotency;
mod linger;
pub mod listen;
mod log;
pub mod problem;
pub mod static_files;

use axum::Router;
use axum::middleware::from_fn;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;

use headers::Hosts;
use problem::Problem;

/// Puts around the routes what all of them have. The first layer named is the innermost.
pub fn around(routes: Router, hosts: Hosts) -> Router {
    routes
        .layer(CatchPanicLayer::custom(|_panic: Box<dyn std::any::Any + Send>| Problem::internal().marked()))
        .layer(from_fn(linger::linger))
        .layer(CsrfLayer::new())
        .layer(from_fn(move |request, next| headers::known_host(hosts.clone(), request, next)))
        .layer(from_fn(problem::write_out))
        .layer(from_fn(headers::strict))
        .layer(from_fn(log::log))
}
