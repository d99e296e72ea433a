//! Debian's packages: installed by apt, as root, without a terminal.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use crate::process::{command, find, run, say, status};

/// Installs the packages, with the lists of packages fetched first where there are none.
///
/// # Errors
/// Not root, no apt, or apt fails. No installed package is ever removed for these.
pub fn install(packages: &[&str], why: &str) -> Result<()> {
    let names = packages.join(" ");
    if find("apt-get").is_none() {
        bail!("{why} is missing: install it (Debian's packages are {names}), then run this again");
    }
    if !is_root() {
        bail!(
            "{why} is missing: run `apt-get install {names}` as root (or install it in your own way), \
             then run this again"
        );
    }
    say(format!("installing Debian's packages {names} with apt-get, as root ({why})"));
    if !has_lists() {
        update()?;
    }
    if !apt_install(packages)? {
        // Lists that are out of date name files which the mirror no longer has.
        update()?;
        if !apt_install(packages)? {
            bail!("apt-get could not install {names}, which {why} needs");
        }
    }
    Ok(())
}

fn apt_install(packages: &[&str]) -> Result<bool> {
    let status = status(
        command("apt-get")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["install", "-q", "-y", "--no-remove"])
            .args(packages),
    )?;
    Ok(status.success())
}

fn update() -> Result<()> {
    say("fetching the lists of packages (apt-get update)");
    run(command("apt-get").args(["update", "-q"]))
}

fn has_lists() -> bool {
    let Ok(entries) = fs::read_dir("/var/lib/apt/lists") else { return false };
    entries.flatten().any(|entry| entry.file_name().to_string_lossy().contains("_Packages"))
}

/// Whether this runs as root.
pub fn is_root() -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        // A process owns its own folder in /proc: its effective user, without a line of C.
        Path::new("/proc/self").metadata().is_ok_and(|own| own.uid() == 0)
    }
    #[cfg(not(unix))]
    false
}
