//! Patches mixed from those of the cases, by choices: fields as the cases have them, lists of several cases, and now and
//! then a place that holds something else.

use kyb_patch::schema::CUSTOMER;
use serde_json::{Map, Value, json};

use crate::case::Case;

/// Stands for half a surrogate pair, which no JSON value can hold; [`text`] writes one.
const HALF: &str = "\u{e000}";
/// What is put behind a text.
const BEHIND: [&str; 8] = [" ", "\u{feff}", "é", "😀", "\u{202e}", "а", "\0", HALF];
/// Keys that are no field; what some of them mean to JavaScript is no business of a patch.
const KEYS: [&str; 7] = ["", "a/b~c", "é😀", "__proto__", "constructor", "0", HALF];

/// What the cases put into each field, in the order of the table, and their contexts.
#[derive(Debug)]
pub struct Mix {
    values: Vec<Vec<Value>>,
    contexts: Vec<Value>,
}

/// Numbers that choose, one after the other; 0 where they are used up, which leaves out or leaves alone.
pub struct Choices<'a>(pub &'a mut dyn Iterator<Item = u32>);

impl Choices<'_> {
    /// Below `of`.
    fn one(&mut self, of: usize) -> usize {
        self.0.next().unwrap_or(0) as usize % of
    }

    fn among<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.one(list.len())]
    }
}

impl Mix {
    /// Of the cases that are JSON values.
    pub fn of(cases: &[Case]) -> Self {
        let patches: Vec<Value> = cases
            .iter()
            .filter(|case| !case.text_alone)
            .map(|case| serde_json::from_str(&case.patch).expect("JSON"))
            .collect();
        let values = CUSTOMER.members.iter().map(|field| {
            patches
                .iter()
                .filter_map(|patch| patch.get(field.name))
                .filter(|value| !value.is_null())
                .cloned()
                .collect()
        });
        let contexts = cases.iter().map(|case| case.context.clone()).collect();
        Self { values: values.collect(), contexts }
    }

    /// A patch.
    pub fn patch(&self, choices: &mut Choices<'_>) -> Value {
        let mut members = Map::new();
        for (field, values) in CUSTOMER.members.iter().zip(&self.values) {
            if choices.one(5) < 3 {
                continue;
            }
            let mut value = choices.among(values).clone();
            if let Value::Array(items) = &mut value
                && choices.one(4) == 3
                && let Value::Array(more) = choices.among(values)
            {
                items.extend_from_slice(more);
            }
            members.insert(field.name.to_owned(), value);
        }
        let mut patch = Value::Object(members);
        for _ in 0..choices.one(4).saturating_sub(1) {
            let place = choices.one(count(&patch));
            spoil(at(&mut patch, &mut { place }).expect("a place"), choices);
        }
        patch
    }

    /// A context.
    pub fn context(&self, choices: &mut Choices<'_>) -> &Value {
        choices.among(&self.contexts)
    }
}

/// How many values there are in one, itself among them.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Object(members) => members.values().map(count).sum(),
        Value::Array(items) => items.iter().map(count).sum(),
        _ => 0,
    }
}

/// The value at a place, counted down from above.
fn at<'a>(value: &'a mut Value, place: &mut usize) -> Option<&'a mut Value> {
    if *place == 0 {
        return Some(value);
    }
    *place -= 1;
    match value {
        Value::Object(members) => members.values_mut().find_map(|value| at(value, place)),
        Value::Array(items) => items.iter_mut().find_map(|value| at(value, place)),
        _ => None,
    }
}

fn spoil(value: &mut Value, choices: &mut Choices<'_>) {
    match value {
        Value::Object(members) => {
            members.insert(KEYS[choices.one(KEYS.len())].to_owned(), json!(choices.one(3)));
        }
        Value::String(text) if choices.one(2) == 0 => text.push_str(BEHIND[choices.one(BEHIND.len())]),
        value => {
            *value = match choices.one(8) {
                0 => Value::Null,
                1 => json!(""),
                2 => json!(true),
                3 => json!([]),
                4 => json!({}),
                5 => json!(choices.one(200)),
                6 => json!(choices.one(200) as f64 / -8.0),
                _ => json!("ж".repeat(choices.one(400))),
            }
        }
    }
}

/// JSON text with half surrogate pairs where a mixed patch has any.
pub fn halved(text: &str) -> String {
    text.replace(HALF, "\\ud800")
}
