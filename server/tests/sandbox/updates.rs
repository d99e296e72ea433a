use serde_json::{Value, json};

use super::harness::*;

#[test]
fn sets_what_is_sent_and_leaves_the_rest() {
    let server = Server::start();
    let before = server.read(PENDING);
    let patch = json!({
        "business_description": "Zażółć gęślą jaźń — 👓",
        "email": null,
        "registered_address": {
            "street_line_1": "Rynek 1", "street_line_2": null, "city": "Kraków", "state": "Małopolskie", "country": "POL",
        },
    });
    let answer = server.put(PENDING, patch.to_string());
    assert_eq!(answer.status, 200, "{}", answer.json());
    let after = answer.json();
    assert_eq!(after, server.read(PENDING));
    assert_eq!(after["business_description"], patch["business_description"]);
    // An address is set whole: what the new one lacks is gone.
    assert_eq!(
        after["registered_address"],
        json!({ "street_line_1": "Rynek 1", "city": "Kraków", "state": "Małopolskie", "country": "POL" }),
    );
    assert!(after["updated_at"].as_str() > before["updated_at"].as_str());
    let (mut after, mut before) = (after, before);
    for changed in ["business_description", "registered_address", "updated_at"] {
        after[changed] = Value::Null;
        before[changed] = Value::Null;
    }
    assert_eq!(after, before);
}

#[test]
fn an_empty_patch_changes_nothing() {
    let server = Server::start();
    let before = server.read(PENDING);
    for patch in ["{}", r#"{"email":null,"associated_persons":null,"documents":[]}"#] {
        let answer = server.put(PENDING, patch);
        assert_eq!((answer.status, answer.json()), (200, before.clone()));
    }
}

#[test]
fn keeps_what_a_read_never_shows() {
    let server = Server::start();
    let patch = json!({
        "account_purpose": "payroll",
        "source_of_funds": ["grants", "business_loans"],
        "source_of_wealth": ["inheritance"],
        "high_risk_activities": ["none_of_the_above"],
        "estimated_annual_revenue_usd": "2500000000_plus",
        "expected_monthly_fiat_deposits": "0_99999",
        "expected_monthly_fiat_withdrawals": "0_99999",
        "terms_signed_at": "2026-01-02T03:04:05Z",
    });
    let answer = server.put(INIT, patch.to_string());
    assert_eq!(answer.status, 200, "{}", answer.json());
    assert!(!names(&answer.json()).contains(&"account_purpose"));
    let fields: String =
        query(&server.data(), &format!("SELECT fields FROM customers WHERE customer_id = '{INIT}'"));
    let fields: Value = serde_json::from_str(&fields).unwrap();
    for (name, value) in patch.as_object().unwrap() {
        assert_eq!(&fields[name], value, "{name}");
    }
}

#[test]
fn adds_persons_and_documents_every_time() {
    let server = Server::start();
    let patch = json!({
        "associated_persons": [person("Åse"), person("Bjørn")],
        "documents": [{ "doc_type": "registration_document", "file": data_uri("application/pdf", PDF), "description": "extract" }],
    });
    let answer = server.put(INIT, patch.to_string());
    assert_eq!(answer.status, 200, "{}", answer.json());
    let first = answer.json()["associated_persons"].clone();
    assert_eq!(first.as_array().map(Vec::len), Some(2));
    assert_eq!((&first[0]["first_name"], &first[1]["first_name"]), (&json!("Åse"), &json!("Bjørn")));
    assert_eq!(first[0]["ownership_percentage"], 33.34);
    assert_ne!(first[0]["associated_person_id"], first[1]["associated_person_id"]);

    let again = server.put(
        INIT,
        json!({ "associated_persons": [person("Cyd")], "documents": patch["documents"] }).to_string(),
    );
    let persons = again.json()["associated_persons"].clone();
    assert_eq!(persons.as_array().map(Vec::len), Some(3));
    assert_eq!((&persons[0], &persons[1]), (&first[0], &first[1]));
    let documents: u32 =
        query(&server.data(), &format!("SELECT count(*) FROM documents WHERE customer_id = '{INIT}'"));
    assert_eq!(documents, 2);
}

#[test]
fn keeps_documents_with_type_size_hash_and_content() {
    let server = Server::start();
    let patch = json!({
        "associated_persons": [person("Åse")],
        "documents": [{ "doc_type": "flow_of_funds", "file": data_uri("application/pdf", PDF), "description": "flows" }],
    });
    let answer = server.put(INIT, patch.to_string());
    assert_eq!(answer.status, 200, "{}", answer.json());
    let data = server.data();
    let one = |sql: &str| -> String { query(&data, sql) };
    let of_document = "FROM documents d JOIN files f ON f.file_id = d.file WHERE d.customer_id = '00000000-0000-4000-8000-000000000001'";
    assert_eq!(
        one(&format!("SELECT d.fields {of_document}")),
        r#"{"description":"flows","doc_type":"flow_of_funds"}"#
    );
    assert_eq!(
        one(&format!("SELECT f.mime || ' ' || f.size {of_document}")),
        format!("application/pdf {}", PDF.len())
    );
    let content: Vec<u8> = query(&data, &format!("SELECT f.content {of_document}"));
    assert_eq!(content, PDF);
    use sha2::Digest;
    let hash: String = sha2::Sha256::digest(PDF).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(one(&format!("SELECT f.sha256 {of_document}")), hash);

    let of_person = "FROM associated_persons p JOIN id_documents i USING (associated_person_id) WHERE p.customer_id = '00000000-0000-4000-8000-000000000001'";
    assert_eq!(one(&format!("SELECT p.fields ->> 'tax_id' {of_person}")), "secret-tax-number-17");
    assert_eq!(
        one(&format!("SELECT i.fields ->> 'national_identity_number' {of_person}")),
        "secret-id-number-18"
    );
    let (front, back): (u32, Option<u32>) = (
        query(&data, &format!("SELECT i.image_front {of_person}")),
        query(&data, &format!("SELECT i.image_back {of_person}")),
    );
    assert!(front > 0 && back.is_none(), "a one-sided document has no back");
    assert_eq!(
        one(&format!(
            "SELECT f.mime {} ",
            of_person.replace("WHERE", "JOIN files f ON f.file_id = p.poa WHERE")
        )),
        "application/pdf"
    );
}

#[test]
fn nothing_is_stored_of_a_patch_with_one_error() {
    let server = Server::start();
    let before = server.read(INIT);
    let mut wrong = person("Dag");
    wrong["birth_date"] = json!("29/02/1984");
    let patch = json!({ "business_description": "new", "associated_persons": [person("Åse"), wrong] });
    assert_eq!(
        server.put(INIT, patch.to_string()).broken(),
        [("/associated_persons/1/birth_date".into(), "date_not_iso".into())]
    );
    assert_eq!(server.read(INIT), before);
    let files: u32 =
        query(&server.data(), &format!("SELECT count(*) FROM files WHERE customer_id = '{INIT}'"));
    assert_eq!(files, 0);
}

#[test]
fn takes_patches_in_the_two_open_states_alone() {
    let server = Server::start();
    for (place, state) in STATES.iter().enumerate() {
        let id = customer(place + 1);
        let before = server.read(&id);
        let answer = server.put(&id, r#"{"business_description":"changed"}"#);
        if matches!(*state, "init" | "pending_response") {
            assert_eq!(
                (answer.status, answer.json()["business_description"].as_str()),
                (200, Some("changed")),
                "{state}"
            );
            continue;
        }
        let body = answer.refused(400, "Bad_Request");
        assert_eq!(body["errors"][0]["code"], "status_not_editable", "{body}");
        assert_eq!(body["errors"][0]["pointer"], "");
        assert!(body["detail"].as_str().unwrap().contains(state), "{body}");
        assert_eq!(server.read(&id), before);
        // Whatever the patch: the state is the one thing that is wrong.
        server.put(&id, r#"{"email":7,"nonsense":1}"#).refused(400, "Bad_Request");
    }
}

#[test]
fn the_terms_follow_the_kyc_model() {
    let server = Server::start();
    let patch = r#"{"terms_signed_at":"2026-01-02T03:04:05Z"}"#;
    assert_eq!(server.put(INIT, patch).status, 200);
    let refused = server.put(PENDING, patch).broken();
    assert_eq!(refused, [("/terms_signed_at".into(), "terms_not_for_this_kyc_model".into())]);
}

#[test]
fn what_is_stored_counts() {
    let server = Server::start();
    // 60 and 40 per cent are stored: one more owner is worth a question, not a refusal.
    let answer = server.put(PENDING, json!({ "associated_persons": [person("Åse")] }).to_string());
    assert_eq!(answer.status, 200, "{}", answer.json());
    // An explanation that is stored need not come again with what asks for it.
    let first = server.put(INIT, r#"{"account_purpose":"other"}"#);
    assert_eq!(first.broken(), [("/account_purpose_other".into(), "explanation_missing".into())]);
    let both = r#"{"account_purpose":"other","account_purpose_other":"We pay choirs."}"#;
    assert_eq!(server.put(INIT, both).status, 200);
    assert_eq!(server.put(INIT, r#"{"account_purpose":"other"}"#).status, 200);
}

#[test]
fn writers_at_once_lose_nothing() {
    let server = Server::start();
    std::thread::scope(|scope| {
        for worker in 0..8 {
            let server = &server;
            scope.spawn(move || {
                for turn in 0..5 {
                    let mut one = person(&format!("W{worker} T{turn}"));
                    one["has_ownership"] = json!(false);
                    one.as_object_mut().unwrap().remove("ownership_percentage");
                    let answer = server.put(INIT, json!({ "associated_persons": [one] }).to_string());
                    assert_eq!(answer.status, 200, "{}", answer.json());
                    assert_eq!(server.get("/v1/customers").status, 200);
                }
            });
        }
    });
    let mut seen: Vec<String> = server.read(INIT)["associated_persons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|person| person["first_name"].as_str().unwrap().to_owned())
        .collect();
    seen.sort();
    let mut sent: Vec<String> =
        (0..8).flat_map(|worker| (0..5).map(move |turn| format!("W{worker} T{turn}"))).collect();
    sent.sort();
    assert_eq!(seen, sent);
}

#[test]
fn says_that_the_file_is_held_and_goes_on_reading() {
    let server = Server::start();
    let before = server.read(INIT);
    let other = rusqlite::Connection::open(server.data()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    std::thread::scope(|scope| {
        let writing = scope.spawn(|| server.put(INIT, r#"{"business_description":"held up"}"#));
        assert_eq!(server.read(INIT), before);
        let refused = writing.join().unwrap();
        refused.refused(503, "Service_Unavailable");
        assert_eq!(refused.header("retry-after"), "1");
    });
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(server.read(INIT), before);
    assert_eq!(server.put(INIT, r#"{"business_description":"held up"}"#).status, 200);
}
