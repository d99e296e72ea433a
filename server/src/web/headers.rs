//! Headers that every answer carries, and the host name that every request must.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, TRANSFER_ENCODING};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::problem::Problem;

/// A page may load scripts, styles and images from here alone, run WebAssembly, and call nobody else.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' blob: data:; connect-src 'self'; form-action 'none'; base-uri 'none'; \
    frame-ancestors 'none'; require-trusted-types-for 'script'; worker-src 'self'; manifest-src 'self'";

/// What is no page and no script loads nothing, opened by itself or framed: all that a policy can say of it.
const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'";

const STRICT: [(HeaderName, &str); 3] = [
    (HeaderName::from_static("x-content-type-options"), "nosniff"),
    (HeaderName::from_static("referrer-policy"), "no-referrer"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Those that a page alone heeds, or a worker: on each of the other files they would be a third of a KiB for nothing.
const OF_PAGES: [(HeaderName, &str); 3] = [
    (HeaderName::from_static("content-security-policy"), POLICY),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// Whether an answer may become a page or a worker: one that does not say what it is may as well.
fn is_page(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("text/html");
    !["application/json", "application/problem+json", "application/wasm", "text/css"]
        .iter()
        .any(|other| kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(other)))
}

/// Adds the headers; what says nothing of caching is not kept.
pub async fn strict(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let page = is_page(response.headers());
    let headers = response.headers_mut();
    for (name, value) in STRICT {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if page {
        for (name, value) in OF_PAGES {
            headers.insert(name, HeaderValue::from_static(value));
        }
    } else {
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(NOTHING));
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Host names that are taken beside `localhost` and addresses.
#[derive(Clone, Debug, Default)]
pub struct Hosts(Arc<[String]>);

impl Hosts {
    /// Takes these names, too.
    pub fn new(names: Vec<String>) -> Self {
        Self(names.into())
    }

    fn take(&self, authority: &str) -> bool {
        let host = match authority.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
            _ => authority,
        };
        let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        address.parse::<IpAddr>().is_ok()
            || host.eq_ignore_ascii_case("localhost")
            || self.0.iter().any(|name| name.eq_ignore_ascii_case(host))
    }
}

/// Refuses a request for a host name that is not this server's. A page elsewhere could point its own
/// name at a loopback address and would then be of the same origin (DNS rebinding).
pub async fn known_host(hosts: Hosts, request: Request, next: Next) -> Response {
    let mut named = request.headers().get_all(HOST).iter();
    let known = match (named.next().map(HeaderValue::to_str), named.next()) {
        (Some(Ok(host)), None) => hosts.take(host),
        _ => false,
    };
    let known = known && request.uri().authority().is_none_or(|authority| hosts.take(authority.as_str()));
    if known {
        return next.run(request).await;
    }
    Problem::new(
        StatusCode::MISDIRECTED_REQUEST,
        "This host name is not known here; --allow-host makes it known.",
    )
    .into_response()
}

/// Refuses a body in another coding than chunks: what was done to it else would be undone by nobody. A length beside
/// chunks is not seen here: the chunks count, the length is taken away, and the connection ends with the answer.
pub async fn plain_transfer(request: Request, next: Next) -> Response {
    let mut codings = request.headers().get_all(TRANSFER_ENCODING).iter();
    let plain = match (codings.next(), codings.next()) {
        (None, _) => true,
        (Some(coding), None) => coding.as_bytes().trim_ascii().eq_ignore_ascii_case(b"chunked"),
        _ => false,
    };
    if plain {
        return next.run(request).await;
    }
    Problem::bad_request("Transfer-Encoding is chunked, or none.").into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_addresses_localhost_and_what_is_allowed() {
        let hosts = Hosts::new(vec!["sandbox".into()]);
        for host in ["127.0.0.1:8080", "127.0.0.1", "[::1]:80", "localhost", "LocalHost:1", "sandbox:80"] {
            assert!(hosts.take(host), "{host}");
        }
        for host in
            ["evil.example", "evil.example:8080", "", "localhost.evil.example", "sandbox.example", "[::1"]
        {
            assert!(!hosts.take(host), "{host}");
        }
    }
}
