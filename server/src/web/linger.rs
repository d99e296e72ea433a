//! Lets a client finish sending before it is answered.
//!
//! A refusal may be ready before its body has been read (401, 413). Closing then would reset the
//! connection, and a client still sending would see a network error in place of the answer.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::EXPECT;
use axum::middleware::Next;
use axum::response::Response;
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt;
use tokio::time::timeout;

use super::body::LIMIT;

/// How long, and how many bytes, an unread body is still taken in.
const TIME: Duration = Duration::from_secs(10);
const MOST: usize = 2 * LIMIT;

/// A body that outlives the handler it was given to.
#[derive(Clone)]
struct Shared(Arc<Mutex<Body>>);

impl Shared {
    fn with<T>(&self, work: impl FnOnce(Pin<&mut Body>) -> T) -> T {
        work(Pin::new(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

impl http_body::Body for Shared {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.with(|body| body.poll_frame(context))
    }

    fn is_end_stream(&self) -> bool {
        self.with(|body| body.is_end_stream())
    }

    fn size_hint(&self) -> SizeHint {
        self.with(|body| body.size_hint())
    }
}

/// Runs the handler, then takes in what it left of the body.
pub async fn linger(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    // Who waits for leave to send has nothing under way.
    if parts.headers.contains_key(EXPECT) || http_body::Body::is_end_stream(&body) {
        return next.run(Request::from_parts(parts, body)).await;
    }
    let mut shared = Shared(Arc::new(Mutex::new(body)));
    let response = next.run(Request::from_parts(parts, Body::new(shared.clone()))).await;
    let rest = async {
        let mut taken = 0;
        while let Some(Ok(frame)) = shared.frame().await {
            taken += frame.data_ref().map_or(0, Bytes::len);
            if taken > MOST {
                break;
            }
        }
    };
    // Too slow or too much: then it is closed on them after all.
    let _ = timeout(TIME, rest).await;
    response
}
