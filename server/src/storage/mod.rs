//! One SQLite file: a connection that writes, and beside it connections that read.
//!
//! Everything here blocks, and nothing here reads a clock or knows HTTP.

pub mod change;
pub mod check;
pub mod customers;
mod file;
pub mod ledger;
pub mod links;
pub mod migrations;
pub mod persons;
pub mod relay;
pub mod terms;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{fmt, io};

use chrono::{DateTime, SecondsFormat, Utc};
use file::Identity;
use migrations::Shape;
use parking_lot::{Mutex, MutexGuard};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};

/// How long another program's lock on the file is waited for, the wait for one's turn included.
const BUSY: Duration = Duration::from_secs(5);

/// As many idle reading connections are kept.
const READERS: usize = 8;

/// Why a file can't be opened.
#[derive(Debug)]
pub enum OpenError {
    /// It is a database, but not of this program.
    Foreign,
    /// It has no tables yet.
    Empty,
    /// It belongs to another mode of this program.
    Other {
        /// What it is for.
        found: &'static str,
        /// What it was opened for.
        wanted: &'static str,
    },
    /// A newer version of this program wrote it.
    Newer {
        /// The file's step.
        file: usize,
        /// The last step known here.
        known: usize,
    },
    /// There can be no file of this path.
    Path(io::Error),
    /// The file system or SQLite refused.
    Sqlite(rusqlite::Error),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign => f.write_str("it is a database of another program"),
            Self::Empty => f.write_str("it is empty: a server or `seed` makes its tables"),
            Self::Other { found, wanted } => write!(f, "it is the file of a {found}, not of a {wanted}"),
            Self::Newer { file, known } => {
                write!(f, "a newer version of kyb-server wrote it (step {file}, this one knows {known})")
            }
            Self::Path(error) => error.fmt(f),
            Self::Sqlite(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for OpenError {}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

/// Whether trying again may help: another program held the lock, or the disk takes no more.
pub fn passes(error: &rusqlite::Error) -> bool {
    // A limit on the size of a file is told as a failed write. What was written of it is no whole transaction.
    const NO_ROOM: i32 = rusqlite::ffi::SQLITE_IOERR_WRITE;
    if error.sqlite_extended_error_code() == Some(NO_ROOM) {
        return true;
    }
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::DiskFull)
    )
}

/// An instant as it is stored and answered: UTC, milliseconds. Sorts as text.
pub fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// An open file.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    identity: Identity,
    // A panic under the lock rolls its transaction back, so what the lock guards is whole.
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

impl Store {
    /// Opens a file of this shape, or makes it, and brings it to the shape known here. `fresh` empties it first.
    ///
    /// # Errors
    /// See [`OpenError`]. The file of another program is left as it is, `fresh` or not.
    pub fn open(path: &Path, shape: &'static Shape, fresh: bool) -> Result<Self, OpenError> {
        let path = file::named(path)?;
        let mut writer = connect(&path, shape)?;
        migrations::run(&mut writer, shape)?;
        if fresh {
            match migrations::renew(&mut writer, shape) {
                // What is torn can't be emptied table by table.
                Err(OpenError::Sqlite(error))
                    if error.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt) =>
                {
                    writer = reset(writer, &path, shape)?;
                }
                renewed => renewed?,
            }
        }
        let identity = Identity::of(&path)?;
        Ok(Self { path, identity, writer: Mutex::new(writer), readers: Mutex::default() })
    }

    /// Reads one state of the file, whatever is written meanwhile.
    ///
    /// # Errors
    /// Those of `work`, and those of SQLite.
    pub fn read<T, E: From<rusqlite::Error>>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let idle = self.readers.lock().pop();
        let mut reader = match idle {
            Some(reader) => reader,
            None => connect_to_read(&self.path)?,
        };
        let answer = {
            let transaction = reader.transaction()?;
            work(&transaction)
        };
        let mut readers = self.readers.lock();
        if readers.len() < READERS {
            readers.push(reader);
        }
        answer
    }

    /// Writes in one transaction, which stands on the disk when this returns `Ok` and has left nothing otherwise.
    ///
    /// # Errors
    /// Those of `work`, and those of SQLite.
    pub fn write<T, E: From<rusqlite::Error>>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.in_turn(|writer| {
            // Immediate: what `work` reads is what it writes over, also when another program writes.
            let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let answer = work(&transaction)?;
            // Of a file that was deleted or replaced nothing would be left, however well it is flushed.
            self.identity.holds(&self.path)?;
            transaction.commit()?;
            Ok(answer)
        })
    }

    /// Works on the connection that writes. The wait for one's turn counts as a wait for another program's lock, which
    /// else would keep one after the other for the whole time. Where nobody holds that lock, a turn is served however
    /// late it comes.
    fn in_turn<T, E: From<rusqlite::Error>>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let asked = Instant::now();
        let mut writer = self.writer.lock();
        let answer = match writer.busy_timeout(BUSY.saturating_sub(asked.elapsed())) {
            Ok(()) => work(&mut writer),
            Err(error) => Err(error.into()),
        };
        // In the order of asking: who asked later may wait for longer, and would keep those who asked before.
        MutexGuard::unlock_fair(writer);
        answer
    }

    /// Whether something could be written now, and would stay: a page is written as it is.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn ready(&self) -> rusqlite::Result<()> {
        self.write(|transaction| {
            let step: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
            transaction.pragma_update(None, "user_version", step)
        })
    }

    /// Moves the write-ahead log into the file and empties it.
    ///
    /// # Errors
    /// Those of SQLite; one that passes where another program on the file kept it from that.
    pub fn checkpoint(&self) -> rusqlite::Result<()> {
        self.readers.lock().clear();
        self.in_turn(|writer| {
            self.identity.holds(&self.path)?;
            let kept = writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
            if kept { Err(file::in_use()) } else { Ok(()) }
        })
    }
}

fn connect(path: &Path, shape: &'static Shape) -> Result<Connection, OpenError> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    // Before anything is set: the setting of the journal would be written into the file.
    migrations::recognise(&connection, shape)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    // An acknowledged change outlasts a power cut: every commit is flushed.
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    Ok(connection)
}

/// Empties a file without looking at what is in it. It takes the locks, so that no other program is cut off; yet such a
/// program may look before the tables are back.
fn reset(writer: Connection, path: &Path, shape: &'static Shape) -> Result<Connection, OpenError> {
    writer.set_db_config(DbConfig::SQLITE_DBCONFIG_RESET_DATABASE, true)?;
    writer.execute_batch("VACUUM")?;
    writer.set_db_config(DbConfig::SQLITE_DBCONFIG_RESET_DATABASE, false)?;
    writer.pragma_update(None, "user_version", 0)?;
    drop(writer);
    let mut writer = connect(path, shape)?;
    migrations::run(&mut writer, shape)?;
    Ok(writer)
}

fn connect_to_read(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}
