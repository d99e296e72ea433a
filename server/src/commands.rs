//! The command line.

use std::fmt;
use std::io::{self, Write};
use std::path::PathBuf;

use chrono::{Duration, Utc};
use lexopt::{Arg, Parser, ValueExt};
use url::Url;

use crate::relay::ledger::Ledger;
use crate::relay::manage::{self, Wanted};
use crate::relay::secret;
use crate::storage::{OpenError, check, relay::Book};
use crate::{relay, sandbox};

const USAGE: &str = "\
Usage: kyb-server sandbox --listen ADDRESS --data FILE --www DIR --package DIR [--fresh]
       kyb-server relay --upstream URL --listen ADDRESS --data FILE --www DIR --package DIR
       kyb-server link CUSTOMER --for 24h --kyc-model MODEL --data FILE --public-url URL
       kyb-server link --revoke LINK --data FILE
       kyb-server seed --data FILE [--fresh] [--more N]
       kyb-server check --data FILE

sandbox   plays the documented KYB API on a SQLite file and serves the onboarding form
relay     passes the form's calls on to the API, signed, for browsers with a link to one customer
link      makes a link for a relay, or revokes one
seed      makes a sandbox's data file with a customer in each state, and N more in init, whose ids it prints
check     looks a data file over

Both servers:
  --listen ADDRESS      where to listen, such as 127.0.0.1:8080; port 0 takes a free one
  --data FILE           the data file; made when it is not there
  --www DIR             the folder of the form, served at /
  --package DIR         the folder of the package kyb-patch, served at /kyb-patch/
  --allow-host NAME     take requests for this host name, too
  --metrics ADDRESS     answer /metrics for Prometheus there

sandbox, seed:
  --fresh               empty the data file first

relay:
  --upstream URL        the API: https://HOST, or http:// on this machine
  --secret-file FILE    KYB_ACCESS_KEY=… and KYB_SECRET=… on lines, for its owner's eyes alone; without it
                        both are taken from the environment (link, too)
  --public-url URL      where browsers find the form; links lead there (link, too)
  --behind-proxy        believe X-Forwarded-For of the proxy in front
  --rate-link N         requests a minute by one link, 120 unless told; 0 for no limit
  --rate-address N      requests a minute from one address, 600 unless told; 0 for no limit

link:
  --for TIME            how long it is good: 90m, 24h, 7d; 30 days at most
  --kyc-model MODEL     reliance or license_as_a_service

  --help, --version
";

/// Why there is nothing to run.
pub enum Refusal {
    /// The command line: exit code 2.
    Usage(lexopt::Error),
    /// Anything else, in a sentence: exit code 1.
    Failed(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(error) => write!(f, "{error}; see kyb-server --help"),
            Self::Failed(why) => f.write_str(why),
        }
    }
}

impl From<lexopt::Error> for Refusal {
    fn from(error: lexopt::Error) -> Self {
        Self::Usage(error)
    }
}

fn failed(error: impl fmt::Display) -> Refusal {
    Refusal::Failed(error.to_string())
}

/// Does what the command line asks for.
///
/// # Errors
/// See [`Refusal`].
pub fn run() -> Result<(), Refusal> {
    let mut arguments = Parser::from_env();
    match arguments.next()? {
        Some(Arg::Value(command)) => match command.to_str() {
            Some("sandbox") => run_sandbox(arguments),
            Some("relay") => run_relay(arguments),
            Some("link") => run_link(arguments),
            Some("seed") => run_seed(arguments),
            Some("check") => run_check(arguments),
            _ => Err(lexopt::Error::UnexpectedArgument(command).into()),
        },
        Some(Arg::Long("help") | Arg::Short('h')) => help(),
        Some(Arg::Long("version") | Arg::Short('V')) => {
            let rules =
                if cfg!(feature = "unjudged") { "none: a build for measurements" } else { kyb_patch::RULES };
            say(&format!("kyb-server {}, rules {rules}\n", env!("CARGO_PKG_VERSION")))
        }
        Some(other) => Err(other.unexpected().into()),
        None => Err(lexopt::Error::MissingValue { option: Some("the command".into()) }.into()),
    }
}

fn run_sandbox(mut arguments: Parser) -> Result<(), Refusal> {
    let (mut listen, mut data, mut www, mut package, mut metrics) = (None, None, None, None, None);
    let (mut fresh, mut allow_hosts) = (false, Vec::new());
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("listen") => listen = Some(arguments.value()?.parse()?),
            Arg::Long("data") => data = Some(arguments.value()?.into()),
            Arg::Long("www") => www = Some(arguments.value()?.into()),
            Arg::Long("package") => package = Some(arguments.value()?.into()),
            Arg::Long("fresh") => fresh = true,
            Arg::Long("allow-host") => allow_hosts.push(host(&arguments.value()?.string()?)?),
            Arg::Long("metrics") => metrics = Some(arguments.value()?.parse()?),
            Arg::Long("help") | Arg::Short('h') => return help(),
            other => return Err(other.unexpected().into()),
        }
    }
    let options = sandbox::Options {
        listen: needed(listen, "--listen")?,
        metrics,
        data: needed(data, "--data")?,
        fresh,
        www: needed(www, "--www")?,
        package: needed(package, "--package")?,
        allow_hosts,
    };
    serve(async { sandbox::run(options, asked_to_stop()).await.map_err(failed) })
}

fn run_relay(mut arguments: Parser) -> Result<(), Refusal> {
    let (mut upstream, mut listen, mut data, mut www, mut package) = (None, None, None, None, None);
    let (mut metrics, mut secret_file, mut public_url) = (None, None, None);
    let (mut behind_proxy, mut allow_hosts) = (false, Vec::new());
    let mut rates = crate::web::rate::PerMinute::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("upstream") => upstream = Some(arguments.value()?.string()?),
            Arg::Long("listen") => listen = Some(arguments.value()?.parse()?),
            Arg::Long("data") => data = Some(arguments.value()?.into()),
            Arg::Long("www") => www = Some(arguments.value()?.into()),
            Arg::Long("package") => package = Some(arguments.value()?.into()),
            Arg::Long("allow-host") => allow_hosts.push(host(&arguments.value()?.string()?)?),
            Arg::Long("metrics") => metrics = Some(arguments.value()?.parse()?),
            Arg::Long("secret-file") => secret_file = Some(arguments.value()?.into()),
            Arg::Long("public-url") => public_url = Some(address(&arguments.value()?.string()?)?),
            Arg::Long("behind-proxy") => behind_proxy = true,
            Arg::Long("rate-link") => rates.link = arguments.value()?.parse()?,
            Arg::Long("rate-address") => rates.address = arguments.value()?.parse()?,
            Arg::Long("help") | Arg::Short('h') => return help(),
            other => return Err(other.unexpected().into()),
        }
    }
    // The name that links lead to is this server's own.
    allow_hosts.extend(public_url.as_ref().and_then(|url: &Url| url.host_str().map(str::to_owned)));
    let options = relay::Options {
        upstream: needed(upstream, "--upstream")?,
        listen: needed(listen, "--listen")?,
        metrics,
        data: needed(data, "--data")?,
        secret_file,
        public_url,
        rates,
        behind_proxy,
        www: needed(www, "--www")?,
        package: needed(package, "--package")?,
        allow_hosts,
    };
    serve(async { relay::run(options, asked_to_stop()).await.map_err(failed) })
}

fn run_link(mut arguments: Parser) -> Result<(), Refusal> {
    let (mut customer, mut revoke, mut life, mut model) = (None, None, None, None);
    let (mut data, mut public_url, mut secret_file) = (None, None, None::<PathBuf>);
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Value(id) if customer.is_none() => customer = Some(id.string()?),
            Arg::Long("revoke") => revoke = Some(arguments.value()?.string()?),
            Arg::Long("for") => life = Some(duration(&arguments.value()?.string()?)?),
            Arg::Long("kyc-model") => model = Some(arguments.value()?.string()?),
            Arg::Long("data") => data = Some(arguments.value()?.into()),
            Arg::Long("public-url") => public_url = Some(address(&arguments.value()?.string()?)?),
            Arg::Long("secret-file") => secret_file = Some(arguments.value()?.into()),
            Arg::Long("help") | Arg::Short('h') => return help(),
            other => return Err(other.unexpected().into()),
        }
    }
    let data: PathBuf = needed(data, "--data")?;
    let in_data = |error: OpenError| failed(format!("can't use the data file {}: {error}", data.display()));
    let now = Utc::now();
    if let Some(link) = revoke {
        // A new file, made for a name that was mistyped, would have no link either.
        if !data.exists() {
            return Err(failed(format!("there is no data file {}", data.display())));
        }
        let book = Book::open(&data, now).map_err(in_data)?;
        return match book.revoke_link(&link, now) {
            Ok(true) => Ok(()),
            Ok(false) => Err(failed("there is no link of this id")),
            Err(_) => Err(failed("the data file can't be written now")),
        };
    }
    let wanted = Wanted {
        customer_id: needed(customer, "the customer's id")?,
        kyc_model: needed(model, "--kyc-model")?,
        seconds: needed(life, "--for")?.num_seconds(),
    };
    let public_url = needed(public_url, "--public-url")?;
    let key = secret::read(secret_file.as_deref()).map_err(failed)?;
    let book = Book::open(&data, now).map_err(in_data)?;
    let made =
        manage::make(&wanted, &key, &book, &public_url, now).map_err(|refused| failed(refused.words()))?;
    let told = say(&format!("{}\n", made.url)).and_then(|()| {
        let line = format!("link {}, good until {}\n", made.link_id, made.expires_at);
        io::stderr().write_all(line.as_bytes()).map_err(failed)
    });
    told.map_err(|untold| match book.revoke_link(&made.link_id, now) {
        // Nobody has it, or nobody could revoke it.
        Ok(_) => failed(format!("{untold}; the link was revoked")),
        Err(_) => failed(format!("{untold}; the link {} stands", made.link_id)),
    })
}

fn run_seed(mut arguments: Parser) -> Result<(), Refusal> {
    let (mut data, mut fresh, mut more) = (None, false, 0);
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("data") => data = Some(PathBuf::from(arguments.value()?)),
            Arg::Long("fresh") => fresh = true,
            Arg::Long("more") => more = arguments.value()?.parse()?,
            Arg::Long("help") | Arg::Short('h') => return help(),
            other => return Err(other.unexpected().into()),
        }
    }
    let data = needed(data, "--data")?;
    let ids = sandbox::seed(&data, fresh, more)
        .map_err(|error| failed(format!("can't use the data file {}: {error}", data.display())))?;
    say(&ids.iter().flat_map(|id| [id, "\n"]).collect::<String>())
}

fn run_check(mut arguments: Parser) -> Result<(), Refusal> {
    let mut data = None;
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("data") => data = Some(PathBuf::from(arguments.value()?)),
            Arg::Long("help") | Arg::Short('h') => return help(),
            other => return Err(other.unexpected().into()),
        }
    }
    let data = needed(data, "--data")?;
    let found = check::check(&data)
        .map_err(|error| failed(format!("can't use the data file {}: {error}", data.display())))?;
    if found.faults.is_empty() {
        return say(&format!("the file of a {}, step {}: whole\n", found.name, found.step));
    }
    Err(failed(found.faults.join("; ")))
}

fn help() -> Result<(), Refusal> {
    say(USAGE)
}

/// Prints what was asked for. Where it can't be printed, that is said: `println!` would end the program in a panic.
fn say(text: &str) -> Result<(), Refusal> {
    let mut out = io::stdout().lock();
    let said = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    said.map_err(|error| failed(format!("can't print: {error}")))
}

fn needed<T>(value: Option<T>, option: &'static str) -> Result<T, lexopt::Error> {
    value.ok_or_else(|| lexopt::Error::Custom(format!("{option} is missing").into()))
}

/// An address of the web for a browser.
fn address(text: &str) -> Result<Url, lexopt::Error> {
    Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.fragment().is_none())
        .ok_or_else(|| lexopt::Error::Custom(format!("{text:?} is no address of the web").into()))
}

/// The name of a host as browsers send it: without the port, and in ASCII whatever it is written in.
fn host(text: &str) -> Result<String, lexopt::Error> {
    let plain = |name: &String| {
        name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'))
    };
    match url::Host::parse(text) {
        Ok(url::Host::Domain(name)) if plain(&name) => Ok(name),
        Ok(url::Host::Ipv4(_) | url::Host::Ipv6(_)) => Ok(text.to_owned()),
        _ => {
            let why = format!(
                "{text:?} is no name of a host: --allow-host takes it alone, without a port or a path"
            );
            Err(lexopt::Error::Custom(why.into()))
        }
    }
}

/// `90m`, `24h`, `7d`.
fn duration(text: &str) -> Result<Duration, lexopt::Error> {
    let read = || {
        let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
        let number: i64 = number.parse().ok().filter(|number| *number > 0)?;
        match unit {
            "m" => Duration::try_minutes(number),
            "h" => Duration::try_hours(number),
            "d" => Duration::try_days(number),
            _ => None,
        }
    };
    read().ok_or_else(|| lexopt::Error::Custom(format!("{text:?} is no time such as 90m, 24h or 7d").into()))
}

fn serve(work: impl Future<Output = Result<(), Refusal>>) -> Result<(), Refusal> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("the operating system gives threads");
    runtime.block_on(work)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_name_as_browsers_send_it() {
        for (text, name) in [
            ("sandbox", "sandbox"),
            ("Sandbox.Internal", "sandbox.internal"),
            ("kyb_relay.example", "kyb_relay.example"),
            ("münchen.example", "xn--mnchen-3ya.example"),
            ("127.0.0.1", "127.0.0.1"),
        ] {
            assert_eq!(host(text).ok().as_deref(), Some(name), "{text}");
        }
        for text in ["", "sandbox:19413", "http://sandbox", "sandbox/", "*.example", "a b", "a,b"] {
            assert!(host(text).is_err(), "{text}");
        }
    }
}
