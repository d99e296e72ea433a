//! Starts the program in a folder of its own and speaks HTTP with it.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;
use ureq::http::{HeaderMap, Request};

use super::logs;

/// The access key of the documented sandbox.
pub const KEY: &str = "Bearer test_access_key";

/// The customer that is in `init`.
pub const INIT: &str = "00000000-0000-4000-8000-000000000001";

/// The customer that is in `pending_response`.
pub const PENDING: &str = "00000000-0000-4000-8000-000000000002";

/// The nine states in the order of the seeds.
pub const STATES: [&str; 9] = [
    "init",
    "pending_response",
    "pending_review",
    "under_review",
    "escalated",
    "pending_approval",
    "rejected",
    "approved",
    "provisioning",
];

/// The id of the customer in the nth state, from 1.
pub fn customer(number: usize) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

/// Heads that tell the length of a body in two ways or a strange one, the body, and the status they are answered with.
/// No second request that stands behind is answered.
pub const FRAMINGS: [(&str, &str, u16); 8] = [
    ("Content-Length: 2\r\nContent-Length: 50\r\nConnection: close\r\n", "{}", 400),
    ("Content-Length: +2\r\nConnection: close\r\n", "{}", 400),
    ("Transfer-Encoding: chunked, identity\r\nConnection: close\r\n", CHUNKED, 400),
    ("Transfer-Encoding: gzip, chunked\r\nConnection: close\r\n", CHUNKED, 400),
    ("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n", CHUNKED, 400),
    ("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n", CHUNKED, 400),
    // The chunks count, and the connection ends, although nobody asked for that.
    ("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", CHUNKED, 200),
    ("Transfer-Encoding: chunked\r\nContent-Length: 50\r\n", CHUNKED, 200),
];

const CHUNKED: &str = "2\r\n{}\r\n0\r\n\r\n";

/// A running sandbox.
pub struct Server {
    child: Child,
    /// `127.0.0.1:PORT`.
    pub address: String,
    /// What it printed after the first line.
    pub lines: Vec<String>,
    folder: Folder,
    /// Every text that was sent in a header or a body of JSON.
    sent: Mutex<HashSet<String>>,
}

/// The folder of a sandbox: its data, the files it serves, its log.
pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Self {
        let folder = Self(TempDir::new().unwrap());
        for (name, text) in [
            ("www/index.html", "<!doctype html><title>form</title>"),
            ("www/app.js", &"export const answer = 42; // a line that repeats well\n".repeat(100)),
            ("www/.secret", "hidden"),
            ("npm/index.js", "export {};"),
            ("npm/wasm/kyb_patch_bg.wasm", "\0asm\x01\0\0\0"),
            ("npm/node_modules/other/index.js", "export {};"),
            ("outside.txt", "outside"),
        ] {
            let path = folder.path(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn data(&self) -> PathBuf {
        self.path("sandbox.sqlite")
    }

    /// The program, told to run here on a free port.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kyb-server"));
        command.args(["sandbox", "--listen", "127.0.0.1:0", "--data"]).arg(self.data());
        command.arg("--www").arg(self.path("www")).arg("--package").arg(self.path("npm"));
        command
    }

    /// Starts it and waits until it listens.
    pub fn start(self, more: &[&str]) -> Server {
        let mut command = self.command();
        command.args(more);
        self.run(command, 9)
    }

    /// Starts a program that prints where it listens, and `lines` lines after that.
    pub fn run(self, mut command: Command, lines: usize) -> Server {
        let log = File::options().create(true).append(true).open(self.path("log")).unwrap();
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let first = out.next().unwrap_or_else(|| {
            panic!("it does not start: {}", fs::read_to_string(self.path("log")).unwrap())
        });
        let address = first
            .strip_prefix("listening on http://")
            .expect("the first line says where it listens")
            .to_owned();
        let lines = out.by_ref().take(lines).collect();
        // Kept open: a program whose output breaks is not what is tested here.
        std::thread::spawn(move || out.for_each(drop));
        Server { child, address, lines, folder: self, sent: Mutex::default() }
    }
}

impl Server {
    /// A sandbox with the seeds alone.
    pub fn start() -> Self {
        Folder::new().start(&[])
    }

    /// Asks it to stop, as Ctrl-C's friend does, and waits.
    pub fn stop(self) -> (ExitStatus, Folder) {
        self.signal("TERM");
        self.ended()
    }

    /// Waits until it has ended.
    pub fn ended(mut self) -> (ExitStatus, Folder) {
        let status = self.child.wait().unwrap();
        self.hold_log();
        (status, std::mem::replace(&mut self.folder, Folder(TempDir::new().unwrap())))
    }

    pub fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
    }

    pub fn data(&self) -> PathBuf {
        self.folder.data()
    }

    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path("log")).unwrap()
    }

    /// The token of the link to the nth customer, from 1.
    pub fn token(&self, number: usize) -> String {
        let line = &self.lines[number - 1];
        let (_, rest) = line.split_once("&token=").unwrap();
        rest.split('&').next().unwrap().to_owned()
    }

    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut sent = self.sent.lock().unwrap();
        sent.extend(headers.iter().map(|(_, value)| (*value).to_owned()));
        if body.len() < 1 << 20 {
            logs::texts(&serde_json::from_slice(body).unwrap_or_default(), &mut sent);
        }
        drop(sent);
        let mut request = Request::builder().method(method).uri(format!("http://{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .timeout_global(Some(Duration::from_secs(60)))
            .build()
            .into();
        let mut response = if body.is_empty() {
            agent.run(request.body(()).unwrap())
        } else {
            agent.run(request.body(body).unwrap())
        }
        .unwrap();
        let body = response.body_mut().with_config().limit(1 << 30).read_to_vec().unwrap();
        Answer { status: response.status().as_u16(), headers: response.headers().clone(), body }
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[("authorization", KEY)], b"")
    }

    pub fn put(&self, customer: &str, body: impl AsRef<[u8]>) -> Answer {
        self.put_with(customer, &[], body)
    }

    pub fn put_with(&self, customer: &str, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Answer {
        let all = [&[("authorization", KEY), ("content-type", "application/json")], headers].concat();
        self.send("PUT", &format!("/v1/customers/{customer}"), &all, body.as_ref())
    }

    pub fn read(&self, customer: &str) -> Value {
        let answer = self.get(&format!("/v1/customers/{customer}"));
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()
    }

    /// Sends bytes as they are and reads until the server closes.
    pub fn raw(&self, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream.write_all(bytes).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Sends a request line of any form, with the access key.
    pub fn raw_get(&self, target: &str) -> String {
        self.raw(
            format!(
                "GET {target} HTTP/1.1\r\nHost: {}\r\nAuthorization: {KEY}\r\nConnection: close\r\n\r\n",
                self.address
            )
            .as_bytes(),
        )
    }
}

impl Server {
    /// Holds the log against what it may say and what it must not: whatever a test did, this is held for its servers.
    fn hold_log(&self) {
        let Ok(log) = fs::read_to_string(self.folder.path("log")) else { return };
        let sent = self.sent.lock().unwrap();
        assert_eq!(logs::fault(&log, &sent), None);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if !std::thread::panicking() {
            self.hold_log();
        }
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("no JSON: {:?}", String::from_utf8_lossy(&self.body)))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Asserts a refusal of the documented form and answers its body.
    pub fn refused(&self, status: u16, code: &str) -> Value {
        let body = self.json();
        assert_eq!(
            (self.status, body["status"].as_u64(), body["code"].as_str()),
            (status, Some(status.into()), Some(code)),
            "{body}"
        );
        assert_eq!(self.header("content-type"), "application/json");
        assert!(body["detail"].as_str().is_some_and(|detail| detail.len() > 10), "{body}");
        assert!(body["instance"].as_str().is_some_and(|instance| instance.starts_with('/')), "{body}");
        body
    }

    /// Asserts 422 and answers pointer and code of each error.
    pub fn broken(&self) -> Vec<(String, String)> {
        let body = self.refused(422, "Unprocessable_Entity");
        let errors = body["errors"].as_array().expect("errors stand beside the four members");
        let text = |error: &Value, name: &str| {
            error[name].as_str().unwrap_or_else(|| panic!("{name}: {error}")).to_owned()
        };
        errors
            .iter()
            .map(|error| {
                assert!(!text(error, "detail").is_empty());
                (text(error, "pointer"), text(error, "code"))
            })
            .collect()
    }
}

/// One value from the data file.
pub fn query<T: rusqlite::types::FromSql>(data: &Path, sql: &str) -> T {
    rusqlite::Connection::open(data).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
}

/// The names of an object's members, sorted.
pub fn names(object: &Value) -> Vec<&str> {
    let mut names: Vec<_> = object.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

/// A person as the form sends one, with files of a few bytes that are what they say.
pub fn person(first_name: &str) -> Value {
    serde_json::json!({
        "first_name": first_name,
        "last_name": "Østergård",
        "email": "person@example.com",
        "residential_address": {
            "street_line_1": "Nygade 4", "city": "Aarhus", "state": "Midtjylland", "postal_code": "8000", "country": "DNK",
        },
        "birth_date": "1984-02-29",
        "primary_nationality": "DNK",
        "has_ownership": true,
        "ownership_percentage": 33.34,
        "has_control": true,
        "is_signer": false,
        "is_director": false,
        "country_of_tax": "DNK",
        "tax_type": "OTHER",
        "tax_id": "secret-tax-number-17",
        "identifying_information": [{
            "type": "passport",
            "issuing_country": "DNK",
            "national_identity_number": "secret-id-number-18",
            "image_front": data_uri("image/png", include_bytes!("../../seeds/files/id-front.png")),
            "image_back": "",
        }],
        "poa": data_uri("application/pdf", PDF),
        "poa_type": "utility_bill",
    })
}

/// A small PDF.
pub const PDF: &[u8] = include_bytes!("../../seeds/files/registration.pdf");

pub fn data_uri(mime: &str, content: &[u8]) -> String {
    use base64::Engine;
    format!("data:{mime};base64,{}", base64::engine::general_purpose::STANDARD.encode(content))
}
