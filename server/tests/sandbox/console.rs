//! The console: what it shows and what it moves. Its page is held in `tests/form/console.test.js`.

use serde_json::{Value, json};

use super::harness::*;

const JSON: (&str, &str) = ("content-type", "application/json");

fn ask(server: &Server, path: &str) -> Value {
    let answer = server.send("GET", &format!("/console/customers{path}"), &[], b"");
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

fn set(server: &Server, path: &str, body: &Value) -> Answer {
    server.send("PUT", &format!("/console/customers/{path}"), &[JSON], body.to_string().as_bytes())
}

#[test]
fn lists_every_customer_and_serves_its_page() {
    let server = Server::start();
    let list = ask(&server, "");
    assert_eq!((&list["total"], list["customers"].as_array().map(Vec::len)), (&json!(9), Some(9)));
    assert_eq!(list["customers"][1]["kyc_model"], "license_as_a_service");
    assert_eq!(ask(&server, "?page=1")["customers"], json!([]));
    server.send("GET", "/console/customers?page=x", &[], b"").refused(400, "Bad_Request");
    let page = server.send("GET", "/console/", &[], b"");
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(page.header("content-security-policy").contains("require-trusted-types-for 'script'"));
    for name in
        ["console.js", "console.css", "customer.js", "customers.js", "issues.js", "requests.js", "page.js"]
    {
        assert_eq!(server.send("GET", &format!("/console/{name}"), &[], b"").status, 200, "{name}");
    }
    server.send("GET", "/console/other.js", &[], b"").refused(404, "Not_Found");
}

#[test]
fn moves_a_customer_as_compliance_would() {
    let server = Server::start();
    let moved = set(&server, &format!("{INIT}/status"), &json!({ "status": "under_review" })).json();
    assert_eq!(moved["customer"]["status"], "UNDER_REVIEW");
    assert!(moved["customer"]["submitted_at"].is_string());
    server.put(INIT, "{}").refused(400, "Bad_Request");
    let submitted = moved["customer"]["submitted_at"].clone();
    for status in STATES {
        let moved = set(&server, &format!("{INIT}/status"), &json!({ "status": status })).json();
        assert_eq!(moved["customer"]["status"], status.to_ascii_uppercase());
        assert_eq!(moved["customer"]["submitted_at"], submitted, "it was submitted once");
    }
    set(&server, &format!("{INIT}/status"), &json!({ "status": "lost" }))
        .refused(422, "Unprocessable_Entity");
    set(&server, &format!("{INIT}/status"), &json!({})).refused(400, "Bad_Request");
    set(&server, "nobody/status", &json!({ "status": "init" })).refused(404, "Not_Found");
}

#[test]
fn writes_review_issues_that_a_read_shows() {
    let server = Server::start();
    let persons = server.read(PENDING)["associated_persons"].clone();
    let path = format!("{PENDING}/review_issues");
    let issues = json!({
        "company_issues": { "reject_reason": " Too old ", "description": "A newer one, please." },
        "associated_person_issues": [{
            "associated_person_id": persons[0]["associated_person_id"], "reject_reason": "Blurred", "description": "Again.",
        }],
    });
    assert_eq!(set(&server, &path, &issues).status, 200);
    let name = format!(
        "{} {}",
        persons[0]["first_name"].as_str().unwrap(),
        persons[0]["last_name"].as_str().unwrap()
    );
    let shown = server.read(PENDING);
    assert_eq!(
        shown["review_issues"],
        json!({
            "company_issues": {
                "company_name": shown["business_legal_name"], "reject_reason": "Too old", "description": "A newer one, please.",
            },
            "associated_person_issues": [{
                "associated_person_id": persons[0]["associated_person_id"], "name": name,
                "reject_reason": "Blurred", "description": "Again.",
            }],
        })
    );
    for wrong in [
        json!({ "company_issues": { "reject_reason": " ", "description": "x" } }),
        json!({ "company_issues": { "reject_reason": "x".repeat(2001), "description": "x" } }),
        json!({ "associated_person_issues":
            [{ "associated_person_id": "nobody", "reject_reason": "x", "description": "x" }] }),
    ] {
        set(&server, &path, &wrong).refused(422, "Unprocessable_Entity");
    }
    for wrong in [
        json!({ "other": 1 }),
        json!([null, []]),
        json!({ "company_issues": ["Blurred", "Again."] }),
        json!({ "associated_person_issues": [[persons[0]["associated_person_id"], "Blurred", "Again."]] }),
    ] {
        set(&server, &path, &wrong).refused(400, "Bad_Request");
    }
    assert_eq!(server.read(PENDING)["review_issues"], shown["review_issues"]);
    assert_eq!(set(&server, &path, &json!({})).status, 200);
    assert_eq!(server.read(PENDING).get("review_issues"), None);
}

#[test]
fn tells_the_recent_requests_of_a_customer_and_nothing_personal() {
    let server = Server::start();
    let agent = ("user-agent", "a-client/1.0");
    server.put_with(INIT, &[agent], json!({ "associated_persons": [person("Åse")] }).to_string());
    server.put_with(INIT, &[agent], "{").refused(400, "Bad_Request");
    server.get(&format!("/v1/customers/{INIT}?secret-tax-number=1"));
    server.get("/v1/customers/Nygade").refused(404, "Not_Found");
    server.get(&format!("/v1/customers/{PENDING}/associated_persons"));
    let id = server.read(INIT)["associated_persons"][0]["associated_person_id"].as_str().unwrap().to_owned();
    let path = format!("/v1/customers/{INIT}");
    assert_eq!(
        server
            .send("DELETE", &format!("{path}/associated_persons/{id}"), &[("authorization", KEY)], b"")
            .status,
        204
    );
    let looked = ask(&server, &format!("/{INIT}"));
    let told: Vec<_> = looked["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|seen| {
            (seen["method"].as_str().unwrap(), seen["path"].as_str().unwrap(), seen["status"].as_u64())
        })
        .collect();
    let of_person = format!("{path}/associated_persons/{id}");
    assert_eq!(
        told,
        [
            ("DELETE", of_person.as_str(), Some(204)),
            ("GET", &path, Some(200)),
            ("GET", &path, Some(200)),
            ("PUT", &path, Some(400)),
            ("PUT", &path, Some(200)),
        ]
    );
    let first = &looked["requests"][4];
    assert_eq!(names(first), ["at", "method", "ms", "path", "status", "user_agent"]);
    assert_eq!(first["user_agent"], "a-client/1.0");
    let text = looked["requests"].to_string();
    assert!(
        ["Åse", "secret-", "Nygade", "Bearer", "test_access_key"].iter().all(|word| !text.contains(word)),
        "{text}"
    );
}

#[test]
fn makes_a_link_to_the_form() {
    let server = Server::start();
    let made = server.send("POST", &format!("/console/customers/{INIT}/link"), &[], b"").json();
    let link = made["link"].as_str().unwrap().to_owned();
    let (_, token) = link.split_once("&token=").unwrap();
    let bearer = format!("Bearer {}", token.split('&').next().unwrap());
    assert_eq!(
        server.send("GET", &format!("/v1/customers/{INIT}"), &[("authorization", &bearer)], b"").status,
        200
    );
    server.send("POST", "/console/customers/nobody/link", &[], b"").refused(404, "Not_Found");
}

#[test]
fn a_list_in_place_of_an_object_is_refused() {
    let server = Server::start();
    let before = server.read(INIT);
    let to = |part: &str| format!("/console/customers/{INIT}/{part}");
    let status = to("status");
    server.send("PUT", &status, &[JSON], br#"["approved"]"#).refused(400, "Bad_Request");
    let issues = to("review_issues");
    server
        .send("PUT", &issues, &[JSON], br#"[{"reject_reason":"x","description":"y"},[]]"#)
        .refused(400, "Bad_Request");
    let with_key = [JSON, ("authorization", KEY)];
    server.send("POST", "/v1/customers/tos_links", &with_key, b"[null]").refused(400, "Bad_Request");
    let session = server.send("POST", "/v1/customers/tos_links", &with_key, b" \n{}").json();
    assert!(session["session_token"].is_string());
    assert_eq!(server.read(INIT), before);
}

#[test]
fn a_page_of_another_origin_moves_nothing() {
    let server = Server::start();
    let session =
        server.send("POST", "/v1/customers/tos_links", &[JSON, ("authorization", KEY)], b"{}").json();
    let terms = format!("/console/terms/{}", session["session_token"].as_str().unwrap());
    let before = server.read(INIT);
    let calls: [(&str, String, &[u8]); 4] = [
        ("PUT", format!("/console/customers/{INIT}/status"), br#"{"status":"approved"}"#),
        (
            "PUT",
            format!("/console/customers/{INIT}/review_issues"),
            br#"{"company_issues":{"reject_reason":"x","description":"y"}}"#,
        ),
        ("POST", format!("/console/customers/{INIT}/link"), b""),
        ("POST", terms.clone(), b""),
    ];
    for (method, path, body) in &calls {
        for stranger in [
            ("origin", "https://evil.example"),
            ("origin", "null"),
            ("origin", "http://127.0.0.1:1"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ] {
            server.send(method, path, &[JSON, stranger], body).refused(403, "Forbidden");
        }
        // What a form of another page can send without being asked about it first.
        if !body.is_empty() {
            let plain = server.send(method, path, &[("content-type", "text/plain")], body);
            plain.refused(415, "Unsupported_Media_Type");
        }
        // What a browser asks before it sends JSON to another origin: nobody says yes.
        let asked = [("origin", "https://evil.example"), ("access-control-request-method", *method)];
        let asked = server.send("OPTIONS", path, &asked, b"");
        assert!(asked.status >= 400 && asked.header("access-control-allow-origin").is_empty(), "{asked:?}");
    }
    assert_eq!(server.read(INIT), before);
}

#[test]
fn a_page_of_another_origin_reads_nothing() {
    let server = Server::start();
    for path in ["/console/customers", &format!("/console/customers/{INIT}"), "/console/"] {
        let answer = server.send("GET", path, &[("origin", "https://evil.example")], b"");
        assert_eq!(answer.header("access-control-allow-origin"), "", "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
    }
    let renamed = "GET /console/customers HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
    assert!(server.raw(renamed.as_bytes()).starts_with("HTTP/1.1 421"), "DNS rebinding");
}
