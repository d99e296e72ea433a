//! The API behind the relay: signed requests to one origin, no redirect followed, nothing sent twice.

use std::error::Error;
use std::time::Duration;
use std::{fmt, io};

use axum::http::{Method, StatusCode};
use bytes::{Bytes, BytesMut};
use chrono::Utc;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::redirect::Policy;
use tokio::sync::Semaphore;
use url::{Host, Url};

use crate::sign::{self, Key, Signed};
use crate::web::log::note;

/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(10);
/// How long a read may take in all.
const READ: Duration = Duration::from_secs(30);
/// How long a write may take in all: its body may be large, and the API stores before it answers.
const WRITE: Duration = Duration::from_secs(90);
/// No answer may be larger, in bytes.
const ANSWER: usize = 8 << 20;
/// As many requests are under way at once; further ones wait for their turn within their time.
const AT_ONCE: usize = 64;

/// What can't be an upstream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnOrigin;

impl fmt::Display for NotAnOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "--upstream is https://HOST[:PORT], or http:// for a loopback address; no path, user or query",
        )
    }
}

/// Reads the origin of the API. Plain HTTP would show the secret's work to all on the way, so it is for this
/// machine alone.
///
/// # Errors
/// See [`NotAnOrigin`].
pub fn origin(text: &str) -> Result<Url, NotAnOrigin> {
    let url = Url::parse(text).map_err(|_| NotAnOrigin)?;
    let loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    let secure = url.scheme() == "https" || (url.scheme() == "http" && loopback);
    let bare = url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    if secure && bare { Ok(url) } else { Err(NotAnOrigin) }
}

/// What the API answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// How long to wait, as the API words it.
    pub retry_after: Option<HeaderValue>,
    /// Its body.
    pub body: Bytes,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    /// Nothing of the request went out.
    NotSent,
    /// It went out, and whether it arrived is not known.
    Lost,
}

/// The API.
#[derive(Debug)]
pub struct Upstream {
    origin: Url,
    key: Key,
    client: reqwest::Client,
    turns: Semaphore,
}

impl Upstream {
    /// # Errors
    /// When TLS can't be set up.
    pub fn new(origin: Url, key: Key) -> reqwest::Result<Self> {
        let client = reqwest::Client::builder()
            .no_proxy()
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(CONNECT)
            .tcp_nodelay(true)
            .user_agent(concat!("kyb-server/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { origin, key, client, turns: Semaphore::new(AT_ONCE) })
    }

    /// Signs a request and sends it, once. `path` is one of the API's, escaped.
    ///
    /// # Errors
    /// See [`NoAnswer`].
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        body: Bytes,
        idempotency_key: Option<&HeaderValue>,
    ) -> Result<Answer, NoAnswer> {
        let time = if method == Method::GET { READ } else { WRITE };
        let turn = tokio::time::timeout(READ, self.turns.acquire()).await;
        let Ok(Ok(_turn)) = turn else { return Err(NoAnswer::NotSent) };
        let mut url = self.origin.clone();
        url.set_path(path);
        if url.path() != path {
            return Err(NoAnswer::NotSent);
        }
        let timestamp = sign::timestamp(Utc::now());
        let signed = Signed { method: method.as_str(), path, body: &body, timestamp: &timestamp };
        let mut headers = HeaderMap::new();
        let header = |text: &str| HeaderValue::from_str(text).map_err(|_| NoAnswer::NotSent);
        let mut authorization = header(&self.key.authorization(&signed))?;
        authorization.set_sensitive(true);
        headers.insert(AUTHORIZATION, authorization);
        headers.insert(sign::DATE, header(&timestamp)?);
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        if !body.is_empty() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        if let Some(key) = idempotency_key {
            headers.insert("idempotency-key", key.clone());
        }
        let request = self.client.request(method, url).headers(headers).body(body).timeout(time);
        let answer = match request.send().await {
            Ok(response) => receive(response).await,
            // Without a connection nothing left.
            Err(error) if error.is_connect() || error.is_builder() => {
                note(&format!("upstream cause={}", cause(&error)));
                Err(NoAnswer::NotSent)
            }
            Err(_) => Err(NoAnswer::Lost),
        };
        match &answer {
            Ok(answer) => note(&format!("upstream status={}", answer.status.as_u16())),
            Err(why) => note(&format!("upstream none={why:?}")),
        }
        answer
    }
}

/// Why there is no connection, for whoever runs the relay: one word of a few, for an error's own text has the address of a
/// customer in it.
fn cause(error: &reqwest::Error) -> &'static str {
    if error.is_timeout() {
        return "Time";
    }
    let mut next: Option<&dyn Error> = Some(error);
    while let Some(error) = next {
        let system = error.downcast_ref::<io::Error>();
        match system.map(io::Error::kind) {
            Some(io::ErrorKind::ConnectionRefused) => return "Refused",
            // What TLS finds wrong: a certificate, a version, no TLS at all.
            Some(io::ErrorKind::InvalidData) => return "Tls",
            // The resolver's errors have no type of their own.
            _ if error.to_string() == "dns error" => return "Name",
            // `source` of such an error is that of what it holds.
            Some(_) => next = system.and_then(io::Error::get_ref).map(|held| held as _),
            None => next = error.source(),
        }
    }
    "Other"
}

async fn receive(mut response: reqwest::Response) -> Result<Answer, NoAnswer> {
    let mut body = BytesMut::new();
    while let Some(piece) = response.chunk().await.map_err(|_| NoAnswer::Lost)? {
        if body.len() + piece.len() > ANSWER {
            return Err(NoAnswer::Lost);
        }
        body.extend_from_slice(&piece);
    }
    Ok(Answer {
        status: response.status(),
        retry_after: response.headers().get(RETRY_AFTER).cloned(),
        body: body.freeze(),
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    #[tokio::test]
    async fn why_there_is_no_connection_is_one_word() {
        // Another test may have set it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let hasty = reqwest::Client::builder().no_proxy().connect_timeout(Duration::from_millis(300)).build();
        let client = hasty.expect("a client");
        let [silent, plain, gone] = [(); 3].map(|()| TcpListener::bind("127.0.0.1:0").expect("a free port"));
        let [at_silent, at_plain, at_gone] =
            [&silent, &plain, &gone].map(|listener| listener.local_addr().expect("an address"));
        drop(gone);
        thread::spawn(move || {
            for mut stream in plain.incoming().flatten() {
                let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
            }
        });
        for (url, word) in [
            (format!("http://{at_gone}/"), "Refused"),
            (format!("https://{at_plain}/"), "Tls"),
            (format!("https://{at_silent}/"), "Time"),
            ("https://api.invalid/".to_owned(), "Name"),
        ] {
            let error = client.get(&url).send().await.expect_err("nothing answers");
            assert!(error.is_connect(), "{url}: {error:?}");
            assert_eq!(cause(&error), word, "{url}: {error:?}");
        }
    }

    #[test]
    fn an_upstream_is_an_origin_over_tls_or_on_this_machine() {
        for text in [
            "https://api.example.com",
            "https://api.example.com:8443/",
            "http://127.0.0.1:8080",
            "http://[::1]:1",
            "http://localhost:2",
        ] {
            assert!(origin(text).is_ok(), "{text}");
        }
        for text in [
            "",
            "api.example.com",
            "http://api.example.com",
            "http://10.0.0.1",
            "http://169.254.169.254",
            "https://user:pass@api.example.com",
            "https://api.example.com/v1",
            "https://api.example.com/?a=b",
            "https://api.example.com/#x",
            "ftp://127.0.0.1",
            "file:///etc/passwd",
            "gopher://localhost",
            "http://localhost.example.com",
            "http://127.0.0.1.example.com",
        ] {
            assert_eq!(origin(text), Err(NotAnOrigin), "{text}");
        }
    }
}
