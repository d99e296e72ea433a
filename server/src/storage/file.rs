//! Which file a path names: SQLite keeps the file that it opened, and so would write on into one that was deleted.

use std::path::{Path, PathBuf};

use rusqlite::{Error, ffi};

use super::OpenError;

/// The path from the root. SQLite has names of its own, which a path from the root is none of: an empty one for a file
/// that nobody sees, `:memory:` for none at all.
///
/// # Errors
/// For an empty path.
pub fn named(path: &Path) -> Result<PathBuf, OpenError> {
    std::path::absolute(path).map_err(OpenError::Path)
}

/// What tells a file from any other that has its name later, where the system has such a thing.
#[derive(Debug)]
pub struct Identity(Option<Numbers>);

/// Device and number on it.
type Numbers = (u64, u64);

impl Identity {
    /// Of the file that was just opened.
    ///
    /// # Errors
    /// When it is not there any more.
    pub fn of(path: &Path) -> rusqlite::Result<Self> {
        numbers(path).map(Self)
    }

    /// Whether the path still names that file.
    ///
    /// # Errors
    /// When it names none, or another: an error that does not pass.
    pub fn holds(&self, path: &Path) -> rusqlite::Result<()> {
        if numbers(path)? == self.0 { Ok(()) } else { Err(moved()) }
    }
}

#[cfg(unix)]
fn numbers(path: &Path) -> rusqlite::Result<Option<Numbers>> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).map(|file| Some((file.dev(), file.ino()))).map_err(|_| moved())
}

/// An open file can't be deleted there.
#[cfg(not(unix))]
fn numbers(_: &Path) -> rusqlite::Result<Option<Numbers>> {
    Ok(None)
}

/// Of a write-ahead log that can't be moved into the file.
pub fn in_use() -> Error {
    let code = ffi::Error::new(ffi::SQLITE_BUSY);
    let why = "its write-ahead log stays beside it, since another program is using it";
    Error::SqliteFailure(code, Some(why.to_owned()))
}

fn moved() -> Error {
    let code = ffi::Error::new(ffi::SQLITE_READONLY_DBMOVED);
    Error::SqliteFailure(code, Some("it was deleted or replaced while it was open".to_owned()))
}
