//! A disk that is full, played by a limit on the size of a file.

use super::*;

/// Runs a program that can't write files beyond so many blocks of 512 bytes. A write beyond fails and does not kill.
fn on_a_full_disk(blocks: u32, program: &Command) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\""), "sh"]);
    command.arg(program.get_program()).args(program.get_args());
    command.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command
}

#[test]
fn a_full_disk_refuses_and_loses_nothing() {
    let folder = Folder::new();
    // Room for the seeds and a little more.
    let command = on_a_full_disk(1200, &folder.command());
    let server = folder.run(command, 9);
    let mut taken = 0;
    let refused = (0..400).find_map(|number| {
        let answer = server.put(INIT, one_person(&format!("Person {number}")));
        if answer.status == 200 {
            taken += 1;
            return None;
        }
        Some(answer)
    });
    let refused = refused.expect("the disk is full at last");
    refused.refused(503, "Service_Unavailable");
    assert_eq!(server.read(INIT)["associated_persons"].as_array().map(Vec::len), Some(taken));
    assert!(taken > 0);
    server.signal("KILL");
    let (_, folder) = server.ended();
    let output = Command::new(env!("CARGO_BIN_EXE_kyb-server"))
        .args(["check", "--data"])
        .arg(folder.data())
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let server = folder.start(&[]);
    assert_eq!(server.read(INIT)["associated_persons"].as_array().map(Vec::len), Some(taken));
    assert_eq!(server.put(INIT, one_person("One more")).status, 200);
}

#[test]
fn a_ledger_on_a_full_disk_sends_nothing_that_it_can_not_record() {
    let sandbox = Server::start();
    let folder = Folder::new();
    let mut program = command(&folder, &sandbox.address);
    program.args(["--rate-link", "0", "--rate-address", "0"]);
    let relay = folder.run(on_a_full_disk(300, &program), 0);
    let browser = Browser::new(&relay, INIT);
    let send = |browser: &Browser, number: usize| {
        let body = json!({ "associated_persons": [person(&format!("Person {number}"))] }).to_string();
        browser.put(&format!("key-{number}"), &body)
    };
    let mut refused = None;
    let mut taken = Vec::new();
    for number in 0..400 {
        let answer = send(&browser, number);
        match answer.status {
            200 => taken.push(number),
            _ => {
                refused = Some((number, answer));
                break;
            }
        }
    }
    let (last, answer) = refused.expect("the disk is full at last");
    answer.refused(503, "Service_Unavailable");
    let persons = || sandbox.read(INIT)["associated_persons"].as_array().map(Vec::len);
    assert_eq!(persons(), Some(taken.len()), "what was refused did not go out");
    let bearer = browser.bearer.clone();
    relay.signal("KILL");
    let (_, folder) = relay.ended();
    // With room again, what was refused goes out, and what was taken does not go out again.
    let relay = super::relay(folder, &sandbox.address);
    let browser = Browser { relay: &relay, customer: INIT.to_owned(), bearer };
    assert_eq!(send(&browser, last).header("idempotency-replayed"), "");
    assert_eq!(persons(), Some(taken.len() + 1));
    for number in [taken[0], taken[taken.len() - 1], last] {
        assert_eq!(send(&browser, number).header("idempotency-replayed"), "true", "{number}");
    }
    assert_eq!(persons(), Some(taken.len() + 1));
}
