//! Looks a data file over: its structure, its references, and what its files hold.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use sha2::{Digest, Sha256};

use super::change::hex;
use super::migrations::{self, SANDBOX, Shape};
use super::{BUSY, OpenError, file};

/// What was found.
#[derive(Debug)]
pub struct Found {
    /// What the file is for.
    pub name: &'static str,
    /// Its step.
    pub step: usize,
    /// What is wrong, in sentences; empty for a file that is whole.
    pub faults: Vec<String>,
}

/// Looks a file over and changes nothing.
///
/// # Errors
/// When it is not a file of this program, or can't be read.
pub fn check(path: &Path) -> Result<Found, OpenError> {
    let path = file::named(path)?;
    let mut log = path.clone().into_os_string();
    log.push("-wal");
    let has_log = std::fs::metadata(log).is_ok_and(|log| log.len() > 0);
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // Who closes a file last moves its log into it. That is for those who write.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, has_log)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "query_only", true)?;
    let shape: &'static Shape = migrations::shape(&connection)?.ok_or(OpenError::Empty)?;
    let step = migrations::recognise(&connection, shape)?;
    let mut faults: Vec<String> = connection
        .prepare("PRAGMA integrity_check(20)")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    faults.retain(|said| said != "ok");
    let (there, meant) = (migrations::parts(&connection)?, shape.parts(step)?);
    faults.extend(meant.difference(&there).map(|part| format!("{part} is missing")));
    faults.extend(there.difference(&meant).map(|part| format!("{part} is none of step {step}")));
    if meant.difference(&there).next().is_some() {
        return Ok(Found { name: shape.name, step, faults });
    }
    let mut loose =
        connection.prepare("SELECT \"table\", count(*) FROM pragma_foreign_key_check GROUP BY 1")?;
    let loose = loose.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
    for row in loose {
        let (table, rows) = row?;
        faults.push(format!("{rows} rows of {table} refer to what is not there"));
    }
    if shape.name == SANDBOX.name {
        faults.extend(contents(&connection)?);
    }
    Ok(Found { name: shape.name, step, faults })
}

/// Holds each file against its hash.
fn contents(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let mut statement = connection.prepare("SELECT content, sha256 FROM files")?;
    let mut rows = statement.query([])?;
    let mut wrong = 0;
    while let Some(row) = rows.next()? {
        let content = row.get_ref(0)?;
        if hex(&Sha256::digest(content.as_blob()?)) != row.get_ref(1)?.as_str()? {
            wrong += 1;
        }
    }
    Ok((wrong > 0).then(|| format!("{wrong} files are not what their hashes say")))
}
