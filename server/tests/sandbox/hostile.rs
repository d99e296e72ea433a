use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::json;

use super::harness::*;

/// The largest body that is taken: 64 MiB.
const LIMIT: usize = 64 << 20;

const JSON: (&str, &str) = ("content-type", "application/json");

fn validate(server: &Server, body: &str) -> Answer {
    server.send("POST", "/kyb/validate", &[JSON], body.as_bytes())
}

#[test]
fn refuses_what_is_not_json() {
    let server = Server::start();
    let before = server.read(INIT);
    let bodies: [&[u8]; 12] = [
        b"{",
        b"nonsense",
        b"{\"email\":}",
        b"{}{}",
        b"{'email':1}",
        b"\xff\xfe{}",
        b"{\"email\":\"\xc3\x28\"}",
        b" ",
        b"NaN",
        b"\xef\xbb\xbf{}",
        b"{\"email\":\"a\x00b\"}",
        b"{\"email\":\"a\"",
    ];
    for body in bodies {
        server.put(INIT, body).refused(400, "Bad_Request");
    }
    assert_eq!(server.read(INIT), before);
}

#[test]
fn refuses_json_that_is_no_patch() {
    let server = Server::start();
    for body in ["[]", "null", "1", "\"text\"", "true"] {
        assert_eq!(server.put(INIT, body).broken(), [(String::new(), "wrong_type".into())], "{body}");
    }
}

#[test]
fn sees_a_key_that_came_twice() {
    let server = Server::start();
    let expected = [("/email".to_owned(), "duplicate_key".to_owned())];
    let twice = r#"{"email":"a@example.com","email":"b@example.com"}"#;
    assert_eq!(server.put(INIT, twice).broken(), expected);
    // Also where an escape hides that it is the same.
    assert_eq!(
        server.put(INIT, r#"{"email":"a@example.com","\u0065mail":"b@example.com"}"#).broken(),
        expected
    );
    let report = validate(&server, &format!(r#"{{"patch":{twice}}}"#)).json();
    assert_eq!(report["issues"][0]["code"], "duplicate_key");
}

#[test]
fn depth_breaks_nothing() {
    let server = Server::start();
    let address = r#""street_line_1":"a","city":"b","state":"c","country":"DEU""#;
    for depth in [100, 1_000, 1_000_000] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let deep = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            assert_eq!(server.put(INIT, &deep).status, 422, "{depth} × {open}");
            let inside = format!(r#"{{"registered_address":{{{address},"x":{deep}}}}}"#);
            let status = server.put(INIT, inside).status;
            assert!(matches!(status, 200 | 422), "{depth} × {open}: {status}");
            let answer = validate(&server, &format!(r#"{{"patch":{deep}}}"#));
            assert_eq!((answer.status, answer.json()["ok"].as_bool()), (200, Some(false)));
            let answer = validate(&server, &format!(r#"{{"patch":{{}},"context":{{"stored":{deep}}}}}"#));
            assert!(matches!(answer.status, 200 | 400), "{depth} × {open}: {}", answer.status);
        }
        // Open alone: not JSON.
        server.put(INIT, "[".repeat(depth)).refused(400, "Bad_Request");
    }
    assert_eq!(server.get("/v1/customers").status, 200);
}

#[test]
fn what_is_json_and_can_not_be_taken_is_refused_alike_wherever_it_is_sent() {
    let server = Server::start();
    let persons = json!({ "associated_persons": [person("Åse")] });
    let id =
        server.put(INIT, persons.to_string()).json()["associated_persons"][0]["associated_person_id"].clone();
    let person = format!("/v1/customers/{INIT}/associated_persons/{}", id.as_str().unwrap());
    let deep = format!(r#"{{"x":{}{}}}"#, "[".repeat(200), "]".repeat(200));
    for body in [
        r#"{"first_name":"a\ud800"}"#,
        r#"{"email":"a\ud800"}"#,
        &deep,
        r#"{"x":1e999}"#,
        "1e999",
        "[]",
        "null",
    ] {
        for (method, path) in
            [("PUT", &*format!("/v1/customers/{INIT}")), ("POST", "/v1/customers"), ("PUT", &*person)]
        {
            let answer = server.send(method, path, &[("authorization", KEY), JSON], body.as_bytes());
            assert!(!answer.broken().is_empty(), "{method} {path}: {body}");
        }
    }
    for (method, path) in [("POST", "/v1/customers"), ("PUT", &*person)] {
        let answer = server.send(method, path, &[("authorization", KEY), JSON], b"{");
        answer.refused(400, "Bad_Request");
    }
}

#[test]
fn half_a_surrogate_breaks_nothing() {
    let server = Server::start();
    for body in [
        r#"{"business_description":"\ud83d"}"#,
        r#"{"\ud83d":1}"#,
        r#"{"associated_persons":[{"\udc00":1}]}"#,
    ] {
        let status = server.put(INIT, body).status;
        assert!(matches!(status, 200 | 422), "{body}: {status}");
    }
}

#[test]
fn takes_a_body_of_64_mib_and_refuses_one_byte_more() {
    let server = Server::start();
    let sized = |size: usize| {
        let (before, after) = (r#"{"business_description":"x""#, "}");
        format!("{before}{}{after}", " ".repeat(size - before.len() - after.len()))
    };
    assert_eq!(server.put(INIT, sized(LIMIT)).status, 200);
    server.put(INIT, sized(LIMIT + 1)).refused(413, "Payload_Too_Large");
    validate(&server, &sized(LIMIT + 1)).refused(413, "Payload_Too_Large");

    // A body that does not say how long it is.
    let mut stream = TcpStream::connect(&server.address).unwrap();
    write!(
        stream,
        "PUT /v1/customers/{INIT} HTTP/1.1\r\nHost: {}\r\nAuthorization: {KEY}\r\nContent-Type: application/json\r\n\
         Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n",
        server.address,
    )
    .unwrap();
    let chunk = vec![b' '; 1 << 20];
    for _ in 0..65 {
        write!(stream, "{:x}\r\n", chunk.len()).unwrap();
        stream.write_all(&chunk).unwrap();
        stream.write_all(b"\r\n").unwrap();
    }
    stream.write_all(b"0\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
}

/// Begins the largest body for a customer, and leaves its last byte out.
fn all_but_a_byte(server: &Server, customer: &str) -> TcpStream {
    let mut stream = TcpStream::connect(&server.address).unwrap();
    write!(
        stream,
        "PUT /v1/customers/{customer} HTTP/1.1\r\nHost: {}\r\nAuthorization: {KEY}\r\n\
         Content-Type: application/json\r\nContent-Length: {LIMIT}\r\n\r\n",
        server.address,
    )
    .unwrap();
    stream.write_all(&vec![b' '; LIMIT - 1]).unwrap();
    stream
}

/// Waits until a patch of some size is answered so: what was sent may still be on its way.
fn in_time(server: &Server, customer: &str, status: u16) -> Answer {
    let patch = format!(r#"{{"business_description":"x"{}}}"#, " ".repeat(1 << 20));
    let answers = (0..50).map(|_| {
        std::thread::sleep(Duration::from_millis(100));
        server.put(customer, &patch)
    });
    answers.into_iter().find(|answer| answer.status == status).expect("it is answered so in the end")
}

#[test]
fn large_bodies_at_once_are_told_to_come_again() {
    let server = Server::start();
    let held: Vec<_> = (1..=4).map(|number| all_but_a_byte(&server, &customer(number))).collect();
    let refused = in_time(&server, &customer(5), 503);
    refused.refused(503, "Service_Unavailable");
    assert_eq!(refused.header("retry-after"), "1");
    drop(held);
    in_time(&server, INIT, 200);
}

#[test]
fn the_bodies_of_one_customer_leave_room_for_the_others() {
    let server = Server::start();
    let held = all_but_a_byte(&server, INIT);
    in_time(&server, INIT, 503).refused(503, "Service_Unavailable");
    let more: Vec<_> = (0..3).map(|_| TcpStream::connect(&server.address).unwrap()).collect();
    for mut stream in &more {
        let head = format!(
            "PUT /v1/customers/{INIT} HTTP/1.1\r\nHost: {}\r\nAuthorization: {KEY}\r\n\
             Content-Type: application/json\r\nContent-Length: {LIMIT}\r\n\r\n",
            server.address,
        );
        stream.write_all(head.as_bytes()).unwrap();
        let _ = stream.write_all(&vec![b' '; LIMIT / 2]);
    }
    assert_eq!(server.put(PENDING, r#"{"business_description":"x"}"#).status, 200);
    // What does not go on loses its place.
    let began = Instant::now();
    while server.put(INIT, format!(r#"{{"business_description":"x"{}}}"#, " ".repeat(1 << 20))).status != 200
    {
        assert!(began.elapsed() < Duration::from_secs(30), "it keeps its place");
        std::thread::sleep(Duration::from_millis(500));
    }
    drop((held, more));
}

#[test]
fn a_sender_that_is_refused_early_still_gets_its_answer() {
    let server = Server::start();
    let body = vec![b' '; 20 << 20];
    let path = format!("/v1/customers/{INIT}");
    server.send("PUT", &path, &[JSON], &body).refused(401, "Unauthorized");
    server.put_with(INIT, &[("idempotency-key", "a b")], &body).refused(400, "Bad_Request");
    let plain = server.send("PUT", &path, &[("authorization", KEY), ("content-type", "text/plain")], &body);
    plain.refused(415, "Unsupported_Media_Type");
}

#[test]
fn takes_json_in_utf8_alone() {
    let server = Server::start();
    let path = format!("/v1/customers/{INIT}");
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/jsonx",
        "application/json; charset=latin1",
        "",
    ] {
        let answer = server.send("PUT", &path, &[("authorization", KEY), ("content-type", kind)], b"{}");
        answer.refused(415, "Unsupported_Media_Type");
    }
    server.send("PUT", &path, &[("authorization", KEY)], b"{}").refused(415, "Unsupported_Media_Type");
    for codings in [vec!["gzip"], vec!["identity", "gzip"], vec!["identity, gzip"]] {
        let codings: Vec<_> = codings.into_iter().map(|coding| ("content-encoding", coding)).collect();
        server.put_with(INIT, &codings, "{}").refused(415, "Unsupported_Media_Type");
    }
    assert_eq!(server.put_with(INIT, &[("content-encoding", "Identity")], "{}").status, 200);
    for kind in [
        "application/json",
        "APPLICATION/JSON",
        "application/json; charset=utf-8",
        "application/json;charset=\"UTF-8\"",
    ] {
        let answer = server.send("PUT", &path, &[("authorization", KEY), ("content-type", kind)], b"{}");
        assert_eq!(answer.status, 200, "{kind}");
    }
}

#[test]
fn a_page_of_another_origin_may_not_write() {
    let server = Server::start();
    let own = format!("http://{}", server.address);
    for (headers, taken) in [
        (vec![("sec-fetch-site", "cross-site")], false),
        (vec![("sec-fetch-site", "same-site")], false),
        (vec![("origin", "https://evil.example")], false),
        (vec![("origin", "null")], false),
        (vec![("origin", "http://127.0.0.1:1")], false),
        (vec![("origin", own.as_str()), ("sec-fetch-site", "cross-site")], false),
        (vec![("origin", own.as_str()), ("sec-fetch-site", "same-origin")], true),
        (vec![("origin", own.as_str())], true),
        (vec![("sec-fetch-site", "none")], true),
        (vec![], true),
    ] {
        let answer = server.put_with(INIT, &headers, "{}");
        assert_eq!(answer.header("access-control-allow-origin"), "");
        if taken {
            assert_eq!(answer.status, 200, "{headers:?}");
        } else {
            answer.refused(403, "Forbidden");
            let all = [&headers[..], &[JSON]].concat();
            server.send("POST", "/kyb/validate", &all, br#"{"patch":{}}"#).refused(403, "Forbidden");
        }
    }
}

#[test]
fn answers_for_its_own_names_alone() {
    let server = Folder::new().start(&["--allow-host", "sandbox.internal"]);
    let ask = |host: &str| {
        let request =
            format!("GET /v1/customers HTTP/1.1\r\n{host}Authorization: {KEY}\r\nConnection: close\r\n\r\n");
        server.raw(request.as_bytes())
    };
    for host in ["localhost:1", "127.0.0.1", "[::1]:80", "Sandbox.Internal:80"] {
        let answer = ask(&format!("Host: {host}\r\n"));
        assert!(answer.starts_with("HTTP/1.1 200"), "{host}: {answer}");
    }
    for host in ["Host: evil.example\r\n", "Host: localhost.evil.example\r\n", "Host: \r\n", ""] {
        let answer = ask(host);
        assert!(answer.starts_with("HTTP/1.1 421"), "{host}: {answer}");
    }
    let absolute = server.raw_get("http://evil.example/v1/customers");
    assert!(absolute.starts_with("HTTP/1.1 421"), "{absolute}");
}

#[test]
fn a_head_too_large_or_too_slow_ends_the_connection() {
    let server = Server::start();
    let with = |headers: String| format!("GET / HTTP/1.1\r\nHost: {}\r\n{headers}\r\n", server.address);
    for headers in [format!("X: {}\r\n", "x".repeat(100_000)), "X: y\r\n".repeat(100)] {
        let answer = server.raw(with(headers).as_bytes());
        assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
    }
    let started = Instant::now();
    let slow = server.raw(b"GET / HTTP/1.1\r\nHost: 127.");
    let waited = started.elapsed();
    assert!(!slow.contains("200 OK") && waited < Duration::from_secs(28), "{waited:?}: {slow}");
}

#[test]
fn two_lengths_smuggle_nothing() {
    let server = Server::start();
    for (lengths, body, status) in FRAMINGS {
        let answer = server.raw(
            format!(
                "PUT /v1/customers/{INIT} HTTP/1.1\r\nHost: {}\r\nAuthorization: {KEY}\r\n\
                 Content-Type: application/json\r\n{lengths}\r\n{body}\
                 GET /healthz HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
                server.address, server.address,
            )
            .as_bytes(),
        );
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{lengths}: {answer}");
        assert!(!answer.contains(r#"{"status":"ok"}"#), "{lengths}: {answer}");
    }
}
