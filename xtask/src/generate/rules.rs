//! The list of the rules, from the `mod` lines that register them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::{Made, head, read};

const RULES: &str = "src/rules/mod.rs";

pub fn make(root: &Path) -> Result<Made> {
    let modules = read(root, RULES)?;
    let mut text = head(&[RULES]);
    text.push_str(
        "//! The rules, in the order of their names.\n\nuse super::*;\n\n/// All rules.\npub static RULES: &[&Rule] = &[\n",
    );
    for name in modules
        .lines()
        .filter_map(|line| line.strip_prefix("pub ").unwrap_or(line).strip_prefix("mod ")?.strip_suffix(';'))
    {
        // A file without a rule is what some rules share.
        if read(root, &format!("src/rules/{name}.rs"))?.contains("\npub static RULE: Rule") {
            writeln!(text, "    &{name}::RULE,")?;
        }
    }
    text.push_str("];\n");
    for file in fs::read_dir(root.join("src/rules")).context("src/rules")? {
        let name = file?.file_name().into_string().ok().context("a name that is no text")?;
        let line = format!("mod {};\n", name.trim_end_matches(".rs"));
        ensure!(name == "mod.rs" || modules.contains(&line), "{RULES} does not register {name}");
    }
    Ok(Made { path: "src/rules/registered.rs", text })
}
