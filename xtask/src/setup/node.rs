//! Node, npm and the npm packages that tests and the package build use (tests/package.json).

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process::{alone, capture, command, find, run, say};

/// The oldest Node that the package and its tests run on.
const OLDEST: u32 = 20;

/// Node itself.
///
/// # Errors
/// There is none, or it is too old.
pub fn node() -> Result<PathBuf> {
    let node = find("node").with_context(|| {
        format!(
            "Node is missing: install Node {OLDEST} or newer from https://nodejs.org, then run this again"
        )
    })?;
    let version = capture(command(&node).arg("--version")).unwrap_or_default();
    let major = version.trim_start_matches('v').split('.').next().and_then(|part| part.parse::<u32>().ok());
    match major {
        Some(major) if major >= OLDEST => Ok(node),
        _ => bail!("Node {version} is too old: Node {OLDEST} or newer is needed"),
    }
}

/// npm itself.
///
/// # Errors
/// There is none.
pub fn npm() -> Result<PathBuf> {
    find("npm").context("npm is missing: it comes with Node from https://nodejs.org")
}

/// The npm packages of tests/, as its lock names them.
///
/// # Errors
/// Node or npm is missing, or npm fails.
pub fn packages(root: &Path) -> Result<()> {
    packages_of(&root.join("tests"))
}

/// The npm packages of a folder, as its lock names them.
///
/// # Errors
/// Node or npm is missing, or npm fails.
pub fn packages_of(folder: &Path) -> Result<()> {
    node()?;
    let npm = npm()?;
    let lock = folder.join("package-lock.json");
    // npm begins by taking away what is there, also what another command has just installed and works with.
    let _alone = alone(&lock, "another install of npm packages")?;
    let lock = fs::read(&lock).with_context(|| lock.display().to_string())?;
    let installed = folder.join("node_modules/.installed-lock.json");
    if fs::read(&installed).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let name = folder.file_name().unwrap_or_default().display();
    say(format!("installing npm packages (npm ci in {name}/)"));
    run(command(npm).current_dir(folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))?;
    fs::write(installed, lock)?;
    Ok(())
}

/// The programs that make module and glue smaller, both from the npm packages of tests/.
pub struct Shrinkers {
    /// A script for Node.
    pub wasm_opt: PathBuf,
    pub esbuild: PathBuf,
}

/// The two, when the npm packages are installed.
pub fn shrinkers(root: &Path) -> Option<Shrinkers> {
    let packages = root.join("tests/node_modules");
    let found = Shrinkers {
        wasm_opt: packages.join("binaryen/bin/wasm-opt"),
        esbuild: packages.join(".bin/esbuild"),
    };
    (found.wasm_opt.is_file() && found.esbuild.is_file() && node().is_ok()).then_some(found)
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::thread;
    use std::time::Duration;

    use super::*;

    #[test]
    fn who_comes_while_another_installs_takes_what_that_one_installed() {
        let folder = std::env::temp_dir().join(format!("kyb-patch-packages-{}", std::process::id()));
        fs::create_dir_all(folder.join("node_modules")).unwrap();
        // No lock that npm can install from.
        fs::write(folder.join("package-lock.json"), "other").unwrap();
        let other = File::open(folder.join("package-lock.json")).unwrap();
        other.lock().unwrap();
        let installed = thread::scope(|scope| {
            let coming = scope.spawn(|| packages_of(&folder));
            thread::sleep(Duration::from_millis(300));
            fs::write(folder.join("node_modules/.installed-lock.json"), "other").unwrap();
            drop(other);
            coming.join().unwrap()
        });
        fs::remove_dir_all(&folder).unwrap();
        installed.unwrap();
    }
}
