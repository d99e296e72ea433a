//! The relay: it holds the secret, so that a browser never does.
//!
//! It takes a browser with a link to one customer, passes on the calls that the form makes, and refuses what
//! the rules refuse before anything leaves.

mod customers;
mod door;
pub mod ledger;
pub mod manage;
pub mod secret;
mod submit;
mod token;
mod upstream;

use std::collections::HashMap;
use std::future::{pending, ready};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Weak};
use std::time::Duration;
use std::{fmt, io};

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{get, post};
use chrono::Utc;
use tokio::sync::{Mutex, OwnedMutexGuard, RwLock};
use tokio::task::spawn_blocking;
use tokio::time::sleep;
use url::Url;

use crate::sign::Key;
use crate::storage::OpenError;
use crate::storage::relay::Book;
use crate::web::headers::Hosts;
use crate::web::json;
use crate::web::log::{within, within_blocking};
use crate::web::metrics::Metrics;
use crate::web::problem::Problem;
use crate::web::rate::{PerMinute, Rates};
use crate::web::{around, listen, nothing_else, ops, static_files};
use ledger::{Ledger, LedgerError};
use upstream::{NotAnOrigin, Upstream};

/// Says which rules judged.
const RULES: HeaderName = HeaderName::from_static("kyb-rules");

/// How often what is long over is forgotten.
const SWEEP: Duration = Duration::from_secs(3600);

/// What `kyb-server relay` is told.
#[derive(Debug)]
pub struct Options {
    /// The origin of the API.
    pub upstream: String,
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Where to answer `/metrics`, if anywhere.
    pub metrics: Option<SocketAddr>,
    /// The ledger; made when it is not there.
    pub data: PathBuf,
    /// The file with the secret, in place of the environment.
    pub secret_file: Option<PathBuf>,
    /// What links lead to; the address that is listened on when not given.
    pub public_url: Option<Url>,
    /// How often a link and an address may ask.
    pub rates: PerMinute,
    /// Whether a proxy in front names the browser's address in `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// The folder of the form.
    pub www: PathBuf,
    /// The folder of the package, module included.
    pub package: PathBuf,
    /// Host names that are taken beside `localhost` and addresses.
    pub allow_hosts: Vec<String>,
}

/// Why the relay does not start.
#[derive(Debug)]
pub enum StartError {
    /// The upstream.
    Upstream(NotAnOrigin),
    /// TLS.
    Tls,
    /// The secret.
    Secret(secret::SecretError),
    /// The ledger.
    Data(PathBuf, OpenError),
    /// A folder to serve.
    NoFolder(PathBuf),
    /// An address.
    Listen(SocketAddr, io::Error),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Upstream(error) => error.fmt(f),
            Self::Tls => f.write_str("TLS can't be set up: there are no root certificates here"),
            Self::Secret(error) => error.fmt(f),
            Self::Data(path, error) => write!(f, "can't use the data file {}: {error}", path.display()),
            Self::NoFolder(path) => write!(f, "there is no folder {} to serve", path.display()),
            Self::Listen(address, error) => write!(f, "can't listen on {address}: {error}"),
        }
    }
}

impl std::error::Error for StartError {}

/// What every handler shares.
#[derive(Clone)]
pub struct App {
    key: Key,
    upstream: Arc<Upstream>,
    ledger: Arc<dyn Ledger>,
    form: Url,
    rates: Arc<Rates>,
    metrics: Metrics,
    turns: Arc<Mutex<HashMap<String, Weak<Mutex<()>>>>>,
    /// Held for reading by each change under way, so that the end can wait for them all.
    changes: Arc<RwLock<()>>,
}

impl App {
    /// Asks the ledger where it may block.
    async fn ledger<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&dyn Ledger) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, Problem> {
        let ledger = Arc::clone(&self.ledger);
        let asked = spawn_blocking(within_blocking(move || ask(&*ledger))).await;
        asked.unwrap_or(Err(LedgerError::Broken)).map_err(|error| match error {
            LedgerError::Busy => Problem::busy("The ledger is locked or its disk is full; ask again."),
            LedgerError::Broken => Problem::internal(),
        })
    }

    /// Runs a change to its end, also when the browser has gone: left midway, nobody would know what became of it. The
    /// relay's own end waits for it.
    async fn to_its_end(
        &self,
        change: impl Future<Output = Result<Response, Problem>> + Send + 'static,
    ) -> Result<Response, Problem> {
        let under_way = Arc::clone(&self.changes).read_owned().await;
        let running = within(async move {
            let _under_way = under_way;
            change.await
        });
        tokio::spawn(running).await.unwrap_or_else(|_panic| Err(Problem::internal()))
    }

    /// Waits for the other submissions of a customer.
    async fn turn(&self, customer: &str) -> OwnedMutexGuard<()> {
        let turn = {
            let mut turns = self.turns.lock().await;
            turns.retain(|_, turn| turn.strong_count() > 0);
            let held = turns.get(customer).and_then(Weak::upgrade);
            held.unwrap_or_else(|| {
                let turn = Arc::new(Mutex::new(()));
                turns.insert(customer.to_owned(), Arc::downgrade(&turn));
                turn
            })
        };
        turn.lock_owned().await
    }
}

/// Runs the relay until `stop` ends.
///
/// # Errors
/// See [`StartError`].
pub async fn run(options: Options, stop: impl Future<Output = ()>) -> Result<(), StartError> {
    for folder in [&options.www, &options.package] {
        if !folder.is_dir() {
            return Err(StartError::NoFolder(folder.clone()));
        }
    }
    let origin = upstream::origin(&options.upstream).map_err(StartError::Upstream)?;
    let key = secret::read(options.secret_file.as_deref()).map_err(StartError::Secret)?;
    let upstream = Upstream::new(origin, key.clone()).map_err(|_| StartError::Tls)?;
    let bind = |address| async move {
        listen::bind(address).await.map_err(|error| StartError::Listen(address, error))
    };
    let (address, listener) = bind(options.listen).await?;
    let in_data = |error: OpenError| StartError::Data(options.data.clone(), error);
    let book = Arc::new(Book::open(&options.data, Utc::now()).map_err(in_data)?);
    let form = match options.public_url {
        Some(url) => url,
        None => Url::parse(&format!("http://{address}/")).expect("an address makes a URL"),
    };
    let metrics = Metrics::new("relay");
    let app = App {
        key,
        upstream: Arc::new(upstream),
        ledger: Arc::clone(&book) as Arc<dyn Ledger>,
        form,
        rates: Arc::new(Rates::new(options.rates, options.behind_proxy)),
        metrics: metrics.clone(),
        turns: Arc::default(),
        changes: Arc::default(),
    };
    let changes = Arc::clone(&app.changes);
    let readiness = {
        let app = app.clone();
        ops::ready(move || {
            let app = app.clone();
            async move { app.ledger(|ledger| ledger.ready()).await }
        })
    };
    let scrape = match options.metrics {
        Some(address) => Some(bind(address).await?),
        None => None,
    };
    let hosts = Hosts::new(options.allow_hosts);
    let mut told = vec![format!("listening on http://{address}")];
    if let Some((address, listener)) = scrape {
        told.push(format!("metrics on http://{address}/metrics"));
        tokio::spawn(listen::serve(listener, ops::scraped(&metrics, hosts.clone()), pending(), ready(())));
    }
    ops::tell(told);
    let routes =
        routes(app).merge(readiness).fallback_service(static_files::routes(&options.www, &options.package));
    let routes = around(routes, hosts, metrics).layer(from_fn(rules));
    tokio::spawn(keep_swept(Arc::clone(&book)));
    let changed = async { drop(changes.write().await) };
    listen::serve(listener, routes, stop, changed).await;
    book.checkpoint().map_err(|error| in_data(error.into()))
}

/// Has the ledger forget, time and again, what is long over: a relay may run for months.
async fn keep_swept(book: Arc<Book>) {
    loop {
        sleep(SWEEP).await;
        let book = Arc::clone(&book);
        // What keeps it from that is told by `/readyz` and by the next write, to those who ask.
        let _ = spawn_blocking(move || book.sweep(Utc::now())).await;
    }
}

fn routes(app: App) -> Router {
    Router::new()
        .route("/v1/customers/{customer_id}", get(customers::read).put(submit::update))
        .route("/v1/customers/{customer_id}/associated_persons", get(customers::persons))
        .route(
            "/v1/customers/{customer_id}/associated_persons/{associated_person_id}",
            get(customers::person).put(customers::update_person).delete(customers::remove_person),
        )
        .merge(nothing_else())
        .route("/relay/links", post(manage::create))
        .route("/relay/links/{link_id}", axum::routing::delete(manage::revoke))
        .with_state(app)
}

async fn rules(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(RULES, HeaderValue::from_static(kyb_patch::RULES));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_relay_that_runs_forgets_the_links_that_have_ended() {
        let folder = tempfile::tempdir().unwrap();
        let (now, minute) = (Utc::now(), chrono::Duration::minutes(1));
        let book = Arc::new(Book::open(&folder.path().join("relay.sqlite"), now).unwrap());
        book.add_link("over", now - minute).unwrap();
        book.add_link("good", now + minute).unwrap();
        let swept = tokio::spawn(keep_swept(Arc::clone(&book)));
        sleep(SWEEP * 2).await;
        swept.abort();
        assert_eq!((book.link("over").unwrap(), book.link("good").unwrap().is_some()), (None, true));
    }
}
