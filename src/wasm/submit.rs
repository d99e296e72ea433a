//! Sends a patch once, and says honestly what became of it.

use alloc::{string::String, vec, vec::Vec};

use gloo_net::http::{Request, Response};
use js_sys::{JSON, Object, Reflect};
use wasm_bindgen::prelude::*;

use super::{give, recall};
use crate::answers::Answer;
use crate::changes::{same, same_person};
use crate::checks::text::trim;
use crate::schema::CUSTOMER;
use crate::status::{Editability, editability};
use crate::tree::Tree;

/// Makes one request, once. Of a read it resolves to the JSON of a 200, of a patch to an outcome; to undefined when the
/// request went out and no answer that settles it came back.
///
/// Both go this one way, for every asynchronous export brings a machinery of its own.
#[wasm_bindgen]
pub async fn send(request: web_sys::Request) -> JsValue {
    let reads = request.method() == "GET";
    let Ok(response) = Request::from(request).send().await else { return JsValue::UNDEFINED };
    let body = body_of(&response).await;
    match reads {
        false => settle(&response, body),
        true if response.ok() => body,
        true => JsValue::UNDEFINED,
    }
}

async fn body_of(response: &Response) -> JsValue {
    match response.text().await {
        Ok(text) => JSON::parse(&text).unwrap_or(JsValue::UNDEFINED),
        Err(_) => JsValue::UNDEFINED,
    }
}

/// What an answer settles. Source: contract, `errors`.
fn settle(response: &Response, body: JsValue) -> JsValue {
    let status = response.status();
    let detail = text_of(&body, "detail");
    // A 429 may ride on a 200.
    let says = Reflect::get(&body, &"status".into()).ok().and_then(|status| status.as_f64());
    match status {
        429 => rate_limited(response),
        200..=299 if says == Some(429.0) => rate_limited(response),
        200..=299 if text_of(&body, "customer_id").is_some() => outcome("accepted", &[("customer", body)]),
        // Two hundred, and no customer: something between answered.
        200..=299 => JsValue::UNDEFINED,
        401 | 403 => outcome("unauthorized", &[("status", status.into())]),
        404 => outcome("not_found", &[]),
        // Older servers said so (contract, `errors.not_editable`).
        500 if detail.as_deref() == Some("KYB edit not allowed") => not_editable(JsValue::UNDEFINED, detail),
        400..=499 => {
            let errors = Reflect::get(&body, &"errors".into()).ok().filter(JsValue::is_array);
            let errors = errors.unwrap_or_else(|| js_sys::Array::new().into());
            let text = |text: Option<String>| text.map_or(JsValue::UNDEFINED, JsValue::from);
            let code = text(text_of(&body, "code"));
            outcome(
                "rejected",
                &[("status", status.into()), ("code", code), ("detail", text(detail)), ("errors", errors)],
            )
        }
        _ => JsValue::UNDEFINED,
    }
}

fn text_of(body: &JsValue, name: &str) -> Option<String> {
    Reflect::get(body, &name.into()).ok()?.as_string()
}

fn rate_limited(response: &Response) -> JsValue {
    let wait = response.headers().get("retry-after").map_or(JsValue::UNDEFINED, |text| {
        match trim(&text).parse::<u32>() {
            Ok(seconds) => seconds.into(),
            // The other form is a date (RFC 9110, section 10.2.3).
            Err(_) => {
                let millis = js_sys::Date::parse(&text) - js_sys::Date::now();
                if millis.is_nan() { JsValue::UNDEFINED } else { (millis / 1000.0).ceil().max(0.0).into() }
            }
        }
    });
    outcome("rate_limited", &[("retryAfter", wait)])
}

fn not_editable(status: JsValue, detail: Option<String>) -> JsValue {
    outcome(
        "not_editable",
        &[("status", status), ("detail", detail.map_or(JsValue::UNDEFINED, JsValue::from))],
    )
}

fn outcome(kind: &str, members: &[(&str, JsValue)]) -> JsValue {
    let outcome = Object::new();
    // Setting a member of a plain new object can't fail.
    let _ = Reflect::set(&outcome, &"kind".into(), &kind.into());
    for (name, value) in members.iter().filter(|(_, value)| !value.is_undefined()) {
        let _ = Reflect::set(&outcome, &(*name).into(), value);
    }
    outcome.into()
}

/// Whether a refusal was one of the customer's status: what a read says decides, no text is matched.
#[wasm_bindgen]
pub fn refused_for_status(status: &str) -> bool {
    matches!(editability(status), Editability::NotEditable(_))
}

/// Looks for a patch in what a read shows. The module keeps what was stored before (0), the patch (1), and what a read
/// shows now (2).
///
/// A field counts as seen when a read shows it and it is what was sent; a person when it is there now and was known
/// not to be before. Documents, and what no read shows, are never seen. Sending again is harmless only where a patch
/// adds nothing.
#[wasm_bindgen]
pub fn trace() -> JsValue {
    let [before, patch, after] = recall();
    let (patch, before, after) = (&patch.customer, &before.customer, &after.customer);
    let (mut safe, mut seen, mut not_seen) = (true, Vec::new(), Vec::new());
    for (place, field) in CUSTOMER.members.iter().enumerate() {
        let sent = patch.member(place);
        if sent.is_absent() {
            continue;
        }
        let adds = !sent.items().is_empty() && (place == PERSONS || place == DOCUMENTS);
        safe &= !adds;
        let shown = (field.readable && !after.is_absent()).then(|| after.member(place));
        let is_seen = match shown {
            Some(after) if place == PERSONS => {
                let before = (!before.is_absent()).then(|| before.member(place).items());
                added(sent.items(), before, after.items())
            }
            Some(after) => same(sent, after),
            None => false,
        };
        let list = if is_seen { &mut seen } else { &mut not_seen };
        list.push(["/", field.name].concat());
    }
    give(&Tree::Object(vec![
        ("accepted", Tree::Flag(not_seen.is_empty() && !seen.is_empty())),
        ("safeToSendAgain", Tree::Flag(safe)),
        ("seen", Tree::texts(&seen)),
        ("notSeen", Tree::texts(&not_seen)),
    ]))
}

const PERSONS: usize = CUSTOMER.place("associated_persons");
const DOCUMENTS: usize = CUSTOMER.place("documents");

/// Whether every person sent is there now and was not before. Without a before nothing can be told.
fn added(sent: &[Answer<'_>], before: Option<&[Answer<'_>]>, after: &[Answer<'_>]) -> bool {
    let has = |list: &[Answer<'_>], person| list.iter().any(|other| same_person(other, person));
    before.is_some_and(|before| sent.iter().all(|person| has(after, person) && !has(before, person)))
}
