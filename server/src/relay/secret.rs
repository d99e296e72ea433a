//! The access key and its secret: from the environment, or from a file that only its owner may read.

use std::path::{Path, PathBuf};
use std::{env, fmt, fs, io};

use crate::sign::Key;

/// The two names, in the environment and in the file.
const ACCESS_KEY: &str = "KYB_ACCESS_KEY";
const SECRET: &str = "KYB_SECRET";

/// Why there is no key. Never with a value.
#[derive(Debug)]
pub enum SecretError {
    /// The file can't be read.
    Unreadable(PathBuf, io::Error),
    /// Others than its owner may read or change the file.
    NotPrivate(PathBuf),
    /// One of the two is not given.
    Missing(&'static str),
    /// The file gives one of the two more than once.
    Twice(&'static str),
    /// The access key can't stand in a header of a signature.
    NoAccessKey,
    /// The secret is not base64url.
    Malformed,
}

impl fmt::Display for SecretError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(path, error) => {
                write!(f, "can't read the secret file {}: {error}", path.display())
            }
            Self::NotPrivate(path) => {
                write!(f, "others than its owner may use the secret file {}: chmod 600 it", path.display())
            }
            Self::Missing(name) => write!(f, "{name} is not given, in the environment or in --secret-file"),
            Self::Twice(name) => write!(f, "{name} stands in the secret file more than once"),
            Self::NoAccessKey => {
                write!(f, "{ACCESS_KEY} has a blank, a colon, or a character that is not ASCII")
            }
            Self::Malformed => write!(f, "{SECRET} is not base64url; it stands without quotes"),
        }
    }
}

impl std::error::Error for SecretError {}

/// Reads the key; a file, where one is named, alone counts. It holds a line `NAME=value` for each of the
/// two names.
///
/// # Errors
/// See [`SecretError`].
pub fn read(file: Option<&Path>) -> Result<Key, SecretError> {
    let text = file.map(private).transpose()?;
    let given = |name: &'static str| {
        let value = match &text {
            Some(text) => line(text, name)?,
            None => env::var(name).ok(),
        };
        value.filter(|value| !value.is_empty()).ok_or(SecretError::Missing(name))
    };
    let access_key = given(ACCESS_KEY)?;
    if !access_key.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':') {
        return Err(SecretError::NoAccessKey);
    }
    Key::new(access_key, &given(SECRET)?).ok_or(SecretError::Malformed)
}

fn line(text: &str, name: &'static str) -> Result<Option<String>, SecretError> {
    // Some editors begin a file with a mark of its encoding.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let values: Vec<&str> = text
        .lines()
        .filter_map(|line| line.split_once('='))
        .filter(|(named, _)| named.trim() == name)
        .map(|(_, value)| value.trim())
        .collect();
    match values.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some((*one).to_owned())),
        _ => Err(SecretError::Twice(name)),
    }
}

fn private(path: &Path) -> Result<String, SecretError> {
    let unreadable = |error| SecretError::Unreadable(path.to_owned(), error);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(path).map_err(unreadable)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(SecretError::NotPrivate(path.to_owned()));
        }
    }
    fs::read_to_string(path).map_err(unreadable)
}
