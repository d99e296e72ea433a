//! `GET /openapi.json`: the API that the sandbox plays, in OpenAPI 3.1, made from the table of fields.

use axum::response::Response;
use kyb_patch::KybStatus;
use kyb_patch::schema::{ADDRESS, CUSTOMER, DOCUMENT, Field, ID_DOCUMENT, Kind, Object, PERSON};
use serde_json::{Map, Value, json};

use super::wire::{FIELDS, LISTED, MEMBERS};
use crate::web;

/// Answers the document.
pub async fn serve() -> Response {
    web::json(&document())
}

/// The document.
pub fn document() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "KYB customers, as the sandbox plays them",
            "version": kyb_patch::RULES,
            "description": "What the schemas can't say, the rules do: POST /kyb/validate answers their report on a patch.",
        },
        "security": [{ "bearer": [] }, { "signature": [] }],
        "paths": paths(),
        "components": {
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer" },
                "signature": {
                    "type": "apiKey", "in": "header", "name": "Authorization",
                    "description": "OneMoney-HMAC-SHA256 {access_key}:{timestamp}:{signature}, with X-OM-Date: {timestamp}",
                },
            },
            "schemas": schemas(),
        },
    })
}

fn paths() -> Value {
    let customer = parameter("customer_id", "path", json!({ "type": "string" }));
    let person = parameter("associated_person_id", "path", json!({ "type": "string" }));
    let session = parameter("session_token", "path", json!({ "type": "string" }));
    let key = parameter(
        "Idempotency-Key",
        "header",
        json!({ "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$" }),
    );
    let statuses: Vec<&str> = KybStatus::ALL.into_iter().map(KybStatus::name).collect();
    let of_customer = [customer.clone()];
    let of_person = [customer.clone(), person];
    let list = [
        parameter("page", "query", json!({ "type": "integer", "minimum": 1, "default": 1 })),
        parameter("size", "query", json!({ "type": "integer", "minimum": 1, "maximum": 100, "default": 10 })),
        parameter("kyb_status", "query", json!({ "enum": statuses })),
    ];
    const READ: &[u16] = &[401, 404, 503];
    const WRITE: &[u16] = &[400, 401, 403, 404, 408, 409, 413, 415, 422, 503];
    let agreement = json!({
        "type": "object", "required": ["signed_agreement_id"],
        "properties": { "signed_agreement_id": { "type": "string", "format": "uuid" } },
    });
    let link = json!({
        "type": "object", "required": ["url", "session_token", "expires_in"],
        "properties": {
            "url": { "type": "string" }, "session_token": { "type": "string" }, "expires_in": { "type": "integer" },
        },
    });
    let wanted = json!({ "type": "object", "properties": { "redirect_url": { "type": ["string", "null"], "format": "uri" } } });
    let question = json!({
        "type": "object", "required": ["patch"], "additionalProperties": false,
        "properties": { "patch": {}, "context": { "type": ["object", "null"] } },
    });
    json!({
        "/v1/customers": {
            "get": operation("List customers", &list, None, 200, &refer("CustomerList"), &[400, 401, 403, 503]),
            "post": operation("Make a customer", &[], Some((refer("Patch"), true)), 201, &refer("Customer"), WRITE),
        },
        "/v1/customers/{customer_id}": {
            "get": operation("Read a customer", &of_customer, None, 200, &refer("Customer"), READ),
            "put": operation(
                "Update a customer", &[customer, key], Some((refer("Patch"), true)), 200, &refer("Customer"), WRITE,
            ),
        },
        "/v1/customers/{customer_id}/associated_persons": {
            "get": operation(
                "List the persons", &of_customer, None, 200,
                &json!({ "type": "array", "items": refer("StoredPerson") }), READ,
            ),
        },
        "/v1/customers/{customer_id}/associated_persons/{associated_person_id}": {
            "get": operation(
                "Read a person", &of_person, None, 200, &refer("StoredPerson"), READ,
            ),
            "put": operation(
                "Change a person", &of_person, Some((refer("PersonChange"), true)), 200,
                &refer("StoredPerson"), WRITE,
            ),
            "delete": operation("Remove a person", &of_person, None, 204, &Value::Null, &[400, 401, 403, 404, 503]),
        },
        "/v1/customers/tos_links": {
            "post": operation("Begin a terms session", &[], Some((wanted, false)), 200, &link, WRITE),
        },
        "/v1/customers/tos_links/{session_token}/sign": {
            "post": operation("Sign the terms", &[session], None, 200, &agreement, WRITE),
        },
        "/kyb/validate": {
            "post": open_to_all(operation(
                "Report on a patch", &[], Some((question, true)), 200, &refer("Report"), &[400, 403, 408, 413, 415, 503],
            )),
        },
    })
}

fn parameter(name: &str, place: &str, schema: Value) -> Value {
    json!({ "name": name, "in": place, "required": place == "path", "schema": schema })
}

/// `body`: its schema, and whether it must be there.
fn operation(
    summary: &str,
    parameters: &[Value],
    body: Option<(Value, bool)>,
    success: u16,
    answer: &Value,
    refusals: &[u16],
) -> Value {
    let content = |schema: &Value| json!({ "application/json": { "schema": schema } });
    let mut responses = Map::new();
    let answer = match answer {
        Value::Null => json!({ "description": "Done" }),
        schema => json!({ "description": "Done", "content": content(schema) }),
    };
    responses.insert(success.to_string(), answer);
    for status in refusals {
        let refused = json!({ "description": "Refused", "content": content(&refer("Problem")) });
        responses.insert(status.to_string(), refused);
    }
    let mut operation = json!({ "summary": summary, "parameters": parameters, "responses": responses });
    if let Some((schema, required)) = body {
        operation["requestBody"] = json!({ "required": required, "content": content(&schema) });
    }
    operation
}

fn open_to_all(mut operation: Value) -> Value {
    operation["security"] = json!([]);
    operation
}

fn refer(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn schemas() -> Value {
    let text = json!({ "type": "string" });
    let instant = json!({ "type": "string", "format": "date-time" });
    let mut customer = shown(&CUSTOMER, &FIELDS, &["email", "business_legal_name"]);
    let statuses: Vec<String> =
        KybStatus::ALL.iter().map(|status| status.name().to_ascii_uppercase()).collect();
    for (name, schema) in [
        ("customer_id", &text),
        ("status", &json!({ "enum": statuses })),
        ("created_at", &instant),
        ("updated_at", &instant),
        ("associated_persons", &json!({ "type": "array", "items": refer("StoredPerson") })),
    ] {
        require(&mut customer, name, schema);
    }
    for (name, schema) in [
        ("incorporation_country", &text),
        ("incorporation_state", &text),
        ("review_issues", &json!({ "type": "object" })),
        ("submitted_at", &instant),
    ] {
        customer["properties"][name] = schema.clone();
    }
    let mut listed = shown(&CUSTOMER, &LISTED, &["email", "business_legal_name"]);
    let mut person = shown(&PERSON, &MEMBERS, &["first_name", "last_name", "email", "birth_date"]);
    for name in ["created_at", "updated_at"] {
        require(&mut listed, name, &instant);
        require(&mut person, name, &instant);
    }
    require(&mut listed, "customer_id", &text);
    require(&mut listed, "status", &json!({ "enum": statuses }));
    for name in ["associated_person_id", "applicant_type", "title"] {
        require(&mut person, name, &text);
    }
    let mut change = sent(&PERSON);
    change["required"] = json!([]);
    let fault = json!({
        "type": "object", "required": ["pointer", "code", "detail"],
        "properties": { "pointer": text, "code": text, "detail": text },
    });
    json!({
        "Patch": sent(&CUSTOMER),
        "Address": sent(&ADDRESS),
        "Person": sent(&PERSON),
        "PersonChange": change,
        "IdDocument": sent(&ID_DOCUMENT),
        "Document": sent(&DOCUMENT),
        "Customer": customer,
        "StoredPerson": person,
        "CustomerList": {
            "type": "object", "required": ["customers", "total"],
            "properties": { "customers": { "type": "array", "items": listed }, "total": { "type": "integer" } },
        },
        "Problem": {
            "type": "object", "required": ["code", "status", "detail", "instance"],
            "properties": {
                "code": text, "status": { "type": "integer" }, "detail": text, "instance": text,
                "errors": { "type": "array", "items": fault },
            },
        },
        "Report": {
            "type": "object", "required": ["ok", "issues", "rules"],
            "properties": {
                "ok": { "type": "boolean" },
                "rules": text,
                "issues": { "type": "array", "items": {
                    "type": "object", "required": ["path", "code", "severity", "params", "message"],
                    "properties": {
                        "path": text, "code": text, "severity": { "enum": ["error", "warning"] },
                        "params": { "type": "object" }, "suggestion": text, "message": text,
                    },
                } },
            },
        },
    })
}

/// An object as a body has it: null stands for absent where a member may be left out.
fn sent(object: &Object) -> Value {
    let mut properties = Map::new();
    for field in object.members {
        let mut schema = of(&field.kind);
        if !field.required {
            schema = json!({ "anyOf": [schema, { "type": "null" }] });
        }
        schema["description"] = field.doc.into();
        properties.insert(field.name.to_owned(), schema);
    }
    let required: Vec<&str> = object.members.iter().filter(|field| field.required).map(|f| f.name).collect();
    json!({ "type": "object", "properties": properties, "required": required })
}

/// An object as a read shows it.
fn shown(object: &Object, names: &[&str], required: &[&str]) -> Value {
    let known = |name: &&str| -> Option<&Field> { object.members.iter().find(|field| field.name == *name) };
    let properties: Map<String, Value> =
        names.iter().filter_map(known).map(|field| (field.name.to_owned(), of(&field.kind))).collect();
    json!({ "type": "object", "properties": properties, "required": required })
}

fn require(object: &mut Value, name: &str, schema: &Value) {
    object["properties"][name] = schema.clone();
    if let Some(required) = object["required"].as_array_mut() {
        required.push(name.into());
    }
}

fn of(kind: &Kind) -> Value {
    match kind {
        Kind::Text(text) if text.max > 0 => json!({ "type": "string", "maxLength": text.max }),
        Kind::Text(_) | Kind::Website => json!({ "type": "string" }),
        Kind::Email => json!({ "type": "string", "format": "email" }),
        Kind::Naics => json!({ "type": "string", "pattern": "^[0-9]{2,6}$" }),
        Kind::Choice(choice) => json!({ "enum": choice.options }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Percentage => json!({ "type": "number", "minimum": 0.01, "maximum": 100 }),
        Kind::Date(_) => json!({ "type": "string", "format": "date" }),
        Kind::Timestamp => json!({ "type": "string", "format": "date-time" }),
        Kind::Uuid => json!({ "type": "string", "format": "uuid" }),
        Kind::Country => json!({ "type": "string", "pattern": "^[A-Z]{3}$" }),
        Kind::File(_) => json!({ "type": "string" }),
        Kind::Object(object) => refer(match object.name {
            "address" => "Address",
            "person" => "Person",
            "id_document" => "IdDocument",
            _ => "Document",
        }),
        Kind::List(kind) => json!({ "type": "array", "items": of(kind) }),
        // Of a context alone.
        Kind::Map(_) | Kind::Plain | Kind::Stored => json!({}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_the_table_is_there_and_every_reference_leads_somewhere() {
        let document = document();
        let schemas = &document["components"]["schemas"];
        for (name, object) in
            [("Patch", &CUSTOMER), ("Address", &ADDRESS), ("Person", &PERSON), ("Document", &DOCUMENT)]
        {
            let properties = schemas[name]["properties"].as_object().unwrap();
            assert!(object.members.iter().all(|field| properties.contains_key(field.name)), "{name}");
        }
        let text = document.to_string();
        for reference in text.split("#/components/schemas/").skip(1) {
            let name = reference.split('"').next().unwrap();
            assert!(schemas[name].is_object(), "{name}");
        }
    }
}
