//! Every suite in order, and the one line that says how it went.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::counts::{self, Counts};
use crate::generate;
use crate::process::{capture, command, find, lines, path_with, run};
use crate::setup::browser::{self, Browser};
use crate::setup::wasm::Toolchain;
use crate::setup::{node, tools, wasm};
use crate::{folders, package, serve};

/// What the suites need on this machine.
struct Machine {
    toolchain: Toolchain,
    browser: Browser,
    wasm_pack: PathBuf,
    wasm_bindgen: PathBuf,
    node: PathBuf,
}

/// What the build left for the suites that start from it.
struct Built {
    server: PathBuf,
    package: PathBuf,
}

/// Runs everything and prints `N passed, N failed` as the last line; true when nothing failed.
///
/// # Errors
/// Something is missing that cannot be installed here.
pub fn run_all(root: &Path) -> Result<bool> {
    let machine = Machine {
        node: node::node()?,
        toolchain: wasm::prepare(root)?,
        browser: browser::prepare()?,
        wasm_pack: tools::wasm_pack()?,
        wasm_bindgen: tools::wasm_bindgen(root)?,
    };
    node::packages(root)?;

    let mut report = Report::default();
    report.step("format", |_| format(root));
    report.step("lint", |_| lint(root, &machine.toolchain));
    report.step("generated files", |_| generate::run(root, true));
    report.step("native tests", |counts| native(root, counts));
    report.step("browser tests", |counts| in_browser(root, &machine, counts));
    let built = report.step("server, module and package", |_| {
        Ok(Built { server: serve::build_server(root, true)?, package: package::pack(root)? })
    });
    for (name, folder) in [("package tests", "tests/package"), ("form tests", "tests/form")] {
        report.step(name, |counts| {
            let built = built.as_ref().context("not run: there is no package or no server")?;
            in_node(root, folder, &machine, built, counts)
        });
    }
    Ok(report.close())
}

fn format(root: &Path) -> Result<()> {
    run(command("cargo").current_dir(root).args(["fmt", "--all", "--check"]))
}

fn lint(root: &Path, toolchain: &Toolchain) -> Result<()> {
    if find("cargo-clippy").is_none() {
        println!("clippy is not installed here: no lint (`rustup component add clippy`)");
        return Ok(());
    }
    let refuse_warnings = ["--", "-D", "warnings"];
    run(command("cargo")
        .current_dir(root)
        .args(["clippy", "--profile", "tool", "--workspace", "--all-targets"])
        .args(refuse_warnings))?;
    if toolchain.is_active() {
        run(command("cargo")
            .current_dir(root)
            .args(["clippy", "--package", "kyb-patch", "--lib", "--target", wasm::TARGET, "--target-dir"])
            .arg(folders::wasm_target(root))
            .args(refuse_warnings))?;
    }
    Ok(())
}

fn native(root: &Path, counts: &mut Counts) -> Result<()> {
    let mut result = Ok(());
    // One by one: tested together, their dependencies would unite their features and be built again.
    for package in ["kyb-patch", "kyb-server", "xtask"] {
        let mut cargo = command("cargo");
        // --no-fail-fast: a failure in one binary must not hide those of the next.
        cargo.current_dir(root).args(["test", "--profile", "tool", "--no-fail-fast", "--package", package]);
        let mut its = Counts::default();
        let tested = counted(&mut cargo, counts::of_cargo, &mut its);
        *counts += its;
        result = result.and(tested.with_context(|| format!("package {package}")));
    }
    result
}

fn in_browser(root: &Path, machine: &Machine, counts: &mut Counts) -> Result<()> {
    let mut wasm_pack = machine.toolchain.set_up(command(&machine.wasm_pack));
    wasm_pack
        .current_dir(root)
        .env("PATH", path_with(&machine.wasm_bindgen, machine.toolchain.path())?)
        .env("CARGO_TARGET_DIR", folders::wasm_target(root))
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
        .args(["test", "--mode", "no-install", "--headless", "--chrome", "--chromedriver"])
        .arg(&machine.browser.driver)
        .args(["--", "-p", "kyb-patch", "--test", "browser"]);
    counted(&mut wasm_pack, counts::of_cargo, counts)
}

fn in_node(root: &Path, folder: &str, machine: &Machine, built: &Built, counts: &mut Counts) -> Result<()> {
    // Files two at a time: they wait for pages more than they work. Node knows the option since 20.10.
    let help = capture(command(&machine.node).arg("--help")).unwrap_or_default();
    let in_pairs = help.contains("--test-concurrency").then_some("--test-concurrency=2");
    let mut node = command(&machine.node);
    node.current_dir(root)
        .env("KYB_SERVER", &built.server)
        .env("KYB_PACKAGE", &built.package)
        .env("CHROMIUM", &machine.browser.chromium)
        // A quarter of an hour, in milliseconds, for a file: one that hangs is a failure, not an end.
        .args(["--test", "--test-reporter=spec", "--test-timeout=900000"])
        .args(in_pairs)
        .args(test_files(&root.join(folder))?);
    counted(&mut node, counts::of_node, counts)
}

/// The folder's *.test.js in the order of their names: Node 20 knows no patterns.
fn test_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("no folder {}", folder.display()))?;
    let mut files: Vec<_> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|file| file.to_string_lossy().ends_with(".test.js"))
        .collect();
    if files.is_empty() {
        bail!("no *.test.js in {}", folder.display());
    }
    files.sort();
    Ok(files)
}

/// Runs a suite and counts its tests. A suite without tests, or one that died, is an error.
fn counted(command: &mut Command, of: fn(&str) -> Option<Counts>, counts: &mut Counts) -> Result<()> {
    let status = lines(command, |line| {
        if let Some(more) = of(line) {
            *counts += more;
        }
    })?;
    if !status.success() && counts.failed == 0 {
        bail!("the suite ended with {status} before it counted a failure");
    }
    if counts.passed + counts.failed == 0 {
        bail!("the suite ran no test");
    }
    Ok(())
}

const STEPS: usize = 8;

/// The steps so far.
#[derive(Default)]
struct Report {
    done: usize,
    all: Counts,
    lines: Vec<String>,
}

impl Report {
    /// Runs one step. An error counts as one failure; the steps behind it run all the same.
    fn step<T>(&mut self, name: &str, work: impl FnOnce(&mut Counts) -> Result<T>) -> Option<T> {
        self.done += 1;
        println!("\n[{}/{STEPS}] {name} …", self.done);
        let mut counts = Counts::default();
        let start = Instant::now();
        let result = work(&mut counts);
        let error = result.as_ref().err().map(|error| format!("{error:#}"));
        if error.is_some() {
            counts.failed += 1;
        }
        let line = outcome(name, counts, error.as_deref(), start.elapsed());
        println!("[{}/{STEPS}] {line}", self.done);
        self.lines.push(line);
        self.all += counts;
        result.ok()
    }

    /// Prints how each step went, then the line that closes the run.
    fn close(self) -> bool {
        println!();
        for line in &self.lines {
            println!("{line}");
        }
        println!("{} passed, {} failed", self.all.passed, self.all.failed);
        self.all.failed == 0
    }
}

fn outcome(name: &str, counts: Counts, error: Option<&str>, took: Duration) -> String {
    let mut parts = Vec::new();
    if counts.passed > 0 {
        parts.push(format!("{} passed", counts.passed));
    }
    if counts.failed > 0 {
        parts.push(format!("{} failed", counts.failed));
    }
    if counts.skipped > 0 {
        parts.push(format!("{} skipped", counts.skipped));
    }
    if parts.is_empty() {
        parts.push("ok".to_owned());
    }
    let reason = error.map(|error| format!(" ({error})")).unwrap_or_default();
    format!("{name}: {}{reason}, {:.0} s", parts.join(", "), took.as_secs_f64())
}
