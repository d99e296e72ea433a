//! Other programs: where they are, and running them.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs::{File, TryLockError};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// Tells on stderr what is being done; stdout belongs to what the command prints as its result.
pub fn say(text: impl AsRef<str>) {
    eprintln!("xtask: {}", text.as_ref());
}

/// A command without the variables that `cargo run` sets for xtask itself: a nested cargo would
/// take them for its own and build afresh.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        let own = name.to_str().is_some_and(|name| {
            name == "CARGO"
                || ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"]
                    .iter()
                    .any(|prefix| name.starts_with(prefix))
        });
        if own {
            command.env_remove(name);
        }
    }
    command
}

/// The first executable of that name on the PATH.
pub fn find(name: &str) -> Option<PathBuf> {
    env::split_paths(&path())
        .map(|folder| folder.join(format!("{name}{}", env::consts::EXE_SUFFIX)))
        .find(|file| is_executable(file))
}

/// Whether the path is a file that can be run, links followed.
pub fn is_executable(file: &Path) -> bool {
    let Ok(metadata) = file.metadata() else { return false };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        metadata.is_file() && metadata.permissions().mode() & 0o111 != 0
    }
    #[cfg(not(unix))]
    metadata.is_file()
}

/// Runs to the end with its output shown; a status other than zero is an error.
pub fn run(command: &mut Command) -> Result<()> {
    let status = status(command)?;
    if !status.success() {
        bail!("{} ended with {status}", shown(command));
    }
    Ok(())
}

/// Runs to the end with its output shown, all of it on stderr.
pub fn status(command: &mut Command) -> Result<ExitStatus> {
    command
        .stdin(Stdio::null())
        .stdout(io::stderr())
        .status()
        .with_context(|| format!("cannot run {}", shown(command)))
}

/// What it prints on stdout, trimmed; `None` when it cannot run or fails.
pub fn capture(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// What it prints on stdout, trimmed. Where it fails, what it says of that on stderr is in the error.
pub fn printed(command: &mut Command) -> Result<String> {
    let output =
        command.stdin(Stdio::null()).output().with_context(|| format!("cannot run {}", shown(command)))?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        bail!("{} ended with {}\n{}", shown(command), output.status, why.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Builds with cargo; answers the program that was made, wherever that is: `build.target` in a person's own settings
/// moves it.
pub fn build_program(cargo: &mut Command) -> Result<PathBuf> {
    cargo.arg("--message-format=json-render-diagnostics").stdin(Stdio::null()).stderr(Stdio::inherit());
    let output = cargo.output().with_context(|| format!("cannot run {}", shown(cargo)))?;
    if !output.status.success() {
        bail!("{} ended with {}", shown(cargo), output.status);
    }
    let said = String::from_utf8_lossy(&output.stdout);
    program(&said).with_context(|| format!("{} made no program", shown(cargo)))
}

/// The last program, tests aside, that cargo says it has made, or found as it was.
fn program(said: &str) -> Option<PathBuf> {
    let mut made = said.lines().rev().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    made.find_map(|made| {
        let program = made["executable"].as_str().filter(|_| made["target"]["kind"][0] == "bin")?;
        (made["profile"]["test"] == false).then(|| program.into())
    })
}

/// Runs to the end, copies each line of its stdout to ours and hands it to `line`.
pub fn lines(command: &mut Command, mut line: impl FnMut(&str)) -> Result<ExitStatus> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot run {}", shown(command)))?;
    let stdout = child.stdout.take().context("the child has no stdout")?;
    let mut reader = BufReader::new(stdout);
    let mut bytes = Vec::new();
    while reader.read_until(b'\n', &mut bytes)? > 0 {
        let mut out = io::stdout().lock();
        out.write_all(&bytes)?;
        out.flush()?;
        line(String::from_utf8_lossy(&bytes).trim_end());
        bytes.clear();
    }
    Ok(child.wait()?)
}

/// Holds back whoever else asks for this file, until what is answered is dropped; says what is waited for.
pub fn alone(file: &Path, other: &str) -> Result<File> {
    let named = || file.display().to_string();
    let held = File::open(file).with_context(named)?;
    match held.try_lock() {
        Ok(()) => return Ok(held),
        Err(TryLockError::WouldBlock) => say(format!("waiting for {other}")),
        Err(TryLockError::Error(error)) => {
            return Err(error).with_context(|| format!("{} cannot be locked", named()));
        }
    }
    held.lock().with_context(|| format!("{} cannot be locked", named()))?;
    Ok(held)
}

/// Our PATH.
pub fn path() -> OsString {
    env::var_os("PATH").unwrap_or_default()
}

/// The path with the folder before all others.
pub fn path_with(first: &Path, path: &OsStr) -> Result<OsString> {
    let folders = std::iter::once(first.to_path_buf()).chain(env::split_paths(path));
    Ok(env::join_paths(folders)?)
}

fn shown(command: &Command) -> String {
    let mut text = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        text.push(' ');
        text.push_str(&argument.to_string_lossy());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Command, printed, program};

    #[cfg(unix)]
    #[test]
    fn why_a_program_failed_is_in_the_error() {
        let mut sh = Command::new("sh");
        let error = printed(sh.args(["-c", "echo half; echo 'no space left' >&2; exit 3"])).unwrap_err();
        let error = error.to_string();
        assert!(error.contains("exit status: 3") && error.ends_with("\nno space left"), "{error}");
    }

    #[test]
    fn a_program_is_where_cargo_says() {
        let made = |kind: &str, test: bool, executable: &str| {
            format!(
                r#"{{"target":{{"kind":["{kind}"]}},"profile":{{"test":{test}}},"executable":{executable}}}"#
            )
        };
        let said = [
            made("lib", false, "null"),
            made("bin", false, r#""/t/x86_64-unknown-linux-gnu/tool/kyb-server""#),
            made("bin", true, r#""/t/deps/kyb_server-1""#),
            made("test", true, r#""/t/deps/sandbox-1""#),
            r#"{"reason":"build-finished","success":true}"#.to_owned(),
        ];
        let found = program(&said.join("\n"));
        assert_eq!(found.as_deref(), Some("/t/x86_64-unknown-linux-gnu/tool/kyb-server".as_ref()));
        assert_eq!(program("no message"), None);
    }
}
