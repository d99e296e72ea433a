//! The persons of a customer, each with its identity documents and its proof of address.

use chrono::{DateTime, Utc};
use rusqlite::{Transaction, params};
use serde_json::{Map, Value};

use super::change::NewPerson;
use super::customers::{keep, object, text};
use super::instant;

/// A person as it is stored, but for its files and identity documents.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// `associated_person_id`.
    pub id: String,
    /// Its members by name, tax data among them.
    pub fields: Map<String, Value>,
    /// When it was added.
    pub created_at: String,
    /// When it last changed.
    pub updated_at: String,
}

/// Reads the persons of a customer in the order in which they were added.
///
/// # Errors
/// Those of SQLite.
pub fn list(transaction: &Transaction<'_>, customer: &str) -> rusqlite::Result<Vec<Person>> {
    transaction
        .prepare_cached(
            "SELECT associated_person_id, fields, created_at, updated_at
             FROM associated_persons WHERE customer_id = ?1 ORDER BY seq",
        )?
        .query_map([customer], |row| {
            Ok(Person {
                id: row.get(0)?,
                fields: object(row, 1)?,
                created_at: row.get(2)?,
                updated_at: row.get(3)?,
            })
        })?
        .collect()
}

/// Adds a person.
///
/// # Errors
/// Those of SQLite.
pub fn insert(
    transaction: &Transaction<'_>,
    customer: &str,
    person: &NewPerson,
    now: &str,
) -> rusqlite::Result<()> {
    let poa = keep(transaction, customer, person.poa.as_ref())?;
    transaction.execute(
        "INSERT INTO associated_persons (associated_person_id, customer_id, fields, poa, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
        params![person.id, customer, text(&person.fields), poa, now],
    )?;
    add_id_documents(transaction, customer, &person.id, person)
}

/// Changes the members that are named: files and the list of identity documents are set whole.
///
/// # Errors
/// Those of SQLite.
pub fn update(
    transaction: &Transaction<'_>,
    customer: &str,
    person: &Person,
    change: &NewPerson,
    now: DateTime<Utc>,
) -> rusqlite::Result<()> {
    if change.fields.is_empty() && change.poa.is_none() && change.id_documents.is_empty() {
        return Ok(());
    }
    if !change.id_documents.is_empty() {
        remove_id_documents(transaction, &person.id)?;
        add_id_documents(transaction, customer, &person.id, change)?;
    }
    if change.poa.is_some() {
        let before = poa(transaction, &person.id)?;
        let after = keep(transaction, customer, change.poa.as_ref())?;
        transaction.execute(
            "UPDATE associated_persons SET poa = ?2 WHERE associated_person_id = ?1",
            params![person.id, after],
        )?;
        remove_files(transaction, &[before])?;
    }
    let mut fields = person.fields.clone();
    fields.extend(change.fields.clone());
    transaction.execute(
        "UPDATE associated_persons SET fields = ?2, updated_at = ?3 WHERE associated_person_id = ?1",
        params![person.id, text(&fields), instant(now)],
    )?;
    touch(transaction, customer, now)
}

/// Removes a person with all that belongs to it.
///
/// # Errors
/// Those of SQLite.
pub fn remove(
    transaction: &Transaction<'_>,
    customer: &str,
    person: &str,
    now: DateTime<Utc>,
) -> rusqlite::Result<()> {
    remove_id_documents(transaction, person)?;
    let poa = poa(transaction, person)?;
    transaction.execute("DELETE FROM associated_persons WHERE associated_person_id = ?1", [person])?;
    remove_files(transaction, &[poa])?;
    touch(transaction, customer, now)
}

fn add_id_documents(
    transaction: &Transaction<'_>,
    customer: &str,
    id: &str,
    person: &NewPerson,
) -> rusqlite::Result<()> {
    for document in &person.id_documents {
        let front = keep(transaction, customer, document.front.as_ref())?;
        let back = keep(transaction, customer, document.back.as_ref())?;
        transaction.execute(
            "INSERT INTO id_documents (associated_person_id, fields, image_front, image_back)
             VALUES (?1, ?2, ?3, ?4)",
            params![id, text(&document.fields), front, back],
        )?;
    }
    Ok(())
}

fn remove_id_documents(transaction: &Transaction<'_>, person: &str) -> rusqlite::Result<()> {
    let files: Vec<[Option<i64>; 2]> = transaction
        .prepare_cached(
            "DELETE FROM id_documents WHERE associated_person_id = ?1 RETURNING image_front, image_back",
        )?
        .query_map([person], |row| Ok([row.get(0)?, row.get(1)?]))?
        .collect::<Result<_, _>>()?;
    remove_files(transaction, files.as_flattened())
}

fn poa(transaction: &Transaction<'_>, person: &str) -> rusqlite::Result<Option<i64>> {
    transaction.query_row(
        "SELECT poa FROM associated_persons WHERE associated_person_id = ?1",
        [person],
        |row| row.get(0),
    )
}

fn remove_files(transaction: &Transaction<'_>, files: &[Option<i64>]) -> rusqlite::Result<()> {
    for file in files.iter().flatten() {
        transaction.prepare_cached("DELETE FROM files WHERE file_id = ?1")?.execute([file])?;
    }
    Ok(())
}

fn touch(transaction: &Transaction<'_>, customer: &str, now: DateTime<Utc>) -> rusqlite::Result<()> {
    transaction.execute(
        "UPDATE customers SET updated_at = ?2 WHERE customer_id = ?1",
        params![customer, instant(now)],
    )?;
    Ok(())
}
