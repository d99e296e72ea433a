//! What those ask who run the server: is it up, can it work, what has it done.

use std::io::Write;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::from_fn;
use axum::response::IntoResponse;
use axum::routing::get;
use serde_json::json;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::headers::{self, Hosts};
use super::json;
use super::log::within;
use super::metrics::Metrics;
use super::problem::{self, Problem};

/// Prints lines on stdout, the first one first. Nobody need read them, and a pipe that nobody reads takes some and then
/// no more: a thread of its own waits for it, while the server serves and can be told to stop.
pub fn tell(lines: Vec<String>) {
    thread::spawn(move || {
        let text: String = lines.iter().flat_map(|line| [line, "\n"]).collect();
        let mut out = std::io::stdout().lock();
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    });
}

/// What a check found, and when.
type Kept = (Instant, Result<(), Problem>);

/// How long an answer to `/readyz` serves all who ask: anybody may, and each check is a write to the disk.
const SERVES: Duration = Duration::from_secs(1);

/// `GET /healthz`: 200 as long as the program answers at all. `GET /readyz`: 200, or 503 whatever `check` meets with.
pub fn ready<F, R>(check: F) -> Router
where
    F: Fn() -> R + Clone + Send + Sync + 'static,
    R: Future<Output = Result<(), Problem>> + Send + 'static,
{
    let up = || async { json(&json!({ "status": "ok" })) };
    let last: Arc<Mutex<Option<Kept>>> = Arc::default();
    let can = move || {
        let (check, last) = (check.clone(), Arc::clone(&last));
        // A task of its own, so that who asks and leaves has not had it checked for nobody.
        let checked = tokio::spawn(within(async move {
            let mut last = last.lock().await;
            match &*last {
                Some((at, found)) if at.elapsed() < SERVES => found.clone(),
                _ => {
                    let found = check().await.map_err(Problem::not_ready);
                    *last = Some((Instant::now(), found.clone()));
                    found
                }
            }
        }));
        async move {
            let found = checked.await.unwrap_or_else(|_panic| Err(Problem::internal()));
            found.map(|()| json(&json!({ "status": "ready" })))
        }
    };
    Router::new().route("/healthz", get(up)).route("/readyz", get(can))
}

/// `GET /metrics`, on a listener of its own: it is for those who run the server alone, and no page that points its name
/// here is of those.
pub fn scraped(metrics: &Metrics, hosts: Hosts) -> Router {
    let metrics = metrics.clone();
    let text = move || async move {
        ([(CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], metrics.text())
            .into_response()
    };
    Router::new()
        .route("/metrics", get(text))
        .layer(from_fn(move |request, next| headers::known_host(hosts.clone(), request, next)))
        .layer(from_fn(problem::write_out))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::body::Body;
    use axum::extract::Request;
    use axum::http::StatusCode;
    use tokio::time::sleep;
    use tower::ServiceExt;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn who_asks_more_often_whether_it_is_ready_has_nothing_checked() {
        let checked = Arc::new(AtomicUsize::new(0));
        let app = {
            let checked = Arc::clone(&checked);
            ready(move || {
                let turn = checked.fetch_add(1, Ordering::SeqCst);
                async move {
                    sleep(Duration::from_millis(100)).await;
                    if turn == 0 { Err(Problem::internal()) } else { Ok(()) }
                }
            })
        };
        for status in [StatusCode::SERVICE_UNAVAILABLE, StatusCode::OK] {
            let asked =
                (0..50).map(|_| app.clone().oneshot(Request::get("/readyz").body(Body::empty()).unwrap()));
            for answer in asked.map(tokio::spawn).collect::<Vec<_>>() {
                assert_eq!(answer.await.unwrap().unwrap().status(), status);
            }
            sleep(SERVES).await;
        }
        assert_eq!(checked.load(Ordering::SeqCst), 2);
    }
}
