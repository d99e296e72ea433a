//! Reading the body of a request: how large, how long, how many at once.

use std::fmt::{self, Formatter};
use std::marker::PhantomData;
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use http_body_util::BodyExt;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use tokio::time::timeout;

use super::problem::Problem;
use super::room::{Place, Whose};

/// The most that a body may have, in bytes: base64 makes files a third larger, and a patch may
/// carry a dozen of them. Beyond it, 413.
pub const LIMIT: usize = 64 << 20;

/// The most values that a body of JSON may have beside each other. One that is read takes hundreds of times the room that
/// three bytes of it take on their way: a person that is `{}` has a place for each of its members. Beyond it, 413.
const VALUES: usize = 100_000;

/// How long a client may take to send a body. Beyond it, 408.
const TIME: Duration = Duration::from_secs(120);

/// How long nothing at all of a body may arrive: it keeps its place in the room only while it goes on. Beyond it, 408.
const STILL: Duration = Duration::from_secs(15);

/// A body, and the room that it takes until it is dropped.
#[derive(Debug)]
pub struct Received {
    bytes: Vec<u8>,
    _place: Place,
}

impl Received {
    /// The bytes as they came.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes as text of JSON.
    ///
    /// # Errors
    /// 400 when they are not UTF-8; 413 for too many values.
    pub fn text(&self) -> Result<&str, Problem> {
        // Each value but the first of its list has a comma before it. A file, in base64, has one in all.
        if self.bytes.iter().filter(|byte| **byte == b',').count() > VALUES {
            let detail = "The body has more than 100,000 values, by its commas.";
            return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail));
        }
        str::from_utf8(&self.bytes).map_err(|_| Problem::bad_request("The body is not UTF-8."))
    }
}

/// Reads a body of JSON.
///
/// # Errors
/// 408, 413, 415, 503; 400 when the client broke off.
pub async fn json(request: Request, whose: Whose) -> Result<Received, Problem> {
    takes(request.headers())?;
    read(request, whose).await
}

/// Reads a body of JSON, or none at all: what has no body needs no type.
///
/// # Errors
/// As [`json`].
pub async fn json_or_nothing(request: Request, whose: Whose) -> Result<Received, Problem> {
    let kind = takes(request.headers());
    let received = read(request, whose).await?;
    if !received.bytes.is_empty() {
        kind?;
    }
    Ok(received)
}

/// Reads a body of any kind, where its bytes alone are of interest.
///
/// # Errors
/// As [`json`], but for 415.
pub async fn any(request: Request, whose: Whose) -> Result<Received, Problem> {
    read(request, whose).await
}

async fn read(request: Request, whose: Whose) -> Result<Received, Problem> {
    let (parts, body) = request.into_parts();
    let announced =
        parts.headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > LIMIT as u64) {
        return Err(too_large());
    }
    timeout(TIME, receive(body, Place::of(whose))).await.unwrap_or_else(|_| {
        Err(Problem::new(StatusCode::REQUEST_TIMEOUT, "The body took longer than two minutes to arrive."))
    })
}

async fn receive(mut body: Body, mut place: Place) -> Result<Received, Problem> {
    let mut bytes = Vec::new();
    let still = |_| {
        Problem::new(StatusCode::REQUEST_TIMEOUT, "Nothing of the body arrived for a quarter of a minute.")
    };
    while let Some(frame) = timeout(STILL, body.frame()).await.map_err(still)? {
        let frame = frame.map_err(|_| Problem::bad_request("The body broke off."))?;
        let Ok(data) = frame.into_data() else { continue };
        if bytes.len() + data.len() > LIMIT {
            return Err(too_large());
        }
        if !place.grow(data.len()) {
            return Err(Problem::busy("Too many large bodies at once; nothing was applied."));
        }
        bytes.extend_from_slice(&data);
    }
    Ok(Received { bytes, _place: place })
}

/// Reads an object of JSON by its members' names.
///
/// # Errors
/// What `serde_json` says, and of another value than an object that it is none.
pub fn object<'a, T: Deserialize<'a>>(text: &'a str) -> serde_json::Result<T> {
    serde_json::from_str(text).map(|Object(value)| value)
}

/// What is read from an object alone. A derived reader by itself takes a list as well, its items in the order of the
/// members, which no contract offers.
#[derive(Debug, Default)]
pub struct Object<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
            type Value = T;

            fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
                T::deserialize(MapAccessDeserializer::new(members))
            }
        }

        deserializer.deserialize_map(Members(PhantomData)).map(Object)
    }
}

/// JSON alone, in UTF-8, as it is.
fn takes(headers: &HeaderMap) -> Result<(), Problem> {
    let refuse = |detail| Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail));
    let plain = |codings: &HeaderValue| {
        codings
            .to_str()
            .is_ok_and(|list| list.split(',').all(|one| one.trim().eq_ignore_ascii_case("identity")))
    };
    if !headers.get_all(CONTENT_ENCODING).iter().all(plain) {
        return refuse("The body must not be compressed.");
    }
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let mut parts = kind.split(';').map(str::trim);
    let json = parts.next().is_some_and(|kind| kind.eq_ignore_ascii_case("application/json"));
    let utf8 = parts.filter_map(|part| part.split_once('=')).all(|(name, value)| {
        !name.eq_ignore_ascii_case("charset") || value.trim_matches('"').eq_ignore_ascii_case("utf-8")
    });
    if json && utf8 { Ok(()) } else { refuse("Send the body as application/json, in UTF-8.") }
}

fn too_large() -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "The body is larger than 64 MiB.")
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::pin::Pin;
    use std::task::{Context, Poll, ready};

    use axum::response::IntoResponse;
    use bytes::Bytes;
    use http_body::Frame;
    use tokio::time::{Instant, Interval, interval};

    use super::*;

    /// Sends a blank each time, for ever.
    struct Trickle(Interval);

    impl http_body::Body for Trickle {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            ready!(self.0.poll_tick(context));
            Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b" ")))))
        }
    }

    /// How a body is refused that sends a blank so often, and after how long.
    async fn refused(each: Duration) -> (StatusCode, Duration) {
        let body = Body::new(Trickle(interval(each)));
        let request = Request::builder().header(CONTENT_TYPE, "application/json").body(body).unwrap();
        let began = Instant::now();
        let refused = json(request, Whose::Address(None)).await.unwrap_err().into_response();
        (refused.status(), began.elapsed())
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_trickles_is_given_up() {
        assert_eq!(refused(Duration::from_secs(10)).await, (StatusCode::REQUEST_TIMEOUT, TIME));
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_of_which_nothing_comes_is_given_up_sooner() {
        assert_eq!(refused(Duration::from_secs(16)).await, (StatusCode::REQUEST_TIMEOUT, STILL));
    }
}
