//! A relay whose clock is wrong: its program is told another time by a library that is loaded before the system's.

use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;

use super::proxy::Proxy;
use super::*;

/// Stands between the program and the system's clock.
const SOURCE: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
int clock_gettime(clockid_t clock, struct timespec *at) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(clock, at);
    if (result == 0 && clock == CLOCK_REALTIME) at->tv_sec += SKEW;
    return result;
}
"#;

/// Makes the library, with the C compiler that SQLite was built with.
fn library(folder: &Folder, seconds: i64) -> PathBuf {
    let path = folder.path(&format!("clock{seconds}.so"));
    let mut compiler = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", &format!("-DSKEW=({seconds})"), "-x", "c", "-", "-ldl", "-o"])
        .arg(&path)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    compiler.stdin.take().unwrap().write_all(SOURCE.as_bytes()).unwrap();
    assert!(compiler.wait().unwrap().success());
    path
}

/// Has a program of this folder run with a clock that is so many seconds ahead.
pub fn skew(command: &mut Command, folder: &Folder, seconds: i64) {
    command.env("LD_PRELOAD", library(folder, seconds));
}

#[test]
fn a_clock_that_is_wrong_loses_and_doubles_nothing() {
    let sandbox = Server::start();
    let proxy = Proxy::before(&sandbox.address);
    let made = relay(Folder::new(), &proxy.address);
    let bearer = Browser::new(&made, INIT).bearer;
    let (_, mut folder) = made.stop();
    // Within five minutes a signature is good; beyond, it is refused before anything is stored.
    for (turn, (seconds, good)) in
        [(-200, true), (200, true), (-900, false), (900, false)].into_iter().enumerate()
    {
        let mut command = command(&folder, &proxy.address);
        skew(&mut command, &folder, seconds);
        let relay = folder.run(command, 0);
        let browser = Browser { relay: &relay, customer: INIT.to_owned(), bearer: bearer.clone() };
        let answer = browser.put(&format!("k-{turn}"), &one_person(&format!("Person {turn}")));
        if good {
            assert_eq!(answer.status, 200, "{seconds}: {answer:?}");
        } else {
            answer.refused(502, "Bad_Gateway");
        }
        folder = relay.stop().1;
    }
    assert_eq!(sandbox.read(INIT)["associated_persons"].as_array().map(Vec::len), Some(2));
    // What the wrong clock kept back goes out once the clock is right, once.
    let relay = relay(folder, &proxy.address);
    let browser = Browser { relay: &relay, customer: INIT.to_owned(), bearer };
    for (turn, replayed) in [(0, "true"), (2, ""), (2, "true")] {
        let answer = browser.put(&format!("k-{turn}"), &one_person(&format!("Person {turn}")));
        assert_eq!((answer.status, answer.header("idempotency-replayed")), (200, replayed));
    }
    assert_eq!(sandbox.read(INIT)["associated_persons"].as_array().map(Vec::len), Some(3));
}
