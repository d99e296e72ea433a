//! Holds the rules of tax numbers against their table: every example, every type in every country.
#![cfg(not(target_arch = "wasm32"))]

use kyb_patch::schema::TAX_TYPE;
use kyb_patch::{Context, Report, Severity, tax_format, validate};
use serde_json::{Map, Value as Json, json};
use toml::{Table, Value};

/// A country with numbers of its own and no entry for TIN and VAT.
const ELSEWHERE: &str = "USA";

/// An entry of the table: a type in its countries, with its examples.
struct Entry {
    kind: String,
    countries: Vec<String>,
    /// Whether a number that looks wrong is to be named.
    told: bool,
    /// Whether a shape that is wrong is an error.
    high: bool,
    /// A sign that is part of the number, if any.
    signs: bool,
    valid: Vec<String>,
    invalid: Vec<String>,
}

fn table() -> Table {
    include_str!("../data/tax_types.toml").parse().expect("the table is TOML")
}

fn texts(table: &Table, key: &str) -> Vec<String> {
    let list = table.get(key).and_then(Value::as_array);
    list.into_iter().flatten().map(|item| item.as_str().expect("a text").to_owned()).collect()
}

fn entries(name: &str) -> Vec<Entry> {
    let table = table();
    let text = |entry: &Table, key: &str| entry.get(key).and_then(Value::as_str).map(str::to_owned);
    let entry = |entry: &Value| {
        let entry = entry.as_table().expect("a table");
        let countries = match text(entry, "country") {
            Some(country) => vec![country],
            None => texts(entry, "countries"),
        };
        let any = countries == ["*"];
        let confidence = text(entry, "confidence").unwrap_or_else(|| "medium".into());
        Entry {
            kind: text(entry, "type").unwrap_or_else(|| if name == "vat" { "VAT" } else { "TIN" }.into()),
            countries: if any { vec![ELSEWHERE.into()] } else { countries },
            told: name != "fallback" && confidence != "low",
            high: confidence == "high" && !any,
            signs: entry.contains_key("significant"),
            valid: texts(entry, "valid"),
            invalid: texts(entry, "invalid"),
        }
    };
    table[name].as_array().expect("a list").iter().map(entry).collect()
}

fn all() -> Vec<Entry> {
    ["rule", "vat", "fallback"].into_iter().flat_map(entries).collect()
}

fn report(country: &str, kind: &str, number: &str) -> Report {
    let patch = json!({ "tax_country": country, "tax_type": kind, "tax_id": number });
    validate(patch.to_string().as_bytes(), &Context::default())
}

/// The codes of what is said, in order.
fn said(country: &str, kind: &str, number: &str) -> Vec<&'static str> {
    report(country, kind, number).issues.iter().map(|issue| issue.code).collect()
}

fn countries() -> Vec<String> {
    let iso: Map<String, Json> = serde_json::from_str(include_str!("../data/iso3166.json")).expect("JSON");
    iso.into_iter().map(|(code, _)| code).chain(["XKX".into()]).collect()
}

#[test]
fn knows_every_type_of_the_contract() {
    let rules = entries("rule");
    assert_eq!((rules.len(), entries("vat").len(), entries("fallback").len()), (94, 33, 37));
    for kind in TAX_TYPE.options {
        assert!(rules.iter().any(|rule| rule.kind == *kind), "{kind}");
    }
}

#[test]
fn takes_every_valid_example_in_its_own_country() {
    for entry in all() {
        for (country, number) in entry.countries.iter().flat_map(|c| entry.valid.iter().map(move |n| (c, n)))
        {
            let issues = said(country, &entry.kind, number);
            assert!(issues.is_empty(), "{country} {} {number}: {issues:?}", entry.kind);
        }
    }
}

#[test]
fn says_something_of_every_invalid_example() {
    for entry in all() {
        for (country, number) in
            entry.countries.iter().flat_map(|c| entry.invalid.iter().map(move |n| (c, n)))
        {
            let issues = said(country, &entry.kind, number);
            // What is empty has a fault of its own.
            let told = entry.told || number.is_empty();
            assert_eq!(!issues.is_empty(), told, "{country} {} {number}: {issues:?}", entry.kind);
        }
    }
}

#[test]
fn blanks_dots_dashes_slashes_and_small_letters_never_matter() {
    for entry in all() {
        for (country, number) in entry.countries.iter().flat_map(|c| entry.valid.iter().map(move |n| (c, n)))
        {
            let separators: &[&str] =
                if entry.signs { &[" ", "."] } else { &[" ", ".", "-", "/", "\u{a0}", "\u{2011}"] };
            for separator in separators {
                let scalars: Vec<String> = number.chars().map(String::from).collect();
                let written = scalars.join(separator).to_lowercase();
                let issues = said(country, &entry.kind, &written);
                assert!(issues.is_empty(), "{country} {} {written}: {issues:?}", entry.kind);
            }
        }
    }
}

#[test]
fn only_a_certain_shape_is_an_error() {
    for entry in all() {
        for country in &entry.countries {
            let long = "1234567890".repeat(1_000);
            let report = report(country, &entry.kind, &long);
            let errors: Vec<_> = report.issues.iter().map(|issue| (issue.code, issue.severity)).collect();
            let expected = match (&*entry.kind, entry.told, entry.high) {
                ("OTHER", ..) | (_, false, _) => vec![],
                (_, _, true) => vec![("tax_id_shape", Severity::Error)],
                _ => vec![("tax_id_unusual", Severity::Warning)],
            };
            assert_eq!(errors, expected, "{country} {}", entry.kind);
        }
    }
}

#[test]
fn every_certain_shape_has_a_format_that_fits_it() {
    for entry in all().into_iter().filter(|entry| entry.high && entry.kind != "OTHER") {
        for country in &entry.countries {
            let format = tax_format(country, &entry.kind);
            let format = format.unwrap_or_else(|| panic!("{country} {}: no format", entry.kind));
            let fits = ('0'..='9').any(|digit| {
                let number = format.replace(['#', '*'], &digit.to_string());
                !said(country, &entry.kind, &number).contains(&"tax_id_shape")
            });
            assert!(fits, "{country} {}: {format}", entry.kind);
        }
    }
}

#[test]
fn a_type_of_another_country_never_blocks() {
    for country in countries() {
        for kind in TAX_TYPE.options {
            let report = report(&country, kind, "1");
            let foreign = report.issues.iter().any(|issue| issue.code == "tax_type_foreign");
            let own = ["tax_id_shape", "tax_id_check_digit", "tax_id_unusual"];
            let judged = report.issues.iter().any(|issue| own.contains(&issue.code));
            assert!(!(foreign && judged), "{country} {kind}: a number of another country is judged");
            assert!(!foreign || report.ok(), "{country} {kind}");
        }
    }
    for (country, kind) in [("DEU", "EIN"), ("DEU", "SSN"), ("FRA", "IDNR")] {
        assert_eq!(said(country, kind, "12-3456789"), ["tax_type_foreign"], "{country} {kind}");
    }
    for (country, kind) in [("PRI", "EIN"), ("USA", "OTHER"), ("TUV", "TIN"), ("TUV", "VAT")] {
        assert!(said(country, kind, "12-3456789").is_empty(), "{country} {kind}");
    }
}

#[test]
fn no_number_breaks_any_type_in_any_country() {
    let odd = ["-", "ÄÖ\u{1F600}٣٤٥\u{0}", "000000000000"];
    for country in countries() {
        for kind in TAX_TYPE.options {
            tax_format(&country, kind);
            for number in odd {
                said(&country, kind, number);
            }
        }
    }
}

#[test]
fn every_length_of_digits_and_letters_is_judged_without_breaking() {
    for entry in all() {
        for country in &entry.countries {
            for length in 1..=24 {
                for digit in ["0", "1", "7", "9", "A", "X", "1A", "A1", "99A", "20000"] {
                    let number: String = digit.chars().cycle().take(length).collect();
                    said(country, &entry.kind, &number);
                }
            }
        }
    }
}
