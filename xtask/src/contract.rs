//! What a newer OpenAPI document of the API says otherwise than the table of fields.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

const OURS: &str = "npm/schema.json";
/// The body is that of the one PUT whose path ends so.
const CUSTOMER: [&str; 2] = ["/customers/", "}"];
/// Deeper than any body: a schema that holds itself has no end.
const DEEPEST: usize = 8;

/// What a document says of a place of the body.
#[derive(Clone, Debug, Default, PartialEq)]
struct Said {
    kinds: BTreeSet<String>,
    options: BTreeSet<String>,
    required: bool,
}

/// Prints the differences between a document and the table as a Markdown table; true when there are none.
///
/// # Errors
/// The document cannot be read, is not JSON, or has no body of Update Customer.
pub fn diff(root: &Path, document: &Path) -> Result<bool> {
    let document = fs::read(document).with_context(|| document.display().to_string())?;
    let document: Value = serde_json::from_slice(&document).context("the document is not JSON")?;
    let ours: Value =
        serde_json::from_str(&fs::read_to_string(root.join(OURS)).context(OURS)?).context(OURS)?;
    let rows = differences(&places(&ours, &ours), &places(&document, body(&document)?));
    if rows.is_empty() {
        println!("no difference: fields, options and what is required are as in the table");
    } else {
        println!("{}", table(&rows));
    }
    Ok(rows.is_empty())
}

/// The schema of the body that Update Customer takes.
fn body(document: &Value) -> Result<&Value> {
    let paths = document["paths"].as_object().context("the document has no paths")?;
    let [before, end] = CUSTOMER;
    let is_customer =
        |path: &str| path.split_once(before).is_some_and(|(_, id)| id.ends_with(end) && !id.contains('/'));
    let update = paths
        .iter()
        .find(|(path, operations)| is_customer(path) && operations.get("put").is_some())
        .context("the document has no PUT /customers/{customer_id}")?;
    let request = resolved(document, &update.1["put"]["requestBody"]);
    request.pointer("/content/application~1json/schema").context("its PUT takes no JSON")
}

/// Every place of a body, with `*` for the items of a list.
fn places(document: &Value, schema: &Value) -> BTreeMap<String, Said> {
    let mut places = BTreeMap::new();
    walk(document, schema, "", DEEPEST, &mut places);
    places
}

fn walk(document: &Value, schema: &Value, path: &str, depth: usize, places: &mut BTreeMap<String, Said>) {
    if depth == 0 {
        return;
    }
    for part in parts(document, schema) {
        if let Some(said) = places.get_mut(path) {
            said.kinds.extend(kinds(part));
            said.options.extend(
                part["enum"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(|word| word.as_str().map(str::to_owned)),
            );
        }
        for (name, member) in part["properties"].as_object().into_iter().flatten() {
            let inner = format!("{path}/{name}");
            places.entry(inner.clone()).or_default();
            walk(document, member, &inner, depth - 1, places);
        }
        for name in part["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            places.entry(format!("{path}/{name}")).or_default().required = true;
        }
        if let Some(items) = part.get("items") {
            let inner = format!("{path}/*");
            places.entry(inner.clone()).or_default();
            walk(document, items, &inner, depth - 1, places);
        }
    }
}

/// A schema and all that it is put together from, references followed; what is only null says nothing.
fn parts<'d>(document: &'d Value, schema: &'d Value) -> Vec<&'d Value> {
    let schema = resolved(document, schema);
    let mut all = vec![schema];
    for word in ["allOf", "anyOf", "oneOf"] {
        let inner = schema[word].as_array().into_iter().flatten();
        all.extend(inner.flat_map(|part| parts(document, part)).filter(|part| part["type"] != "null"));
    }
    all
}

fn resolved<'d>(document: &'d Value, schema: &'d Value) -> &'d Value {
    let mut schema = schema;
    // A chain of references that is longer goes in a circle.
    for _ in 0..DEEPEST {
        let Some(reference) = schema["$ref"].as_str() else { break };
        match reference.strip_prefix('#').and_then(|pointer| document.pointer(pointer)) {
            Some(target) => schema = target,
            None => break,
        }
    }
    schema
}

/// The types of a value, null aside: null and absent are the same in a patch.
fn kinds(schema: &Value) -> BTreeSet<String> {
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        // Words are texts, said or not.
        _ if schema["enum"].is_array() => vec!["string"],
        _ => Vec::new(),
    };
    kinds.into_iter().filter(|kind| *kind != "null").map(str::to_owned).collect()
}

/// A row a difference: the place, what differs, what the table says and what the document says.
fn differences(ours: &BTreeMap<String, Said>, theirs: &BTreeMap<String, Said>) -> Vec<[String; 4]> {
    let mut rows = Vec::new();
    let mut row = |place: &str, what: &str, ours: String, theirs: String| {
        rows.push([place.to_owned(), what.to_owned(), ours, theirs]);
    };
    let all: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
    for place in all {
        let (ours, theirs) = match (ours.get(place), theirs.get(place)) {
            (Some(ours), Some(theirs)) => (ours, theirs),
            (ours, _) => {
                let word = |there| if there { "there" } else { "not there" }.to_owned();
                row(place, "field", word(ours.is_some()), word(ours.is_none()));
                continue;
            }
        };
        // A document that leaves a type out says nothing of it.
        if !theirs.kinds.is_empty() && ours.kinds != theirs.kinds {
            row(place, "type", words(&ours.kinds), words(&theirs.kinds));
        }
        if ours.required != theirs.required {
            let word = |required| if required { "required" } else { "optional" }.to_owned();
            row(place, "required", word(ours.required), word(theirs.required));
        }
        if ours.options != theirs.options {
            let only = |some: &BTreeSet<String>, of: &BTreeSet<String>| {
                words(&some.difference(of).cloned().collect::<BTreeSet<_>>())
            };
            row(
                place,
                "options, of one alone",
                only(&ours.options, &theirs.options),
                only(&theirs.options, &ours.options),
            );
        }
    }
    rows
}

fn words(words: &BTreeSet<String>) -> String {
    words.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn table(rows: &[[String; 4]]) -> String {
    let mut text = String::from("| place | what | table | document |\n| --- | --- | --- | --- |");
    for row in rows {
        let _ = write!(text, "\n| {} |", row.join(" | "));
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The table, as the newest document would write it: with references, null in a union, and all in a component.
    fn document() -> Value {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask stands in the repository");
        let mut body: Value =
            serde_json::from_str(&fs::read_to_string(root.join(OURS)).expect(OURS)).expect("JSON");
        let address = body["properties"]["registered_address"].take();
        body["properties"]["registered_address"] =
            json!({ "anyOf": [{ "$ref": "#/components/schemas/Address" }, { "type": "null" }] });
        json!({
            "openapi": "3.1.0",
            "paths": {
                "/v1/customers/{customer_id}/associated_persons": { "put": {} },
                "/v1/customers/{customer_id}": {
                    "get": {},
                    "put": { "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Update" } } } } },
                },
            },
            "components": { "schemas": { "Update": { "allOf": [body] }, "Address": address } },
        })
    }

    fn told(document: &Value) -> Vec<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask stands in the repository");
        let ours: Value =
            serde_json::from_str(&fs::read_to_string(root.join(OURS)).expect(OURS)).expect("JSON");
        let rows = differences(&places(&ours, &ours), &places(document, body(document).expect("a body")));
        rows.into_iter().map(|row| row.join(" | ")).collect()
    }

    #[test]
    fn the_same_written_otherwise_is_no_difference() {
        assert_eq!(told(&document()), [""; 0]);
    }

    #[test]
    fn tells_fields_types_options_and_what_is_required() {
        let mut newer = document();
        let body = &mut newer["components"]["schemas"]["Update"]["allOf"][0];
        body["properties"]["lei"] = json!({ "type": "string" });
        body["properties"].as_object_mut().expect("fields").remove("primary_website");
        body["properties"]["publicly_traded"]["type"] = json!("string");
        let options = body["properties"]["business_type"]["enum"].as_array_mut().expect("options");
        options.retain(|option| option != "dao");
        options.push(json!("cooperative"));
        newer["components"]["schemas"]["Address"]["required"] =
            json!(["street_line_1", "city", "country", "postal_code"]);
        assert_eq!(
            told(&newer),
            [
                "/business_type | options, of one alone | dao | cooperative",
                "/lei | field | not there | there",
                "/primary_website | field | there | not there",
                "/publicly_traded | type | boolean | string",
                "/registered_address/postal_code | required | optional | required",
                "/registered_address/state | required | required | optional",
            ]
        );
    }

    #[test]
    fn a_document_without_the_call_is_an_error() {
        assert!(body(&json!({ "paths": { "/v1/customers": { "put": {} } } })).is_err());
        assert!(body(&json!({})).is_err());
    }

    #[test]
    fn a_schema_that_holds_itself_ends() {
        let mut endless = document();
        endless["components"]["schemas"]["Address"]["properties"]["within"] =
            json!({ "$ref": "#/components/schemas/Address" });
        assert!(told(&endless).iter().all(|row| row.contains("/within | field") || row.contains("/within")));
        assert!(!told(&endless).is_empty());
    }
}
