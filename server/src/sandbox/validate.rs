//! `POST /kyb/validate`: the report on a patch, as the browser would give it.
//!
//! It asks for no key: it touches no customer, and keeps and logs nothing.

use axum::extract::{Request, State};
use axum::response::Response;
use chrono::Utc;
use kyb_patch::Context;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{App, json};
use crate::web::body;
use crate::web::problem::Problem;
use crate::web::rate::Peer;
use crate::web::room::Whose;

/// The patch stays text, so that the rules see what a parsed value has lost: a key that came twice.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question<'a> {
    #[serde(borrow)]
    patch: &'a RawValue,
    #[serde(borrow, default)]
    context: Option<&'a RawValue>,
}

/// Answers 200 with the report, whatever it says; 400 for what is not JSON and for a context that
/// can't be read.
pub async fn validate(State(app): State<App>, request: Request) -> Result<Response, Problem> {
    let whose = Whose::Address(Peer::of(&request).network());
    let received = body::json(request, whose).await?;
    app.blocking(move |_store| {
        let question: Question<'_> = body::object(received.text()?).map_err(|error| {
            Problem::bad_request(format!(
                "The body is not JSON of the form {{\"patch\": …, \"context\": …}}: {error}."
            ))
        })?;
        let context = question.context.map_or("null", RawValue::get);
        let mut context = match context {
            "null" => Context::default(),
            text => Context::from_json(text.as_bytes())
                .map_err(|error| Problem::bad_request(format!("The context can't be read: {error}.")))?,
        };
        // As every host does that has a clock.
        // A context that names the day has said what time it is.
        if context.today.is_none() {
            context.now = context.now.or_else(|| Some(Utc::now()));
        }
        Ok(json(&kyb_patch::validate(question.patch.get().as_bytes(), &context)))
    })
    .await
}
