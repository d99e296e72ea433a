//! Customers, their persons and documents.

use chrono::{DateTime, Utc};
use kyb_patch::KybStatus;
use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde_json::{Map, Value};

use super::change::{Change, File};
use super::instant;
use super::persons::{self, Person};

/// A customer as it is stored, but for what files hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Customer {
    /// Its id.
    pub id: String,
    /// Where it stands.
    pub kyb_status: KybStatus,
    /// `reliance` or `license_as_a_service`.
    pub kyc_model: String,
    /// What Update Customer has set, by the name of the field.
    pub fields: Map<String, Value>,
    /// Alpha-3 code, where the sandbox knows it.
    pub incorporation_country: Option<String>,
    /// A state of that country.
    pub incorporation_state: Option<String>,
    /// What compliance asks for.
    pub review_issues: Option<Value>,
    /// When it left `init`.
    pub submitted_at: Option<String>,
    /// When it was made.
    pub created_at: String,
    /// When it last changed.
    pub updated_at: String,
    /// In the order in which they were added.
    pub persons: Vec<Person>,
    /// In the order in which they were added.
    pub documents: Vec<Map<String, Value>>,
}

impl Customer {
    /// As [`apply`] would leave it.
    #[must_use]
    pub fn with(&self, change: &Change, now: DateTime<Utc>) -> Self {
        let mut after = self.clone();
        let now = instant(now);
        after.fields.extend(change.fields.clone());
        after.persons.extend(change.persons.iter().map(|person| Person {
            id: person.id.clone(),
            fields: person.fields.clone(),
            created_at: now.clone(),
            updated_at: now.clone(),
        }));
        after.documents.extend(change.documents.iter().map(|document| document.fields.clone()));
        if !change.is_empty() {
            after.updated_at = now;
        }
        after
    }
}

/// A customer in a list.
#[derive(Debug)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// Where it stands.
    pub kyb_status: KybStatus,
    /// `reliance` or `license_as_a_service`.
    pub kyc_model: String,
    /// What Update Customer has set, by the name of the field.
    pub fields: Map<String, Value>,
    /// When it was made.
    pub created_at: String,
    /// When it last changed.
    pub updated_at: String,
}

/// A customer to be made, with no field set.
#[derive(Debug)]
pub struct NewCustomer<'a> {
    /// Its id.
    pub id: &'a str,
    /// Where it stands.
    pub kyb_status: KybStatus,
    /// `reliance` or `license_as_a_service`.
    pub kyc_model: &'a str,
    /// Alpha-3 code.
    pub incorporation_country: Option<&'a str>,
    /// A state of that country.
    pub incorporation_state: Option<&'a str>,
    /// What compliance asks for.
    pub review_issues: Option<&'a Value>,
    /// When it left `init`.
    pub submitted_at: Option<DateTime<Utc>>,
    /// When it is made.
    pub created_at: DateTime<Utc>,
}

/// Makes a customer.
///
/// # Errors
/// Those of SQLite.
pub fn insert(transaction: &Transaction<'_>, customer: &NewCustomer<'_>) -> rusqlite::Result<()> {
    transaction.execute(
        "INSERT INTO customers (customer_id, kyb_status, kyc_model, fields, incorporation_country,
                                incorporation_state, review_issues, submitted_at, created_at, updated_at)
         VALUES (?1, ?2, ?3, '{}', ?4, ?5, ?6, ?7, ?8, ?8)",
        params![
            customer.id,
            customer.kyb_status.name(),
            customer.kyc_model,
            customer.incorporation_country,
            customer.incorporation_state,
            customer.review_issues.map(Value::to_string),
            customer.submitted_at.map(instant),
            instant(customer.created_at),
        ],
    )?;
    Ok(())
}

/// Reads a customer; `None` when there is none of that id.
///
/// # Errors
/// Those of SQLite.
pub fn find(transaction: &Transaction<'_>, id: &str) -> rusqlite::Result<Option<Customer>> {
    let customer = transaction
        .prepare_cached(
            "SELECT customer_id, kyb_status, kyc_model, fields, incorporation_country, incorporation_state,
                    review_issues, submitted_at, created_at, updated_at
             FROM customers WHERE customer_id = ?1",
        )?
        .query_row([id], |row| {
            Ok(Customer {
                id: row.get(0)?,
                kyb_status: status(row, 1)?,
                kyc_model: row.get(2)?,
                fields: object(row, 3)?,
                incorporation_country: row.get(4)?,
                incorporation_state: row.get(5)?,
                review_issues: row.get_ref(6)?.as_str_or_null()?.map(|text| json(text, 6)).transpose()?,
                submitted_at: row.get(7)?,
                created_at: row.get(8)?,
                updated_at: row.get(9)?,
                persons: Vec::new(),
                documents: Vec::new(),
            })
        })
        .optional()?;
    let Some(mut customer) = customer else { return Ok(None) };
    customer.persons = persons::list(transaction, id)?;
    customer.documents = transaction
        .prepare_cached("SELECT fields FROM documents WHERE customer_id = ?1 ORDER BY seq")?
        .query_map([id], |row| object(row, 0))?
        .collect::<Result<_, _>>()?;
    Ok(Some(customer))
}

/// Reads a page of customers in the order in which they were made, and how many there are in all.
///
/// # Errors
/// Those of SQLite.
pub fn list(
    transaction: &Transaction<'_>,
    status_wanted: Option<KybStatus>,
    offset: u64,
    size: u64,
) -> rusqlite::Result<(Vec<Listed>, u64)> {
    let wanted = status_wanted.map(KybStatus::name);
    let total = transaction
        .prepare_cached("SELECT count(*) FROM customers WHERE ?1 IS NULL OR kyb_status = ?1")?
        .query_row([wanted], |row| row.get(0))?;
    let page = transaction
        .prepare_cached(
            "SELECT customer_id, kyb_status, kyc_model, fields, created_at, updated_at FROM customers
             WHERE ?1 IS NULL OR kyb_status = ?1 ORDER BY seq LIMIT ?2 OFFSET ?3",
        )?
        .query_map(params![wanted, clamped(size), clamped(offset)], |row| {
            Ok(Listed {
                id: row.get(0)?,
                kyb_status: status(row, 1)?,
                kyc_model: row.get(2)?,
                fields: object(row, 3)?,
                created_at: row.get(4)?,
                updated_at: row.get(5)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok((page, total))
}

/// SQLite counts in signed 64 bits; nobody has a page beyond.
fn clamped(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Applies a change: sets fields, adds persons and documents. A change that is empty leaves `updated_at`.
///
/// # Errors
/// Those of SQLite.
pub fn apply(
    transaction: &Transaction<'_>,
    customer: &str,
    change: &Change,
    now: DateTime<Utc>,
) -> rusqlite::Result<()> {
    if change.is_empty() {
        return Ok(());
    }
    let now = instant(now);
    let mut fields =
        transaction.query_row("SELECT fields FROM customers WHERE customer_id = ?1", [customer], |row| {
            object(row, 0)
        })?;
    fields.extend(change.fields.clone());
    transaction.execute(
        "UPDATE customers SET fields = ?2, updated_at = ?3 WHERE customer_id = ?1",
        params![customer, text(&fields), now],
    )?;
    for person in &change.persons {
        persons::insert(transaction, customer, person, &now)?;
    }
    for document in &change.documents {
        let file = keep(transaction, customer, Some(&document.file))?;
        transaction.execute(
            "INSERT INTO documents (customer_id, fields, file, created_at) VALUES (?1, ?2, ?3, ?4)",
            params![customer, text(&document.fields), file, now],
        )?;
    }
    Ok(())
}

/// Moves a customer to another state. `submitted` is when it left `init`; `None` leaves that as it is.
///
/// # Errors
/// Those of SQLite.
pub fn set_status(
    transaction: &Transaction<'_>,
    customer: &str,
    to: KybStatus,
    submitted: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> rusqlite::Result<()> {
    transaction.execute(
        "UPDATE customers SET kyb_status = ?2, submitted_at = coalesce(?3, submitted_at), updated_at = ?4
         WHERE customer_id = ?1",
        params![customer, to.name(), submitted.map(instant), instant(now)],
    )?;
    Ok(())
}

/// Sets what compliance asks for; `None` takes it away.
///
/// # Errors
/// Those of SQLite.
pub fn set_review_issues(
    transaction: &Transaction<'_>,
    customer: &str,
    issues: Option<&Value>,
    now: DateTime<Utc>,
) -> rusqlite::Result<()> {
    transaction.execute(
        "UPDATE customers SET review_issues = ?2, updated_at = ?3 WHERE customer_id = ?1",
        params![customer, issues.map(Value::to_string), instant(now)],
    )?;
    Ok(())
}

/// Keeps a file and answers its row.
pub(super) fn keep(
    transaction: &Transaction<'_>,
    customer: &str,
    file: Option<&File>,
) -> rusqlite::Result<Option<i64>> {
    let Some(file) = file else { return Ok(None) };
    transaction
        .prepare_cached(
            "INSERT INTO files (customer_id, mime, size, sha256, content) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![customer, file.mime, file.content.len(), file.sha256, file.content])?;
    Ok(Some(transaction.last_insert_rowid()))
}

pub(super) fn text(members: &Map<String, Value>) -> String {
    serde_json::to_string(members).expect("a map of JSON values has a text")
}

pub(super) fn object(row: &Row<'_>, column: usize) -> rusqlite::Result<Map<String, Value>> {
    json(row.get_ref(column)?.as_str()?, column)
}

fn json<T: serde::de::DeserializeOwned>(text: &str, column: usize) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error))
    })
}

fn status(row: &Row<'_>, column: usize) -> rusqlite::Result<KybStatus> {
    KybStatus::parse(row.get_ref(column)?.as_str()?).ok_or_else(|| {
        rusqlite::Error::InvalidColumnType(column, "kyb_status".into(), rusqlite::types::Type::Text)
    })
}
