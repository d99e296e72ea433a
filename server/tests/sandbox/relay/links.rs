use chrono::Utc;
use serde_json::json;

use super::*;
use crate::signatures::sign;

#[test]
fn a_link_opens_its_customer_and_carries_model_and_draft_secret() {
    let sandbox = Server::start();
    let relay = relay(Folder::new(), &sandbox.address);
    let (one, two, other) = (link(&relay, INIT), link(&relay, INIT), link(&relay, PENDING));
    assert!(one.starts_with(&format!("http://{}/#customer={INIT}&token=", relay.address)), "{one}");
    assert_eq!(of(&one, "kyc_model"), "reliance");
    assert_ne!(of(&one, "token"), of(&two, "token"));
    assert_eq!(of(&one, "draft"), of(&two, "draft"), "a renewed link opens the drafts of the old");
    assert_ne!(of(&one, "draft"), of(&other, "draft"));
    for link in [&one, &two] {
        assert_eq!(Browser::with(&relay, INIT, &of(link, "token")).get().status, 200);
    }
}

#[test]
fn a_link_is_revoked_and_expires() {
    let sandbox = Server::start();
    let relay = relay(Folder::new(), &sandbox.address);
    let made = run_link(
        &relay,
        &[INIT, "--for", "1m", "--kyc-model", "reliance", "--public-url", "http://form.example/"],
    );
    let id = String::from_utf8(made.stderr).unwrap();
    let id = id.strip_prefix("link ").unwrap().split(',').next().unwrap().to_owned();
    let browser = Browser::with(&relay, INIT, &of(String::from_utf8(made.stdout).unwrap().trim(), "token"));
    assert_eq!(browser.get().status, 200);
    assert!(run_link(&relay, &["--revoke", &id]).status.success());
    browser.get().refused(401, "Unauthorized");
    assert_eq!(run_link(&relay, &["--revoke", "nobody"]).status.code(), Some(1));
    let mistyped = relay.folder().path("rellay.sqlite");
    let mut command = Command::new(env!("CARGO_BIN_EXE_kyb-server"));
    let output = command.args(["link", "--revoke", &id, "--data"]).arg(&mistyped).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(1) && said.contains("there is no data file"), "{said}");
    assert!(!mistyped.exists());
    for wrong in [
        vec![INIT, "--for", "10s", "--kyc-model", "reliance", "--public-url", "http://x/"],
        vec![INIT, "--for", "31d", "--kyc-model", "reliance", "--public-url", "http://x/"],
        vec![INIT, "--for", "1h", "--kyc-model", "other", "--public-url", "http://x/"],
        vec!["../x", "--for", "1h", "--kyc-model", "reliance", "--public-url", "http://x/"],
        vec![INIT, "--for", "1h", "--kyc-model", "reliance", "--public-url", "javascript:x"],
    ] {
        assert!(!run_link(&relay, &wrong).status.success(), "{wrong:?}");
    }
}

#[test]
fn a_link_that_is_revoked_while_the_body_comes_changes_nothing() {
    use std::io::{Read, Write};
    let sandbox = Server::start();
    let proxy = super::proxy::Proxy::before(&sandbox.address);
    let relay = relay(Folder::new(), &proxy.address);
    let made = run_link(
        &relay,
        &[INIT, "--for", "1h", "--kyc-model", "reliance", "--public-url", "http://form.example/"],
    );
    let id = String::from_utf8(made.stderr).unwrap();
    let id = id.strip_prefix("link ").unwrap().split(',').next().unwrap().to_owned();
    let browser = Browser::with(&relay, INIT, &of(String::from_utf8(made.stdout).unwrap().trim(), "token"));
    let person = browser.put("k", &one_person("Åse")).json()["associated_persons"][0]["associated_person_id"]
        .as_str()
        .unwrap()
        .to_owned();
    let begin = |path: &str, body: &str| {
        let mut stream = std::net::TcpStream::connect(&relay.address).unwrap();
        write!(
            stream,
            "PUT {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: {}\r\nIdempotency-Key: later\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{{",
            relay.address,
            browser.bearer,
            body.len(),
        )
        .unwrap();
        stream
    };
    let (patch, change) = (r#"{"publicly_traded":false}"#, r#"{"first_name":"Aase"}"#);
    let own = format!("{}/associated_persons/{person}", browser.path());
    let begun = [(begin(&browser.path(), patch), patch), (begin(&own, change), change)];
    std::thread::sleep(std::time::Duration::from_millis(500));
    assert!(run_link(&relay, &["--revoke", &id]).status.success());
    for (mut stream, body) in begun {
        stream.write_all(&body.as_bytes()[1..]).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    }
    assert_eq!(proxy.puts(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_link_that_can_not_be_printed_does_not_stand() {
    let sandbox = Server::start();
    let relay = relay(Folder::new(), &sandbox.address);
    let mut command = Command::new(env!("CARGO_BIN_EXE_kyb-server"));
    command.args([
        "link",
        INIT,
        "--for",
        "1h",
        "--kyc-model",
        "reliance",
        "--public-url",
        "http://x/",
        "--data",
    ]);
    command.arg(relay.folder().path(LEDGER));
    command.envs([("KYB_ACCESS_KEY", "test_access_key"), ("KYB_SECRET", SECRET)]);
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let child = command.stdout(full).stderr(std::process::Stdio::piped()).spawn().unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(1) && said.ends_with("the link was revoked\n"), "{said}");
    let standing = "SELECT count(*) FROM links WHERE revoked_at IS NULL";
    assert_eq!(query::<i64>(&relay.folder().path(LEDGER), standing), 0);
}

#[test]
fn a_link_closes_when_its_customer_can_not_be_changed_any_more() {
    let sandbox = Server::start();
    let relay = relay(Folder::new(), &sandbox.address);
    let browser = Browser::new(&relay, PENDING);
    assert_eq!(browser.put("k", r#"{"business_description":"last"}"#).status, 200);
    let sql = |sql: &str| {
        let data = rusqlite::Connection::open(sandbox.data()).unwrap();
        data.execute(sql, [PENDING]).unwrap();
    };
    sql("UPDATE customers SET kyb_status = 'under_review' WHERE customer_id = ?1");
    // For a while it still shows where the customer stands.
    assert_eq!(browser.get().json()["status"], "UNDER_REVIEW");
    assert_eq!(browser.put("k", r#"{"business_description":"last"}"#).header("idempotency-replayed"), "true");
    browser.put("k-2", r#"{"business_description":"more"}"#).refused(403, "Forbidden");
    // Closed it stays, also when compliance asks again: that takes a new link.
    sql("UPDATE customers SET kyb_status = 'pending_response' WHERE customer_id = ?1");
    browser.put("k-2", r#"{"business_description":"more"}"#).refused(403, "Forbidden");
    let again = Browser::new(&relay, PENDING);
    assert_eq!(again.put("k-2", r#"{"business_description":"more"}"#).status, 200);
    let ledger = rusqlite::Connection::open(relay.folder().path(LEDGER)).unwrap();
    ledger
        .execute("UPDATE links SET closed_at = '2020-01-01T00:00:00.000Z' WHERE closed_at IS NOT NULL", [])
        .unwrap();
    browser.get().refused(401, "Unauthorized");
}

#[test]
fn the_integrators_programs_make_and_revoke_links_by_signature() {
    let sandbox = Server::start();
    let relay = relay(Folder::new(), &sandbox.address);
    let send = |method: &str, path: &str, body: &str, headers: Vec<(&'static str, String)>| {
        let mut all: Vec<(&str, &str)> =
            headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        all.push(("content-type", "application/json"));
        relay.send(method, path, &all, body.as_bytes())
    };
    let body = json!({ "customer_id": INIT, "kyc_model": "reliance", "seconds": 3600 }).to_string();
    let made = send("POST", "/relay/links", &body, sign("POST", "/relay/links", &body).headers());
    assert_eq!(made.status, 201, "{made:?}");
    let made = made.json();
    let browser = Browser::with(&relay, INIT, &of(made["url"].as_str().unwrap(), "token"));
    assert_eq!(browser.get().status, 200);
    assert!(made["expires_at"].as_str().unwrap() > Utc::now().to_rfc3339().as_str());

    let bearer = vec![("authorization", KEY.to_owned())];
    send("POST", "/relay/links", &body, bearer).refused(401, "Unauthorized");
    let own = vec![("authorization", browser.bearer.clone())];
    send("POST", "/relay/links", &body, own).refused(401, "Unauthorized");
    let other = sign("POST", "/relay/links", "{}").headers();
    send("POST", "/relay/links", &body, other).refused(401, "Unauthorized");
    let long = json!({ "customer_id": INIT, "kyc_model": "reliance", "seconds": 31 * 86_400 }).to_string();
    let signed = sign("POST", "/relay/links", &long).headers();
    send("POST", "/relay/links", &long, signed).refused(422, "Unprocessable_Entity");
    let list = json!([INIT, "reliance", 60]).to_string();
    let signed = sign("POST", "/relay/links", &list).headers();
    send("POST", "/relay/links", &list, signed).refused(400, "Bad_Request");

    let path = format!("/relay/links/{}", made["link_id"].as_str().unwrap());
    assert_eq!(send("DELETE", &path, "", sign("DELETE", &path, "").headers()).status, 204);
    browser.get().refused(401, "Unauthorized");
    send("DELETE", "/relay/links/none", "", sign("DELETE", "/relay/links/none", "").headers())
        .refused(404, "Not_Found");
}

#[test]
fn the_secret_comes_from_the_environment_or_from_a_private_file() {
    let sandbox = Server::start();
    let folder = Folder::new();
    let file = folder.path("secret");
    std::fs::write(&file, format!("KYB_ACCESS_KEY=test_access_key\nKYB_SECRET={SECRET}\n")).unwrap();
    let start = |mode: u32, upstream: &str| {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        let mut command = command(&folder, upstream);
        command.env_remove("KYB_SECRET").env_remove("KYB_ACCESS_KEY").arg("--secret-file").arg(&file);
        command
    };
    for mode in [0o644, 0o640, 0o602] {
        let output = start(mode, &sandbox.address).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(1) && said.contains("chmod 600"), "{said}");
        assert!(!said.contains(SECRET));
    }
    let right = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{right}{right}")).unwrap();
    let twice = start(0o600, &sandbox.address).output().unwrap();
    assert!(
        String::from_utf8(twice.stderr)
            .unwrap()
            .contains("KYB_ACCESS_KEY stands in the secret file more than once")
    );
    let access_key = "KYB_ACCESS_KEY has a blank, a colon, or";
    for (wrong, why) in [
        (right.replace("test_access_key", "test access key"), access_key),
        (right.replace("test_access_key", "test:access_key"), access_key),
        (right.replace(SECRET, &format!("\"{SECRET}\"")), "KYB_SECRET is not base64url"),
    ] {
        std::fs::write(&file, wrong).unwrap();
        let said = String::from_utf8(start(0o600, &sandbox.address).output().unwrap().stderr).unwrap();
        assert!(said.contains(why) && !said.contains("empty") && !said.contains(SECRET), "{said}");
    }
    // As some editors write it.
    std::fs::write(&file, format!("\u{feff}{right}")).unwrap();
    let none = command(&folder, &sandbox.address).env_remove("KYB_SECRET").output().unwrap();
    assert!(String::from_utf8(none.stderr).unwrap().contains("KYB_SECRET is not given"));
    let outward = start(0o600, "api.example.com").output().unwrap();
    assert!(String::from_utf8(outward.stderr).unwrap().contains("--upstream is https"));
    let mut command = start(0o600, &sandbox.address);
    command.args(["--rate-link", "0"]);
    let relay = folder.run(command, 0);
    assert_eq!(Browser::new(&relay, INIT).get().status, 200);
}
