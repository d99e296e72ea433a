//! What a patch changes and adds, taken apart for storing.
//!
//! The rules have judged the patch; here it is only read. Members are kept as they were sent, by
//! name, so that a field new to the table needs nothing here; null is the same as absent.

use std::borrow::Cow;
use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Members by name, each as the text it was sent as.
type Members<'a> = BTreeMap<String, &'a RawValue>;

/// A patch, taken apart.
#[derive(Debug, Default)]
pub struct Change {
    /// What is set, by the name of the field.
    pub fields: Map<String, Value>,
    /// The persons that are added.
    pub persons: Vec<NewPerson>,
    /// The documents that are added.
    pub documents: Vec<NewDocument>,
}

/// A person to be added.
#[derive(Debug)]
pub struct NewPerson {
    /// Its `associated_person_id`: a new UUID, unless a seed names one.
    pub id: String,
    /// Its members but the files and identity documents.
    pub fields: Map<String, Value>,
    /// Its proof of address.
    pub poa: Option<File>,
    /// Its identity documents.
    pub id_documents: Vec<NewIdDocument>,
}

/// An identity document to be added.
#[derive(Debug)]
pub struct NewIdDocument {
    /// Its members but the images.
    pub fields: Map<String, Value>,
    /// Its front.
    pub front: Option<File>,
    /// Its back, where it has one.
    pub back: Option<File>,
}

/// A document of the customer to be added.
#[derive(Debug)]
pub struct NewDocument {
    /// Its members but the file.
    pub fields: Map<String, Value>,
    /// Its file.
    pub file: File,
}

/// The decoded content of a data URI.
#[derive(Debug)]
pub struct File {
    /// As the data URI names it.
    pub mime: String,
    /// The bytes.
    pub content: Vec<u8>,
    /// Lower-case hex.
    pub sha256: String,
}

/// A value that can't be stored although no rule refused it, such as one nested too deeply.
#[derive(Debug)]
pub struct Unreadable {
    /// A JSON Pointer to the value.
    pub pointer: String,
}

impl Change {
    /// Takes a patch apart.
    ///
    /// # Errors
    /// The place of the first value that has not the form that storing it needs.
    pub fn read(patch: &str) -> Result<Self, Unreadable> {
        let mut change = Self::default();
        for (name, value) in members(patch, "")? {
            let at = format!("/{}", escaped(&name));
            match name.as_str() {
                "associated_persons" => {
                    change.persons = each(value, &at, person)?;
                }
                "documents" => {
                    change.documents = each(value, &at, document)?;
                }
                _ => {
                    change.fields.insert(name, plain(value, &at)?);
                }
            }
        }
        Ok(change)
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.persons.is_empty() && self.documents.is_empty()
    }
}

/// Takes the members of one person apart.
///
/// # Errors
/// As [`Change::read`].
pub fn person(text: &str, at: &str) -> Result<NewPerson, Unreadable> {
    let mut members = members(text, at)?;
    let id_documents = match members.remove("identifying_information") {
        Some(list) => each(list, &format!("{at}/identifying_information"), id_document)?,
        None => Vec::new(),
    };
    let poa = file(&mut members, "poa", at)?;
    Ok(NewPerson { id: Uuid::new_v4().to_string(), fields: plain_members(members, at)?, poa, id_documents })
}

fn id_document(text: &str, at: &str) -> Result<NewIdDocument, Unreadable> {
    let mut members = members(text, at)?;
    let front = file(&mut members, "image_front", at)?;
    let back = file(&mut members, "image_back", at)?;
    Ok(NewIdDocument { fields: plain_members(members, at)?, front, back })
}

fn document(text: &str, at: &str) -> Result<NewDocument, Unreadable> {
    let mut members = members(text, at)?;
    let file = file(&mut members, "file", at)?.ok_or_else(|| unreadable(&format!("{at}/file")))?;
    Ok(NewDocument { fields: plain_members(members, at)?, file })
}

/// Takes out a data URI and decodes it; an empty text is no file.
fn file(members: &mut Members<'_>, name: &str, at: &str) -> Result<Option<File>, Unreadable> {
    let Some(value) = members.remove(name) else { return Ok(None) };
    let wrong = || unreadable(&format!("{at}/{name}"));
    let uri: Text<'_> = serde_json::from_str(value.get()).map_err(|_| wrong())?;
    if uri.0.is_empty() {
        return Ok(None);
    }
    let (mime, data) =
        uri.0.strip_prefix("data:").and_then(|rest| rest.split_once(";base64,")).ok_or_else(wrong)?;
    let content = STANDARD.decode(data).map_err(|_| wrong())?;
    Ok(Some(File { mime: mime.to_owned(), sha256: hex(&Sha256::digest(&content)), content }))
}

/// Borrowed where the text has no escapes: a file is large.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

fn each<T>(
    list: &RawValue,
    at: &str,
    read: impl Fn(&str, &str) -> Result<T, Unreadable>,
) -> Result<Vec<T>, Unreadable> {
    let items: Vec<&RawValue> = serde_json::from_str(list.get()).map_err(|_| unreadable(at))?;
    items.iter().enumerate().map(|(place, item)| read(item.get(), &format!("{at}/{place}"))).collect()
}

fn members<'a>(text: &'a str, at: &str) -> Result<Members<'a>, Unreadable> {
    let mut members: Members<'a> = serde_json::from_str(text).map_err(|_| unreadable(at))?;
    members.retain(|_, value| value.get() != "null");
    Ok(members)
}

fn plain_members(members: Members<'_>, at: &str) -> Result<Map<String, Value>, Unreadable> {
    let read = |(name, value): (String, &RawValue)| {
        let value = plain(value, &format!("{at}/{}", escaped(&name)))?;
        Ok((name, value))
    };
    members.into_iter().map(read).collect()
}

/// A value as it is, but for members that are null.
fn plain(value: &RawValue, at: &str) -> Result<Value, Unreadable> {
    let mut value: Value = serde_json::from_str(value.get()).map_err(|_| unreadable(at))?;
    if let Value::Object(members) = &mut value {
        members.retain(|_, member| !member.is_null());
    }
    Ok(value)
}

/// A name as one step of a JSON Pointer (RFC 6901).
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn unreadable(at: &str) -> Unreadable {
    Unreadable { pointer: at.to_owned() }
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_is_the_same_as_absent() {
        let change = Change::read(
            r#"{"email":null,"associated_persons":null,"registered_address":{"city":"Oslo","street_line_2":null}}"#,
        )
        .unwrap();
        assert_eq!(change.fields.len(), 1);
        assert_eq!(change.fields["registered_address"], serde_json::json!({"city": "Oslo"}));
        assert!(Change::read("{}").unwrap().is_empty());
    }

    #[test]
    fn decodes_a_document_and_names_its_hash() {
        let change =
            Change::read(r#"{"documents":[{"doc_type":"other","file":"data:text\/csv;base64,YSxi"}]}"#)
                .unwrap();
        let file = &change.documents[0].file;
        assert_eq!((file.mime.as_str(), file.content.as_slice()), ("text/csv", &b"a,b"[..]));
        assert_eq!(file.sha256, "1eb7c54d52831bbfe8942af0b1c56b7409523a59ed6ca99c1174fef7eb32c1b5");
    }

    #[test]
    fn an_empty_back_is_no_file() {
        let change = Change::read(
            r#"{"associated_persons":[{"first_name":"A","poa":"data:image/png;base64,AAAA","identifying_information":
               [{"type":"passport","image_front":"data:image/png;base64,AAAA","image_back":""}]}]}"#,
        )
        .unwrap();
        let person = &change.persons[0];
        assert!(person.poa.is_some() && !person.fields.contains_key("poa"));
        assert!(person.id_documents[0].front.is_some() && person.id_documents[0].back.is_none());
    }

    #[test]
    fn says_where_a_value_has_no_form_to_store() {
        for (patch, pointer) in [
            ("[]", ""),
            (r#"{"documents":{}}"#, "/documents"),
            (r#"{"documents":[{"file":"data:text/csv;base64,*"}]}"#, "/documents/0/file"),
            (r#"{"documents":[{"doc_type":"other"}]}"#, "/documents/0/file"),
            (r#"{"associated_persons":[{"poa":3}]}"#, "/associated_persons/0/poa"),
        ] {
            assert_eq!(Change::read(patch).unwrap_err().pointer, pointer, "{patch}");
        }
        let deep = format!(r#"{{"email":{}{}}}"#, "[".repeat(500), "]".repeat(500));
        assert_eq!(Change::read(&deep).unwrap_err().pointer, "/email");
    }
}
