//! A customer from nothing to the queue of reviewers.

use serde_json::{Value, json};

use super::harness::*;

const JSON: [(&str, &str); 2] = [("authorization", KEY), ("content-type", "application/json")];

fn post(server: &Server, path: &str, body: &Value) -> Answer {
    server.send("POST", path, &JSON, body.to_string().as_bytes())
}

/// All that a customer needs to leave `init`, but the agreement to the terms.
fn whole() -> Value {
    let mut signer = person("Åse");
    signer["is_signer"] = true.into();
    json!({
        "business_legal_name": "Østerbro Handel ApS",
        "business_description": "Sells bicycles in Copenhagen, and repairs them.",
        "email": "books@example.com",
        "business_type": "corporation",
        "business_industry": "459110",
        "registered_address":
            { "street_line_1": "Nygade 4", "city": "Aarhus", "state": "Midtjylland", "postal_code": "8000", "country": "DNK" },
        "date_of_incorporation": "2019-04-01",
        "associated_persons": [signer],
        "account_purpose": "payroll",
        "source_of_funds": ["sales_of_goods_and_services"],
        "documents": [{ "doc_type": "registration_document", "file": data_uri("application/pdf", PDF) }],
        "publicly_traded": false,
        "estimated_annual_revenue_usd": "100000_999999",
        "expected_monthly_fiat_deposits": "0_99999",
        "expected_monthly_fiat_withdrawals": "0_99999",
        "tax_country": "DNK",
        "tax_id": "13585628",
        "tax_type": "CVR",
    })
}

fn agreed(server: &Server) -> Value {
    let link =
        post(server, "/v1/customers/tos_links", &json!({ "redirect_url": "https://example.com/back" }))
            .json();
    assert_eq!(
        (names(&link), &link["expires_in"]),
        (vec!["expires_in", "session_token", "url"], &json!(3600))
    );
    let path = format!("/v1/customers/tos_links/{}/sign", link["session_token"].as_str().unwrap());
    post(server, &path, &json!({})).json()["signed_agreement_id"].clone()
}

#[test]
fn a_complete_customer_is_made_and_queued() {
    let server = Server::start();
    let mut body = whole();
    body["signed_agreement_id"] = agreed(&server);
    let answer = post(&server, "/v1/customers", &body);
    assert_eq!(answer.status, 201, "{answer:?}");
    let customer = answer.json();
    assert_eq!(customer["status"], "PENDING_REVIEW");
    assert_eq!(customer["incorporation_country"], "DNK");
    assert!(customer["submitted_at"].is_string());
    assert_eq!(server.read(customer["customer_id"].as_str().unwrap()), customer);
    assert_eq!(server.get("/v1/customers").json()["total"], 10);

    // Where the integrator holds the terms itself.
    let mut body = whole();
    body["terms_signed_at"] = "2026-04-01T10:00:00.000Z".into();
    assert_eq!(post(&server, "/v1/customers", &body).status, 201);
}

#[test]
fn a_customer_that_lacks_something_is_not_made() {
    let server = Server::start();
    let mut body = whole();
    body["signed_agreement_id"] = agreed(&server);
    for name in ["email", "documents", "publicly_traded", "signed_agreement_id", "associated_persons"] {
        let mut without = body.clone();
        without.as_object_mut().unwrap().remove(name);
        let errors = post(&server, "/v1/customers", &without).broken();
        assert_eq!(errors, [(format!("/{name}"), "required".to_owned())], "{name}");
    }
    body["email"] = "nobody".into();
    let errors = post(&server, "/v1/customers", &body).broken();
    assert_eq!(errors, [("/email".to_owned(), "email_malformed".to_owned())]);
    let link = format!("Bearer {}", server.token(1));
    let headers = [("authorization", link.as_str()), JSON[1]];
    server.send("POST", "/v1/customers", &headers, b"{}").refused(403, "Forbidden");
    assert_eq!(server.get("/v1/customers").json()["total"], 9);
}

#[test]
fn leaves_init_by_itself_with_the_last_answer() {
    let server = Server::start();
    let Value::Object(mut fields) = whole() else { unreachable!() };
    fields.insert("terms_signed_at".into(), "2026-04-01T10:00:00.000Z".into());
    let last = fields.remove("tax_type").unwrap();
    let answer = server.put(INIT, Value::Object(fields).to_string());
    assert_eq!((answer.status, &answer.json()["status"]), (200, &json!("INIT")), "{answer:?}");
    let key = [("idempotency-key", "last")];
    let patch = json!({ "tax_type": last }).to_string();
    let answer = server.put_with(INIT, &key, &patch);
    assert_eq!((answer.status, &answer.json()["status"]), (200, &json!("PENDING_REVIEW")));
    assert!(answer.json()["submitted_at"].is_string());
    // The state is closed now, also for the same patch; its own key still tells what became of it.
    server.put(INIT, &patch).refused(400, "Bad_Request");
    assert_eq!(server.put_with(INIT, &key, &patch).header("idempotency-replayed"), "true");
}

#[test]
fn a_session_is_signed_once_and_ends_after_an_hour() {
    let server = Server::start();
    let session = post(&server, "/v1/customers/tos_links", &json!({})).json()["session_token"].clone();
    let session = session.as_str().unwrap();
    let path = format!("/v1/customers/tos_links/{session}/sign");
    let first = post(&server, &path, &json!({})).json();
    assert_eq!(post(&server, &path, &json!({})).json(), first);
    // The page that a person signs on has no key; the session lets it in.
    let page = server.send("POST", &format!("/console/terms/{session}"), &[], b"").json();
    assert_eq!(page["signed_agreement_id"], first["signed_agreement_id"]);
    server.send("POST", &path, &[], b"").refused(401, "Unauthorized");

    let data = rusqlite::Connection::open(server.data()).unwrap();
    data.execute("UPDATE terms_sessions SET expires_at = '2020-01-01T00:00:00.000Z'", []).unwrap();
    post(&server, &path, &json!({})).refused(404, "Not_Found");
    post(&server, "/v1/customers/tos_links/none/sign", &json!({})).refused(404, "Not_Found");
    for url in ["javascript:alert(1)", "nowhere", "ftp://example.com"] {
        post(&server, "/v1/customers/tos_links", &json!({ "redirect_url": url }))
            .refused(422, "Unprocessable_Entity");
    }
}

#[test]
fn documents_are_kept_with_type_size_and_hash() {
    let server = Server::start();
    let document =
        json!({ "doc_type": "other", "file": data_uri("application/pdf", PDF), "description": "d" });
    assert_eq!(server.put(INIT, json!({ "documents": [document] }).to_string()).status, 200);
    let kept: String = query(
        &server.data(),
        &format!(
            "SELECT mime || ' ' || size || ' ' || sha256 FROM documents JOIN files ON file = file_id
             WHERE documents.customer_id = '{INIT}'"
        ),
    );
    use sha2::Digest;
    let hash: String = sha2::Sha256::digest(PDF).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(kept, format!("application/pdf {} {hash}", PDF.len()));
}
