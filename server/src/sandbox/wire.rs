//! What a read answers. The lists are the contract's (`[response]`): what they do not name is
//! stored and never shown.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value};

use crate::storage::customers::{Customer, Listed};
use crate::storage::persons::Person;

/// Fields of a customer that a read shows, where they are set. The first two always are.
pub const FIELDS: [&str; 15] = [
    "email",
    "business_legal_name",
    "business_description",
    "business_type",
    "business_industry",
    "business_registration_number",
    "date_of_incorporation",
    "registered_address",
    "physical_address",
    "primary_website",
    "publicly_traded",
    "tax_id",
    "tax_type",
    "tax_country",
    "terms_signed_at",
];

/// Fields of a customer that a list shows.
pub const LISTED: [&str; 3] = ["email", "business_legal_name", "business_type"];

/// Members of a person that a read shows, where they are set: no identity documents, tax data or files.
pub const MEMBERS: [&str; 12] = [
    "email",
    "first_name",
    "middle_name",
    "last_name",
    "birth_date",
    "primary_nationality",
    "residential_address",
    "has_ownership",
    "ownership_percentage",
    "has_control",
    "is_signer",
    "is_director",
];

/// A customer as a read answers it.
#[derive(Debug)]
pub struct Read<'a>(pub &'a Customer);

/// A customer as a list answers it.
#[derive(Debug)]
pub struct InList<'a>(pub &'a Listed);

/// A person as a read answers it.
#[derive(Debug)]
pub struct ReadPerson<'a>(pub &'a Person);

impl Serialize for Read<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let customer = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("customer_id", &customer.id)?;
        shown::<S>(&mut map, &customer.fields, &FIELDS)?;
        if let Some(country) = &customer.incorporation_country {
            map.serialize_entry("incorporation_country", country)?;
        }
        if let Some(state) = &customer.incorporation_state {
            map.serialize_entry("incorporation_state", state)?;
        }
        map.serialize_entry("status", &customer.kyb_status.name().to_ascii_uppercase())?;
        if let Some(issues) = &customer.review_issues {
            map.serialize_entry("review_issues", issues)?;
        }
        if let Some(submitted) = &customer.submitted_at {
            map.serialize_entry("submitted_at", submitted)?;
        }
        map.serialize_entry("created_at", &customer.created_at)?;
        map.serialize_entry("updated_at", &customer.updated_at)?;
        map.serialize_entry("associated_persons", &persons(customer))?;
        map.end()
    }
}

impl Serialize for InList<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let customer = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("customer_id", &customer.id)?;
        shown::<S>(&mut map, &customer.fields, &LISTED)?;
        map.serialize_entry("status", &customer.kyb_status.name().to_ascii_uppercase())?;
        map.serialize_entry("created_at", &customer.created_at)?;
        map.serialize_entry("updated_at", &customer.updated_at)?;
        map.end()
    }
}

impl Serialize for ReadPerson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let person = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("associated_person_id", &person.id)?;
        shown::<S>(&mut map, &person.fields, &MEMBERS)?;
        map.serialize_entry("applicant_type", "INDIVIDUAL")?;
        map.serialize_entry("title", title(&person.fields))?;
        map.serialize_entry("created_at", &person.created_at)?;
        map.serialize_entry("updated_at", &person.updated_at)?;
        map.end()
    }
}

/// The persons of a customer as a read answers them.
pub fn persons(customer: &Customer) -> Vec<ReadPerson<'_>> {
    customer.persons.iter().map(ReadPerson).collect()
}

/// What the rules are told is stored: what a read shows, and what the sandbox knows beside it.
pub fn known(customer: &Customer) -> Value {
    let mut known = serde_json::to_value(Read(customer)).expect("a customer has a JSON text");
    if let Value::Object(known) = &mut known {
        known.extend(customer.fields.clone());
        known.insert("documents".into(), customer.documents.iter().cloned().map(Value::Object).collect());
    }
    known
}

fn shown<S: Serializer>(
    map: &mut S::SerializeMap,
    members: &Map<String, Value>,
    names: &[&str],
) -> Result<(), S::Error> {
    for name in names {
        if let Some(value) = members.get(*name) {
            map.serialize_entry(name, value)?;
        }
    }
    Ok(())
}

/// A read names a title that no patch sets, and the contract gives no values: the sandbox tells it
/// from the roles.
fn title(person: &Map<String, Value>) -> &'static str {
    let is = |role: &str| person.get(role) == Some(&Value::Bool(true));
    if is("is_director") {
        "Director"
    } else if is("has_control") {
        "Controlling person"
    } else if is("has_ownership") {
        "Beneficial owner"
    } else if is("is_signer") {
        "Authorised signer"
    } else {
        "Associated person"
    }
}
