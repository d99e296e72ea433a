use serde_json::json;

use super::harness::*;

fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}

#[test]
fn a_link_opens_its_customer_alone() {
    let server = Server::start();
    let token = bearer(&server.token(2));
    let headers = [("authorization", token.as_str()), ("content-type", "application/json")];
    let own = format!("/v1/customers/{PENDING}");
    assert_eq!(server.send("GET", &own, &headers, b"").json(), server.read(PENDING));
    assert_eq!(server.send("GET", &format!("{own}/associated_persons"), &headers, b"").status, 200);
    assert_eq!(server.send("PUT", &own, &headers, br#"{"business_description":"by link"}"#).status, 200);
    assert_eq!(server.read(PENDING)["business_description"], "by link");

    // Another's is answered as one that is not there: a link tells nobody who else there is.
    let others = format!("/v1/customers/{INIT}");
    let other = server.send("GET", &others, &headers, b"").refused(404, "Not_Found");
    let none = server.send("GET", "/v1/customers/nobody", &headers, b"").refused(404, "Not_Found");
    assert_eq!(other["detail"], none["detail"]);
    let before = server.read(INIT);
    server.send("PUT", &others, &headers, br#"{"email":"a@example.com"}"#).refused(404, "Not_Found");
    server.send("GET", &format!("{others}/associated_persons"), &headers, b"").refused(404, "Not_Found");
    assert_eq!(server.read(INIT), before);
    server.send("GET", "/v1/customers", &headers, b"").refused(403, "Forbidden");
}

#[test]
fn a_token_that_is_tampered_with_opens_nothing() {
    let server = Server::start();
    let (token, others) = (server.token(1), server.token(2));
    let (id, secret) = token.split_once('.').unwrap();
    let (_, other_secret) = others.split_once('.').unwrap();
    let flipped: String = secret.chars().map(|c| if c == 'A' { 'B' } else { 'A' }).collect();
    for wrong in [
        id.to_owned(),
        format!("{id}."),
        format!(".{secret}"),
        format!("{id}.{flipped}"),
        format!("{id}.{other_secret}"),
        format!("{id}.{}", &secret[1..]),
        format!("{token}A"),
        format!("{id}.{secret}="),
        token.to_ascii_uppercase(),
        "%".to_owned(),
    ] {
        for path in [&*format!("/v1/customers/{INIT}"), "/v1/customers"] {
            let answer = server.send("GET", path, &[("authorization", &bearer(&wrong))], b"");
            answer.refused(401, "Unauthorized");
        }
    }
}

#[test]
fn a_link_of_an_earlier_start_still_works() {
    let server = Server::start();
    let (old, line) = (bearer(&server.token(1)), server.lines[0].clone());
    let (_, folder) = server.stop();
    let server = folder.start(&[]);
    assert_ne!(server.lines[0], line, "only hashes are kept: each start prints new links");
    for token in [&old, &bearer(&server.token(1))] {
        let answer = server.send("GET", &format!("/v1/customers/{INIT}"), &[("authorization", token)], b"");
        assert_eq!(answer.status, 200);
    }
}

#[test]
fn a_link_expires_and_is_forgotten() {
    let server = Server::start();
    let token = bearer(&server.token(1));
    let connection = rusqlite::Connection::open(server.data()).unwrap();
    let expire = "UPDATE links SET expires_at = '2020-01-01T00:00:00.000Z' WHERE customer_id = ?1";
    connection.execute(expire, [INIT]).unwrap();
    drop(connection);
    let answer = server.send("GET", &format!("/v1/customers/{INIT}"), &[("authorization", &token)], b"");
    answer.refused(401, "Unauthorized");
    let (_, folder) = server.stop();
    let server = folder.start(&[]);
    let expired: u32 = query(&server.data(), "SELECT count(*) FROM links WHERE expires_at < '2021'");
    assert_eq!(expired, 0);
}

#[test]
fn the_file_keeps_hashes_of_tokens_alone() {
    use base64::Engine;
    let server = Server::start();
    let tokens: Vec<String> = (1..=9).map(|number| server.token(number)).collect();
    let (_, folder) = server.stop();
    let file = std::fs::read(folder.data()).unwrap();
    let holds = |wanted: &[u8]| file.windows(wanted.len()).any(|bytes| bytes == wanted);
    for token in tokens {
        let (id, secret) = token.split_once('.').unwrap();
        assert_eq!((id.len(), secret.len()), (12, 43), "72 and 256 random bits");
        let raw = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(secret).unwrap();
        assert!(holds(id.as_bytes()) && !holds(secret.as_bytes()) && !holds(&raw));
    }
}

#[test]
fn the_log_names_no_customer_token_key_or_value() {
    let server = Server::start();
    let token = server.token(1);
    let authorization = bearer(&token);
    let headers = [
        ("authorization", authorization.as_str()),
        ("content-type", "application/json"),
        ("idempotency-key", "key-to-look-for"),
    ];
    let patch =
        json!({ "associated_persons": [person("Åse")], "tax_id": "secret-tax-number-19" }).to_string();
    let answer = server.send("PUT", &format!("/v1/customers/{INIT}"), &headers, patch.as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.json());
    server.put(INIT, r#"{"email":"no-address-to-look-for"}"#).broken();
    let json = [("content-type", "application/json")];
    server.send("POST", "/kyb/validate", &json, br#"{"patch":{"email":"look-for"}}"#);
    server.get("/v1/customers?kyb_status=query-to-look-for");
    server.get("/path-to-look-for");
    let log = server.log();
    assert!(log.lines().count() >= 5, "{log}");
    for line in log.lines() {
        for part in [" request=", " method=", " route=", " status=", " ms="] {
            assert!(line.contains(part), "{part} in {line}");
        }
    }
    for line in ["status=200", "status=422"] {
        assert!(log.contains(&format!("method=PUT route=/v1/customers/{{customer_id}} {line}")), "{log}");
    }
    let secret = token.split_once('.').unwrap().1;
    for word in [
        INIT,
        secret,
        "look-for",
        "secret-tax-number",
        "secret-id-number",
        "test_access_key",
        "Åse",
        "Østergård",
        "base64",
    ] {
        assert!(!log.contains(word), "{word} in {log}");
    }
}
