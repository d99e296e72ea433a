use serde_json::{Value, json};

use super::harness::*;

const JSON: [(&str, &str); 2] = [("authorization", KEY), ("content-type", "application/json")];

/// A customer in `init` with two persons; answers their addresses.
fn with_two(server: &Server) -> [String; 2] {
    let patch = json!({ "associated_persons": [person("Åse"), person("Bjørn")] });
    let answer = server.put(INIT, patch.to_string());
    assert_eq!(answer.status, 200, "{answer:?}");
    let body = answer.json();
    [0, 1].map(|place| {
        let id = body["associated_persons"][place]["associated_person_id"].as_str().unwrap();
        format!("/v1/customers/{INIT}/associated_persons/{id}")
    })
}

fn change(server: &Server, path: &str, members: Value) -> Answer {
    server.send("PUT", path, &JSON, members.to_string().as_bytes())
}

fn files(server: &Server) -> u32 {
    query(&server.data(), &format!("SELECT count(*) FROM files WHERE customer_id = '{INIT}'"))
}

#[test]
fn a_person_is_read_changed_and_removed_at_its_own_address() {
    let server = Server::start();
    let [first, second] = with_two(&server);
    let before = server.get(&first).json();
    assert_eq!(before, server.read(INIT)["associated_persons"][0]);

    let answer =
        change(&server, &first, json!({ "first_name": "Åsa", "middle_name": "M", "last_name": null }));
    assert_eq!(answer.status, 200, "{answer:?}");
    let after = answer.json();
    assert_eq!((&after["first_name"], &after["middle_name"]), (&json!("Åsa"), &json!("M")));
    assert_eq!(after["last_name"], before["last_name"], "null leaves it as it is");
    assert_eq!(server.read(INIT)["associated_persons"][0], after);
    assert_eq!(server.read(INIT)["associated_persons"][1]["first_name"], "Bjørn");

    let kept = files(&server);
    assert_eq!(server.send("DELETE", &second, &JSON[..1], b"").status, 204);
    assert_eq!(server.read(INIT)["associated_persons"].as_array().map(Vec::len), Some(1));
    assert_eq!(files(&server), kept / 2, "its files are gone with it");
    for method in ["GET", "DELETE"] {
        server.send(method, &second, &JSON[..1], b"").refused(404, "Not_Found");
    }
    change(&server, &second, json!({})).refused(404, "Not_Found");
}

#[test]
fn a_change_of_nothing_leaves_the_time() {
    let server = Server::start();
    let [first, _] = with_two(&server);
    let before = server.read(INIT);
    assert_eq!(change(&server, &first, json!({ "first_name": null })).status, 200);
    assert_eq!(server.read(INIT), before);
}

#[test]
fn new_files_replace_the_old() {
    let server = Server::start();
    let [first, _] = with_two(&server);
    let before = files(&server);
    let new = person("Åse");
    let members = json!({ "poa": new["poa"], "identifying_information": new["identifying_information"] });
    assert_eq!(change(&server, &first, members).status, 200);
    assert_eq!(files(&server), before);
}

#[test]
fn the_rules_judge_a_person_as_it_would_be() {
    let server = Server::start();
    let [first, _] = with_two(&server);
    let before = server.read(INIT);
    for (members, pointer, code) in [
        (json!({ "birth_date": "1.2.1990" }), "/birth_date", "date_not_iso"),
        (json!({ "primary_nationality": "DK" }), "/primary_nationality", "not_iso_3166_alpha3"),
        (json!({ "ownership_percentage": 101 }), "/ownership_percentage", "ownership_out_of_range"),
        (
            json!({ "residential_address": { "city": "Oslo" } }),
            "/residential_address/street_line_1",
            "required",
        ),
    ] {
        let errors = change(&server, &first, members.clone()).broken();
        assert_eq!(errors[0], (pointer.to_owned(), code.to_owned()), "{members}");
    }
    for body in ["", "{"] {
        let answer = server.send("PUT", &first, &JSON, body.as_bytes());
        assert!(matches!(answer.status, 400 | 415), "{body}: {answer:?}");
    }
    for body in ["[]", "7", "null", r#""a""#] {
        let errors = server.send("PUT", &first, &JSON, body.as_bytes()).broken();
        assert_eq!(errors, [(String::new(), "wrong_type".to_owned())], "{body}");
    }
    for body in [r#"{"first_name":"Zed","first_name":null}"#, r#"{"first_name":null,"first_name":"Zed"}"#] {
        let errors = server.send("PUT", &first, &JSON, body.as_bytes()).broken();
        assert_eq!(errors, [("/first_name".to_owned(), "duplicate_key".to_owned())], "{body}");
    }
    assert_eq!(server.read(INIT), before);
}

#[test]
fn a_closed_state_takes_no_change_of_a_person() {
    let server = Server::start();
    let id = customer(3);
    let path = format!("/v1/customers/{id}/associated_persons");
    let persons = server.get(&path).json();
    let person = format!("{path}/{}", persons[0]["associated_person_id"].as_str().unwrap());
    for members in [json!({ "first_name": "X" }), json!([])] {
        change(&server, &person, members).refused(400, "Bad_Request");
    }
    server.send("DELETE", &person, &JSON[..1], b"").refused(400, "Bad_Request");
    assert_eq!(server.get(&path).json(), persons);
}

#[test]
fn a_link_opens_the_persons_of_its_customer_alone() {
    let server = Server::start();
    let [first, _] = with_two(&server);
    let own = format!("Bearer {}", server.token(1));
    let other = format!("Bearer {}", server.token(2));
    assert_eq!(server.send("GET", &first, &[("authorization", &own)], b"").status, 200);
    server.send("GET", &first, &[("authorization", &other)], b"").refused(404, "Not_Found");
    server.send("DELETE", &first, &[("authorization", &other)], b"").refused(404, "Not_Found");
    // A person is found under its own customer alone.
    let elsewhere = first.replace(INIT, PENDING);
    server.send("DELETE", &elsewhere, &JSON[..1], b"").refused(404, "Not_Found");
    assert_eq!(server.get(&first).status, 200);
}
