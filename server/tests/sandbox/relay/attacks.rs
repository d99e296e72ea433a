//! Nobody in. The table in the README names these.

use serde_json::json;

use super::proxy::Proxy;
use super::*;

#[test]
fn no_token_wrong_token_tampered_token_other_customers_token() {
    let sandbox = Server::start();
    let relay = relay(Folder::new(), &sandbox.address);
    let (own, other) = (of(&link(&relay, INIT), "token"), of(&link(&relay, PENDING), "token"));
    let path = format!("/v1/customers/{INIT}");
    relay.send("GET", &path, &[], b"").refused(401, "Unauthorized");
    let (payload, signature) = own.split_once('.').unwrap();
    let (other_payload, other_signature) = other.split_once('.').unwrap();
    let sandboxs = sandbox.token(1);
    for wrong in [
        "test_access_key".to_owned(),
        sandboxs,
        format!("{payload}.{other_signature}"),
        format!("{other_payload}.{signature}"),
        format!("{payload}."),
        format!("{payload}.{}", &signature[1..]),
        payload.to_owned(),
        "..".to_owned(),
        "x".repeat(5000),
    ] {
        Browser::with(&relay, INIT, &wrong).get().refused(401, "Unauthorized");
    }
    let two = [("authorization", &*format!("Bearer {own}")), ("authorization", &*format!("Bearer {own}"))];
    relay.send("GET", &path, &two, b"").refused(401, "Unauthorized");
    let before = sandbox.read(INIT);
    let others = Browser::with(&relay, INIT, &other);
    others.get().refused(404, "Not_Found");
    others.put("k", r#"{"email":"a@example.com"}"#).refused(404, "Not_Found");
    let none = Browser::with(&relay, "nobody", &other).get().refused(404, "Not_Found");
    assert_eq!(none["detail"], others.get().json()["detail"]);
    assert_eq!(sandbox.read(INIT), before);
}

#[test]
fn only_the_calls_of_the_form_are_passed_on() {
    let sandbox = Server::start();
    let relay = relay(Folder::new(), &sandbox.address);
    let browser = Browser::new(&relay, INIT);
    for (method, path) in [
        ("GET", "/v1/customers".to_owned()),
        ("POST", "/v1/customers".to_owned()),
        ("POST", "/v1/customers/tos_links".to_owned()),
        ("DELETE", browser.path()),
        ("PATCH", browser.path()),
        ("POST", format!("{}/associated_persons", browser.path())),
        ("GET", format!("{}/documents", browser.path())),
        ("GET", "/v1/transactions".to_owned()),
        ("GET", "/metrics".to_owned()),
    ] {
        let answer = browser.send(method, &path, &[], "");
        assert!(matches!(answer.status, 404 | 405), "{method} {path}: {answer:?}");
    }
}

#[test]
fn no_path_leads_elsewhere() {
    let sandbox = Server::start();
    let proxy = Proxy::before(&sandbox.address);
    let relay = relay(Folder::new(), &proxy.address);
    let browser = Browser::new(&relay, INIT);
    for path in [
        format!("/v1/customers/{INIT}/../{PENDING}"),
        format!("/v1/customers/{INIT}%2f..%2f{PENDING}"),
        format!("/v1/customers/{INIT}/associated_persons/..%2f..%2f{PENDING}"),
        format!("/v1/customers/{INIT}/associated_persons/%2e%2e"),
        format!("/v1/customers/{INIT}/associated_persons/a?b"),
        format!("/v1/customers/{INIT}/associated_persons/a%3fb"),
        format!("//v1/customers/{PENDING}"),
        format!("http://{}/v1/customers/{PENDING}", sandbox.address),
        format!("/v1/customers/{INIT}%00"),
    ] {
        let request = format!(
            "PUT {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: {}\r\nContent-Type: application/json\r\n\
             Idempotency-Key: k\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}",
            relay.address, browser.bearer,
        );
        let answer = relay.raw(request.as_bytes());
        let status = &answer[9..12];
        assert!(matches!(status, "400" | "404" | "405" | "421"), "{path}: {answer}");
    }
    assert_eq!(proxy.puts(), 0);
}

#[test]
fn nothing_of_a_browsers_request_but_its_body_reaches_the_api() {
    let sandbox = Server::start();
    let proxy = Proxy::before(&sandbox.address);
    let relay = relay(Folder::new(), &proxy.address);
    let browser = Browser::new(&relay, INIT);
    let headers = [
        ("idempotency-key", "k"),
        ("x-om-date", "20200101T000000Z"),
        ("cookie", "a=b"),
        ("x-forwarded-host", "evil.example"),
        ("x-http-method-override", "DELETE"),
        ("te", "trailers"),
    ];
    let answer =
        browser.send("PUT", &format!("{}?x=y", browser.path()), &headers, r#"{"publicly_traded":false}"#);
    assert_eq!(answer.status, 200, "{answer:?}");
    let head = proxy.last.lock().unwrap().to_ascii_lowercase();
    for text in ["cookie", "forwarded", "override", "2020", "bearer", "x=y", "trailers"] {
        assert!(!head.contains(text), "{text}: {head}");
    }
    for (lengths, body, status) in FRAMINGS {
        let answer = relay.raw(
            format!(
                "PUT {} HTTP/1.1\r\nHost: {}\r\nAuthorization: {}\r\nIdempotency-Key: s\r\n\
                 Content-Type: application/json\r\n{lengths}\r\n{body}\
                 GET /healthz HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
                browser.path(),
                relay.address,
                browser.bearer,
                relay.address,
            )
            .as_bytes(),
        );
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{lengths}: {answer}");
        assert!(!answer.contains(r#"{"status":"ok"}"#), "{lengths}: {answer}");
    }
    let head = proxy.last.lock().unwrap().to_ascii_lowercase();
    assert!(head.contains("content-length: 2") && !head.contains("transfer-encoding"), "{head}");
    // Under one key once.
    assert_eq!(proxy.puts(), 2);
}

#[test]
fn a_page_of_another_origin_may_not_write_and_a_strange_host_gets_nothing() {
    let sandbox = Server::start();
    let relay = relay(Folder::new(), &sandbox.address);
    let browser = Browser::new(&relay, INIT);
    let headers = [("sec-fetch-site", "cross-site"), ("idempotency-key", "k")];
    browser.send("PUT", &browser.path(), &headers, "{}").refused(403, "Forbidden");
    let headers = [("origin", "https://evil.example"), ("idempotency-key", "k")];
    browser.send("PUT", &browser.path(), &headers, "{}").refused(403, "Forbidden");
    let strange = relay.raw(b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    assert!(strange.starts_with("HTTP/1.1 421"), "{strange}");
}

#[test]
fn who_asks_too_often_is_told_when_to_come_again() {
    let sandbox = Server::start();
    let folder = Folder::new();
    let mut command = command(&folder, &sandbox.address);
    command.args(["--rate-link", "8", "--rate-address", "40"]);
    let relay = folder.run(command, 0);
    let (one, two) = (Browser::new(&relay, INIT), Browser::new(&relay, PENDING));
    let statuses: Vec<u16> = (0..4).map(|_| one.get().status).collect();
    assert_eq!(statuses, [200, 200, 429, 429]);
    let refused = one.get();
    refused.refused(429, "Too_Many_Requests");
    assert!((1..=60).contains(&refused.header("retry-after").parse::<u32>().unwrap()));
    assert_eq!(two.get().status, 200, "another link is none the worse");
    let statuses: Vec<u16> = (0..8).map(|_| relay.send("GET", &one.path(), &[], b"").status).collect();
    assert_eq!(statuses.last(), Some(&429), "an address is counted before its token is looked at");
}

#[test]
fn health_readiness_and_counts_name_nobody() {
    let sandbox = Server::start();
    let folder = Folder::new();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let mut command = command(&folder, &sandbox.address);
    command.args(["--metrics", &free]);
    let relay = folder.run(command, 1);
    let browser = Browser::new(&relay, INIT);
    assert_eq!(relay.send("GET", "/healthz", &[], b"").json(), json!({ "status": "ok" }));
    assert_eq!(relay.send("GET", "/readyz", &[], b"").json(), json!({ "status": "ready" }));
    browser.put("k", &one_person("Åse-in-metrics"));
    let mut stream = std::net::TcpStream::connect(&free).unwrap();
    use std::io::{Read, Write};
    write!(stream, "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    assert!(text.contains(r#"kyb_submissions_total{outcome="Applied"} 1"#), "{text}");
    assert!(
        text.contains(
            "kyb_requests_total{route=\"/v1/customers/{customer_id}\",method=\"PUT\",status=\"200\"} 1"
        ),
        "{text}"
    );
    assert!(!text.contains(INIT) && !text.contains("127.0.0.1"));
    let log = relay.log();
    for text in
        [INIT, "Åse-in-metrics", "secret-tax-number", SECRET, browser.bearer.strip_prefix("Bearer ").unwrap()]
    {
        assert!(!log.contains(text), "{text}");
    }
}

#[test]
fn a_body_of_very_many_values_is_refused_before_it_is_read() {
    let sandbox = Server::start();
    let relay = relay(Folder::new(), &sandbox.address);
    let browser = Browser::new(&relay, INIT);
    let persons = |count: usize| format!(r#"{{"associated_persons":[{}]}}"#, vec!["{}"; count].join(","));
    browser.put("k-1", &persons(2_000)).refused(422, "Unprocessable_Entity");
    browser.put("k-2", &persons(100_002)).refused(413, "Payload_Too_Large");
    let question = format!(r#"{{"patch":{}}}"#, persons(100_002));
    let headers = [("content-type", "application/json")];
    sandbox.send("POST", "/kyb/validate", &headers, question.as_bytes()).refused(413, "Payload_Too_Large");
}
