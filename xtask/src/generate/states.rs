//! Codes of states, for the six countries whose addresses are written with them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::{Made, head, naics, read};

const STATES: &str = "data/state_codes.json";

pub fn make(root: &Path) -> Result<Made> {
    let countries: BTreeMap<String, String> = serde_json::from_str(&read(root, STATES)?).context(STATES)?;
    let mut numbers = BTreeSet::new();
    for (at, (country, codes)) in (0..).zip(&countries) {
        for code in codes.split(' ') {
            let capitals = code.bytes().all(|byte| byte.is_ascii_uppercase());
            ensure!((2..=3).contains(&code.len()) && capitals, "{STATES}: {country}: {code} is no code");
            let number = code.bytes().fold(0, |number, letter| number * 27 + u32::from(letter - b'A') + 1)
                + at * 20_000;
            ensure!(numbers.insert(number), "{STATES}: {country}: {code} stands twice");
        }
    }
    let mut text = head(&[STATES]);
    text.push_str("//! Codes of states.\n\n/// The countries that have them, sorted, three bytes each.\n");
    let names: Vec<&str> = countries.keys().map(String::as_str).collect();
    text.push_str(&format!("pub static COUNTRIES: &str = {:?};\n", names.concat()));
    let doc = "The codes, a table of numbers: the letters count 1 to 26 in base 27, and each country has 20,000 numbers";
    naics::table(&mut text, doc, "STATES", &numbers)?;
    Ok(Made { path: "src/generated/states.rs", text })
}
