use serde_json::json;

use super::harness::*;

fn one_person() -> String {
    json!({ "associated_persons": [person("Åse")] }).to_string()
}

fn persons(server: &Server) -> usize {
    server.read(INIT)["associated_persons"].as_array().unwrap().len()
}

#[test]
fn the_same_key_and_body_are_applied_once() {
    let server = Server::start();
    let key = [("idempotency-key", "5c1f2a2e-1c1b-4a52-8f57-0a4bb1e0f1aa")];
    let first = server.put_with(INIT, &key, one_person());
    assert_eq!((first.status, first.header("idempotency-replayed")), (200, ""));
    let again = server.put_with(INIT, &key, one_person());
    assert_eq!((again.status, again.header("idempotency-replayed")), (200, "true"));
    assert_eq!(again.json(), first.json());
    assert_eq!(persons(&server), 1);

    // The answer is read anew: it shows what came after.
    server.put(INIT, r#"{"business_description":"later"}"#);
    let later = server.put_with(INIT, &key, one_person());
    assert_eq!((later.status, later.json()["business_description"].as_str()), (200, Some("later")));
    assert_eq!(persons(&server), 1);
}

#[test]
fn another_body_under_the_key_is_a_conflict() {
    let server = Server::start();
    let key = [("idempotency-key", "k-1")];
    assert_eq!(server.put_with(INIT, &key, r#"{"business_description":"one"}"#).status, 200);
    server.put_with(INIT, &key, r#"{"business_description":"two"}"#).refused(409, "Conflict");
    // Also one that differs in white space alone: a key stands for the very bytes.
    server.put_with(INIT, &key, r#"{"business_description": "one"}"#).refused(409, "Conflict");
    assert_eq!(server.read(INIT)["business_description"], "one");
}

#[test]
fn a_key_is_of_one_customer() {
    let server = Server::start();
    let key = [("idempotency-key", "k-2")];
    assert_eq!(server.put_with(INIT, &key, r#"{"business_description":"a"}"#).status, 200);
    let other = server.put_with(PENDING, &key, r#"{"business_description":"b"}"#);
    assert_eq!((other.status, other.header("idempotency-replayed")), (200, ""));
}

#[test]
fn a_refusal_does_not_use_the_key_up() {
    let server = Server::start();
    let key = [("idempotency-key", "k-3")];
    assert_eq!(
        server.put_with(INIT, &key, r#"{"email":"nobody"}"#).broken(),
        [("/email".into(), "email_malformed".into())]
    );
    assert_eq!(server.put_with(INIT, &key, r#"{"email":"somebody@example.com"}"#).status, 200);
}

#[test]
fn the_outcome_stands_when_the_state_has_closed_and_after_a_restart() {
    let server = Server::start();
    let key = [("idempotency-key", "k-4")];
    assert_eq!(server.put_with(INIT, &key, one_person()).status, 200);
    let (_, folder) = server.stop();
    rusqlite::Connection::open(folder.data())
        .unwrap()
        .execute("UPDATE customers SET kyb_status = 'pending_review' WHERE customer_id = ?1", [INIT])
        .unwrap();
    let server = folder.start(&[]);
    let again = server.put_with(INIT, &key, one_person());
    assert_eq!((again.status, again.json()["status"].as_str()), (200, Some("PENDING_REVIEW")));
    server.put_with(INIT, &[("idempotency-key", "k-5")], one_person()).refused(400, "Bad_Request");
    assert_eq!(persons(&server), 1);
}

#[test]
fn senders_at_once_under_one_key_are_applied_once() {
    let server = Server::start();
    let key = [("idempotency-key", "k-6")];
    let answers: Vec<_> = std::thread::scope(|scope| {
        let senders: Vec<_> =
            (0..8).map(|_| scope.spawn(|| server.put_with(INIT, &key, one_person()))).collect();
        senders.into_iter().map(|sender| sender.join().unwrap()).collect()
    });
    assert!(answers.iter().all(|answer| answer.status == 200));
    assert_eq!(answers.iter().filter(|answer| answer.header("idempotency-replayed").is_empty()).count(), 1);
    assert_eq!(persons(&server), 1);
}

#[test]
fn the_ledger_keeps_neither_key_nor_body() {
    let server = Server::start();
    server.put_with(
        INIT,
        &[("idempotency-key", "a-key-to-look-for")],
        r#"{"business_description":"plain-to-see"}"#,
    );
    let rows: u32 = query(
        &server.data(),
        "SELECT count(*) FROM applied WHERE length(key_sha256) = 32 AND length(body_sha256) = 32",
    );
    assert_eq!(rows, 1);
    let (_, folder) = server.stop();
    let file = std::fs::read(folder.data()).unwrap();
    assert!(!file.windows(17).any(|bytes| bytes == b"a-key-to-look-for"));
    use sha2::Digest;
    let plain = sha2::Sha256::digest(br#"{"business_description":"plain-to-see"}"#);
    assert!(!file.windows(32).any(|bytes| bytes == plain.as_slice()), "the body's hash is salted");
}

#[test]
fn refuses_a_key_that_is_none() {
    let server = Server::start();
    let long = "k".repeat(256);
    for keys in [
        vec![("idempotency-key", "")],
        vec![("idempotency-key", "a b")],
        vec![("idempotency-key", &long)],
        vec![("idempotency-key", "a"), ("idempotency-key", "b")],
    ] {
        server.put_with(INIT, &keys, "{}").refused(400, "Bad_Request");
    }
    assert_eq!(server.put_with(INIT, &[("idempotency-key", "\"quoted\"")], "{}").status, 200);
}
