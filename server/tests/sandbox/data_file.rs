//! What becomes of the data file beside the server: locked, deleted, replaced, misnamed.

use std::process::Command;
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
    assert!(server.stop().0.success());
    assert!(
        asked.elapsed() < Duration::from_secs(8),
        "the log waits for the lock once: {:?}",
        asked.elapsed()
    );
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
            let arguments = ["seed", "--data"];
            let mut seed = Command::new(env!("CARGO_BIN_EXE_kyb-server"));
            assert!(seed.args(arguments).arg(server.data()).status().unwrap().success());
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
