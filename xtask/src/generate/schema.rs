//! The JSON Schema of the body, from the table: its shape, not its rules.
//!
//! It says what types, members, words and limits there are. Whether a date or a country is one, and all that is asked
//! across values, is the rules' to say.

use std::fmt::Write as _;

use anyhow::{Result, bail};
use kyb_patch::schema::{CUSTOMER, Field, Kind, Object};
use serde_json::json;

use super::Made;

/// The most characters of an industry that the API takes (contract, business_industry).
const NAICS: u32 = 10;

/// The schema as a file for other tools, and as a module.
pub fn make() -> Result<[Made; 2]> {
    let body = object(&CUSTOMER, false)?;
    let document = format!(
        "{{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n  \"title\": \"Update Customer\",\n{}",
        body.strip_prefix("{\n").unwrap_or(&body)
    );
    let module = format!(
        "// Made by cargo xtask generate from src; do not edit.\n\
         /** The JSON Schema of the body, in the words that drafts 7 and 2020-12 share. */\n\
         export const schema = /* @__PURE__ */ JSON.parse('{}');\n",
        serde_json::from_str::<serde_json::Value>(&body)?
            .to_string()
            .replace('\\', "\\\\")
            .replace('\'', "\\'"),
    );
    Ok([
        Made { path: "npm/schema.json", text: format!("{document}\n") },
        Made { path: "npm/schema.js", text: module },
    ])
}

/// An object of the body. The API refuses what it does not know at the top alone.
fn object(object: &Object, nullable: bool) -> Result<String> {
    let mut text = String::from("{\n");
    writeln!(text, "  \"type\": {},", types("object", nullable))?;
    if object.name == CUSTOMER.name {
        text.push_str("  \"additionalProperties\": false,\n");
    }
    let required: Vec<&str> =
        object.members.iter().filter(|field| field.required).map(|field| field.name).collect();
    if !required.is_empty() {
        writeln!(text, "  \"required\": {},", json!(required))?;
    }
    text.push_str("  \"properties\": {\n");
    for (place, field) in object.members.iter().enumerate() {
        let comma = if place + 1 < object.members.len() { "," } else { "" };
        let schema = described(field)?.replace('\n', "\n    ");
        writeln!(text, "    {}: {schema}{comma}", json!(field.name))?;
    }
    text.push_str("  }\n}");
    Ok(text)
}

/// A field: null is the same as leaving it out where it may be left out.
fn described(field: &Field) -> Result<String> {
    let schema = of(&field.kind, !field.required)?;
    let doc = json!(field.doc);
    Ok(match schema.strip_prefix("{\n") {
        Some(rest) => format!("{{\n  \"description\": {doc},\n{rest}"),
        None => schema.replacen('{', &format!("{{ \"description\": {doc},"), 1),
    })
}

fn of(kind: &Kind, nullable: bool) -> Result<String> {
    let text = |more: &str| format!("{{ \"type\": {}{more} }}", types("string", nullable));
    Ok(match kind {
        Kind::Text(limits) if limits.max > 0 => text(&format!(", \"maxLength\": {}", limits.max)),
        Kind::Text(_) | Kind::Email | Kind::Website | Kind::Country => text(""),
        Kind::Naics => text(&format!(", \"maxLength\": {NAICS}")),
        Kind::Date(_) => text(", \"format\": \"date\""),
        Kind::Timestamp => text(", \"format\": \"date-time\""),
        Kind::Uuid => text(", \"format\": \"uuid\""),
        Kind::File(_) => text(""),
        Kind::Flag => format!("{{ \"type\": {} }}", types("boolean", nullable)),
        Kind::Percentage => {
            format!("{{ \"type\": {}, \"minimum\": 0.01, \"maximum\": 100 }}", types("number", nullable))
        }
        Kind::Choice(choice) => {
            let mut words: Vec<_> = choice.options.iter().map(|word| json!(word)).collect();
            if nullable {
                words.push(json!(null));
            }
            format!("{{ \"enum\": {} }}", json!(words))
        }
        Kind::Object(inner) => object(inner, nullable)?,
        Kind::List(item) => {
            let item = of(item, false)?.replace('\n', "\n  ");
            format!("{{\n  \"type\": {},\n  \"items\": {item}\n}}", types("array", nullable))
        }
        Kind::Map(_) | Kind::Plain | Kind::Stored => bail!("{kind:?} has no schema of its own"),
    })
}

fn types(name: &str, nullable: bool) -> String {
    if nullable { json!([name, "null"]).to_string() } else { json!(name).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_left_out_may_be_null_and_what_must_be_there_may_not() {
        assert_eq!(of(&Kind::Flag, true).expect("a schema"), r#"{ "type": ["boolean","null"] }"#);
        assert_eq!(of(&Kind::Flag, false).expect("a schema"), r#"{ "type": "boolean" }"#);
    }

    #[test]
    fn every_field_is_in_it_with_its_meaning() {
        let [file, _] = make().expect("a schema");
        let schema: serde_json::Value = serde_json::from_str(&file.text).expect("JSON");
        for field in CUSTOMER.members {
            assert_eq!(schema["properties"][field.name]["description"], field.doc, "{}", field.name);
        }
    }
}
