//! A proxy that breaks on demand: the API on a bad day, and the network before it.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::Duration;

use serde_json::Value;

/// What it does with a PUT, where nothing else is said.
#[derive(Clone, Copy)]
pub enum Mood {
    Passes = 0,
    /// Closes before anything is passed on.
    DropsBefore = 1,
    /// Passes it on, and closes in place of the answer.
    DropsAfter = 2,
    /// Answers it with a closed state, and passes nothing on.
    Refuses = 3,
    /// Closes before anything is passed on, whatever the method.
    Down = 4,
    /// Shows customers without their persons until a PUT comes, which it drops; then passes all.
    HidesPersons = 5,
    /// Passes it on, and the answer only after two seconds.
    Tarries = 6,
    /// Asks for a password of its own.
    AsksForAPassword = 7,
    /// Takes no request before a day that it names.
    NotToday = 8,
    /// Shows a page of its own, as one does that wants somebody to log in.
    ShowsAPage = 9,
    /// Refuses with a page of its own.
    RefusesWithAPage = 10,
    /// Answers with nothing.
    SaysNothing = 11,
    /// Answers with bytes that are no text.
    Garbles = 12,
    /// Passes it on, and answers with another customer's id, whatever the method.
    MixesUp = 13,
    /// Does so of a PUT alone.
    MixesUpChanges = 14,
}

/// What it answers of itself in a mood, whatever is asked.
fn of_itself(mood: u8) -> Option<&'static str> {
    const PASSWORD: u8 = Mood::AsksForAPassword as u8;
    const NOT_TODAY: u8 = Mood::NotToday as u8;
    match mood {
        PASSWORD => Some("407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\""),
        NOT_TODAY => Some("429 Too Many Requests\r\nRetry-After: Wed, 25 Nov 2026 00:00:00 GMT"),
        _ => None,
    }
}

/// What it answers in place of JSON, whatever is asked.
fn not_json(mood: u8) -> Option<(&'static str, &'static [u8])> {
    const PAGE: u8 = Mood::ShowsAPage as u8;
    const REFUSAL: u8 = Mood::RefusesWithAPage as u8;
    const NOTHING: u8 = Mood::SaysNothing as u8;
    const GARBLED: u8 = Mood::Garbles as u8;
    match mood {
        PAGE => Some(("200 OK", b"<!doctype html><title>Log in</title>")),
        REFUSAL => Some(("503 Service Unavailable\r\nRetry-After: 7", b"<!doctype html>")),
        NOTHING => Some(("200 OK", b"")),
        GARBLED => Some(("200 OK", b"{\"customer_id\":\"\xff\"}")),
        _ => None,
    }
}

const HIDES_PERSONS: u8 = Mood::HidesPersons as u8;
const MIXES_UP: u8 = Mood::MixesUp as u8;
const MIXES_UP_CHANGES: u8 = Mood::MixesUpChanges as u8;

/// A customer whom nobody asked about.
const OTHER: &str = "00000000-0000-4000-8000-999999999999";

pub struct Proxy {
    pub address: String,
    mood: Arc<AtomicU8>,
    puts: Arc<AtomicUsize>,
    /// The head of the last PUT that was passed on.
    pub last: Arc<Mutex<String>>,
}

impl Proxy {
    pub fn before(upstream: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let proxy = Self {
            address: listener.local_addr().unwrap().to_string(),
            mood: Arc::default(),
            puts: Arc::default(),
            last: Arc::default(),
        };
        let (upstream, mood, puts) = (upstream.to_owned(), proxy.mood.clone(), proxy.puts.clone());
        let last = proxy.last.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (upstream, mood, puts, last) =
                    (upstream.clone(), mood.clone(), puts.clone(), last.clone());
                std::thread::spawn(move || pass(stream, &upstream, &mood, &puts, &last));
            }
        });
        proxy
    }

    pub fn is(&self, mood: Mood) {
        self.mood.store(mood as u8, Ordering::SeqCst);
    }

    /// How many PUTs were passed on.
    pub fn puts(&self) -> usize {
        self.puts.load(Ordering::SeqCst)
    }
}

fn pass(mut client: TcpStream, upstream: &str, mood: &AtomicU8, puts: &AtomicUsize, last: &Mutex<String>) {
    while let Some(request) = message(&mut client) {
        let is_put = request.starts_with(b"PUT ");
        let now = mood.load(Ordering::SeqCst);
        if is_put && now == HIDES_PERSONS {
            mood.store(Mood::Passes as u8, Ordering::SeqCst);
            break;
        }
        if now == Mood::Down as u8 || is_put && now == Mood::DropsBefore as u8 {
            break;
        }
        if let Some(head) = of_itself(now) {
            let _ = write!(client, "HTTP/1.1 {head}\r\nContent-Length: 2\r\n\r\n{{}}");
            break;
        }
        if let Some((head, body)) = not_json(now) {
            let _ = write!(client, "HTTP/1.1 {head}\r\nContent-Length: {}\r\n\r\n", body.len());
            let _ = client.write_all(body);
            break;
        }
        if is_put && now == Mood::Refuses as u8 {
            let body =
                r#"{"code":"Bad_Request","status":400,"detail":"KYB edit not allowed","instance":"/"}"#;
            let _ =
                write!(client, "HTTP/1.1 400 Bad Request\r\nContent-Length: {}\r\n\r\n{body}", body.len());
            break;
        }
        let Ok(mut server) = TcpStream::connect(upstream) else { break };
        if server.write_all(&request).is_err() {
            break;
        }
        if is_put {
            puts.fetch_add(1, Ordering::SeqCst);
            *last.lock().unwrap() =
                String::from_utf8_lossy(&request).split("\r\n\r\n").next().unwrap().to_owned();
        }
        let Some(answer) = message(&mut server) else { break };
        if is_put && now == Mood::Tarries as u8 {
            sleep(Duration::from_secs(2));
        }
        if is_put && now == Mood::DropsAfter as u8 {
            break;
        }
        let answer = match now {
            HIDES_PERSONS => changed(&answer, "associated_persons", Value::Null),
            MIXES_UP_CHANGES if !is_put => answer,
            MIXES_UP | MIXES_UP_CHANGES => changed(&answer, "customer_id", OTHER.into()),
            _ => answer,
        };
        if client.write_all(&answer).is_err() {
            break;
        }
    }
    let _ = client.shutdown(Shutdown::Both);
}

/// An answer in whose body a member is another.
fn changed(answer: &[u8], name: &str, value: Value) -> Vec<u8> {
    let text = String::from_utf8(answer.to_vec()).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let mut body: Value = serde_json::from_str(body).unwrap();
    body[name] = value;
    let (body, length) = (body.to_string(), "content-length:");
    let head = head.lines().filter(|line| !line.to_ascii_lowercase().starts_with(length));
    let head: String = head.flat_map(|line| [line, "\r\n"]).collect();
    format!("{head}{length} {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// One message of HTTP with a length, or without a body.
fn message(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let (mut bytes, mut piece) = (Vec::new(), [0; 16384]);
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
            let length: usize = length.map_or(0, |length| length.trim().parse().unwrap());
            if bytes.len() >= end + 4 + length {
                return Some(bytes);
            }
        }
        match stream.read(&mut piece) {
            Ok(0) | Err(_) => return None,
            Ok(read) => bytes.extend_from_slice(&piece[..read]),
        }
    }
}
