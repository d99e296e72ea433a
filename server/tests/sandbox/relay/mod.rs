//! The relay from outside, with the sandbox behind it as the API.

mod attacks;
#[cfg(target_os = "linux")]
mod clock;
mod disk;
mod faults;
mod links;
mod outcomes;
mod proxy;
mod submissions;

use std::process::{Command, Output};

use serde_json::json;

use super::harness::*;

/// Where the ledger is, in the folder of a relay.
const LEDGER: &str = "relay.sqlite";

/// The secret of the sandbox's access key.
const SECRET: &str = "dGVzdC1zZWNyZXQta2V5LW1hdGVyaWFs";

/// The program, told to relay to this address on a free port.
fn command(folder: &Folder, upstream: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kyb-server"));
    command.args(["relay", "--listen", "127.0.0.1:0", "--upstream", &format!("http://{upstream}")]);
    command.arg("--data").arg(folder.path(LEDGER));
    command.arg("--www").arg(folder.path("www")).arg("--package").arg(folder.path("npm"));
    command.env("KYB_ACCESS_KEY", "test_access_key").env("KYB_SECRET", SECRET);
    command
}

/// Starts a relay without limits of rate.
fn relay(folder: Folder, upstream: &str) -> Server {
    let mut command = command(&folder, upstream);
    command.args(["--rate-link", "0", "--rate-address", "0"]);
    folder.run(command, 0)
}

/// Runs `kyb-server link` on the ledger of a relay.
fn run_link(relay: &Server, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kyb-server"));
    command.arg("link").args(arguments).arg("--data").arg(relay.folder().path(LEDGER));
    command.env("KYB_ACCESS_KEY", "test_access_key").env("KYB_SECRET", SECRET);
    command.output().unwrap()
}

/// Makes a link; answers the address of the form with its fragment.
fn link(relay: &Server, customer: &str) -> String {
    let address = format!("http://{}/", relay.address);
    let made =
        run_link(relay, &[customer, "--for", "24h", "--kyc-model", "reliance", "--public-url", &address]);
    assert!(made.status.success(), "{made:?}");
    String::from_utf8(made.stdout).unwrap().trim().to_owned()
}

/// A member of the fragment.
fn of(link: &str, name: &str) -> String {
    let (_, fragment) = link.split_once('#').unwrap();
    let member = fragment.split('&').find_map(|member| member.strip_prefix(&format!("{name}=")));
    member.unwrap().to_owned()
}

/// What a browser with a link sends.
struct Browser<'a> {
    relay: &'a Server,
    customer: String,
    bearer: String,
}

impl<'a> Browser<'a> {
    fn new(relay: &'a Server, customer: &str) -> Self {
        Self::with(relay, customer, &of(&link(relay, customer), "token"))
    }

    fn with(relay: &'a Server, customer: &str, token: &str) -> Self {
        Self { relay, customer: customer.to_owned(), bearer: format!("Bearer {token}") }
    }

    fn path(&self) -> String {
        format!("/v1/customers/{}", self.customer)
    }

    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut all = vec![("authorization", self.bearer.as_str())];
        if !body.is_empty() {
            all.push(("content-type", "application/json"));
        }
        all.extend(headers);
        self.relay.send(method, path, &all, body.as_bytes())
    }

    fn get(&self) -> Answer {
        self.send("GET", &self.path(), &[], "")
    }

    fn put(&self, key: &str, body: &str) -> Answer {
        self.send("PUT", &self.path(), &[("idempotency-key", key)], body)
    }
}

fn one_person(name: &str) -> String {
    json!({ "associated_persons": [person(name)] }).to_string()
}
