//! Where the checkout and cargo's output are.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The root of the checkout.
///
/// # Errors
/// xtask was moved out of it.
pub fn root() -> Result<PathBuf> {
    let own = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let root = Path::new(&own).parent().context("xtask has no parent folder")?;
    anyhow::ensure!(root.join("xtask/Cargo.toml").is_file(), "{} is no checkout", root.display());
    Ok(root.to_path_buf())
}

/// cargo's output: what CARGO_TARGET_DIR says, else target/.
pub fn target(root: &Path) -> PathBuf {
    root.join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
}

/// The module's own output: another compiler may work there, and neither drives out the other's.
pub fn wasm_target(root: &Path) -> PathBuf {
    target(root).join("wasm")
}
