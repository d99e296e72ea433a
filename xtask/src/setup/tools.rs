//! wasm-pack, and the wasm-bindgen command whose version equals the library's.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process::{capture, command, find, is_executable, run, say};

/// wasm-pack: the one on the PATH, else in cargo's own folder of programs, else installed there.
///
/// # Errors
/// cargo cannot install it.
pub fn wasm_pack() -> Result<PathBuf> {
    let places = || find("wasm-pack").or_else(|| Some(cargo_home()?.join("bin/wasm-pack")));
    if let Some(found) = places().filter(|file| is_executable(file)) {
        return Ok(found);
    }
    say("installing wasm-pack with cargo (a minute or two)");
    run(command("cargo").args(["install", "wasm-pack", "--locked"]))?;
    places().filter(|file| is_executable(file)).context("wasm-pack was installed, yet is not found")
}

/// The folder that holds wasm-bindgen and wasm-bindgen-test-runner of the version in Cargo.lock.
///
/// A wasm-bindgen of another version stays as it is: ours goes into a folder of its own.
///
/// # Errors
/// cargo cannot install it.
pub fn wasm_bindgen(root: &Path) -> Result<PathBuf> {
    let version = locked(root, "wasm-bindgen")?;
    let home = cargo_home().context("no home folder to install wasm-bindgen-cli in")?;
    let own = home.join(format!("wasm-bindgen-cli-{version}"));
    let on_path = find("wasm-bindgen").and_then(|file| Some(file.parent()?.to_path_buf()));
    let places = [on_path, Some(own.join("bin"))];
    if let Some(found) = places.into_iter().flatten().find(|folder| holds(folder, &version)) {
        return Ok(found);
    }
    say(format!("installing wasm-bindgen-cli {version} with cargo (two minutes or so)"));
    // Unlocked: its lock is newer than what some mirrors of the registry hold.
    run(command("cargo").args(["install", "wasm-bindgen-cli", "--version", &version, "--root"]).arg(&own))?;
    Ok(own.join("bin"))
}

fn holds(folder: &Path, version: &str) -> bool {
    ["wasm-bindgen", "wasm-bindgen-test-runner"].into_iter().all(|name| {
        let file = folder.join(format!("{name}{}", env::consts::EXE_SUFFIX));
        let said = capture(command(file).arg("--version"));
        said.is_some_and(|said| said.split_whitespace().nth(1) == Some(version))
    })
}

fn cargo_home() -> Option<PathBuf> {
    let own = env::var_os("CARGO_HOME").map(PathBuf::from);
    own.or_else(|| Some(env::home_dir()?.join(".cargo")))
}

/// The version of a package in Cargo.lock.
fn locked(root: &Path, package: &str) -> Result<String> {
    let lock = fs::read_to_string(root.join("Cargo.lock")).context("Cargo.lock")?;
    version_in(&lock, package).with_context(|| format!("Cargo.lock names no {package}"))
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines.nth(1)?.strip_prefix("version = \"")?;
    Some(version.trim_end_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::version_in;

    #[test]
    fn reads_the_version_of_that_package_alone() {
        let lock = "[[package]]\nname = \"wasm-bindgen-cli\"\nversion = \"9.9.9\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(lock, "serde"), None);
    }
}
