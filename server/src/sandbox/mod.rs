//! Plays the documented API on a SQLite file, states and refusals included, and serves the form.

mod console;
mod create;
mod customers;
mod door;
mod judged;
mod on_demand;
mod openapi;
mod pages;
mod persons;
mod recent;
mod seeds;
mod terms;
mod update;
mod validate;
mod wire;

use std::future::{pending, ready};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fmt, io};

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post, put};
use chrono::Utc;
use recent::Recent;
use tokio::task::spawn_blocking;

use crate::judge::Standing;
use crate::storage::customers::{Customer, list};
use crate::storage::migrations::SANDBOX;
use crate::storage::{OpenError, Store, links, passes};
use crate::web::headers::Hosts;
use crate::web::log::within_blocking;
use crate::web::metrics::Metrics;
use crate::web::problem::Problem;
use crate::web::{around, json, listen, nothing_else, ops, static_files};

/// What `kyb-server sandbox` is told.
#[derive(Debug)]
pub struct Options {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Where to answer `/metrics`, if anywhere.
    pub metrics: Option<SocketAddr>,
    /// The SQLite file; made when it is not there.
    pub data: PathBuf,
    /// Whether to empty the file first.
    pub fresh: bool,
    /// The folder of the form.
    pub www: PathBuf,
    /// The folder of the package, module included.
    pub package: PathBuf,
    /// Host names that are taken beside `localhost` and addresses.
    pub allow_hosts: Vec<String>,
}

/// Why the sandbox does not start.
#[derive(Debug)]
pub enum StartError {
    /// The data file.
    Data(PathBuf, OpenError),
    /// A folder to serve.
    NoFolder(PathBuf),
    /// The address.
    Listen(SocketAddr, io::Error),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Data(path, error) => write!(f, "can't use the data file {}: {error}", path.display()),
            Self::NoFolder(path) => write!(f, "there is no folder {} to serve", path.display()),
            Self::Listen(address, error) => write!(f, "can't listen on {address}: {error}"),
        }
    }
}

impl std::error::Error for StartError {}

/// What every handler shares.
#[derive(Clone, Debug)]
struct App {
    store: Arc<Store>,
    recent: Recent,
}

impl App {
    /// Runs work that blocks where it may.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let store = Arc::clone(&self.store);
        let work = within_blocking(move || work(&store));
        spawn_blocking(work).await.unwrap_or_else(|_panic| Err(Problem::internal()))
    }
}

/// Makes the customers of a new file, and `more` like the one in `init`; answers the ids of those.
///
/// # Errors
/// See [`OpenError`].
pub fn seed(data: &Path, fresh: bool, more: usize) -> Result<Vec<String>, OpenError> {
    let store = Store::open(data, &SANDBOX, fresh)?;
    let now = Utc::now();
    seeds::sow(&store, now)?;
    let ids = seeds::sow_more(&store, more, now)?;
    // Another program on the file may keep the log beside it. What was made stands, and that program moves it.
    match store.checkpoint() {
        Err(error) if passes(&error) => {}
        moved => moved?,
    }
    Ok(ids)
}

/// Runs the sandbox until `stop` ends.
///
/// # Errors
/// See [`StartError`].
pub async fn run(options: Options, stop: impl Future<Output = ()>) -> Result<(), StartError> {
    for folder in [&options.www, &options.package] {
        if !folder.is_dir() {
            return Err(StartError::NoFolder(folder.clone()));
        }
    }
    let bind = |address| async move {
        listen::bind(address).await.map_err(|error| StartError::Listen(address, error))
    };
    let (address, listener) = bind(options.listen).await?;
    let scrape = match options.metrics {
        Some(address) => Some(bind(address).await?),
        None => None,
    };
    let metrics = Metrics::new("sandbox");
    let hosts = Hosts::new(options.allow_hosts);
    let mut told = vec![format!("listening on http://{address}")];
    if let Some((address, listener)) = scrape {
        told.push(format!("metrics on http://{address}/metrics"));
        tokio::spawn(listen::serve(listener, ops::scraped(&metrics, hosts.clone()), pending(), ready(())));
    }
    let in_data = |error: OpenError| StartError::Data(options.data.clone(), error);
    let store = Store::open(&options.data, &SANDBOX, options.fresh).map_err(in_data)?;
    seeds::sow(&store, Utc::now()).map_err(|error| in_data(error.into()))?;
    let mut lines = form_links(address, &store).map_err(|error| in_data(error.into()))?;
    lines.splice(..0, told);
    ops::tell(lines);

    let app = App { store: Arc::new(store), recent: Recent::default() };
    let readiness = {
        let app = app.clone();
        ops::ready(move || {
            let app = app.clone();
            async move { app.blocking(|store| store.ready().map_err(Problem::from)).await }
        })
    };
    let routes = routes(app.clone())
        .merge(readiness)
        .fallback_service(static_files::routes(&options.www, &options.package));
    let routes = around(routes, hosts, metrics);
    // What a request began to write is written by a thread of its own, which the program's end waits for.
    listen::serve(listener, routes, stop, ready(())).await;
    app.store.checkpoint().map_err(|error| in_data(error.into()))
}

fn routes(app: App) -> Router {
    Router::new()
        .route("/v1/customers", get(customers::list).post(create::create))
        .route("/v1/customers/tos_links", post(terms::begin))
        .route("/v1/customers/tos_links/{session_token}/sign", post(terms::sign))
        .route("/v1/customers/{customer_id}", get(customers::read).put(update::update))
        .route("/v1/customers/{customer_id}/associated_persons", get(persons::list))
        .route(
            "/v1/customers/{customer_id}/associated_persons/{associated_person_id}",
            get(persons::read).put(persons::update).delete(persons::remove),
        )
        .route_layer(from_fn(on_demand::answer))
        .route_layer(from_fn_with_state(app.recent.clone(), recent::note))
        .merge(nothing_else())
        .route("/openapi.json", get(openapi::serve))
        .route("/console", get(pages::lead))
        .route("/console/", get(pages::index))
        .route("/console/{file}", get(pages::file))
        .route("/console/customers", get(console::list))
        .route("/console/customers/{customer_id}", get(console::read))
        .route("/console/customers/{customer_id}/status", put(console::set_status))
        .route("/console/customers/{customer_id}/review_issues", put(console::set_review_issues))
        .route("/console/customers/{customer_id}/link", post(console::link))
        .route("/console/terms/{session_token}", post(pages::sign_terms))
        .route("/kyb/validate", post(validate::validate))
        .with_state(app)
}

/// A line with a link to the form for each customer, and one for the console. The links of earlier
/// starts stay good until they expire: only their hashes are kept, so they can't be printed again.
fn form_links(address: SocketAddr, store: &Store) -> rusqlite::Result<Vec<String>> {
    let now = Utc::now();
    let mut lines = store.write(|transaction| {
        links::sweep(transaction, now)?;
        let (customers, _) = list(transaction, None, 0, u64::MAX)?;
        customers
            .iter()
            .map(|customer| {
                let token = links::make(transaction, &customer.id, now)?;
                let name =
                    customer.fields.get("business_legal_name").and_then(|name| name.as_str()).unwrap_or("-");
                let link = form_link(&customer.id, &token, &customer.kyc_model);
                Ok(format!("{:<16}  {name}  http://{address}{link}", customer.kyb_status.name()))
            })
            .collect::<rusqlite::Result<Vec<_>>>()
    })?;
    lines.push(format!("{:<16}  all of them  http://{address}/console/", "console"));
    Ok(lines)
}

/// Where the form opens for the holder of a token.
fn form_link(customer: &str, token: &str, kyc_model: &str) -> String {
    format!("/#customer={customer}&token={token}&kyc_model={kyc_model}")
}

/// What the rules are told of a customer.
fn standing(customer: &Customer) -> Standing<'_> {
    Standing {
        status: customer.kyb_status.name(),
        kyc_model: Some(&customer.kyc_model),
        stored: wire::known(customer),
        now: Utc::now(),
    }
}
