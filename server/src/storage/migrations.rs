//! The numbered steps that bring a file to the shape this program knows.

use rusqlite::{Connection, TransactionBehavior};

use super::OpenError;

/// In order; a step's number is its place, from 1. A published step never changes.
const STEPS: &[&str] = &[include_str!("migrations/0001_customers.sql")];

/// `application_id` of the files of this program: "kybp".
const APPLICATION: usize = 0x6b79_6270;

/// Tells whether the file is new or one of this program's; answers how many steps it has.
///
/// # Errors
/// When it belongs to another program, or to a newer version of this one.
pub fn recognise(connection: &Connection) -> Result<usize, OpenError> {
    let number = |sql| connection.query_row(sql, [], |row| row.get::<_, usize>(0));
    let application = number("PRAGMA application_id")?;
    let done = number("PRAGMA user_version")?;
    if application != APPLICATION && (application != 0 || number("SELECT count(*) FROM sqlite_schema")? > 0) {
        return Err(OpenError::Foreign);
    }
    if done > STEPS.len() {
        return Err(OpenError::Newer { file: done, known: STEPS.len() });
    }
    Ok(done)
}

/// Applies the steps that the file lacks, each in a transaction of its own.
///
/// # Errors
/// Those of [`recognise`], and those of SQLite.
pub fn run(connection: &mut Connection) -> Result<(), OpenError> {
    loop {
        // The number is read under the write lock: two programs may open a new file at once.
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = recognise(&transaction)?;
        let Some(step) = STEPS.get(done) else { return Ok(()) };
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", done + 1)?;
        transaction.commit()?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_every_step_once() {
        let mut connection = Connection::open_in_memory().unwrap();
        run(&mut connection).unwrap();
        run(&mut connection).unwrap();
        let done: usize = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        assert_eq!(done, STEPS.len());
    }

    #[test]
    fn refuses_the_file_of_another_program() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE ledger (entry TEXT)").unwrap();
        assert!(matches!(run(&mut connection), Err(OpenError::Foreign)));
    }

    #[test]
    fn refuses_a_file_from_a_newer_version() {
        let mut connection = Connection::open_in_memory().unwrap();
        run(&mut connection).unwrap();
        connection.pragma_update(None, "user_version", STEPS.len() + 1).unwrap();
        assert!(matches!(run(&mut connection), Err(OpenError::Newer { .. })));
    }
}
