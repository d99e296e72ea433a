//! Who comes in: before a read, and around the body of a write.

use axum::extract::Request;
use chrono::Utc;
use rusqlite::Transaction;

use super::App;
use crate::auth::{Caller, Credentials};
use crate::storage::Store;
use crate::storage::customers::{self, Customer};
use crate::web::body::{self, Received};
use crate::web::problem::Problem;
use crate::web::rate::Peer;
use crate::web::room::Whose;

/// What a call is about.
#[derive(Clone, Debug)]
pub enum Scope {
    /// Every customer: the access key alone.
    All,
    /// One customer: its link, too.
    Customer(String),
}

impl Scope {
    fn open(&self, caller: &Caller, store: &Store) -> Result<(), Problem> {
        match self {
            Self::All => caller.open_all(store, Utc::now()),
            Self::Customer(id) => caller.open(store, id, Utc::now()),
        }
    }
}

/// Who asks for what takes no body. One that comes all the same counts for the signature alone, as the method does that
/// was sent: HEAD is answered as GET is, and signed as HEAD.
///
/// # Errors
/// 401; those of reading a body.
pub async fn bodiless(request: Request) -> Result<Caller, Problem> {
    let credentials = Credentials::of(request.method(), request.uri(), request.headers(), Utc::now())?;
    match credentials.shown() {
        Some(_) => credentials.caller(b""),
        None => {
            let whose = Whose::Address(Peer::of(&request).network());
            credentials.caller(body::any(request, whose).await?.bytes())
        }
    }
}

/// The customer that is asked for, if the caller may see it.
///
/// # Errors
/// 401, 404.
pub fn open(store: &Store, caller: &Caller, id: &str) -> Result<Customer, Problem> {
    caller.open(store, id, Utc::now())?;
    store.read(|transaction| found(transaction, id))
}

/// The customer of an id.
///
/// # Errors
/// 404.
pub fn found(transaction: &Transaction<'_>, id: &str) -> Result<Customer, Problem> {
    customers::find(transaction, id)?.ok_or_else(Problem::no_such_customer)
}

/// Lets a write in and takes its body. Who shows no signature is looked at before the body is read.
///
/// # Errors
/// 401, 403, 404; those of reading a body.
pub async fn write(
    app: &App,
    scope: Scope,
    may_be_empty: bool,
    request: Request,
) -> Result<Received, Problem> {
    let credentials = Credentials::of(request.method(), request.uri(), request.headers(), Utc::now())?;
    let whose = match (&scope, credentials.shown()) {
        (Scope::Customer(id), Some(_)) => Whose::Customer(id.clone()),
        _ => Whose::Address(Peer::of(&request).network()),
    };
    let caller = match credentials.shown() {
        Some(_) => {
            let caller = credentials.caller(b"")?;
            app.blocking(move |store| scope.open(&caller, store)).await?;
            None
        }
        None => Some((credentials, scope)),
    };
    let received = if may_be_empty {
        body::json_or_nothing(request, whose).await?
    } else {
        body::json(request, whose).await?
    };
    let Some((credentials, scope)) = caller else { return Ok(received) };
    app.blocking(move |store| {
        scope.open(&credentials.caller(received.bytes())?, store)?;
        Ok(received)
    })
    .await
}
