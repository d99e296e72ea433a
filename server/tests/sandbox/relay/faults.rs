//! A bad day: both servers are killed again and again while many clients submit, and the network between them
//! drops requests and answers. What was acknowledged is there once; nothing is there twice.
//!
//! The long form: `cargo test --profile tool -p kyb-server --test sandbox -- --ignored --nocapture bad_day`.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;

use super::proxy::{Mood, Proxy};
use super::*;

/// How bad.
struct Day {
    submits: usize,
    clients: usize,
    customers: usize,
    /// How long between two faults.
    calm: Duration,
}

/// What a client knows in the end.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Told {
    Acknowledged,
    Unknown,
    /// It was said that nothing went out, to the end.
    NotSent,
}

#[test]
fn a_bad_day_in_short() {
    run(&Day { submits: 160, clients: 8, customers: 8, calm: Duration::from_millis(250) });
}

#[test]
#[ignore = "takes minutes: the figures of the README"]
fn a_bad_day_in_full() {
    run(&Day { submits: 10_000, clients: 32, customers: 200, calm: Duration::from_millis(400) });
}

fn run(day: &Day) {
    let sandbox = Server::start();
    let ids = more_customers(&sandbox, day.customers);
    let proxy = Proxy::before(&sandbox.address);
    let relay = relay(Folder::new(), &proxy.address);
    let tokens: Vec<String> = ids.iter().map(|id| of(&link(&relay, id), "token")).collect();
    let (address, next, over) = (relay.address.clone(), AtomicUsize::new(0), AtomicBool::new(false));
    let started = Instant::now();
    let (told, kills, servers) = std::thread::scope(|scope| {
        let chaos = scope.spawn(|| chaos(sandbox, relay, &proxy, day, &over));
        let clients: Vec<_> = (0..day.clients)
            .map(|_| {
                scope.spawn(|| {
                    let mut told = Vec::new();
                    loop {
                        let number = next.fetch_add(1, Ordering::SeqCst);
                        if number >= day.submits {
                            return told;
                        }
                        let place = number % ids.len();
                        told.push((number, submit(&address, &ids[place], &tokens[place], number)));
                    }
                })
            })
            .collect();
        let told: Vec<(usize, Told)> =
            clients.into_iter().flat_map(|client| client.join().unwrap()).collect();
        over.store(true, Ordering::SeqCst);
        let (kills, servers) = chaos.join().unwrap();
        (told, kills, servers)
    });
    let there = stored(&servers.0);
    let mut figures = HashMap::new();
    for (number, told) in &told {
        let times = there.get(&name(*number)).copied().unwrap_or(0);
        assert!(times <= 1, "{number} is there {times} times: {told:?}");
        assert!(*told != Told::Acknowledged || times == 1, "{number} was acknowledged and is not there");
        assert!(*told != Told::NotSent || times == 0, "{number} was said not to be sent and is there");
        *figures.entry(format!("{told:?}, there {times} times")).or_insert(0) += 1;
    }
    assert_eq!(told.len(), day.submits);
    assert!(
        told.iter().filter(|(_, told)| *told == Told::Acknowledged).count() * 2 > day.submits,
        "{figures:?}"
    );
    println!(
        "{} submits from {} clients, {kills} kills, {} s: {figures:?}",
        day.submits,
        day.clients,
        started.elapsed().as_secs(),
    );
}

/// Kills and starts again, and lets the network drop; in the end leaves both running.
fn chaos(
    mut sandbox: Server,
    mut relay: Server,
    proxy: &Proxy,
    day: &Day,
    over: &AtomicBool,
) -> (usize, (Server, Server)) {
    let mut kills = 0;
    for turn in 0.. {
        std::thread::sleep(day.calm);
        if over.load(Ordering::SeqCst) {
            break;
        }
        match turn % 4 {
            0 => {
                relay = again(relay, |folder| {
                    let mut command = command(folder, &proxy.address);
                    command.args(["--rate-link", "0", "--rate-address", "0"]);
                    command
                });
                kills += 1;
            }
            1 => proxy.is(Mood::DropsAfter),
            2 => {
                proxy.is(Mood::Passes);
                sandbox = again(sandbox, Folder::command);
                kills += 1;
            }
            _ => {
                proxy.is(Mood::DropsBefore);
                std::thread::sleep(day.calm / 4);
                proxy.is(Mood::Passes);
            }
        }
    }
    proxy.is(Mood::Passes);
    (kills, (sandbox, relay))
}

/// Kills a server and starts it on its files, at its address.
fn again(server: Server, command: impl Fn(&Folder) -> Command) -> Server {
    let address = server.address.clone();
    server.signal("KILL");
    let (_, folder) = server.ended();
    let mut command = command(&folder);
    // The later of two addresses counts.
    command.args(["--listen", &address]);
    folder.run(command, 0)
}

fn name(number: usize) -> String {
    format!("person-{number}@example.com")
}

/// Sends one person under one key until it is settled, as a patient client would.
fn submit(address: &str, customer: &str, token: &str, number: usize) -> Told {
    let mut new = person("Åse");
    new["email"] = name(number).into();
    new["has_ownership"] = false.into();
    new.as_object_mut().unwrap().remove("ownership_percentage");
    let body = json!({ "associated_persons": [new] }).to_string();
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(30)))
        .build()
        .into();
    let mut told = Told::NotSent;
    for _ in 0..12 {
        let answer = agent
            .put(format!("http://{address}/v1/customers/{customer}"))
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json")
            .header("idempotency-key", format!("key-{number}"))
            .send(body.as_bytes());
        match answer.map(|answer| answer.status().as_u16()) {
            Ok(200) => return Told::Acknowledged,
            // What went out once may have arrived, whatever is said of a later try.
            Ok(502 | 503) => {}
            Ok(504) | Err(_) => told = Told::Unknown,
            Ok(status) => panic!("{status}"),
        }
        std::thread::sleep(Duration::from_millis(150));
    }
    told
}

/// Makes customers in `init`; answers their ids.
fn more_customers(sandbox: &Server, customers: usize) -> Vec<String> {
    let mut data = rusqlite::Connection::open(sandbox.data()).unwrap();
    let transaction = data.transaction().unwrap();
    let ids: Vec<String> =
        (0..customers).map(|number| format!("00000000-0000-4000-9000-{number:012}")).collect();
    for id in &ids {
        transaction
            .execute(
                "INSERT INTO customers (customer_id, kyb_status, kyc_model, fields, created_at, updated_at)
                 SELECT ?1, kyb_status, kyc_model, fields, created_at, updated_at FROM customers
                 WHERE customer_id = ?2",
                [id, INIT],
            )
            .unwrap();
    }
    transaction.commit().unwrap();
    ids
}

/// How often each person is there, by e-mail.
fn stored(sandbox: &Server) -> HashMap<String, usize> {
    let data = rusqlite::Connection::open(sandbox.data()).unwrap();
    let mut statement =
        data.prepare("SELECT fields ->> 'email', count(*) FROM associated_persons GROUP BY 1").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn a_full_disk_refuses_and_loses_nothing() {
    let folder = Folder::new();
    let mut command = Command::new("sh");
    // Blocks of 512 bytes: room for the seeds and a little more. A write beyond fails and does not kill.
    command
        .args(["-c", "trap '' XFSZ; ulimit -f 1200; exec \"$@\"", "sh"])
        .arg(env!("CARGO_BIN_EXE_kyb-server"));
    command.args(["sandbox", "--listen", "127.0.0.1:0", "--data"]).arg(folder.data());
    command.arg("--www").arg(folder.path("www")).arg("--package").arg(folder.path("npm"));
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
