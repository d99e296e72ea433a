use serde_json::json;

use super::proxy::{Mood, Proxy};
use super::*;

#[test]
fn the_form_reads_and_changes_its_customer_through_it() {
    let sandbox = Server::start();
    let relay = relay(Folder::new(), &sandbox.address);
    let browser = Browser::new(&relay, PENDING);
    let answer = browser.get();
    assert_eq!((answer.status, answer.json()), (200, sandbox.read(PENDING)));
    assert_eq!(answer.header("kyb-rules"), kyb_patch::RULES);
    let persons = browser.send("GET", &format!("{}/associated_persons", browser.path()), &[], "");
    assert_eq!(persons.json(), sandbox.read(PENDING)["associated_persons"]);

    let answer = browser.put("k-1", r#"{"business_description":"by relay"}"#);
    assert_eq!((answer.status, answer.json()), (200, sandbox.read(PENDING)));
    let person = format!(
        "{}/associated_persons/{}",
        browser.path(),
        persons.json()[0]["associated_person_id"].as_str().unwrap()
    );
    let read = browser.send("GET", &person, &[], "");
    assert_eq!((read.status, read.json()), (200, persons.json()[0].clone()), "as the sandbox answers it");
    let nobody = format!("{}/associated_persons/nobody", browser.path());
    browser.send("GET", &nobody, &[], "").refused(404, "Not_Found");
    let changed = browser.send("PUT", &person, &[], r#"{"middle_name":"Q"}"#);
    assert_eq!((changed.status, &changed.json()["middle_name"]), (200, &json!("Q")));
    let wrong = browser.send("PUT", &person, &[], r#"{"birth_date":"1.2.1990"}"#).broken();
    assert_eq!(wrong, [("/birth_date".to_owned(), "date_not_iso".to_owned())]);
    assert_eq!(browser.send("DELETE", &person, &[], "").status, 204);
    assert_eq!(sandbox.read(PENDING)["associated_persons"].as_array().map(Vec::len), Some(1));
}

#[test]
fn what_the_rules_refuse_never_leaves() {
    let sandbox = Server::start();
    let proxy = Proxy::before(&sandbox.address);
    let relay = relay(Folder::new(), &proxy.address);
    let browser = Browser::new(&relay, PENDING);
    let patch = r#"{"tax_country":"US","email":"nobody"}"#;
    let refused = browser.put("k-1", patch);
    assert_eq!(refused.broken(), sandbox.put(PENDING, patch).broken(), "as the API would refuse it");
    // The terms are the link's model's affair, which no read shows.
    let other = run_link(
        &relay,
        &[PENDING, "--for", "1h", "--kyc-model", "license_as_a_service", "--public-url", "http://x/"],
    );
    let other = Browser::with(&relay, PENDING, &of(&String::from_utf8(other.stdout).unwrap(), "token"));
    let terms = r#"{"terms_signed_at":"2026-04-01T10:00:00Z"}"#;
    assert_eq!(other.put("k-2", terms).broken()[0].1, "terms_not_for_this_kyc_model");
    for body in ["", "{", "[]", r#"{"email":"a@example.com","email":"b@example.com"}"#] {
        let answer = browser.put("k-3", body);
        assert!(matches!(answer.status, 400 | 415 | 422), "{body}: {answer:?}");
    }
    browser.send("PUT", &browser.path(), &[], "{}").refused(400, "Bad_Request");
    assert_eq!(proxy.puts(), 0);
    assert_eq!(browser.put("k-1", r#"{"email":"now@example.com"}"#).status, 200, "a refusal leaves the key");
    let head = proxy.last.lock().unwrap().to_ascii_lowercase();
    assert!(head.contains("authorization: onemoney-hmac-sha256 test_access_key:"), "{head}");
    assert!(!head.contains("bearer") && !head.contains("cookie") && !head.contains("x-forwarded"), "{head}");
}

#[test]
fn the_same_key_and_body_go_out_once() {
    let sandbox = Server::start();
    let proxy = Proxy::before(&sandbox.address);
    let relay = relay(Folder::new(), &proxy.address);
    let browser = Browser::new(&relay, INIT);
    let first = browser.put("k-1", &one_person("Åse"));
    assert_eq!((first.status, first.header("idempotency-replayed")), (200, ""));
    let again = browser.put("k-1", &one_person("Åse"));
    assert_eq!((again.status, again.header("idempotency-replayed")), (200, "true"));
    assert_eq!(again.json(), first.json());
    browser.put("k-1", &one_person("Bjørn")).refused(409, "Conflict");
    assert_eq!((proxy.puts(), persons(&sandbox)), (1, 1));

    // Many at once, and after a restart.
    let answers: Vec<u16> = std::thread::scope(|scope| {
        let ask = || browser.put("k-2", &one_person("Bjørn")).status;
        let senders: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
        senders.into_iter().map(|sender| sender.join().unwrap()).collect()
    });
    assert_eq!(answers, [200; 8]);
    assert_eq!((proxy.puts(), persons(&sandbox)), (2, 2));
    let (token, address) = (browser.bearer.clone(), proxy.address.clone());
    let (status, folder) = relay.stop();
    assert!(status.success());
    let relay = super::relay(folder, &address);
    let browser = Browser { relay: &relay, customer: INIT.to_owned(), bearer: token };
    assert_eq!(browser.put("k-2", &one_person("Bjørn")).header("idempotency-replayed"), "true");
    assert_eq!(proxy.puts(), 2);
}

#[test]
fn a_lost_answer_is_settled_by_reading() {
    let sandbox = Server::start();
    let proxy = Proxy::before(&sandbox.address);
    let relay = relay(Folder::new(), &proxy.address);
    let browser = Browser::new(&relay, INIT);

    proxy.is(Mood::DropsAfter);
    let answer = browser.put("k-1", &one_person("Åse"));
    assert_eq!((answer.status, persons(&sandbox)), (200, 1), "it is there, and so it was taken");

    // Documents are never shown: nobody can tell, and nobody sends them twice.
    let documents =
        json!({ "documents": [{ "doc_type": "other", "file": data_uri("application/pdf", PDF) }] })
            .to_string();
    for _ in 0..2 {
        let body = browser.put("k-2", &documents).refused(504, "Unknown");
        assert_eq!(body["unknown"]["not_seen"], json!(["/documents"]));
        assert_eq!(body["unknown"]["safe_to_send_again"], false);
    }
    proxy.is(Mood::Passes);
    browser.put("k-2", &documents).refused(504, "Unknown");
    assert_eq!(proxy.puts(), 2);

    proxy.is(Mood::DropsBefore);
    let body = browser.put("k-3", &one_person("Bjørn")).refused(504, "Unknown");
    assert_eq!(body["unknown"]["not_seen"], json!(["/associated_persons"]));
    // What adds nothing may go out again under its key.
    let patch = r#"{"account_purpose":"payroll"}"#;
    let body = browser.put("k-4", patch).refused(504, "Unknown");
    assert_eq!(body["unknown"]["safe_to_send_again"], true);
    proxy.is(Mood::Passes);
    browser.put("k-3", &one_person("Bjørn")).refused(504, "Unknown");
    assert_eq!(browser.put("k-4", patch).status, 200);
    assert_eq!((proxy.puts(), persons(&sandbox)), (3, 1));
}

#[test]
fn what_is_in_doubt_is_never_said_to_be_refused() {
    let sandbox = Server::start();
    let proxy = Proxy::before(&sandbox.address);
    let relay = relay(Folder::new(), &proxy.address);
    let browser = Browser::new(&relay, INIT);
    let patch = r#"{"account_purpose":"payroll"}"#;
    let in_doubt = |key: &str| {
        let body = browser.put(key, patch).refused(504, "Unknown");
        // It may have gone out twice: it adds nothing.
        assert!(!body["detail"].as_str().unwrap().contains("sent twice"), "{body}");
    };

    proxy.is(Mood::DropsAfter);
    in_doubt("k-1");
    // What went out may have been taken: no later refusal, and no silence of the API, says that it was not.
    for mood in [Mood::Down, Mood::Refuses, Mood::DropsBefore] {
        proxy.is(mood);
        in_doubt("k-1");
        in_doubt("k-1");
    }
    let path = format!("/console/customers/{INIT}/status");
    let headers = [("content-type", "application/json"), ("origin", &format!("http://{}", sandbox.address))];
    let moved = sandbox.send("PUT", &path, &headers, br#"{"status":"pending_review"}"#);
    assert_eq!(moved.status, 200, "{moved:?}");
    proxy.is(Mood::Passes);
    for _ in 0..3 {
        in_doubt("k-1");
    }
    assert_eq!(proxy.puts(), 1);
}

#[test]
fn who_was_there_before_is_not_taken_for_added_where_the_read_before_names_nobody() {
    let sandbox = Server::start();
    let proxy = Proxy::before(&sandbox.address);
    let relay = relay(Folder::new(), &proxy.address);
    let browser = Browser::new(&relay, INIT);
    assert_eq!(browser.put("k-1", &one_person("Åse")).status, 200);
    proxy.is(Mood::HidesPersons);
    for _ in 0..2 {
        let body = browser.put("k-2", &one_person("Åse")).refused(504, "Unknown");
        assert_eq!(body["unknown"]["not_seen"], json!(["/associated_persons"]));
    }
    assert_eq!((proxy.puts(), persons(&sandbox)), (1, 1));
}

#[test]
fn what_was_taken_is_never_said_to_have_changed_nothing() {
    let sandbox = Server::start();
    let proxy = Proxy::before(&sandbox.address);
    let relay = relay(Folder::new(), &proxy.address);
    let browser = Browser::new(&relay, INIT);
    assert_eq!(browser.put("k-1", &one_person("Åse")).status, 200);
    proxy.is(Mood::Down);
    let body = browser.put("k-1", &one_person("Åse")).refused(502, "Bad_Gateway");
    assert_eq!(body["detail"], "The API took this patch before; its customer can't be read now.");
}

#[test]
fn while_the_ledger_is_locked_only_what_never_went_out_is_said_not_to_be_sent() {
    let sandbox = Server::start();
    let proxy = Proxy::before(&sandbox.address);
    let relay = relay(Folder::new(), &proxy.address);
    let browser = Browser::new(&relay, INIT);
    assert_eq!(browser.put("k-1", &one_person("Åse")).status, 200);
    proxy.is(Mood::DropsBefore);
    browser.put("k-2", &one_person("Bjørn")).refused(504, "Unknown");
    proxy.is(Mood::Passes);
    let ledger = rusqlite::Connection::open(relay.folder().path(LEDGER)).unwrap();
    ledger.execute_batch("BEGIN IMMEDIATE").unwrap();
    let body = browser.put("k-3", &one_person("Cleo")).refused(503, "Service_Unavailable");
    assert!(body["detail"].as_str().unwrap().contains("nothing was sent"), "{body}");
    browser.put("k-2", &one_person("Bjørn")).refused(504, "Unknown");

    // Its link can't be closed now; what became of the patch is told all the same.
    let path = format!("/console/customers/{INIT}/status");
    let headers = [("content-type", "application/json"), ("origin", &format!("http://{}", sandbox.address))];
    let moved = sandbox.send("PUT", &path, &headers, br#"{"status":"pending_review"}"#);
    assert_eq!(moved.status, 200, "{moved:?}");
    let again = browser.put("k-1", &one_person("Åse"));
    assert_eq!((again.status, again.header("idempotency-replayed")), (200, "true"));
    let read = browser.get().refused(503, "Service_Unavailable");
    assert!(!read["detail"].as_str().unwrap().contains("sent"), "{read}");
    assert_eq!((proxy.puts(), persons(&sandbox)), (1, 1));
}

#[test]
fn a_crash_between_the_answers_is_settled_by_reading() {
    let sandbox = Server::start();
    let proxy = Proxy::before(&sandbox.address);
    let relay = relay(Folder::new(), &proxy.address);
    let bearer = Browser::new(&relay, INIT).bearer;
    let before = Browser { relay: &relay, customer: INIT.to_owned(), bearer: bearer.clone() };
    assert_eq!(before.put("k-0", &one_person("Åse")).status, 200);
    // Killed while the answer is on its way: the ledger has it in doubt.
    proxy.is(Mood::DropsAfter);
    assert_eq!(before.put("k-1", &one_person("Bjørn")).status, 200);
    relay.signal("KILL");
    let (_, folder) = relay.ended();
    let ledger = rusqlite::Connection::open(folder.path(LEDGER)).unwrap();
    use sha2::Digest;
    let salted = |id: &str| {
        let key = sha2::Sha256::digest(b"k-1");
        sha2::Sha256::new().chain_update(b"person ").chain_update(key).chain_update(id).finalize()
    };
    let first = sandbox.read(INIT)["associated_persons"][0]["associated_person_id"].clone();
    let rows = ledger
        .execute(
            "UPDATE submissions SET applied = 0, persons_before = ?1 WHERE key_sha256 = ?2",
            rusqlite::params![
                salted(first.as_str().unwrap()).as_slice(),
                sha2::Sha256::digest(b"k-1").as_slice()
            ],
        )
        .unwrap();
    assert_eq!(rows, 1);
    drop(ledger);
    proxy.is(Mood::Passes);
    let relay = super::relay(folder, &proxy.address);
    let browser = Browser { relay: &relay, customer: INIT.to_owned(), bearer };
    let again = browser.put("k-1", &one_person("Bjørn"));
    assert_eq!((again.status, again.header("idempotency-replayed")), (200, "true"));
    assert_eq!((proxy.puts(), persons(&sandbox)), (2, 2));
}

#[test]
fn an_api_that_is_not_there_is_said_to_be() {
    let sandbox = Server::start();
    let relay = relay(Folder::new(), "127.0.0.1:9");
    let browser = Browser::new(&relay, INIT);
    browser.get().refused(502, "Bad_Gateway");
    browser.put("k", "{}").refused(502, "Bad_Gateway");
    drop(sandbox);
    // A key that the API does not know is the relay's trouble, not that of the link.
    let sandbox = Server::start();
    let folder = Folder::new();
    let mut command = super::command(&folder, &sandbox.address);
    command.env("KYB_SECRET", "b3RoZXI");
    let relay = folder.run(command, 0);
    let made = std::process::Command::new(env!("CARGO_BIN_EXE_kyb-server"))
        .args(["link", INIT, "--for", "1h", "--kyc-model", "reliance", "--public-url", "http://x/", "--data"])
        .arg(relay.folder().path(LEDGER))
        .envs([("KYB_ACCESS_KEY", "test_access_key"), ("KYB_SECRET", "b3RoZXI")])
        .output()
        .unwrap();
    let token = of(String::from_utf8(made.stdout).unwrap().trim(), "token");
    Browser::with(&relay, INIT, &token).get().refused(502, "Bad_Gateway");
}

#[test]
fn the_ledger_holds_hashes_alone() {
    let sandbox = Server::start();
    let relay = relay(Folder::new(), &sandbox.address);
    let browser = Browser::new(&relay, INIT);
    assert_eq!(browser.put("a-key-to-look-for", &one_person("Åse-to-look-for")).status, 200);
    let token = browser.bearer.strip_prefix("Bearer ").unwrap().to_owned();
    let (_, folder) = relay.stop();
    let file = std::fs::read(folder.path(LEDGER)).unwrap();
    for text in ["a-key-to-look-for", "Åse-to-look-for", INIT, "secret-tax-number", &token, SECRET] {
        assert!(!file.windows(text.len()).any(|bytes| bytes == text.as_bytes()), "{text}");
    }
}

fn persons(sandbox: &Server) -> usize {
    sandbox.read(INIT)["associated_persons"].as_array().unwrap().len()
}
