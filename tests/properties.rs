//! What holds of every patch, tried on patches mixed from the cases.
#![cfg(not(target_arch = "wasm32"))]

#[allow(dead_code)]
mod case;
#[path = "case/mix.rs"]
mod mix;

use std::sync::LazyLock;

use kyb_patch::schema::{CUSTOMER, Kind};
use kyb_patch::{Context, Identity, Reason, Report, Stored, changes, validate};
use mix::{Choices, Mix, halved};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

static MIX: LazyLock<Mix> = LazyLock::new(|| Mix::of(&case::all()));

/// Enough to choose a patch and a context by.
fn choices() -> impl Strategy<Value = Vec<u32>> {
    prop::collection::vec(0..10_000_u32, 150)
}

fn mixed(choices: &[u32]) -> (Value, Context) {
    let mut choices = choices.iter().copied();
    let mut choices = Choices(&mut choices);
    (MIX.patch(&mut choices), context(MIX.context(&mut choices)))
}

/// Without what a context stores: a mixed patch has nothing to do with it.
fn context(context: &Value) -> Context {
    let mut context = context.clone();
    context.as_object_mut().expect("an object").remove("stored");
    Context::from_json(context.to_string().as_bytes()).expect("a context")
}

fn said(text: &str, context: &Context) -> Report {
    validate(halved(text).as_bytes(), context)
}

fn report(patch: &Value, context: &Context) -> Report {
    said(&patch.to_string(), context)
}

/// Members of every object in reverse.
fn turned(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .rev()
                .map(|(key, value)| format!("{}:{}", json!(key), turned(value)))
                .collect();
            format!("{{{}}}", members.join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(turned).collect::<Vec<_>>().join(",")),
        other => other.to_string(),
    }
}

/// Without the fields that have a value of a wrong type somewhere: no read answers such, and no two are equal.
fn typed(patch: Value) -> Value {
    let wrong: Vec<String> = report(&patch, &Context::default())
        .issues
        .into_iter()
        .filter(|issue| issue.code == "wrong_type")
        .filter_map(|issue| issue.path.split('/').nth(1).map(str::to_owned))
        .collect();
    let Value::Object(members) = patch else { panic!("an object") };
    Value::Object(members.into_iter().filter(|(name, _)| !wrong.contains(name)).collect::<Map<_, _>>())
}

fn stored(value: &Value) -> Stored {
    Stored::from_json(value.to_string().as_bytes()).expect("a customer")
}

/// With a null for each member that an object of the table does not have.
fn nulled(mut value: Value, kind: &Kind) -> Value {
    match (&mut value, kind) {
        (Value::Object(members), Kind::Object(object)) => {
            for field in object.members {
                let member =
                    members.remove(field.name).map_or(Value::Null, |value| nulled(value, &field.kind));
                members.insert(field.name.to_owned(), member);
            }
        }
        (Value::Array(items), Kind::List(kind)) => {
            items.iter_mut().for_each(|item| *item = nulled(item.take(), kind));
        }
        _ => {}
    }
    value
}

/// 1,000 patches a property, or what `PROPTEST_CASES` says.
fn how_many() -> ProptestConfig {
    let set = std::env::var_os("PROPTEST_CASES").is_some();
    let plain = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if set { plain } else { ProptestConfig { cases: 1_000, ..plain } }
}

proptest! {
    #![proptest_config(how_many())]

    #[test]
    fn null_is_absent(choices in choices()) {
        let (patch, context) = mixed(&choices);
        let nulled = nulled(patch.clone(), &Kind::Object(&CUSTOMER));
        prop_assert_eq!(report(&nulled, &context), report(&patch, &context));
    }

    #[test]
    fn neither_the_order_of_keys_nor_white_space_counts(choices in choices()) {
        let (patch, context) = mixed(&choices);
        let plain = report(&patch, &context);
        prop_assert_eq!(&said(&turned(&patch), &context), &plain);
        let spaced = serde_json::to_string_pretty(&patch).expect("JSON");
        prop_assert_eq!(&said(&spaced, &context), &plain);
    }

    #[test]
    fn an_issue_points_into_the_patch(choices in choices()) {
        let (patch, context) = mixed(&choices);
        for issue in report(&patch, &context).issues {
            let parent = issue.path.rsplit_once('/').map_or("", |(parent, _)| parent);
            prop_assert!(patch.pointer(&issue.path).or_else(|| patch.pointer(parent)).is_some(), "{}", issue.path);
        }
    }

    #[test]
    fn a_suggestion_removes_its_issue(choices in choices()) {
        let (patch, context) = mixed(&choices);
        for issue in report(&patch, &context).issues {
            let Some(suggestion) = &issue.suggestion else { continue };
            let mut mended = patch.clone();
            *mended.pointer_mut(&issue.path).expect("a value to mend") = json!(suggestion);
            let left = report(&mended, &context).issues;
            prop_assert!(
                !left.iter().any(|other| (&other.path, other.code) == (&issue.path, issue.code)),
                "{} {}", issue.path, issue.code
            );
        }
    }

    #[test]
    fn ok_says_that_nothing_blocks(choices in choices()) {
        let (patch, context) = mixed(&choices);
        let report = report(&patch, &context);
        let blocks = report.issues.iter().any(|issue| issue.severity == kyb_patch::Severity::Error);
        prop_assert_eq!(report.ok(), !blocks);
    }

    #[test]
    fn changes_of_equals_are_none(choices in choices()) {
        let customer = typed(mixed(&choices).0);
        let persons = customer["associated_persons"].as_array().map_or(0, Vec::len);
        let who: Vec<Identity> = (0..persons).map(Identity::Stored).collect();
        let changes = changes(&stored(&customer), &stored(&customer), &who);
        prop_assert!(changes.fields.is_empty() && changes.persons.is_empty() && changes.documents.is_empty());
    }

    #[test]
    fn changes_make_what_is_stored_what_was_edited(before in choices(), after in choices()) {
        // Persons and documents are added, never set: they have claims of their own.
        let lists = ["associated_persons", "documents"];
        let set = |value: Value| {
            let Value::Object(members) = value else { panic!("an object") };
            Value::Object(members.into_iter().filter(|(name, _)| !lists.contains(&name.as_str())).collect::<Map<_, _>>())
        };
        let (before, after) = (set(typed(mixed(&before).0)), set(typed(mixed(&after).0)));
        let changes = changes(&stored(&before), &stored(&after), &[]);
        let mut made = before.clone();
        for field in &changes.fields {
            made[*field] = after[*field].clone();
        }
        for kept in &changes.not_sent {
            prop_assert_eq!(kept.reason, Reason::CannotBeRemoved);
            let field = &kept.path[1..];
            prop_assert!(before.get(field).is_some(), "{field}");
            made.as_object_mut().expect("an object").remove(field);
        }
        let after_made = changes_between(&made, &after);
        prop_assert!(after_made.is_empty(), "{after_made:?}");
    }
}

/// What would still have to be sent.
fn changes_between(made: &Value, after: &Value) -> Vec<&'static str> {
    changes(&stored(made), &stored(after), &[]).fields
}
