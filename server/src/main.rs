//! The server: a sandbox of the KYB API.
#![forbid(unsafe_code)]

mod auth;
mod judge;
mod sandbox;
mod sign;
mod storage;
mod web;

use std::fmt;
use std::process::ExitCode;

use lexopt::{Arg, Parser, ValueExt};

const USAGE: &str = "\
Usage: kyb-server sandbox --listen 127.0.0.1:PORT --data FILE --www DIR --package DIR [--fresh] [--allow-host NAME]...

Plays the documented KYB API on a SQLite file and serves the onboarding form.

  --listen ADDRESS   where to listen; port 0 takes a free one
  --data FILE        the data file; made when it is not there
  --fresh            empty the data file first
  --www DIR          the folder of the form, served at /
  --package DIR      the folder of the package kyb-patch, served at /kyb-patch/
  --allow-host NAME  take requests for this host name, too
  --help, --version
";

/// Why there is nothing to run.
enum Refusal {
    /// The command line: exit code 2.
    Usage(lexopt::Error),
    /// The start: exit code 1.
    Start(sandbox::StartError),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(error) => write!(f, "{error}; see kyb-server --help"),
            Self::Start(error) => error.fmt(f),
        }
    }
}

impl From<lexopt::Error> for Refusal {
    fn from(error: lexopt::Error) -> Self {
        Self::Usage(error)
    }
}

fn main() -> ExitCode {
    // Where it broke, never with what: a message may quote what was sent.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        eprintln!("panicked at {place}");
    }));
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(refusal) => {
            eprintln!("kyb-server: {refusal}");
            match refusal {
                Refusal::Usage(_) => ExitCode::from(2),
                Refusal::Start(_) => ExitCode::FAILURE,
            }
        }
    }
}

fn run() -> Result<(), Refusal> {
    let mut arguments = Parser::from_env();
    match arguments.next()? {
        Some(Arg::Value(command)) if command == "sandbox" => sandbox_command(arguments),
        Some(Arg::Value(command)) => Err(lexopt::Error::UnexpectedArgument(command).into()),
        Some(Arg::Long("help") | Arg::Short('h')) => {
            print!("{USAGE}");
            Ok(())
        }
        Some(Arg::Long("version") | Arg::Short('V')) => {
            println!("kyb-server {}, rules {}", env!("CARGO_PKG_VERSION"), kyb_patch::RULES);
            Ok(())
        }
        Some(other) => Err(other.unexpected().into()),
        None => Err(lexopt::Error::MissingValue { option: Some("the command".into()) }.into()),
    }
}

fn sandbox_command(mut arguments: Parser) -> Result<(), Refusal> {
    let (mut listen, mut data, mut www, mut package) = (None, None, None, None);
    let (mut fresh, mut allow_hosts) = (false, Vec::new());
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("listen") => listen = Some(arguments.value()?.parse()?),
            Arg::Long("data") => data = Some(arguments.value()?.into()),
            Arg::Long("www") => www = Some(arguments.value()?.into()),
            Arg::Long("package") => package = Some(arguments.value()?.into()),
            Arg::Long("fresh") => fresh = true,
            Arg::Long("allow-host") => allow_hosts.push(arguments.value()?.string()?),
            Arg::Long("help") => {
                print!("{USAGE}");
                return Ok(());
            }
            other => return Err(other.unexpected().into()),
        }
    }
    let options = sandbox::Options {
        listen: needed(listen, "--listen")?,
        data: needed(data, "--data")?,
        fresh,
        www: needed(www, "--www")?,
        package: needed(package, "--package")?,
        allow_hosts,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("the operating system gives threads");
    runtime.block_on(async { sandbox::run(options, asked_to_stop()).await }).map_err(Refusal::Start)
}

fn needed<T>(value: Option<T>, option: &'static str) -> Result<T, lexopt::Error> {
    value.ok_or_else(|| lexopt::Error::Custom(format!("{option} is missing").into()))
}

/// Ends at Ctrl-C, and where there is such a thing at SIGTERM. From the call on, neither kills.
#[cfg(unix)]
fn asked_to_stop() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};
    let [mut interrupted, mut terminated] = [SignalKind::interrupt(), SignalKind::terminate()]
        .map(|kind| signal(kind).expect("the signal can be listened for"));
    async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    }
}

#[cfg(not(unix))]
async fn asked_to_stop() {
    let _ = tokio::signal::ctrl_c().await;
}
