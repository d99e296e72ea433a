//! Refusals on demand, so that a client can be tried against each: `X-Sandbox-Answer` on a request to `/v1`.

use std::time::Duration;

use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tokio::time::sleep;

use crate::web::json;
use crate::web::listen::Cut;
use crate::web::problem::Problem;

/// The header that asks for one.
const HEADER: &str = "x-sandbox-answer";

/// The longest wait, in seconds.
const LONGEST: u64 = 300;

/// As older servers word it, and what the newer ones begin with (contract, `errors.not_editable`).
const NOT_EDITABLE: &str = "KYB edit not allowed";

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Wanted {
    /// A refusal.
    Refusal(StatusCode, &'static str),
    /// A 429 that rides on a 200.
    LimitedIn200,
    /// The answer, later.
    Slow(Duration),
    /// The connection is cut before anything is done.
    DropBefore,
    /// What is asked is done, and the connection is cut in place of the answer.
    DropAfter,
}

/// The names, for those who take another.
const NAMES: &str = "X-Sandbox-Answer is one of not_editable_400, not_editable_409, not_editable_500, unauthorized, \
    forbidden, not_found, unprocessable, rate_limited, rate_limited_in_200, internal, bad_gateway, unavailable, timeout, \
    slow:SECONDS (300 at most), drop_before, drop_after.";

impl Wanted {
    fn read(name: &str) -> Option<Self> {
        use StatusCode as S;
        let refusal = |status, detail| Some(Self::Refusal(status, detail));
        match name {
            "not_editable_400" => refusal(S::BAD_REQUEST, NOT_EDITABLE),
            "not_editable_409" => refusal(S::CONFLICT, NOT_EDITABLE),
            "not_editable_500" => refusal(S::INTERNAL_SERVER_ERROR, NOT_EDITABLE),
            "unauthorized" => refusal(S::UNAUTHORIZED, "Refused on demand."),
            "forbidden" => refusal(S::FORBIDDEN, "Refused on demand."),
            "not_found" => refusal(S::NOT_FOUND, "Refused on demand."),
            "unprocessable" => refusal(S::UNPROCESSABLE_ENTITY, "Refused on demand."),
            "rate_limited" => refusal(S::TOO_MANY_REQUESTS, "Refused on demand."),
            "internal" => refusal(S::INTERNAL_SERVER_ERROR, "Refused on demand."),
            "bad_gateway" => refusal(S::BAD_GATEWAY, "Refused on demand."),
            "unavailable" => refusal(S::SERVICE_UNAVAILABLE, "Refused on demand."),
            "timeout" => refusal(S::GATEWAY_TIMEOUT, "Refused on demand."),
            "rate_limited_in_200" => Some(Self::LimitedIn200),
            "drop_before" => Some(Self::DropBefore),
            "drop_after" => Some(Self::DropAfter),
            _ => {
                let seconds =
                    name.strip_prefix("slow:")?.parse().ok().filter(|seconds| *seconds <= LONGEST)?;
                Some(Self::Slow(Duration::from_secs(seconds)))
            }
        }
    }

    fn of(headers: &HeaderMap) -> Result<Option<Self>, Problem> {
        let Some(name) = headers.get(HEADER) else { return Ok(None) };
        let wanted = name.to_str().ok().and_then(Self::read);
        wanted.map(Some).ok_or(Problem::bad_request(NAMES))
    }
}

/// Gives the answer that is asked for, or lets the request through.
pub async fn answer(request: Request, next: Next) -> Response {
    let wanted = match Wanted::of(request.headers()) {
        Ok(Some(wanted)) => wanted,
        Ok(None) => return next.run(request).await,
        Err(problem) => return problem.into_response(),
    };
    match wanted {
        Wanted::Refusal(StatusCode::TOO_MANY_REQUESTS, detail) => {
            Problem::too_many(7, detail).into_response()
        }
        Wanted::Refusal(status, detail) => Problem::new(status, detail).into_response(),
        Wanted::LimitedIn200 => json(&json!({
            "code": "Too_Many_Requests", "status": 429, "detail": "Refused on demand.",
            "instance": request.uri().path(),
        })),
        Wanted::Slow(time) => {
            sleep(time).await;
            next.run(request).await
        }
        Wanted::DropBefore => cut(StatusCode::OK.into_response()),
        Wanted::DropAfter => cut(next.run(request).await),
    }
}

fn cut(mut response: Response) -> Response {
    response.extensions_mut().insert(Cut);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_that_is_told_is_taken() {
        let names = NAMES.trim_start_matches("X-Sandbox-Answer is one of ").trim_end_matches('.');
        for name in names.split(", ") {
            let name = name.trim().replace("SECONDS (300 at most)", "2");
            assert!(Wanted::read(&name).is_some(), "{name}");
        }
        for name in ["", "slow:", "slow:301", "slow:-1", "teapot"] {
            assert_eq!(Wanted::read(name), None, "{name}");
        }
    }
}
