//! OneMoney-HMAC-SHA256 from outside. The signatures here are made by the test, from the contract.

use chrono::{Duration, Utc};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::harness::*;

/// What a signature is made of; each test spoils one of them.
#[derive(Clone)]
pub struct Sign {
    access_key: String,
    secret: Vec<u8>,
    timestamp: String,
    method: String,
    path: String,
    body: String,
}

pub fn sign(method: &str, path: &str, body: &str) -> Sign {
    Sign {
        access_key: "test_access_key".into(),
        secret: b"test-secret-key-material".to_vec(),
        timestamp: at(Duration::zero()),
        method: method.into(),
        path: path.into(),
        body: body.into(),
    }
}

fn at(later: Duration) -> String {
    (Utc::now() + later).format("%Y%m%dT%H%M%SZ").to_string()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Sign {
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        let text = [
            self.access_key.as_str(),
            &self.timestamp,
            &self.method,
            &self.path,
            &hex(&Sha256::digest(&self.body)),
        ]
        .join("\n");
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.secret).unwrap();
        mac.update(text.as_bytes());
        let signature = hex(&mac.finalize().into_bytes());
        let value = format!("OneMoney-HMAC-SHA256 {}:{}:{signature}", self.access_key, self.timestamp);
        vec![("authorization", value), ("x-om-date", self.timestamp.clone())]
    }
}

/// Sends a request with these headers.
fn send(server: &Server, method: &str, path: &str, headers: &[(&str, String)], body: &str) -> Answer {
    let mut all: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    if !body.is_empty() {
        all.push(("content-type", "application/json"));
    }
    server.send(method, path, &all, body.as_bytes())
}

/// Signs a request and sends it.
fn signed(server: &Server, method: &str, path: &str, body: &str) -> Answer {
    let signed = sign(method, path.split('?').next().unwrap(), body);
    send(server, method, path, &signed.headers(), body)
}

#[test]
fn a_signature_opens_what_the_access_key_opens() {
    let server = Server::start();
    let own = format!("/v1/customers/{PENDING}");
    assert_eq!(signed(&server, "GET", &own, "").json(), server.read(PENDING));
    assert_eq!(signed(&server, "GET", "/v1/customers?page=2&size=4", "").json()["total"], 9);
    let patch = json!({ "business_description": "signé" }).to_string();
    assert_eq!(signed(&server, "PUT", &own, &patch).json()["business_description"], "signé");
    let persons = signed(&server, "GET", &format!("{own}/associated_persons"), "").json();
    let person = format!("{own}/associated_persons/{}", persons[0]["associated_person_id"].as_str().unwrap());
    let changed = signed(&server, "PUT", &person, r#"{"middle_name":"Q"}"#);
    assert_eq!((changed.status, changed.json()["middle_name"].as_str()), (200, Some("Q")));
    assert_eq!(signed(&server, "DELETE", &person, "").status, 204);
    let link = signed(&server, "POST", "/v1/customers/tos_links", "").json();
    let session = link["session_token"].as_str().unwrap();
    let agreed = signed(&server, "POST", &format!("/v1/customers/tos_links/{session}/sign"), "");
    assert_eq!(names(&agreed.json()), ["signed_agreement_id"]);
}

#[test]
fn a_signature_of_anything_else_is_refused() {
    let server = Server::start();
    let (path, body) = (format!("/v1/customers/{PENDING}"), r#"{"business_description":"forged"}"#);
    let before = server.read(PENDING);
    let good = sign("PUT", &path, body);
    let spoil = |change: &dyn Fn(&mut Sign)| {
        let mut spoilt = good.clone();
        change(&mut spoilt);
        spoilt.headers()
    };
    let spoilt = [
        spoil(&|s| s.secret = b"another secret".to_vec()),
        spoil(&|s| s.access_key = "another_key".into()),
        spoil(&|s| s.method = "GET".into()),
        spoil(&|s| s.method = "put".into()),
        spoil(&|s| s.path = format!("/v1/customers/{INIT}")),
        spoil(&|s| s.path.push('/')),
        spoil(&|s| s.path.push_str("?page=1")),
        spoil(&|s| s.body.push(' ')),
        spoil(&|s| s.body.clear()),
        spoil(&|s| s.timestamp = at(Duration::seconds(-305))),
        spoil(&|s| s.timestamp = at(Duration::seconds(305))),
        spoil(&|s| s.timestamp = "20250930T120000Z".into()),
        spoil(&|s| s.timestamp = "now".into()),
        spoil(&|s| s.timestamp = Utc::now().to_rfc3339()),
    ];
    for headers in &spoilt {
        send(&server, "PUT", &path, headers, body).refused(401, "Unauthorized");
    }
    // The right signature, and something about it is not.
    let right = good.headers();
    let value = right[0].1.clone();
    let with = |authorization: String, date: &str| {
        let headers = [("authorization", authorization), ("x-om-date", date.to_owned())];
        send(&server, "PUT", &path, &headers, body).refused(401, "Unauthorized");
    };
    with(value.clone(), &at(Duration::seconds(1)));
    with(value.to_ascii_uppercase(), &good.timestamp);
    with(format!("{value}00"), &good.timestamp);
    with(value[..value.len() - 2].to_owned(), &good.timestamp);
    with(format!("{value}:"), &good.timestamp);
    with(value.replace(":20", ":"), &good.timestamp);
    with(format!("OneMoney-HMAC-SHA256 {}", "x".repeat(200)), &good.timestamp);
    let no_date = [("authorization", value.clone())];
    send(&server, "PUT", &path, &no_date, body).refused(401, "Unauthorized");
    let two_dates = [right.clone(), vec![("x-om-date", good.timestamp.clone())]].concat();
    send(&server, "PUT", &path, &two_dates, body).refused(401, "Unauthorized");
    assert_eq!(server.read(PENDING), before);
    // And it was right all along.
    assert_eq!(send(&server, "PUT", &path, &right, body).status, 200);
}

#[test]
fn a_signature_is_of_the_method_and_the_body_that_were_sent() {
    let server = Server::start();
    let path = format!("/v1/customers/{PENDING}");
    for path in ["/v1/customers", &path, &format!("{path}/associated_persons")] {
        assert_eq!(signed(&server, "HEAD", path, "").status, 200, "{path}");
        let as_get = sign("GET", path, "");
        assert_eq!(send(&server, "HEAD", path, &as_get.headers(), "").status, 401, "{path}");
    }
    let nobody = format!("{path}/associated_persons/nobody");
    signed(&server, "DELETE", &nobody, "{}").refused(404, "Not_Found");
    let of_no_body = sign("DELETE", &nobody, "");
    send(&server, "DELETE", &nobody, &of_no_body.headers(), "{}").refused(401, "Unauthorized");
}

#[test]
fn a_signature_is_good_for_five_minutes_either_way() {
    let server = Server::start();
    for seconds in [-290, 0, 290] {
        let mut read = sign("GET", "/v1/customers", "");
        read.timestamp = at(Duration::seconds(seconds));
        assert_eq!(send(&server, "GET", "/v1/customers", &read.headers(), "").status, 200, "{seconds}");
    }
}

#[test]
fn an_escaped_path_is_signed_as_it_is_sent() {
    let server = Server::start();
    let escaped = format!("/v1/customers/{}", PENDING.replace('0', "%30"));
    assert_eq!(signed(&server, "GET", &escaped, "").json()["customer_id"], PENDING);
    let plain = sign("GET", &format!("/v1/customers/{PENDING}"), "");
    send(&server, "GET", &escaped, &plain.headers(), "").refused(401, "Unauthorized");
}
