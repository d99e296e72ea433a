//! The titles of NAICS 2022, for a picker in a page: fetched when it opens, never part of the module.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::{Made, naics, read};

const TITLES: &str = "data/naics_2022_titles.json";

pub fn make(root: &Path) -> Result<Made> {
    let titles: BTreeMap<String, String> = serde_json::from_str(&read(root, TITLES)?).context(TITLES)?;
    let codes = naics::codes(root, "six_2022")?;
    let titled: naics::Codes =
        titles.keys().filter(|code| code.len() == 6).filter_map(|code| code.parse().ok()).collect();
    ensure!(titled == codes, "{TITLES}: its six-digit codes are not those of {}", naics::TABLES);

    // Six digits are a choice; the sectors (two digits, or a range of them) are headings to choose under.
    let wanted = titles.iter().filter(|(code, _)| code.len() == 6 || code.len() == 2 || code.contains('-'));
    let mut lines = Vec::new();
    for (code, title) in wanted {
        lines.push(format!("{}:{}", serde_json::to_string(code)?, serde_json::to_string(title)?));
    }
    Ok(Made { path: "npm/data/naics-2022.json", text: format!("{{{}}}\n", lines.join(",\n")) })
}
