//! Runs the cases in a browser, where a patch crosses on the tape of `npm/tape.js`.
#![cfg(target_arch = "wasm32")]

mod case;

use case::{Case, all, hold};
use js_sys::{Function, JSON, JsString, Object, Reflect, Uint8Array};
use kyb_patch::wasm;
use serde_json::Value;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(module = "/npm/tape.js")]
extern "C" {
    type Tape;

    #[wasm_bindgen(constructor)]
    fn new(wasm: &Object, memory: &JsValue) -> Tape;

    /// Throws `tooDeep` for what has no end.
    #[wasm_bindgen(method, catch)]
    fn write(this: &Tape, value: &JsValue, whole: bool) -> Result<(), JsValue>;

    #[wasm_bindgen(method, getter)]
    fn words(this: &Tape) -> usize;

    #[wasm_bindgen(method, getter)]
    fn bytes(this: &Tape) -> usize;

    #[wasm_bindgen(method, getter)]
    fn units(this: &Tape) -> usize;

    /// Throws where the tape did not hold together.
    #[wasm_bindgen(method, catch)]
    fn read(this: &Tape, at: *const u32) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = tooDeep, thread_local_v2)]
    static TOO_DEEP: JsValue;
}

impl Tape {
    /// A tape in the memory of this very module.
    fn here() -> Self {
        let exports = Object::new();
        let put = |name: &str, function: JsValue| {
            Reflect::set(&exports, &name.into(), &function).expect("a plain object takes a member");
        };
        put("keys", Closure::<dyn Fn() -> String>::new(wasm::keys).into_js_value());
        put("words", Closure::<dyn Fn(usize) -> *const u32>::new(wasm::words).into_js_value());
        put("text", Closure::<dyn Fn(usize) -> *const u8>::new(wasm::text).into_js_value());
        Self::new(&exports, &wasm_bindgen::memory())
    }

    /// Writes a value and says what a call is to be told of it.
    fn put(&self, value: &JsValue, whole: bool) -> Result<[usize; 3], JsValue> {
        self.write(value, whole)?;
        Ok([self.words(), self.bytes(), self.units()])
    }
}

// The tape imports it: a module is brought along only where it is named.
#[wasm_bindgen(module = "/npm/data-uri.js")]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = decodes)]
    static DECODES: bool;

    /// Of how many signs the base64 is, and how many bytes were written of the MIME type, the head and the tail.
    #[wasm_bindgen(js_name = contentOf)]
    fn content_of(text: &str, bytes: &Uint8Array, from: u32) -> Option<Vec<u32>>;
}

#[wasm_bindgen(module = "/npm/report.js")]
extern "C" {
    /// Gives the issues of the module their names.
    #[wasm_bindgen(js_name = reportOf)]
    fn report_of(found: &JsValue, rules: &str) -> JsValue;
}

/// What a page gets.
fn report(tape: &Tape, case: &Case) -> Value {
    let context = JSON::parse(&case.context.to_string()).expect("JSON");
    let [words, bytes, units] = tape.put(&context, false).expect("a context that can be written");
    let wrong = tape.read(wasm::set_context(words, bytes, units));
    assert_eq!(wrong, Ok(JsValue::UNDEFINED), "{}: {}: its context", case.file, case.name);

    let patch = JSON::parse(&case.patch).unwrap_or_else(|_| panic!("{}: {}: JSON", case.file, case.name));
    let answer = match tape.put(&patch, case.context["documents"] == "whole") {
        Ok([words, bytes, units]) => wasm::validate(words, bytes, units, js_sys::Date::now()),
        Err(thrown) => {
            assert!(TOO_DEEP.with(|deep| *deep == thrown), "{}: {}: the walk threw", case.file, case.name);
            wasm::too_deep()
        }
    };
    let found = tape.read(answer).unwrap_or_else(|_| panic!("{}: {}: the tape", case.file, case.name));
    wasm::clear_context();
    let report = report_of(&found, kyb_patch::RULES);
    let text: JsString = JSON::stringify(&report).expect("a report is JSON");
    serde_json::from_str(&String::from(text)).expect("JSON")
}

/// A value has no key twice, and is no text that could be malformed.
fn is_of_text_alone(case: &Case) -> bool {
    case.text_alone
        && case
            .issues
            .iter()
            .any(|issue| issue["code"] == "json_malformed" || issue["code"] == "duplicate_key")
}

#[wasm_bindgen_test]
fn every_case_gives_its_report() {
    let tape = Tape::here();
    let cases: Vec<Case> = all().into_iter().filter(|case| !is_of_text_alone(case)).collect();
    hold(&cases, |case| report(&tape, case));
}

#[wasm_bindgen_test]
fn the_order_of_the_keys_changes_nothing() {
    let tape = Tape::here();
    let reverse = Function::new_with_args("text", REVERSE);
    let turned = all().into_iter().filter(|case| !case.text_alone).map(|case| {
        let patch = reverse.call1(&JsValue::NULL, &case.patch.as_str().into()).expect("JSON");
        Case { patch: patch.as_string().expect("a text"), ..case }
    });
    hold(&turned.collect::<Vec<_>>(), |case| report(&tape, case));
}

/// So that the cases above are known to have crossed as bytes in browsers of today.
#[wasm_bindgen_test]
fn an_engine_that_can_decodes() {
    if DECODES.with(|decodes| !decodes) {
        return;
    }
    let bytes = Uint8Array::new_with_length(64);
    let lengths = content_of("data:image/png;base64,iVBORw==", &bytes, 3);
    assert_eq!(lengths, Some(vec![8, 9, 4, 0]));
    assert_eq!(bytes.slice(3, 16).to_vec(), b"image/png\x89PNG");
}

/// Writes JSON text anew with the members of every object in reverse.
const REVERSE: &str = "
    const turn = (value) => Array.isArray(value) ? value.map(turn)
        : value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).reverse().map(([key, item]) => [key, turn(item)]))
        : value;
    return JSON.stringify(turn(JSON.parse(text)));
";
