//! What those ask who run the server: is it up, can it work, what has it done.

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use serde_json::json;

use super::json;
use super::metrics::Metrics;
use super::problem::Problem;

/// `GET /healthz`: 200 as long as the program answers at all. `GET /readyz`: 200, or 503 whatever `check` meets with.
pub fn ready<F, R>(check: F) -> Router
where
    F: Fn() -> R + Clone + Send + Sync + 'static,
    R: Future<Output = Result<(), Problem>> + Send + 'static,
{
    let up = || async { json(&json!({ "status": "ok" })) };
    let can = move || async move {
        check().await.map(|()| json(&json!({ "status": "ready" }))).map_err(Problem::not_ready)
    };
    Router::new().route("/healthz", get(up)).route("/readyz", get(can))
}

/// `GET /metrics`, on a listener of its own: it is for those who run the server alone.
pub fn scraped(metrics: &Metrics) -> Router {
    let metrics = metrics.clone();
    let text = move || async move {
        ([(CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], metrics.text())
            .into_response()
    };
    Router::new().route("/metrics", get(text))
}
