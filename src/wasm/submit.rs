//! Sends a patch once, and says honestly what became of it.

use alloc::{string::String, vec};

use gloo_net::http::{Request, Response};
use js_sys::{JSON, Object, Reflect};
use wasm_bindgen::prelude::*;

use super::{give, recall};
use crate::checks::text::trim;
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
        // It gave up waiting for the request, or something between did: what arrived, it does not say.
        408 => JsValue::UNDEFINED,
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
            // An engine takes many a number for a date, too.
            Err(_) if trim(&text).ends_with("GMT") => {
                let millis = js_sys::Date::parse(&text) - js_sys::Date::now();
                if millis.is_nan() { JsValue::UNDEFINED } else { (millis / 1000.0).ceil().max(0.0).into() }
            }
            Err(_) => JsValue::UNDEFINED,
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
#[wasm_bindgen]
pub fn trace() -> *const u32 {
    let [before, patch, after] = recall();
    let traced = crate::trace::trace(&before.customer, &patch.customer, &after.customer);
    give(&Tree::Object(vec![
        ("accepted", Tree::Flag(traced.accepted)),
        ("safeToSendAgain", Tree::Flag(traced.safe_to_send_again)),
        ("seen", Tree::texts(&traced.seen)),
        ("notSeen", Tree::texts(&traced.not_seen)),
    ]))
}
