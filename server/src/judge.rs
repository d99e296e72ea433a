//! Asks the rules, and words what they refuse as the API does. No rule lives here.

use std::borrow::Cow;
use std::fmt;

use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use kyb_patch::schema::{CUSTOMER, Kind};
use kyb_patch::{Context, KybStatus, KycModel, Report, Severity, Stored, editability};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use crate::web::problem::{Fault, Problem};

/// What is known of a customer when a change to it is judged.
#[derive(Clone, Debug)]
pub struct Standing<'a> {
    /// Its KYB status, in either letter case.
    pub status: &'a str,
    /// `reliance` or `license_as_a_service`, where it is known.
    pub kyc_model: Option<&'a str>,
    /// What is stored, as far as it is known.
    pub stored: Value,
    /// The clock.
    pub now: DateTime<Utc>,
}

impl Standing<'_> {
    fn context(&self) -> Result<Context, Problem> {
        let context = json!({
            "kybStatus": self.status,
            "kycModel": self.kyc_model,
            "now": self.now.timestamp_millis(),
            "stored": self.stored,
            "documents": "whole",
        });
        Context::from_json(context.to_string().as_bytes()).map_err(|_| Problem::internal())
    }

    /// Refuses any change in a closed state.
    ///
    /// # Errors
    /// 400.
    pub fn open(&self) -> Result<(), Problem> {
        self.patch("{}")
    }

    /// Refuses what the rules refuse of a patch.
    ///
    /// # Errors
    /// 400 in a closed state, 422 otherwise.
    pub fn patch(&self, patch: &str) -> Result<(), Problem> {
        if cfg!(feature = "unjudged") {
            return Ok(());
        }
        self.refuse(&kyb_patch::validate(patch.as_bytes(), &self.context()?), |path| Some(path.to_owned()))
    }

    /// Refuses what the rules refuse of a change to a stored person: the person is judged as it would be
    /// afterwards. `text` holds the members that change, `id` names the person.
    ///
    /// # Errors
    /// 400 in a closed state, 422 otherwise.
    pub fn person(&self, text: &str, id: &str, person: &Map<String, Value>) -> Result<(), Problem> {
        const AT: &str = "/associated_persons/0";
        let Ok(Members(change)) = serde_json::from_str(text) else {
            // What is no object is that in any place. Of an object a name can't be read, such as half a character.
            self.patch(if text.trim_start().starts_with('{') { "{}" } else { text })?;
            return Err(unreadable(String::new()));
        };
        let times = |name: &str| change.iter().filter(|(named, _)| named == name).count();
        let named = |name: &str| change.iter().any(|(named, value)| named == name && value.get() != "null");
        // Null leaves a member as it is stored. One that comes twice is for the rules to see, null or not.
        let stays = |name: &str| is_member(name) && !named(name) && times(name) < 2;
        let stored: Vec<_> = person.iter().filter(|(name, _)| stays(name)).collect();
        let left = |name: &str| stored.iter().any(|(stored, _)| *stored == name);
        let mut members: Vec<String> = Vec::new();
        for (name, value) in change.iter().filter(|(name, _)| !left(name)) {
            members.push(format!("{}:{}", Value::from(name.as_str()), value.get()));
        }
        for (name, value) in &stored {
            members.push(format!("{}:{value}", Value::from(name.as_str())));
        }
        let patch = format!(r#"{{"associated_persons":[{{{}}}]}}"#, members.join(","));
        let mut others = self.clone();
        if let Some(Value::Array(persons)) = others.stored.get_mut("associated_persons") {
            persons.retain(|other| other.get("associated_person_id").and_then(Value::as_str) != Some(id));
        }
        let mut report = kyb_patch::validate(patch.as_bytes(), &others.context()?);
        // What no read shows is stored all the same: it is not missing. Nor is what comes twice, once as null.
        report.issues.retain(|issue| {
            let member = issue.path.strip_prefix(AT).and_then(|rest| rest.strip_prefix('/'));
            issue.code != "required"
                || member.is_none_or(|path| path.contains('/') || named(path) && times(path) < 2)
        });
        self.refuse(&report, |path| {
            path.strip_prefix(AT).map(ToOwned::to_owned).or_else(|| path.is_empty().then(String::new))
        })
    }

    /// Words the errors of a report; `point` says where an issue stands in what was sent, if it does.
    fn refuse(&self, report: &Report, point: impl Fn(&str) -> Option<String>) -> Result<(), Problem> {
        if report.ok() {
            return Ok(());
        }
        let errors = report
            .issues
            .iter()
            .filter(|issue| issue.severity == Severity::Error)
            .map(|issue| Fault {
                pointer: point(&issue.path).unwrap_or_default(),
                code: Cow::Borrowed(issue.code),
                detail: issue.message.clone(),
            })
            .collect();
        if !matches!(editability(self.status), kyb_patch::Editability::Editable) {
            let status = KybStatus::parse(self.status).map_or("in a state unknown here", KybStatus::name);
            let detail = format!("KYB edit not allowed: the customer is {status}.");
            return Err(Problem::bad_request(detail).with_errors(errors));
        }
        Err(broken(errors))
    }
}

/// The fields that a customer lacks to leave `init`, once it has taken a patch. What is stored is known whole.
///
/// # Errors
/// 500: both were read before.
pub fn lacking(stored: &Value, patch: &Value, model: &str) -> Result<Vec<String>, Problem> {
    if cfg!(feature = "unjudged") {
        return Ok(vec![String::new()]);
    }
    let read =
        |value: &Value| Stored::from_json(value.to_string().as_bytes()).map_err(|_| Problem::internal());
    let model = if model == "reliance" { KycModel::Reliance } else { KycModel::LicenseAsAService };
    // What is not stored here is not there: an empty answer says so, absence would say that nobody knows.
    let empty = |kind: &Kind| if matches!(kind, Kind::List(_)) { json!([]) } else { json!("") };
    let unseen = CUSTOMER.members.iter().filter(|field| !field.readable);
    let mut known: Map<String, Value> =
        unseen.map(|field| (field.name.to_owned(), empty(&field.kind))).collect();
    known.extend(stored.as_object().cloned().unwrap_or_default());
    let missing = kyb_patch::missing(Some(&read(&Value::Object(known))?), &read(patch)?, Some(model));
    Ok(missing.needed)
}

/// 422.
pub fn broken(errors: Vec<Fault>) -> Problem {
    let detail = match errors.as_slice() {
        [one] if one.pointer.is_empty() => one.detail.clone(),
        [one] => format!("{}: {}", one.pointer, one.detail),
        many => format!("The body breaks {} rules; errors names them. Nothing was applied.", many.len()),
    };
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, detail).with_errors(errors)
}

/// 422 for a value that no rule refuses and that still can't be stored.
pub fn unreadable(pointer: String) -> Problem {
    broken(vec![Fault {
        pointer,
        code: "unreadable".into(),
        detail: "This value has not the form that it is stored in.".to_owned(),
    }])
}

/// Whether a patch has this member in a person; a read shows others beside them.
fn is_member(name: &str) -> bool {
    kyb_patch::schema::PERSON.members.iter().any(|member| member.name == name)
}

/// The members of an object as they were sent, those that come twice among them.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct All;
        impl<'de> Visitor<'de> for All {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(entry) = entries.next_entry()? {
                    members.push(entry);
                }
                Ok(members)
            }
        }
        deserializer.deserialize_map(All).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(stored: Value) -> Standing<'static> {
        let now = "2026-05-01T00:00:00Z".parse().unwrap();
        Standing { status: "INIT", kyc_model: None, stored, now }
    }

    fn refused(text: &str) -> Option<Vec<(String, String)>> {
        let person = json!({
            "associated_person_id": "p1", "first_name": "Ada", "last_name": "Lovelace", "email": "ada@example.com",
            "birth_date": "1990-12-10", "primary_nationality": "GBR", "has_ownership": false, "has_control": true,
            "is_signer": true, "is_director": false, "title": "Director",
            "residential_address":
                { "street_line_1": "1 Old Street", "city": "London", "state": "London", "country": "GBR" },
        });
        let Value::Object(person) = person else { unreachable!() };
        let stored = json!({ "associated_persons": [person] });
        let problem = standing(stored).person(text, "p1", &person).err()?;
        Some(problem.errors().iter().map(|f| (f.pointer.clone(), f.code.to_string())).collect())
    }

    #[test]
    fn a_person_is_judged_as_it_would_be_afterwards() {
        assert_eq!(refused("{}"), None);
        assert_eq!(refused(r#"{"first_name":"Augusta","middle_name":null}"#), None);
        let one = |path: &str, code: &str| Some(vec![(path.to_owned(), code.to_owned())]);
        assert_eq!(refused(r#"{"birth_date":"10.12.1990"}"#), one("/birth_date", "date_not_iso"));
        assert_eq!(refused(r#"{"has_ownership":true}"#), one("/ownership_percentage", "ownership_missing"));
        let twice = r#"{"first_name":"A","first_name":"B"}"#;
        assert_eq!(refused(twice), one("/first_name", "duplicate_key"));
        for twice in [
            r#"{"first_name":"A","first_name":null}"#,
            r#"{"first_name":null,"first_name":"A"}"#,
            r#"{"first_name":null,"\u0066irst_name":null}"#,
            r#"{"middle_name":"A","middle_name":null}"#,
        ] {
            let at = if twice.contains("middle") { "/middle_name" } else { "/first_name" };
            assert_eq!(refused(twice), one(at, "duplicate_key"), "{twice}");
        }
        for other in ["[]", "null", "7", "\"a\""] {
            assert_eq!(refused(other), one("", "wrong_type"), "{other}");
        }
        assert_eq!(refused(r#"{"\ud800":1,"first_name":"A"}"#), one("", "unreadable"));
        assert_eq!(refused(r#"{"residential_address":{}}"#).map(|errors| errors.len()), Some(4));
    }

    #[test]
    fn a_closed_state_takes_nothing() {
        let mut closed = standing(Value::Null);
        closed.status = "APPROVED";
        assert!(closed.open().is_err() && closed.patch("{}").is_err());
        closed.status = "somewhere";
        assert!(closed.open().is_err());
    }
}
