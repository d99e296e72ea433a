//! What becomes of the data file beside the server: locked, deleted, replaced, misnamed.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::harness::*;

const PATCH: &str = r#"{"business_description":"words of some length"}"#;

/// What SQLite keeps beside a file.
const PARTS: [&str; 3] = ["sandbox.sqlite", "sandbox.sqlite-wal", "sandbox.sqlite-shm"];

#[test]
fn a_lock_keeps_everybody_for_five_seconds_and_not_one_after_the_other() {
    let server = Server::start();
    let other = rusqlite::Connection::open(server.data()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let within = |asked: Instant| {
        let waited = asked.elapsed();
        assert!((4.0..8.0).contains(&waited.as_secs_f64()), "{waited:?}");
    };
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                let asked = Instant::now();
                server.put(INIT, PATCH).refused(503, "Service_Unavailable");
                within(asked);
            });
        }
        // Who comes later waits for a turn first, and for the rest of the time then.
        std::thread::sleep(Duration::from_secs(2));
        let asked = Instant::now();
        server.get("/readyz").refused(503, "Service_Unavailable");
        within(asked);
    });
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| server.put(INIT, PATCH).refused(503, "Service_Unavailable"));
        }
        std::thread::sleep(Duration::from_millis(500));
        server.signal("TERM");
    });
    let asked = Instant::now();
    assert_eq!(server.stop().0.code(), Some(1), "the log was not moved into the file");
    assert!(
        asked.elapsed() < Duration::from_secs(8),
        "the log waits for the lock once: {:?}",
        asked.elapsed()
    );
}

#[test]
fn a_log_that_a_reader_keeps_from_being_moved_is_told() {
    let server = Server::start();
    let other = rusqlite::Connection::open(server.data()).unwrap();
    other.execute_batch("BEGIN; SELECT count(*) FROM customers").unwrap();
    assert_eq!(server.put(INIT, PATCH).status, 200);
    let (status, folder) = server.stop();
    assert_eq!(status.code(), Some(1));
    let log = std::fs::read_to_string(folder.path("log")).unwrap();
    assert!(
        log.ends_with("its write-ahead log stays beside it, since another program is using it\n"),
        "{log}"
    );
    let made = seed(&folder.data(), &["--more", "2"]);
    assert!(made.status.success() && made.stdout.len() > 70, "what was made is told: {made:?}");
}

#[test]
fn nothing_is_acknowledged_that_goes_into_a_deleted_or_replaced_file() {
    for replaced in [false, true] {
        let server = Server::start();
        assert_eq!(server.put(INIT, PATCH).status, 200);
        for part in PARTS {
            std::fs::remove_file(server.folder().path(part)).unwrap();
        }
        if replaced {
            assert!(seed(&server.data(), &[]).status.success());
        }
        let answer = server.put(INIT, PATCH);
        answer.refused(500, "Internal_Server_Error");
        let log = server.log();
        assert!(log.contains(&format!("request={} sqlite=1032", answer.header("x-request-id"))), "{log}");
        server.get("/readyz").refused(503, "Service_Unavailable");
        let (status, _) = server.stop();
        assert_eq!(status.code(), Some(1), "what was not moved into the file is said");
    }
}

fn seed(data: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kyb-server"));
    command.args(["seed", "--data"]).arg(data).args(more).output().unwrap()
}

#[test]
fn a_file_that_is_emptied_beside_the_server_is_never_without_its_tables() {
    let server = Server::start();
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for turn in 0..4 {
            let (server, over) = (&server, &over);
            scope.spawn(move || {
                while !over.load(Ordering::Relaxed) {
                    let answer = match turn % 2 {
                        0 => server.get("/v1/customers"),
                        _ => server.put(INIT, PATCH),
                    };
                    // The customers come back a moment after the tables.
                    assert!(matches!(answer.status, 200 | 404 | 503), "{answer:?}");
                }
            });
        }
        let seeded: Vec<_> = (0..6).map(|_| seed(&server.data(), &["--fresh"])).collect();
        over.store(true, Ordering::Relaxed);
        assert!(seeded.iter().all(|output| output.status.success()), "{seeded:?}");
    });
    assert_eq!(server.get("/v1/customers").json()["total"], 9);
}

#[test]
fn a_torn_file_is_emptied_all_the_same() {
    let (status, folder) = Server::start().stop();
    assert!(status.success());
    let mut bytes = std::fs::read(folder.data()).unwrap();
    // Behind the first page of each table, among files.
    bytes[20 * 4096..].fill(0xa5);
    std::fs::write(folder.data(), bytes).unwrap();
    let mut check = Command::new(env!("CARGO_BIN_EXE_kyb-server"));
    assert!(!check.args(["check", "--data"]).arg(folder.data()).output().unwrap().status.success());
    let output = seed(&folder.data(), &["--fresh"]);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(folder.start(&[]).get("/v1/customers").json()["total"], 9);
}

fn check(data: &Path) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kyb-server"));
    let output = command.args(["check", "--data"]).arg(data).output().unwrap();
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert_eq!(output.status.success(), said.ends_with(": whole\n"), "{said}");
    said
}

#[test]
fn a_file_is_whole_that_has_what_its_steps_make_and_looking_changes_nothing() {
    let (_, folder) = Server::start().stop();
    let data = folder.data();
    assert_eq!(check(&data), "the file of a sandbox, step 2: whole\n");
    let broken = |sql: &str| {
        let copy = folder.path("copy.sqlite");
        std::fs::copy(&data, &copy).unwrap();
        rusqlite::Connection::open(&copy).unwrap().execute_batch(sql).unwrap();
        check(&copy)
    };
    let missing = broken("DROP TABLE terms_sessions");
    assert!(missing.contains("table terms_sessions, column token_sha256 is missing"), "{missing}");
    let unstepped = broken("PRAGMA user_version = 0");
    assert!(unstepped.contains("table customers, column customer_id is none of step 0"), "{unstepped}");
    assert!(broken("DROP INDEX documents_by_customer").contains("index documents_by_customer is missing"));
    let empty = folder.path("empty.sqlite");
    std::fs::write(&empty, "").unwrap();
    assert!(check(&empty).contains("it is empty"));

    // Killed, it leaves its log behind.
    let server = folder.start(&[]);
    assert_eq!(server.put(INIT, PATCH).status, 200);
    server.signal("KILL");
    let (_, folder) = server.ended();
    let parts = || [&PARTS[0], &PARTS[1]].map(|part| std::fs::read(folder.path(part)).unwrap());
    let before = parts();
    assert!(!before[1].is_empty() && check(&folder.data()).ends_with(": whole\n"));
    assert!(parts() == before, "file and log are as they were");
}

#[test]
fn a_name_is_that_of_a_file() {
    let folder = Folder::new();
    let at = |data: &str| {
        let mut command = folder.command();
        command.current_dir(folder.path("www")).args(["--data", data]);
        command
    };
    let command = at(":memory:");
    let server = folder.run(command, 9);
    assert_eq!(server.get("/readyz").status, 200);
    assert_eq!(server.put(INIT, PATCH).status, 200);
    assert!(server.folder().path("www/:memory:").exists());
    let mut refused = server.folder().command();
    let refused = refused.args(["--data", ""]).output().unwrap();
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
}
