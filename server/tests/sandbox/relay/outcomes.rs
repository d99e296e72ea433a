//! What is told of the API's stranger answers, and what is not lost at the relay's end.

use std::io::Write;
use std::net::TcpStream;
use std::thread::sleep;
use std::time::Duration;

use super::proxy::{Mood, Proxy};
use super::*;

/// Sends a change under the key `k`, and hangs up once the relay has passed it on.
fn put_and_leave(browser: &Browser<'_>, proxy: &Proxy, path: &str, body: &str) {
    let before = proxy.puts();
    let mut stream = TcpStream::connect(&browser.relay.address).unwrap();
    write!(
        stream,
        "PUT {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: {}\r\nIdempotency-Key: k\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        browser.relay.address,
        browser.bearer,
        body.len(),
    )
    .unwrap();
    let sent = (0..100).any(|_| {
        sleep(Duration::from_millis(50));
        proxy.puts() > before
    });
    assert!(sent);
    drop(stream);
    sleep(Duration::from_millis(300));
}

#[test]
fn the_end_waits_for_a_patch_whose_browser_has_gone() {
    let sandbox = Server::start();
    let proxy = Proxy::before(&sandbox.address);
    let relay = relay(Folder::new(), &proxy.address);
    let browser = Browser::new(&relay, INIT);
    let bearer = browser.bearer.clone();
    // Nothing that a read shows: what is not recorded can't be told any more.
    let patch = json!({ "documents": [{ "doc_type": "other", "file": data_uri("application/pdf", PDF) }] })
        .to_string();
    proxy.is(Mood::Tarries);
    put_and_leave(&browser, &proxy, &browser.path(), &patch);
    let (status, folder) = relay.stop();
    assert!(status.success());
    let log = std::fs::read_to_string(folder.path("log")).unwrap();
    assert!(log.contains(" method=PUT route=/v1/customers/{customer_id} status=499 "), "{log}");
    proxy.is(Mood::Passes);
    let relay = super::relay(folder, &proxy.address);
    let browser = Browser { relay: &relay, customer: INIT.to_owned(), bearer };
    let again = browser.put("k", &patch);
    assert_eq!((again.status, again.header("idempotency-replayed")), (200, "true"), "{again:?}");
    assert_eq!(proxy.puts(), 1);
}

#[test]
fn a_date_to_come_again_at_is_passed_on() {
    let sandbox = Server::start();
    let proxy = Proxy::before(&sandbox.address);
    let relay = relay(Folder::new(), &proxy.address);
    let browser = Browser::new(&relay, INIT);
    proxy.is(Mood::NotToday);
    for answer in [browser.get(), browser.put("k", "{}")] {
        assert_eq!((answer.status, answer.header("retry-after")), (429, "Wed, 25 Nov 2026 00:00:00 GMT"));
    }
}

#[test]
fn a_password_that_a_proxy_before_the_api_wants_is_not_asked_of_the_browser() {
    let sandbox = Server::start();
    let proxy = Proxy::before(&sandbox.address);
    let relay = relay(Folder::new(), &proxy.address);
    let browser = Browser::new(&relay, INIT);
    proxy.is(Mood::AsksForAPassword);
    for answer in [browser.get(), browser.put("k", "{}")] {
        answer.refused(502, "Bad_Gateway");
        assert_eq!(answer.header("proxy-authenticate"), "");
    }
}

#[test]
fn a_change_of_a_person_whose_browser_has_gone_runs_to_its_end() {
    let sandbox = Server::start();
    let proxy = Proxy::before(&sandbox.address);
    let relay = relay(Folder::new(), &proxy.address);
    let browser = Browser::new(&relay, INIT);
    let person = browser.put("k", &one_person("Åse")).json()["associated_persons"][0]["associated_person_id"]
        .as_str()
        .unwrap()
        .to_owned();
    proxy.is(Mood::Tarries);
    let body = r#"{"first_name":"Aase"}"#;
    put_and_leave(&browser, &proxy, &format!("{}/associated_persons/{person}", browser.path()), body);
    let (status, folder) = relay.stop();
    assert!(status.success());
    let log = std::fs::read_to_string(folder.path("log")).unwrap();
    let id = log.lines().find(|line| line.contains(" status=499 ")).expect("a line for it");
    let (id, _) = id.split_once(" request=").unwrap().1.split_once(' ').unwrap();
    let answers = log.matches(&format!(" request={id} upstream status=200")).count();
    assert_eq!(answers, 2, "the read before, and the change: {log}");
}

#[test]
fn what_is_not_json_is_never_passed_on_as_json() {
    let sandbox = Server::start();
    let proxy = Proxy::before(&sandbox.address);
    let relay = relay(Folder::new(), &proxy.address);
    let browser = Browser::new(&relay, INIT);
    let persons = format!("{}/associated_persons", browser.path());
    for mood in [Mood::ShowsAPage, Mood::SaysNothing, Mood::Garbles] {
        proxy.is(mood);
        browser.get().refused(502, "Bad_Gateway");
        browser.send("GET", &persons, &[], "").refused(502, "Bad_Gateway");
    }
    proxy.is(Mood::RefusesWithAPage);
    let refused = browser.send("GET", &persons, &[], "");
    refused.refused(503, "Service_Unavailable");
    assert_eq!(refused.header("retry-after"), "7");
}

#[test]
fn what_is_said_of_another_customer_is_neither_shown_nor_taken_for_this_ones() {
    let sandbox = Server::start();
    let proxy = Proxy::before(&sandbox.address);
    let relay = relay(Folder::new(), &proxy.address);
    let browser = Browser::new(&relay, INIT);
    let patch = r#"{"account_purpose":"payroll"}"#;

    proxy.is(Mood::MixesUp);
    browser.get().refused(502, "Bad_Gateway");
    // Judged by what another has on file, it does not leave.
    browser.put("k-1", patch).refused(502, "Bad_Gateway");
    assert_eq!(proxy.puts(), 0);

    proxy.is(Mood::MixesUpChanges);
    browser.put("k-1", patch).refused(504, "Unknown");
    browser.put("k-1", patch).refused(504, "Unknown");
    proxy.is(Mood::Passes);
    assert_eq!(browser.put("k-1", patch).status, 200);
}
