//! Holds the English wording against the codes and the table: nothing is without words, no words are for nothing.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::{BTreeMap, BTreeSet};

use kyb_patch::schema::{ADDRESS, CHOICES, CUSTOMER, DOCUMENT, ID_DOCUMENT, PERSON};
use kyb_patch::{KybStatus, codes};
use serde_json::{Map, Value};

fn section(name: &str) -> Map<String, Value> {
    let english: Value = serde_json::from_str(include_str!("../npm/messages/en.json")).expect("JSON");
    english[name].as_object().expect("a section").clone()
}

fn keys(map: &Map<String, Value>) -> BTreeSet<&str> {
    map.keys().map(String::as_str).collect()
}

/// The names in braces.
fn names(template: &str) -> Vec<&str> {
    template.split('{').skip(1).map(|piece| piece.split_once('}').expect("a closed brace").0).collect()
}

#[test]
fn every_code_has_a_message_and_every_message_a_code() {
    let issues = section("issues");
    let codes: BTreeSet<&str> = codes().map(|code| code.name).collect();
    assert_eq!(keys(&issues), codes);
}

#[test]
fn a_message_names_only_what_its_issues_carry() {
    let issues = section("issues");
    for code in codes() {
        for name in names(issues[code.name].as_str().expect("a text")) {
            assert!(
                name == "field" || code.params.iter().any(|param| param.name() == name),
                "{}: {{{name}}}",
                code.name
            );
        }
    }
}

#[test]
fn a_message_is_one_or_two_short_sentences() {
    for (code, template) in section("issues") {
        let template = template.as_str().expect("a text");
        let sentences = template.split_terminator(". ").count();
        assert!(sentences <= 2 && template.ends_with('.'), "{code}: {template}");
        assert!(template.chars().count() <= 120, "{code}: {template}");
        assert!(template.starts_with(char::is_uppercase), "{code}: {template}");
    }
}

#[test]
fn every_member_has_a_label() {
    let fields = section("fields");
    let members: BTreeSet<&str> = [&CUSTOMER, &ADDRESS, &PERSON, &ID_DOCUMENT, &DOCUMENT]
        .into_iter()
        .flat_map(|object| object.members)
        .map(|field| field.name)
        .collect();
    assert_eq!(keys(&fields), members);
}

#[test]
fn every_option_has_a_label_of_its_own() {
    let options = section("options");
    let mut lists: BTreeMap<&str, Vec<&str>> =
        CHOICES.iter().map(|choice| (choice.name, choice.options.to_vec())).collect();
    lists.insert("kyb_status", KybStatus::ALL.into_iter().map(KybStatus::name).collect());
    assert_eq!(keys(&options), lists.keys().copied().collect());
    for (name, values) in lists {
        let labels = options[name].as_object().expect("labels");
        assert_eq!(keys(labels), values.into_iter().collect(), "{name}");
        let distinct: BTreeSet<&str> = labels.values().filter_map(Value::as_str).collect();
        assert_eq!(distinct.len(), labels.len(), "{name}: two options that read alike");
        assert!(distinct.iter().all(|label| !label.trim().is_empty()), "{name}");
    }
}

#[test]
fn in_spanish_and_german_a_date_has_its_article() {
    for (messages, articles) in [
        (include_str!("../npm/messages/es.json"), ["el ", "del ", "al "]),
        (include_str!("../npm/messages/de.json"), ["dem ", "den ", "am "]),
    ] {
        let messages: Value = serde_json::from_str(messages).expect("JSON");
        for (code, template) in messages["issues"].as_object().expect("a section") {
            let template = template.as_str().expect("a text");
            for date in ["{latest}", "{earliest}"] {
                let Some((before, _)) = template.split_once(date) else { continue };
                assert!(articles.iter().any(|article| before.ends_with(article)), "{code}: {template}");
            }
        }
    }
}

#[test]
fn in_spanish_and_german_one_kind_of_document_alone_is_that_of_the_founding() {
    for (messages, founding) in [
        (include_str!("../npm/messages/es.json"), "constitu"),
        (include_str!("../npm/messages/de.json"), "gründung"),
    ] {
        let messages: Value = serde_json::from_str(messages).expect("JSON");
        let labels = messages["options"]["document_type"].as_object().expect("labels");
        let founding = labels
            .iter()
            .filter(|(_, label)| label.as_str().expect("a text").to_lowercase().contains(founding));
        assert_eq!(founding.map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["formation_document"]);
    }
}
