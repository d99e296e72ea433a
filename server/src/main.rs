//! The server: a sandbox of the KYB API, and the relay that signs for the real one.
#![forbid(unsafe_code)]

mod auth;
mod commands;
mod judge;
mod relay;
mod sandbox;
mod sign;
mod storage;
mod web;

use std::io::Write;
use std::process::ExitCode;

use commands::Refusal;

fn main() -> ExitCode {
    // Where it broke, never with what: a message may quote what was sent.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        say(&format!("panicked at {place}\n"));
    }));
    // Fails only where one was installed before, which would be as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    match commands::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(refusal) => {
            say(&format!("kyb-server: {refusal}\n"));
            match refusal {
                Refusal::Usage(_) => ExitCode::from(2),
                Refusal::Failed(_) => ExitCode::FAILURE,
            }
        }
    }
}

/// Nobody need read it: `eprintln!` would panic where nobody can.
fn say(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}
