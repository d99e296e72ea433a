use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::harness::*;

fn put(server: &Server, wanted: &str, body: &str) -> Answer {
    server.put_with(PENDING, &[("x-sandbox-answer", wanted)], body)
}

#[test]
fn every_refusal_of_the_contract_is_given_on_demand() {
    let server = Server::start();
    let before = server.read(PENDING);
    for (wanted, status, code) in [
        ("not_editable_400", 400, "Bad_Request"),
        ("not_editable_409", 409, "Conflict"),
        ("not_editable_500", 500, "Internal_Server_Error"),
        ("unauthorized", 401, "Unauthorized"),
        ("forbidden", 403, "Forbidden"),
        ("not_found", 404, "Not_Found"),
        ("unprocessable", 422, "Unprocessable_Entity"),
        ("rate_limited", 429, "Too_Many_Requests"),
        ("internal", 500, "Internal_Server_Error"),
        ("bad_gateway", 502, "Bad_Gateway"),
        ("unavailable", 503, "Service_Unavailable"),
        ("timeout", 504, "Gateway_Timeout"),
    ] {
        let answer = put(&server, wanted, r#"{"business_description":"never"}"#);
        let body = answer.refused(status, code);
        assert_eq!(wanted.starts_with("not_editable"), body["detail"] == "KYB edit not allowed", "{wanted}");
        assert_eq!(answer.header("retry-after"), if status == 429 { "7" } else { "" });
    }
    let ridden = put(&server, "rate_limited_in_200", "{}");
    assert_eq!((ridden.status, ridden.json()["status"].as_u64()), (200, Some(429)));
    put(&server, "teapot", "{}").refused(400, "Bad_Request");
    assert_eq!(server.read(PENDING), before);
    let started = Instant::now();
    assert_eq!(put(&server, "slow:1", r#"{"business_description":"slowly"}"#).status, 200);
    assert!(started.elapsed() >= Duration::from_secs(1));
}

#[test]
fn a_connection_is_cut_before_or_after_the_change_is_stored() {
    let server = Server::start();
    for (wanted, stored) in [("drop_before", false), ("drop_after", true)] {
        let body = format!(r#"{{"business_description":"{wanted}"}}"#);
        let mut stream = TcpStream::connect(&server.address).unwrap();
        write!(
            stream,
            "PUT /v1/customers/{PENDING} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {KEY}\r\n\
             Content-Type: application/json\r\nX-Sandbox-Answer: {wanted}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len(),
        )
        .unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        assert!(answer.is_empty(), "{wanted}: {}", String::from_utf8_lossy(&answer));
        assert_eq!(server.read(PENDING)["business_description"] == *wanted, stored, "{wanted}");
    }
}

#[test]
fn the_api_is_described() {
    let server = Server::start();
    let document = server.send("GET", "/openapi.json", &[], b"").json();
    assert_eq!(document["openapi"], "3.1.0");
    assert!(document["paths"]["/v1/customers/{customer_id}"]["put"].is_object());
}
