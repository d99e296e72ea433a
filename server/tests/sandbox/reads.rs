use serde_json::{Value, json};

use super::harness::*;

#[test]
fn lists_customers_by_page_and_by_state() {
    let server = Server::start();
    let all = server.get("/v1/customers").json();
    assert_eq!(names(&all), ["customers", "total"]);
    assert_eq!((all["total"].as_u64(), all["customers"].as_array().unwrap().len()), (Some(9), 9));
    assert_eq!(
        names(&all["customers"][1]),
        [
            "business_legal_name",
            "business_type",
            "created_at",
            "customer_id",
            "email",
            "status",
            "updated_at"
        ],
    );
    assert!(!names(&all["customers"][0]).contains(&"business_type"));

    let page = server.get("/v1/customers?page=3&size=4").json();
    assert_eq!((page["total"].as_u64(), &page["customers"][0]), (Some(9), &all["customers"][8]));
    let beyond = server.get("/v1/customers?page=18446744073709551615&size=100").json();
    assert_eq!(beyond, json!({ "customers": [], "total": 9 }));

    for state in STATES {
        for written in [state.to_owned(), state.to_ascii_uppercase()] {
            let some = server.get(&format!("/v1/customers?kyb_status={written}")).json();
            assert_eq!(some["total"], 1, "{written}");
            assert_eq!(some["customers"][0]["status"], state.to_ascii_uppercase());
        }
    }
}

#[test]
fn refuses_a_list_that_it_can_not_make() {
    let server = Server::start();
    for query in [
        "page=0",
        "page=-1",
        "page=x",
        "page=",
        "page=1.5",
        "page=99999999999999999999",
        "size=0",
        "size=101",
        "size=%2B5",
        "kyb_status=unknown",
        "kyb_status=",
        "page=1&page=2",
    ] {
        server.get(&format!("/v1/customers?{query}")).refused(400, "Bad_Request");
    }
}

#[test]
fn shows_what_a_read_shows_and_nothing_else() {
    let server = Server::start();
    let poor = server.read(INIT);
    assert_eq!(
        names(&poor),
        [
            "associated_persons",
            "business_legal_name",
            "created_at",
            "customer_id",
            "email",
            "status",
            "updated_at"
        ],
    );
    assert_eq!((poor["status"].as_str(), &poor["associated_persons"]), (Some("INIT"), &json!([])));

    let rich = server.read(PENDING);
    assert_eq!(
        names(&rich),
        [
            "associated_persons",
            "business_description",
            "business_industry",
            "business_legal_name",
            "business_registration_number",
            "business_type",
            "created_at",
            "customer_id",
            "date_of_incorporation",
            "email",
            "incorporation_country",
            "incorporation_state",
            "physical_address",
            "primary_website",
            "publicly_traded",
            "registered_address",
            "review_issues",
            "status",
            "submitted_at",
            "tax_country",
            "tax_id",
            "tax_type",
            "updated_at",
        ],
    );
    assert_eq!(rich["status"], "PENDING_RESPONSE");
    assert_eq!(rich["registered_address"]["city"], "Wrocław");
    let issues = &rich["review_issues"];
    assert_eq!(names(&issues["company_issues"]), ["company_name", "description", "reject_reason"]);
    let flagged = &issues["associated_person_issues"][0]["associated_person_id"];
    assert_eq!(flagged, &rich["associated_persons"][1]["associated_person_id"]);
    assert_eq!(server.read(&customer(3))["terms_signed_at"], "2025-09-14T10:12:00+09:00");
}

#[test]
fn lists_persons_as_a_bare_array_without_ids_tax_data_and_files() {
    let server = Server::start();
    let persons = server.get(&format!("/v1/customers/{PENDING}/associated_persons")).json();
    assert_eq!(persons.as_array().map(Vec::len), Some(2));
    assert_eq!(persons, server.read(PENDING)["associated_persons"]);
    let without: Vec<_> = names(&persons[0]);
    assert_eq!(
        without,
        [
            "applicant_type",
            "associated_person_id",
            "birth_date",
            "created_at",
            "email",
            "first_name",
            "has_control",
            "has_ownership",
            "is_director",
            "is_signer",
            "last_name",
            "ownership_percentage",
            "primary_nationality",
            "residential_address",
            "title",
            "updated_at",
        ],
    );
    assert_eq!(persons[1]["middle_name"], "Þór");
    assert_eq!(server.get(&format!("/v1/customers/{INIT}/associated_persons")).json(), json!([]));
}

#[test]
fn times_are_utc_with_milliseconds() {
    let server = Server::start();
    let read = server.read(PENDING);
    for name in ["created_at", "updated_at", "submitted_at"] {
        let time = read[name].as_str().unwrap();
        assert!(time.len() == 24 && time.ends_with('Z') && time.as_bytes()[10] == b'T', "{name}: {time}");
    }
    assert!(read["created_at"].as_str() < read["updated_at"].as_str());
}

#[test]
fn asks_for_the_access_key() {
    let server = Server::start();
    let customer = format!("/v1/customers/{INIT}");
    for (method, path) in [
        ("GET", "/v1/customers"),
        ("GET", &customer),
        ("PUT", &customer),
        ("GET", &format!("{customer}/associated_persons")),
    ] {
        for headers in [
            vec![],
            vec![("authorization", "Bearer wrong")],
            vec![("authorization", "Bearer ")],
            vec![("authorization", "Basic dGVzdF9hY2Nlc3Nfa2V5")],
            vec![("authorization", "test_access_key")],
            vec![("authorization", KEY), ("authorization", KEY)],
        ] {
            let answer = server.send(method, path, &headers, b"");
            let body = answer.refused(401, "Unauthorized");
            assert_eq!(body["instance"], *path);
            assert_eq!(answer.header("www-authenticate"), "Bearer");
        }
    }
    assert_eq!(
        server.send("GET", &customer, &[("authorization", "bearer test_access_key")], b"").status,
        200
    );
}

#[test]
fn says_that_there_is_no_such_customer_or_path() {
    let server = Server::start();
    for id in [
        "00000000-0000-4000-8000-000000000099",
        "x",
        "%ff",
        "%00",
        "' OR 1=1 --".replace(' ', "%20").as_str(),
    ] {
        server.get(&format!("/v1/customers/{id}")).refused(404, "Not_Found");
        server.get(&format!("/v1/customers/{id}/associated_persons")).refused(404, "Not_Found");
        server.put(id, "{}").refused(404, "Not_Found");
    }
    for path in ["/v1", "/v1/customers/", "/v1/customer", "/kyb", "/nothing"] {
        server.get(path).refused(404, "Not_Found");
    }
    // As some clients spell it. Whatever the method, nothing is there: not a path that takes other methods.
    let persons = format!("/v1/customers/{INIT}/associated-persons");
    for method in ["GET", "POST", "PUT", "DELETE"] {
        let answer = server.send(method, &persons, &[("authorization", KEY)], b"");
        assert_eq!(answer.refused(404, "Not_Found")["instance"], *persons, "{method}");
    }
}

#[test]
fn names_the_methods_that_a_path_takes() {
    let server = Server::start();
    let customer = format!("/v1/customers/{INIT}");
    for (method, path, allowed) in [
        ("DELETE", customer.as_str(), "GET,HEAD,PUT"),
        ("PATCH", "/v1/customers", "GET,HEAD,POST"),
        ("GET", "/kyb/validate", "POST"),
        ("POST", "/index.html", "GET,HEAD"),
    ] {
        let answer = server.send(method, path, &[("authorization", KEY)], b"");
        answer.refused(405, "Method_Not_Allowed");
        assert_eq!(answer.header("allow").replace(' ', ""), allowed, "{method} {path}");
    }
}

#[test]
fn an_answer_of_the_api_is_not_kept() {
    let server = Server::start();
    let answer = server.get(&format!("/v1/customers/{INIT}"));
    assert_eq!(
        (answer.header("cache-control"), answer.header("content-type")),
        ("no-store", "application/json")
    );
    assert_eq!(answer.header("x-request-id").len(), 16);
    let text = answer.json();
    assert_ne!(text, Value::Null);
}
