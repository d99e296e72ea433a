//! A bad day: servers are killed again and again while many clients submit, the network between them drops requests
//! and answers, two relays share one ledger, and the clock of one is wrong for a while. What was acknowledged is there
//! once; nothing is there twice. A full disk is in `disk.rs`, a wrong clock by itself in `clock.rs`.
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
    // A second process on the same ledger, which is never killed.
    let second = {
        let folder = Folder::new();
        let mut command = unlimited(&folder, &proxy.address);
        command.arg("--data").arg(relay.folder().path(LEDGER));
        folder.run(command, 0)
    };
    let addresses = [relay.address.clone(), second.address.clone()];
    let (next, over) = (AtomicUsize::new(0), AtomicBool::new(false));
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
                        told.push((number, submit(&addresses, &ids[place], &tokens[place], number)));
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
        match turn % 5 {
            // Every other time with a clock whose signatures the API refuses.
            0 => {
                relay = again(relay, |folder| {
                    let mut command = unlimited(folder, &proxy.address);
                    if turn % 10 == 5 {
                        super::clock::skew(&mut command, folder, 900);
                    }
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
            3 => {
                proxy.is(Mood::DropsBefore);
                std::thread::sleep(day.calm / 4);
                proxy.is(Mood::Passes);
            }
            _ => {}
        }
    }
    proxy.is(Mood::Passes);
    (kills, (sandbox, relay))
}

/// A relay without limits of rate.
fn unlimited(folder: &Folder, upstream: &str) -> Command {
    let mut command = command(folder, upstream);
    command.args(["--rate-link", "0", "--rate-address", "0"]);
    command
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

/// Sends one person under one key until it is settled, as a patient client would, to either relay by turns.
fn submit(addresses: &[String; 2], customer: &str, token: &str, number: usize) -> Told {
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
    for attempt in number..number + 12 {
        let address = &addresses[attempt % 2];
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
