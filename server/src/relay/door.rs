//! Who comes in: a browser with a link. What it opens is in its token; whether it stands, in the ledger.

use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode};
use chrono::{DateTime, Duration, Utc};

use super::App;
use super::token::Claims;
use crate::auth::authorization;
use crate::web::problem::Problem;
use crate::web::rate::Peer;

/// How long a link still shows the customer that can't be changed any more, so that the page that sent the
/// last answer can say where it stands.
const GRACE: Duration = Duration::minutes(10);

/// A link that stands.
#[derive(Clone, Debug)]
pub struct Open {
    /// What it opens.
    pub claims: Claims,
    /// Whether its customer can no longer be changed by it.
    pub closed: bool,
}

/// Lets a browser in to the customer that it asks for.
///
/// # Errors
/// 401 without a link that stands; 404 for another customer; 429.
pub async fn open(app: &App, customer: &str, headers: &HeaderMap, peer: Peer) -> Result<Open, Problem> {
    app.rates.address(peer)?;
    let claims = authorization(headers)
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .and_then(|(_, token)| Claims::read(token, &app.key))
        .ok_or_else(no_link)?;
    let closed = is_closed(app, &claims).await?;
    app.rates.link(&claims.link)?;
    if claims.customer != customer {
        return Err(Problem::no_such_customer());
    }
    Ok(Open { claims, closed })
}

/// Whether a link that stands has been closed.
///
/// # Errors
/// 401 for one that does not stand.
async fn is_closed(app: &App, claims: &Claims) -> Result<bool, Problem> {
    let now = Utc::now();
    if now.timestamp() >= claims.expires {
        return Err(no_link());
    }
    let id = claims.link.clone();
    let state = app.ledger(move |ledger| ledger.link(&id)).await?.ok_or_else(no_link)?;
    if state.revoked || state.closed_at.is_some_and(|at| is_over(at, now)) {
        return Err(no_link());
    }
    Ok(state.closed_at.is_some())
}

/// As [`open`], for a request whose body is still to come.
///
/// # Errors
/// As [`open`].
pub fn open_request(
    app: &App,
    customer: &str,
    request: &Request,
) -> impl Future<Output = Result<Open, Problem>> {
    // A body may not be looked at by two threads, so the request is not held while the ledger is asked.
    let (headers, peer) = (request.headers().clone(), Peer::of(request));
    async move { open(app, customer, &headers, peer).await }
}

impl Open {
    /// Looks again at what stood when the request began: its body, and the API, take their time.
    ///
    /// # Errors
    /// 401 when the link has ended meanwhile.
    pub async fn again(self, app: &App) -> Result<Self, Problem> {
        let closed = is_closed(app, &self.claims).await?;
        Ok(Self { closed, ..self })
    }

    /// As [`Open::may_change`], by what stands now.
    ///
    /// # Errors
    /// 401 when the link has ended meanwhile; 403.
    pub async fn may_still_change(&self, app: &App) -> Result<(), Problem> {
        self.clone().again(app).await?.may_change()
    }

    /// Refuses a change by a link that has been closed.
    ///
    /// # Errors
    /// 403.
    pub fn may_change(&self) -> Result<(), Problem> {
        if self.closed {
            return Err(Problem::new(
                StatusCode::FORBIDDEN,
                "The customer left the state that this link was for. Ask for a new link.",
            ));
        }
        Ok(())
    }
}

fn is_over(closed: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now - closed > GRACE
}

fn no_link() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "Open a link that is still good.")
}
