//! The bench: our rules beside what people use today. `bench/` does the measuring; this installs, builds and starts it.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process::{build_program, command, find, say};
use crate::setup::browser::{self, Browser};
use crate::setup::{debian, node};
use crate::{folders, package};

/// How to run.
#[derive(Default)]
pub struct Options {
    /// Whether a few rounds do: to see that it runs, not for its figures.
    pub quick: bool,
    /// Where the figures go as JSON.
    pub json: Option<PathBuf>,
}

/// Measures everything and prints the tables; a full run writes `docs/bench.md` and `docs/bench.svg`.
///
/// # Errors
/// Something is missing that cannot be installed here, or a peer gives another verdict than it should.
pub fn measure(root: &Path, options: &Options) -> Result<()> {
    // The run takes long; that its figures have nowhere to go is told before it.
    let json = options.json.as_ref().map(|file| anyhow::Ok(env::current_dir()?.join(file))).transpose()?;
    if let Some(folder) = json.as_deref().and_then(Path::parent) {
        anyhow::ensure!(folder.is_dir(), "there is no folder {} for the figures", folder.display());
    }
    let node = node::node()?;
    let Browser { chromium, .. } = browser::prepare()?;
    let firefox = firefox();
    node::packages_of(&root.join("bench"))?;
    package::pack(root)?;
    let native = build_native(root)?;
    let mut bench = command(node);
    bench
        .current_dir(root)
        .env("CHROMIUM", chromium)
        .env("BENCH_NATIVE", native)
        .arg("bench/run.js")
        .args(["--effort", if options.quick { "quick" } else { "full" }]);
    if let Some(firefox) = firefox {
        bench.env("FIREFOX", firefox);
    }
    if let Some(json) = json {
        bench.arg("--json").arg(json);
    }
    // Its tables are the result of this command, so they go to stdout.
    let status = bench.status().context("cannot start the bench")?;
    anyhow::ensure!(status.success(), "the bench ended with {status}");
    Ok(())
}

/// Firefox, or none: the bench then leaves its table out.
fn firefox() -> Option<PathBuf> {
    let installed = || find("firefox-esr").or_else(|| find("firefox"));
    installed().or_else(|| {
        if let Err(error) = debian::install(&["firefox-esr"], "Firefox, for the bench") {
            say(format!("no figures of Firefox: {error:#}"));
        }
        installed()
    })
}

/// The rules, jsonschema and garde in one program. A workspace of its own: the project's other builds never meet these.
fn build_native(root: &Path) -> Result<PathBuf> {
    say("building the native bench");
    build_program(
        command("cargo")
            .current_dir(root)
            .args([
                "build",
                "--release",
                "--locked",
                "--manifest-path",
                "bench/native/Cargo.toml",
                "--target-dir",
            ])
            .arg(folders::target(root).join("native")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_that_have_nowhere_to_go_are_told_before_the_run() {
        let options = Options { quick: true, json: Some(PathBuf::from("/nowhere/at/all/figures.json")) };
        let error = measure(Path::new("/nowhere"), &options).expect_err("there is no such folder");
        assert!(error.to_string().starts_with("there is no folder"), "{error}");
    }
}
