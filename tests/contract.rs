//! Holds the table of fields against the contract: any difference between the two fails.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::{BTreeMap, BTreeSet};

use kyb_patch::schema::{
    ADDRESS, CHOICES, CUSTOMER, DOCUMENT, FileType, FileUse, ID_DOCUMENT, Kind, Needed, Object, PERSON, Text,
};
use kyb_patch::{Context, KybStatus, KycModel, MAX_FILE_BYTES};
use toml::{Table, Value};

fn contract() -> Table {
    include_str!("../data/contract.toml").parse().expect("the contract is TOML")
}

/// What the contract writes for a kind, without the mark of what may be left out.
fn written(kind: &Kind) -> String {
    match kind {
        Kind::Text(Text { max: 0, .. }) => "string".into(),
        Kind::Text(Text { max, .. }) => format!("string, at most {max} characters"),
        Kind::Email => "email".into(),
        Kind::Website => "website".into(),
        Kind::Naics => "naics".into(),
        Kind::Choice(choice) => format!("enum {}", choice.name),
        Kind::Flag => "boolean".into(),
        Kind::Percentage => "number 0.01 to 100".into(),
        Kind::Date(_) => "date".into(),
        Kind::Timestamp => "timestamp".into(),
        Kind::Uuid => "uuid".into(),
        Kind::Country => "alpha3".into(),
        Kind::File(_) => "data_uri".into(),
        Kind::Object(object) => object.name.into(),
        Kind::List(kind) => format!("{}[]", written(kind)),
        Kind::Map(_) | Kind::Plain | Kind::Stored => format!("{kind:?}, which is of a context alone"),
    }
}

/// The type of a field as the contract has it. For three at the top it says `string`, and only a note says of what.
fn typed<'c>(name: &str, kind: &'c str) -> &'c str {
    match (name, kind) {
        ("email", "string") => "email",
        ("primary_website", "string") => "website",
        ("business_industry", "string") => "naics",
        _ => kind,
    }
}

/// A type of the contract without its mark and its explanation, and whether a value may be left out.
fn parse(written: &str) -> (String, bool) {
    let mut pieces = written.split(", ");
    let kind = pieces.next().unwrap_or_default();
    let limit = pieces.find(|piece| piece.starts_with("at most ")).map(|limit| format!(", {limit}"));
    let optional = written.ends_with('?');
    (format!("{}{}", kind.trim_end_matches('?'), limit.unwrap_or_default()), optional)
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_else(|| panic!("no {key} in {value:?}"))
}

fn texts(value: &Value) -> Vec<&str> {
    let list = value.as_array().unwrap_or_else(|| panic!("no list: {value:?}"));
    list.iter().map(|item| item.as_str().expect("a text")).collect()
}

#[test]
fn has_the_27_fields_of_the_contract_in_order() {
    let contract = contract();
    let fields = contract["field"].as_array().expect("fields");
    assert_eq!(fields.len(), 27);
    let names: Vec<&str> = fields.iter().map(|field| text(field, "name")).collect();
    let ours: Vec<&str> = CUSTOMER.members.iter().map(|field| field.name).collect();
    assert_eq!(ours, names);
    for (field, ours) in fields.iter().zip(CUSTOMER.members) {
        let (kind, optional) = parse(text(field, "type"));
        assert_eq!(written(&ours.kind), typed(ours.name, &kind), "the type of {}", ours.name);
        assert!(optional && !ours.required, "{}: a patch may leave out every field", ours.name);
    }
}

#[test]
fn knows_what_a_customer_needs_to_leave_init() {
    let contract = contract();
    for (field, ours) in contract["field"].as_array().expect("fields").iter().zip(CUSTOMER.members) {
        let needed = match field.get("needed_to_leave_init").map(|needed| needed.as_str().expect("a text")) {
            None => Needed::No,
            Some("always") => Needed::Always,
            Some("license_as_a_service") => Needed::LicenseAsAService,
            Some("reliance") => Needed::Reliance,
            Some("advised") => Needed::Advised,
            Some(other) => panic!("{}: needed {other}", ours.name),
        };
        assert_eq!(ours.needed, needed, "{}", ours.name);
    }
}

#[test]
fn knows_what_no_read_answers() {
    let contract = contract();
    let never: BTreeSet<&str> = texts(&contract["response"]["never"]).into_iter().collect();
    let ours: BTreeSet<&str> =
        CUSTOMER.members.iter().filter(|field| !field.readable).map(|field| field.name).collect();
    assert_eq!(ours, never);
    let read = |key: &str| texts(&contract["response"][key]).into_iter().collect::<BTreeSet<&str>>();
    let (always, may) = (read("always"), read("may"));
    for field in CUSTOMER.members.iter().filter(|field| field.readable) {
        assert!(always.contains(field.name) || may.contains(field.name), "{} is not read", field.name);
    }
}

#[test]
fn has_every_nested_member_of_the_contract_in_order() {
    let contract = contract();
    let nested: [&Object; 4] = [&ADDRESS, &PERSON, &ID_DOCUMENT, &DOCUMENT];
    for object in nested {
        let theirs: Vec<(String, String, bool)> = contract[object.name]
            .as_table()
            .expect("an object")
            .iter()
            .map(|(name, kind)| {
                let (kind, optional) = parse(kind.as_str().expect("a type"));
                (name.clone(), kind, !optional)
            })
            .collect();
        let ours: Vec<(String, String, bool)> = object
            .members
            .iter()
            .map(|field| (field.name.into(), written(&field.kind), field.required))
            .collect();
        assert_eq!(ours, theirs, "{}", object.name);
        for field in object.members {
            assert_eq!(field.needed, Needed::No, "{} of {}", field.name, object.name);
        }
    }
}

#[test]
fn has_every_value_of_every_enum_in_order() {
    let contract = contract();
    let theirs: BTreeMap<&str, Vec<&str>> = contract["enums"]
        .as_table()
        .expect("enums")
        .iter()
        .map(|(name, list)| (name.as_str(), texts(list)))
        .collect();
    let ours: BTreeMap<&str, Vec<&str>> =
        CHOICES.iter().map(|choice| (choice.name, choice.options.to_vec())).collect();
    assert_eq!(ours, theirs);
    assert_eq!(ours.len(), CHOICES.len(), "two lists of one name");
}

#[test]
fn every_enum_of_a_field_is_in_the_list_of_enums() {
    fn look(kind: &Kind) {
        match kind {
            Kind::Choice(choice) => {
                assert!(CHOICES.iter().any(|other| std::ptr::eq(*other, *choice)), "{}", choice.name);
            }
            Kind::List(kind) => look(kind),
            Kind::Object(object) => object.members.iter().for_each(|field| look(&field.kind)),
            _ => {}
        }
    }
    CUSTOMER.members.iter().for_each(|field| look(&field.kind));
}

#[test]
fn has_the_nine_statuses_and_which_can_be_edited() {
    let contract = contract();
    let theirs: Vec<(&str, bool)> = contract["kyb_status"]
        .as_table()
        .expect("statuses")
        .iter()
        .map(|(name, status)| (name.as_str(), status["editable"].as_bool().expect("editable")))
        .collect();
    let ours: Vec<(&str, bool)> =
        KybStatus::ALL.into_iter().map(|status| (status.name(), status.is_editable())).collect();
    assert_eq!(ours, theirs);
    for (name, _) in theirs {
        for written in [name.to_owned(), name.to_uppercase()] {
            assert_eq!(KybStatus::parse(&written).map(KybStatus::name), Some(name), "{written}");
        }
    }
}

#[test]
fn has_the_kyc_models() {
    let contract = contract();
    let theirs: Vec<&String> = contract["kyc_model"].as_table().expect("models").keys().collect();
    assert_eq!(theirs, ["reliance", "license_as_a_service"]);
    for (name, model) in
        [("reliance", KycModel::Reliance), ("license_as_a_service", KycModel::LicenseAsAService)]
    {
        let context = Context::from_json(format!(r#"{{"kycModel":"{name}"}}"#).as_bytes()).expect(name);
        assert_eq!(context.kyc_model, Some(model));
    }
}

#[test]
fn takes_the_files_of_the_contract() {
    let contract = contract();
    let uri = &contract["data_uri"];
    let taken = |purpose: FileUse| purpose.taken().iter().map(|kind| kind.mime()).collect::<Vec<_>>();
    assert_eq!(taken(FileUse::IdImage), texts(&uri["id_image"]));
    assert_eq!(taken(FileUse::IdImageBack), texts(&uri["id_image"]));
    assert_eq!(taken(FileUse::ProofOfAddress), texts(&uri["poa"]));
    assert_eq!(taken(FileUse::Document), texts(&uri["document"]));
    let all: BTreeSet<&str> = FileType::ALL.iter().map(|kind| kind.mime()).collect();
    let theirs: BTreeSet<&str> =
        ["id_image", "poa", "document"].into_iter().flat_map(|purpose| texts(&uri[purpose])).collect();
    assert_eq!(all, theirs);
    assert_eq!(Some(MAX_FILE_BYTES), uri["max_decoded_bytes"].as_integer().map(|bytes| bytes as f64));
}

#[test]
fn knows_what_to_write_for_what_browsers_report() {
    let contract = contract();
    for (reported, taken) in contract["data_uri"]["rewrite"].as_table().expect("types") {
        assert_eq!(FileType::of_mime(reported).map(FileType::mime), taken.as_str(), "{reported}");
    }
    for known in FileType::ALL {
        assert_eq!(FileType::of_mime(known.mime()), Some(known));
    }
}

#[test]
fn a_file_is_for_what_its_member_says() {
    for (object, name, purpose) in [
        (&ID_DOCUMENT, "image_front", FileUse::IdImage),
        (&ID_DOCUMENT, "image_back", FileUse::IdImageBack),
        (&PERSON, "poa", FileUse::ProofOfAddress),
        (&DOCUMENT, "file", FileUse::Document),
    ] {
        let kind = &object.members[object.place(name)].kind;
        assert!(matches!(kind, Kind::File(ours) if *ours == purpose), "{name}: {kind:?}");
    }
}
