//! The list of the case files, for a browser, which has no folders.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::{Made, head};

const CASES: &str = "tests/cases";

pub fn make(root: &Path) -> Result<Made> {
    let mut names = BTreeSet::new();
    for file in fs::read_dir(root.join(CASES)).context(CASES)? {
        names.insert(file?.file_name().into_string().ok().context("a name that is no text")?);
    }
    let mut text = head(&[CASES]);
    text.push_str(
        "//! Every file of `tests/cases`.\n\n/// Their names, without `.json`, and what they hold.\n\
         #[rustfmt::skip]\npub static FILES: &[(&str, &str)] = &[\n",
    );
    for name in names {
        let code = name.trim_end_matches(".json");
        writeln!(text, "    (\"{code}\", include_str!(\"../cases/{name}\")),")?;
    }
    text.push_str("];\n");
    Ok(Made { path: "tests/case/files.rs", text })
}
