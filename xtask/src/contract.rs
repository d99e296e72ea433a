//! What a newer OpenAPI document of the API says otherwise than the table of fields.

mod shape;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use self::shape::{Shape, Words};

const OURS: &str = "npm/schema.json";
/// The body is that of the one PUT whose path ends so.
const CUSTOMER: [&str; 2] = ["/customers/", "}"];
/// More than any body takes, references followed: the document is not one of this API.
const MOST: usize = 100_000;

/// Keywords that say of some bodies, or of fields without a name, what this does not read.
const UNREAD: [&str; 17] = [
    "$dynamicRef",
    "$recursiveRef",
    "additionalItems",
    "contains",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "maxContains",
    "minContains",
    "not",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedItems",
];
/// Those that open or close a list of fields, where they are true or false; as schemas they name fields without a name.
const OPENING: [&str; 2] = ["additionalProperties", "unevaluatedProperties"];

/// What a document says of a place of the body.
#[derive(Clone, Debug, Default, PartialEq)]
struct Said {
    kinds: Option<Words>,
    options: Option<Words>,
    required: bool,
}

/// Prints the differences between a document and the table as a Markdown table; true when there are none.
///
/// # Errors
/// The document cannot be read, is not JSON, has no body of Update Customer, says things that this does not read, or a
/// reference leads nowhere.
pub fn diff(root: &Path, document: &Path) -> Result<bool> {
    let document = read(&fs::read(document).with_context(|| document.display().to_string())?)?;
    let ours: Value =
        serde_json::from_str(&fs::read_to_string(root.join(OURS)).context(OURS)?).context(OURS)?;
    let theirs = places(&document, body(&document)?)?;
    let rows = differences(&places(&ours, &ours)?.said, &theirs.said);
    if !rows.is_empty() {
        println!("{}", table(&rows));
    }
    let unread: Vec<&str> = theirs.unread.iter().map(String::as_str).collect();
    ensure!(
        unread.is_empty(),
        "whether more differs can't be told, since this does not read: {}",
        unread.join("; ")
    );
    if rows.is_empty() {
        println!("no difference: fields, options and what is required are as in the table");
    }
    Ok(rows.is_empty())
}

/// Editors and shells of Windows write a mark of UTF-8 in front.
fn read(document: &[u8]) -> Result<Value> {
    let document = document.strip_prefix("\u{feff}".as_bytes()).unwrap_or(document);
    serde_json::from_slice(document).context("the document is not JSON")
}

/// The schema of the body that Update Customer takes.
fn body(document: &Value) -> Result<&Value> {
    let paths = document["paths"].as_object().context("the document has no paths")?;
    let [before, end] = CUSTOMER;
    let is_customer =
        |path: &str| path.split_once(before).is_some_and(|(_, id)| id.ends_with(end) && !id.contains('/'));
    for (_, operations) in paths.iter().filter(|(path, _)| is_customer(path)) {
        if let Some(update) = resolved(document, operations)?.get("put") {
            let request = resolved(document, &update["requestBody"])?;
            let mut taken = request["content"].as_object().into_iter().flatten();
            let json = taken.find(|(media, _)| is_json(media)).context("its PUT takes no JSON")?;
            return json.1.get("schema").context("its PUT does not say what JSON it takes");
        }
    }
    bail!("the document has no PUT /customers/{{customer_id}}")
}

/// Whether a media type is JSON, whatever parameters it has.
fn is_json(media: &str) -> bool {
    let (media, _) = media.split_once(';').unwrap_or((media, ""));
    media.trim().eq_ignore_ascii_case("application/json")
}

/// Every place of a body, with `*` for the items of a list, and what could not be read of it.
#[derive(Debug)]
struct Places {
    said: BTreeMap<String, Said>,
    unread: BTreeSet<String>,
}

/// Reads a body.
///
/// # Errors
/// A reference leads nowhere: what it stands for would look as if the API had dropped it.
fn places(document: &Value, schema: &Value) -> Result<Places> {
    let mut reading = Reading { document, steps: 0, unread: BTreeSet::new() };
    let shape = reading.read(schema, "", None)?;
    let mut said = BTreeMap::new();
    shape.inside("", &mut said);
    Ok(Places { said, unread: reading.unread })
}

struct Reading<'d> {
    document: &'d Value,
    steps: usize,
    unread: BTreeSet<String>,
}

/// A schema that is being read, and the one inside which it stands: one that holds itself is read once.
#[derive(Clone, Copy)]
struct Open<'o> {
    schema: &'o Value,
    above: Option<&'o Open<'o>>,
}

impl Open<'_> {
    fn has(&self, schema: &Value) -> bool {
        std::ptr::eq(self.schema, schema) || self.above.is_some_and(|above| above.has(schema))
    }
}

impl<'d> Reading<'d> {
    /// Reads a schema, all that it is put together from, and what is in it.
    fn read(&mut self, schema: &'d Value, path: &str, above: Option<&Open<'_>>) -> Result<Shape> {
        if above.is_some_and(|above| above.has(schema)) {
            return Ok(Shape::default());
        }
        self.steps += 1;
        ensure!(self.steps <= MOST, "the body is too large: more than {MOST} schemas, references followed");
        let open = Open { schema, above };
        let mut shape = self.itself(schema, path, &open)?;
        let target = resolved(self.document, schema)?;
        if !std::ptr::eq(target, schema) {
            shape = shape.and(self.read(target, path, Some(&open))?);
        }
        for part in schema["allOf"].as_array().into_iter().flatten() {
            shape = shape.and(self.read(part, path, Some(&open))?);
        }
        for parts in ["anyOf", "oneOf"].into_iter().filter_map(|word| schema[word].as_array()) {
            let parts = parts.iter().map(|part| self.read(part, path, Some(&open)));
            let parts = parts.collect::<Result<Vec<_>>>()?;
            if !Shape::alike(&parts) {
                self.unread.insert(format!("alternatives with fields of their own at {}", named(path)));
            }
            shape = shape.and(Shape::either(parts));
        }
        Ok(shape)
    }

    /// What a schema itself says.
    fn itself(&mut self, schema: &'d Value, path: &str, open: &Open<'_>) -> Result<Shape> {
        let mut shape = Shape::of(schema);
        let unread = UNREAD.into_iter().filter(|word| schema.get(word).is_some());
        let opening =
            OPENING.into_iter().filter(|word| schema[word].as_object().is_some_and(|of| !of.is_empty()));
        self.unread.extend(unread.chain(opening).map(|word| format!("`{word}` at {}", named(path))));
        for (name, member) in schema["properties"].as_object().into_iter().flatten() {
            let read = self.read(member, &inside(path, name), Some(open))?;
            shape.members.insert(name.clone(), read);
        }
        let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        shape.required = required.map(str::to_owned).collect();
        if let Some(items) = schema.get("items") {
            shape.items = Some(Box::new(self.read(items, &format!("{path}/*"), Some(open))?));
        }
        Ok(shape)
    }
}

fn inside(path: &str, name: &str) -> String {
    format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"))
}

fn named(path: &str) -> &str {
    if path.is_empty() { "the whole" } else { path }
}

/// What a reference stands for, by way of how many others ever; anything else as it is.
fn resolved<'d>(document: &'d Value, mut value: &'d Value) -> Result<&'d Value> {
    let mut passed = Vec::new();
    while let Some(reference) = value["$ref"].as_str() {
        ensure!(!passed.contains(&reference), "the reference {reference} goes in a circle");
        passed.push(reference);
        let pointer = reference.strip_prefix('#').map(percent_decode_str);
        let pointer = pointer.map(|pointer| pointer.decode_utf8_lossy());
        value = pointer
            .and_then(|pointer| document.pointer(&pointer))
            .with_context(|| format!("the reference {reference} leads to nothing in the document"))?;
    }
    Ok(value)
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
        if theirs.kinds.is_some() && ours.kinds != theirs.kinds {
            let word = |kinds: &Option<Words>| match kinds {
                Some(kinds) if kinds.is_empty() => "null alone".to_owned(),
                Some(kinds) => words(kinds),
                None => "any".to_owned(),
            };
            row(place, "type", word(&ours.kinds), word(&theirs.kinds));
        }
        if ours.required != theirs.required {
            let word = |required| if required { "required" } else { "optional" }.to_owned();
            row(place, "required", word(ours.required), word(theirs.required));
        }
        if ours.options != theirs.options {
            let only = |some: &Option<Words>, of: &Option<Words>| match (some, of) {
                (Some(some), Some(of)) => words(&(some - of)),
                (Some(some), None) => words(some),
                (None, _) => "any text".to_owned(),
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

fn words(words: &Words) -> String {
    words.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn table(rows: &[[String; 4]]) -> String {
    let mut text = String::from("| place | what | table | document |\n| --- | --- | --- | --- |");
    for row in rows {
        let _ = write!(text, "\n| {} |", row.each_ref().map(|cell| cell.replace('|', "\\|")).join(" | "));
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
        let theirs =
            places(document, body(document).expect("a body")).expect("references that lead somewhere");
        assert_eq!(theirs.unread, BTreeSet::new());
        let rows = differences(&places(&ours, &ours).expect("ours").said, &theirs.said);
        rows.into_iter().map(|row| row.join(" | ")).collect()
    }

    #[test]
    fn a_document_may_begin_with_a_mark_of_utf_8() {
        assert_eq!(read("\u{feff}{}".as_bytes()).expect("a document"), json!({}));
        assert!(read("\u{feff}\u{feff}{}".as_bytes()).is_err());
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
        let schemas = &mut endless["components"]["schemas"];
        // Itself in twelve members, and itself as a part of itself, at once and by way of another.
        for member in 0..12 {
            schemas["Address"]["properties"][format!("within_{member}")] =
                json!({ "$ref": "#/components/schemas/Address" });
        }
        schemas["Address"]["allOf"] =
            json!([{ "$ref": "#/components/schemas/Address" }, { "$ref": "#/components/schemas/Other" }]);
        schemas["Other"] = json!({ "oneOf": [{ "$ref": "#/components/schemas/Address" }] });
        let told = told(&endless);
        assert_eq!(told.len(), 12);
        assert!(
            told.iter().all(|row| row.contains("/within_") && row.ends_with("field | not there | there"))
        );
    }

    #[test]
    fn one_schema_in_two_places_is_read_in_both() {
        let mut shared = document();
        let schemas = &mut shared["components"]["schemas"];
        schemas["Update"]["allOf"][0]["properties"]["physical_address"] =
            json!({ "oneOf": [{ "$ref": "#/components/schemas/Address" }, { "type": "null" }] });
        assert_eq!(told(&shared), [""; 0]);
    }

    #[test]
    fn references_are_followed_wherever_they_stand() {
        let mut scattered = document();
        let item = scattered["paths"]["/v1/customers/{customer_id}"].take();
        scattered["paths"]["/v1/customers/{customer_id}"] =
            json!({ "$ref": "#/components/pathItems/One%20customer" });
        scattered["components"]["pathItems"] = json!({ "One customer": item });
        let put = &mut scattered["components"]["pathItems"]["One customer"]["put"];
        let taken = put["requestBody"]["content"]["application/json"].take();
        put["requestBody"] = json!({ "$ref": "#/components/requestBodies/Update" });
        scattered["components"]["requestBodies"] = json!({ "Update": { "content": { "text/plain": {}, "Application/JSON; charset=utf-8": taken } } });
        assert_eq!(told(&scattered), [""; 0]);
    }

    #[test]
    fn a_reference_that_leads_nowhere_is_an_error() {
        for reference in ["other.json#/Address", "#/components/schemas/Adress", "#/components/schemas/Circle"]
        {
            let mut broken = document();
            broken["components"]["schemas"]["Circle"] = json!({ "$ref": "#/components/schemas/Circle" });
            broken["components"]["schemas"]["Update"]["allOf"][0]["properties"]["registered_address"] =
                json!({ "$ref": reference });
            let error = places(&broken, body(&broken).expect("a body")).expect_err(reference);
            assert!(error.to_string().contains(reference), "{error}");
        }
    }

    #[test]
    fn options_written_one_by_one_are_options() {
        let mut apart = document();
        let field = &mut apart["components"]["schemas"]["Update"]["allOf"][0]["properties"]["business_type"];
        let options = field["enum"].as_array().expect("options").clone();
        *field =
            json!({ "oneOf": options.iter().map(|option| json!({ "const": option })).collect::<Vec<_>>() });
        assert_eq!(told(&apart), [""; 0]);
    }

    /// The newest document with one field, or the body, written otherwise.
    fn with(change: impl FnOnce(&mut Value)) -> Value {
        let mut changed = document();
        change(&mut changed["components"]["schemas"]["Update"]["allOf"][0]);
        changed
    }

    #[test]
    fn all_of_narrows_and_any_of_widens() {
        let field =
            |change: fn(&mut Value)| told(&with(|body| change(&mut body["properties"]["business_type"])));
        let narrowed = field(|field| *field = json!({ "allOf": [field.take(), { "enum": ["dao", "new"] }] }));
        assert!(
            matches!(&narrowed[..], [row] if row.contains("options") && !row.contains(" dao ")),
            "{narrowed:?}"
        );
        let widened = field(|field| *field = json!({ "anyOf": [field.take(), { "type": "string" }] }));
        assert!(matches!(&widened[..], [row] if row.ends_with("| any text")), "{widened:?}");
        let numbers = field(|field| *field = json!({ "enum": [1, 2] }));
        assert!(numbers[0].ends_with("type | string | integer"), "{numbers:?}");
        let narrowed_by_reference = told(&with(|body| {
            body["properties"]["registered_address"] = json!({ "allOf": [
                { "$ref": "#/components/schemas/Address" }, { "required": ["postal_code"] },
            ] });
        }));
        assert_eq!(
            narrowed_by_reference,
            ["/registered_address/postal_code | required | optional | required"]
        );
    }

    #[test]
    fn a_field_that_takes_nothing_is_not_there() {
        let forbidden = told(&with(|body| body["properties"]["email"] = json!(false)));
        assert_eq!(forbidden, ["/email | field | there | not there"]);
        assert_eq!(
            told(&with(|body| body["properties"]["email"] = json!(true))),
            [""; 0],
            "nothing is said of it"
        );
    }

    #[test]
    fn what_it_does_not_read_is_said() {
        for (keyword, said) in [
            ("dependentRequired", json!({ "tax_id": ["tax_type"] })),
            ("dependentSchemas", json!({ "tax_id": { "properties": { "new": {} } } })),
            ("if", json!({ "required": ["tax_id"] })),
            ("then", json!({ "properties": { "new": {} } })),
            ("not", json!({ "required": ["tax_id"] })),
            ("patternProperties", json!({ "^x_": {} })),
            ("additionalProperties", json!({ "type": "string" })),
            ("anyOf", json!([{ "required": ["email"] }, { "required": ["tax_id"] }])),
            ("oneOf", json!([{ "properties": { "new": {} } }, { "properties": { "newer": {} } }])),
        ] {
            let changed = with(|body| body[keyword] = said);
            let unread = places(&changed, body(&changed).expect("a body")).expect("it can be read").unread;
            let word = if keyword.ends_with("Of") { "alternatives" } else { keyword };
            assert!(
                unread.len() == 1 && unread.iter().all(|said| said.contains(word)),
                "{keyword}: {unread:?}"
            );
        }
    }
}
