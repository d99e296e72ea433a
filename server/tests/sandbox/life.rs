use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;

use super::harness::*;

/// A request to change the description, as bytes.
fn described(address: &str, text: &str) -> String {
    let body = format!(r#"{{"business_description":"{text}"}}"#);
    format!(
        "PUT /v1/customers/{INIT} HTTP/1.1\r\nHost: {address}\r\nAuthorization: {KEY}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len(),
    )
}

#[test]
fn prints_a_line_for_each_customer_with_status_name_and_link() {
    let server = Server::start();
    assert_eq!(server.lines.len(), 9);
    for (place, (line, state)) in server.lines.iter().zip(STATES).enumerate() {
        let number = place + 1;
        let (before, link) = line.rsplit_once(' ').unwrap();
        let name = before.strip_prefix(state).unwrap().trim();
        assert_eq!(server.read(&customer(number))["business_legal_name"], name);
        let model = if place % 2 == 0 { "reliance" } else { "license_as_a_service" };
        let (address, token) = (&server.address, server.token(number));
        assert_eq!(
            link,
            format!("http://{address}/#customer={}&token={token}&kyc_model={model}", customer(number))
        );
    }
}

#[test]
fn what_was_acknowledged_stands_after_a_restart() {
    let server = Server::start();
    let patch = json!({
        "associated_persons": [person("Åse")],
        "documents": [{ "doc_type": "other", "file": data_uri("application/pdf", PDF) }],
    });
    assert_eq!(server.put(INIT, patch.to_string()).status, 200);
    let (before, list) = (server.read(INIT), server.get("/v1/customers").json());
    let (status, folder) = server.stop();
    assert!(status.success(), "{status}");
    assert!(!folder.path("sandbox.sqlite-wal").exists(), "the log was moved into the file");
    let server = folder.start(&[]);
    assert_eq!(server.read(INIT), before);
    assert_eq!(server.get("/v1/customers").json(), list);
}

#[test]
fn what_was_acknowledged_stands_after_it_was_killed() {
    let server = Server::start();
    assert_eq!(server.put(INIT, json!({ "associated_persons": [person("Åse")] }).to_string()).status, 200);
    let before = server.read(INIT);
    server.signal("KILL");
    let (status, folder) = server.ended();
    assert!(!status.success());
    assert_eq!(folder.start(&[]).read(INIT), before);
}

#[test]
fn fresh_seeds_again() {
    let server = Server::start();
    let token = format!("Bearer {}", server.token(1));
    let patch = json!({
        "associated_persons": [person("Åse")],
        "documents": [{ "doc_type": "other", "file": data_uri("application/pdf", PDF) }],
    });
    assert_eq!(server.put(INIT, patch.to_string()).status, 200);
    let (_, folder) = server.stop();
    let server = folder.start(&["--fresh"]);
    assert_eq!(server.read(INIT)["associated_persons"], json!([]));
    assert_eq!(server.get("/v1/customers").json()["total"], 9);
    let old = server.send("GET", &format!("/v1/customers/{INIT}"), &[("authorization", &token)], b"");
    old.refused(401, "Unauthorized");
    let kept: u32 =
        query(&server.data(), &format!("SELECT count(*) FROM files WHERE customer_id = '{INIT}'"));
    assert_eq!(kept, 0);
}

#[test]
fn the_file_of_another_program_is_left_alone() {
    for (content, words) in [
        (None, "another program"),
        (Some("not a database, but long enough to be something that somebody needs"), "not a database"),
    ] {
        let folder = Folder::new();
        match content {
            Some(text) => std::fs::write(folder.data(), text).unwrap(),
            None => {
                let other = rusqlite::Connection::open(folder.data()).unwrap();
                other.execute_batch("CREATE TABLE ledger (entry)").unwrap();
            }
        }
        let before = std::fs::read(folder.data()).unwrap();
        for fresh in [None, Some("--fresh")] {
            let output = folder.command().args(fresh).output().unwrap();
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(1), "{said}");
            assert!(said.contains(words) && said.lines().count() == 1, "{said}");
            assert!(std::fs::read(folder.data()).unwrap() == before, "{words}: the file is as it was");
        }
    }
}

#[test]
fn what_it_prints_is_nobodys_duty_to_read() {
    let folder = Folder::new();
    let mut seed = Command::new(env!("CARGO_BIN_EXE_kyb-server"));
    seed.args(["seed", "--more", "1000", "--data"]).arg(folder.data());
    assert!(seed.output().unwrap().status.success());
    let mut command = folder.command();
    command.args(["--metrics", "127.0.0.1:0"]).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    // Two lines of more than a pipe takes.
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let address = lines.next().unwrap().strip_prefix("listening on http://").unwrap().to_owned();
    let metrics = lines.next().unwrap();
    let metrics = metrics.strip_prefix("metrics on http://").unwrap().strip_suffix("/metrics").unwrap();
    let get = |address: &str, path: &str, host: &str| {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    assert!(get(&address, "/healthz", &address).starts_with("HTTP/1.1 200"));
    assert!(get(metrics, "/metrics", metrics).starts_with("HTTP/1.1 200"));
    assert!(get(metrics, "/metrics", "evil.example").starts_with("HTTP/1.1 421"));
    assert!(Command::new("kill").arg(child.id().to_string()).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_running_request_is_finished_before_it_stops() {
    for signal in ["TERM", "INT"] {
        let server = Server::start();
        let request = described(&server.address, "sent across the end");
        let mut stream = TcpStream::connect(&server.address).unwrap();
        let (first, rest) = request.as_bytes().split_at(request.len() - 10);
        stream.write_all(first).unwrap();
        std::thread::sleep(Duration::from_millis(300));
        server.signal(signal);
        std::thread::sleep(Duration::from_millis(300));
        assert!(TcpStream::connect(&server.address).is_err(), "it takes no more connections");
        stream.write_all(rest).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("sent across the end"), "{answer}");
        let (status, _) = server.ended();
        assert_eq!(status.code(), Some(0), "{signal}");
    }
}

#[test]
fn an_idle_connection_does_not_hold_it_up() {
    let server = Server::start();
    let _silent = TcpStream::connect(&server.address).unwrap();
    let mut kept = TcpStream::connect(&server.address).unwrap();
    write!(kept, "GET / HTTP/1.1\r\nHost: {}\r\n\r\n", server.address).unwrap();
    kept.read_exact(&mut [0; 12]).unwrap();
    let started = Instant::now();
    let (status, _) = server.stop();
    assert!(status.success() && started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}

#[test]
fn says_in_a_sentence_what_is_wrong_with_the_command() {
    let folder = Folder::new();
    let run = |arguments: &[&str]| -> Output {
        Command::new(env!("CARGO_BIN_EXE_kyb-server")).args(arguments).output().unwrap()
    };
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let (here, data) = (folder.path("www"), folder.data());
    let (here, data) = (here.to_str().unwrap(), data.to_str().unwrap());
    let free = "127.0.0.1:0";
    let start = |listen, data, www| {
        vec!["sandbox", "--listen", listen, "--data", data, "--www", www, "--package", here]
    };
    for (code, arguments, words) in [
        (2, vec![], "command"),
        (2, vec!["serve"], "serve"),
        (2, vec!["sandbox"], "--listen is missing"),
        (2, vec!["sandbox", "--listen", "nowhere"], "nowhere"),
        (2, vec!["sandbox", "--colour"], "--colour"),
        (1, start(&taken, data, here), taken.as_str()),
        (1, start(free, data, "/no/such"), "/no/such"),
        (1, start(free, "/no/such/file", here), "/no/such/file"),
    ] {
        let output = run(&arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        assert!(
            said.starts_with("kyb-server: ") && said.contains(words) && said.lines().count() == 1,
            "{said}"
        );
    }
    for asked in
        [vec!["--help"], vec!["-h"], vec!["sandbox", "--help"], vec!["sandbox", "-h"], vec!["link", "-h"]]
    {
        let output = run(&asked);
        assert!(
            output.status.success() && String::from_utf8(output.stdout).unwrap().contains("--fresh"),
            "{asked:?}"
        );
    }
    assert!(String::from_utf8(run(&["--version"]).stdout).unwrap().starts_with("kyb-server 0"));
}

#[cfg(target_os = "linux")]
#[test]
fn what_can_not_be_printed_is_said_and_breaks_nothing() {
    let folder = Folder::new();
    let data = folder.data();
    let data = data.to_str().unwrap();
    let full = || std::fs::File::options().write(true).open("/dev/full").unwrap();
    for arguments in [
        vec!["--help"],
        vec!["--version"],
        vec!["seed", "--data", data, "--more", "2"],
        vec!["check", "--data", data],
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kyb-server"));
        command.args(&arguments);
        let output =
            command.stdout(full()).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
        assert!(said.starts_with("kyb-server: can't print: ") && said.lines().count() == 1, "{said}");
        assert_eq!(command.stdout(full()).stderr(full()).status().unwrap().code(), Some(1), "{arguments:?}");
    }
}

#[test]
fn two_at_once_on_one_file_do_not_disturb_each_other() {
    let one = Server::start();
    let mut two = one.folder().command().stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut out = BufReader::new(two.stdout.take().unwrap());
    let mut first = String::new();
    out.read_line(&mut first).unwrap();
    let address = first.trim().strip_prefix("listening on http://").unwrap().to_owned();
    std::thread::scope(|scope| {
        for address in [&one.address, &address] {
            scope.spawn(move || {
                for turn in 0..10 {
                    let mut stream = TcpStream::connect(address).unwrap();
                    stream.write_all(described(address, &format!("turn {turn}")).as_bytes()).unwrap();
                    let mut answer = String::new();
                    stream.read_to_string(&mut answer).unwrap();
                    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
                }
            });
        }
    });
    two.kill().unwrap();
    two.wait().unwrap();
    assert_eq!(one.read(INIT)["business_description"], "turn 9");
}

#[test]
fn seed_makes_a_file_and_adds_to_it() {
    let folder = Folder::new();
    let seed = |more: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_kyb-server"));
        let output = command.args(["seed", "--data"]).arg(folder.data()).args(more).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(seed(&[]), [""; 0]);
    assert_eq!(seed(&[]), [""; 0], "a file that has customers is left as it is");
    let ids = seed(&["--more", "3"]);
    assert_eq!(ids.len(), 3);
    seed(&["--fresh"]);
    assert_eq!(query::<i64>(&folder.data(), "SELECT count(*) FROM customers"), 9);
    let ids = seed(&["--more", "2"]);
    let server = folder.start(&[]);
    assert_eq!(server.get("/v1/customers").json()["total"], 11);
    assert_eq!(server.read(&ids[1])["status"], "INIT");
}
