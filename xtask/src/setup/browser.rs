//! Chromium and its driver.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::debian;
use crate::process::{find, is_executable};

/// A browser and the driver that steers it.
pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

/// Finds both, or installs Debian's.
///
/// # Errors
/// One is missing and cannot be installed here.
pub fn prepare() -> Result<Browser> {
    if let (Some(chromium), Some(driver)) = (chromium(), driver()) {
        return Ok(Browser { chromium, driver });
    }
    debian::install(&["chromium", "chromium-driver"], "Chromium with its driver")?;
    let lost = "Debian's packages chromium and chromium-driver were installed, yet are not found";
    Ok(Browser { chromium: chromium().context(lost)?, driver: driver().context(lost)? })
}

fn chromium() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    named_by("CHROMIUM").or_else(|| names.into_iter().find_map(find))
}

fn driver() -> Option<PathBuf> {
    let elsewhere = ["/usr/lib/chromium/chromedriver", "/usr/lib/chromium-browser/chromedriver"];
    named_by("CHROMEDRIVER")
        .or_else(|| find("chromedriver"))
        .or_else(|| elsewhere.into_iter().map(PathBuf::from).find(|file| is_executable(file)))
}

/// The file that a variable of the environment names.
fn named_by(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).filter(|file| is_executable(file))
}
