//! The numbered steps that bring a file to the shape this program knows.

use std::collections::BTreeSet;

use rusqlite::{Connection, TransactionBehavior};

use super::OpenError;

/// What a file is for, and how it came to its shape.
#[derive(Debug)]
pub struct Shape {
    /// Its name to a person.
    pub name: &'static str,
    /// `application_id` of such a file.
    application: usize,
    /// In order; a step's number is its place, from 1. A published step never changes.
    steps: &'static [&'static str],
}

/// The file of a sandbox: customers and all.
pub static SANDBOX: Shape = Shape {
    name: "sandbox",
    // "kybp"
    application: 0x6b79_6270,
    steps: &[include_str!("migrations/sandbox_0001.sql"), include_str!("migrations/sandbox_0002.sql")],
};

/// The file of a relay: links and a ledger of hashes.
pub static RELAY: Shape = Shape {
    name: "relay",
    // "kybr"
    application: 0x6b79_6272,
    steps: &[include_str!("migrations/relay_0001.sql"), include_str!("migrations/relay_0002.sql")],
};

impl Shape {
    /// The columns that a file has after so many steps, by table, and its indexes.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn parts(&self, done: usize) -> rusqlite::Result<BTreeSet<String>> {
        let connection = Connection::open_in_memory()?;
        for step in self.steps.iter().take(done) {
            connection.execute_batch(step)?;
        }
        parts(&connection)
    }
}

/// The columns of a file, by table, and its indexes.
///
/// # Errors
/// Those of SQLite.
pub fn parts(connection: &Connection) -> rusqlite::Result<BTreeSet<String>> {
    connection
        .prepare(
            "SELECT 'table ' || s.name || ', column ' || c.name FROM sqlite_schema s, pragma_table_info(s.name) c
                 WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
             UNION SELECT 'index ' || name FROM sqlite_schema WHERE type = 'index'",
        )?
        .query_map([], |row| row.get(0))?
        .collect()
}

/// What a file is for; `None` when it is new.
///
/// # Errors
/// When it belongs to another program.
pub fn shape(connection: &Connection) -> Result<Option<&'static Shape>, OpenError> {
    let number = |sql| connection.query_row(sql, [], |row| row.get::<_, usize>(0));
    let application = number("PRAGMA application_id")?;
    if let Some(shape) = [&SANDBOX, &RELAY].into_iter().find(|shape| shape.application == application) {
        return Ok(Some(shape));
    }
    if application != 0 || number("SELECT count(*) FROM sqlite_schema")? > 0 {
        return Err(OpenError::Foreign);
    }
    Ok(None)
}

/// Tells whether the file is new or one of this shape; answers how many steps it has.
///
/// # Errors
/// When it belongs to another program, is for something else, or is of a newer version of this one.
pub fn recognise(connection: &Connection, wanted: &'static Shape) -> Result<usize, OpenError> {
    let found = shape(connection)?;
    if let Some(found) = found.filter(|found| found.application != wanted.application) {
        return Err(OpenError::Other { found: found.name, wanted: wanted.name });
    }
    let done = connection.query_row("PRAGMA user_version", [], |row| row.get::<_, usize>(0))?;
    if done > wanted.steps.len() {
        return Err(OpenError::Newer { file: done, known: wanted.steps.len() });
    }
    Ok(done)
}

/// Applies the steps that the file lacks, each in a transaction of its own.
///
/// # Errors
/// Those of [`recognise`], and those of SQLite.
pub fn run(connection: &mut Connection, shape: &'static Shape) -> Result<(), OpenError> {
    loop {
        // Most files lack none, and another program may hold the lock for long.
        if recognise(connection, shape)? == shape.steps.len() {
            return Ok(());
        }
        // The number is read again under the write lock: two programs may open a new file at once.
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = recognise(&transaction, shape)?;
        let Some(step) = shape.steps.get(done) else { return Ok(()) };
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "application_id", shape.application)?;
        transaction.pragma_update(None, "user_version", done + 1)?;
        transaction.commit()?;
    }
}

/// Empties a file and brings it to its shape, in one transaction: another program on the same file sees it as it was or
/// as it is then, and never without its tables.
///
/// # Errors
/// Those of [`run`].
pub fn renew(connection: &mut Connection, shape: &Shape) -> Result<(), OpenError> {
    // What refers to a row goes with it.
    connection.pragma_update(None, "foreign_keys", false)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let tables: Vec<String> = transaction
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for table in tables {
        transaction.execute_batch(&format!("DROP TABLE \"{table}\""))?;
    }
    for step in shape.steps {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", shape.application)?;
    transaction.pragma_update(None, "user_version", shape.steps.len())?;
    transaction.commit()?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // The pages that held what was there are still in the file.
    connection.execute_batch("VACUUM")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_every_step_once() {
        for shape in [&SANDBOX, &RELAY] {
            let mut connection = Connection::open_in_memory().unwrap();
            run(&mut connection, shape).unwrap();
            run(&mut connection, shape).unwrap();
            let done: usize = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
            assert_eq!(done, shape.steps.len());
        }
    }

    #[test]
    fn brings_a_file_of_the_first_version_forward() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(SANDBOX.steps[0]).unwrap();
        connection.pragma_update(None, "application_id", SANDBOX.application).unwrap();
        connection.pragma_update(None, "user_version", 1).unwrap();
        run(&mut connection, &SANDBOX).unwrap();
        connection.query_row("SELECT count(*) FROM terms_sessions", [], |_| Ok(())).unwrap();
    }

    #[test]
    fn whom_an_older_relay_did_not_write_down_is_not_known() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(RELAY.steps[0]).unwrap();
        connection.pragma_update(None, "application_id", RELAY.application).unwrap();
        connection.pragma_update(None, "user_version", 1).unwrap();
        for (number, before, applied) in [(1_u8, 0, 0), (2, 32, 0), (3, 0, 1)] {
            let row = "INSERT INTO submissions VALUES (zeroblob(32), ?1, zeroblob(32), zeroblob(?2), ?3, '')";
            connection.execute(row, rusqlite::params![[number; 32], before, applied]).unwrap();
        }
        run(&mut connection, &RELAY).unwrap();
        let mut known =
            connection.prepare("SELECT persons_known FROM submissions ORDER BY key_sha256").unwrap();
        let known: Vec<bool> = known.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        assert_eq!(known, [false, true, true]);
    }

    #[test]
    fn refuses_the_file_of_another_program_and_of_another_mode() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE ledger (entry TEXT)").unwrap();
        assert!(matches!(run(&mut connection, &SANDBOX), Err(OpenError::Foreign)));
        let mut connection = Connection::open_in_memory().unwrap();
        run(&mut connection, &RELAY).unwrap();
        assert!(matches!(run(&mut connection, &SANDBOX), Err(OpenError::Other { .. })));
    }

    #[test]
    fn refuses_a_file_from_a_newer_version() {
        let mut connection = Connection::open_in_memory().unwrap();
        run(&mut connection, &SANDBOX).unwrap();
        connection.pragma_update(None, "user_version", SANDBOX.steps.len() + 1).unwrap();
        assert!(matches!(run(&mut connection, &SANDBOX), Err(OpenError::Newer { .. })));
    }
}
