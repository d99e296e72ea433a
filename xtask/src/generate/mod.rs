//! Makes the tables of the package from `data/`, or says which of them are stale.
//!
//! The tables are committed: building the package needs no generator, and a change to the data shows as a change
//! of the table. Everything is read and made in sorted order, so that the same data gives the same bytes.

mod advised;
mod api;
mod cases;
mod codes;
mod countries;
mod high_risk;
mod industries;
mod messages;
mod naics;
mod postal;
mod rules;
mod schema;
mod states;
mod tax;
mod types;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::process;

/// A file as it should be.
struct Made {
    /// From the root of the repository.
    path: &'static str,
    text: String,
}

/// Writes the generated files under `root` that are not as they should be; with `check`, writes none.
///
/// # Errors
/// When the data contradicts itself, and, with `check`, when a file is stale: the message lists which.
pub fn run(root: &Path, check: bool) -> Result<()> {
    let rules = rules::make(root)?;
    if !check && !is_fresh(root, &rules) {
        write(root, &rules)?;
        // What follows is made from the rules as they are compiled, of which this changes the list.
        return process::run(process::command("cargo").current_dir(root).args(["xtask", "generate"]));
    }
    let [schema, schema_module] = schema::make()?;
    let all = [
        advised::make(root)?,
        api::make(root)?,
        cases::make(root)?,
        codes::make(root)?,
        countries::make(root)?,
        naics::make(root)?,
        postal::make(root)?,
        states::make(root)?,
        rules,
        high_risk::make(root)?,
        messages::make(root)?,
        industries::make(root)?,
        tax::make(root)?,
        types::make(root)?,
        schema,
        schema_module,
    ];
    let stale: Vec<&Made> = all.iter().filter(|made| !is_fresh(root, made)).collect();
    if check && !stale.is_empty() {
        let mut list = String::new();
        for made in stale {
            write!(list, "\n  {}", made.path)?;
        }
        bail!("not as `cargo xtask generate` makes them:{list}");
    }
    for made in stale {
        write(root, made)?;
    }
    println!("{} generated files are as their data says", all.len());
    Ok(())
}

fn write(root: &Path, made: &Made) -> Result<()> {
    let path = root.join(made.path);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    }
    fs::write(&path, &made.text).with_context(|| format!("writing {}", made.path))?;
    println!("wrote {}", made.path);
    Ok(())
}

fn is_fresh(root: &Path, made: &Made) -> bool {
    // A file that can't be read is a file to write: writing tells why, if that fails too.
    fs::read(root.join(made.path)).is_ok_and(|bytes| bytes == made.text.as_bytes())
}

fn read(root: &Path, path: &str) -> Result<String> {
    fs::read_to_string(root.join(path)).with_context(|| format!("reading {path}"))
}

/// The first line of a generated file of Rust.
fn head(sources: &[&str]) -> String {
    format!("// Made by cargo xtask generate from {}; do not edit.\n", sources.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_committed_is_fresh() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask stands in the repository");
        run(root, true).expect("fresh tables");
    }
}
