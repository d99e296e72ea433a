//! NAICS: the codes of 2022, and the codes of the two editions before that 2022 dropped.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::{Made, head, read};

pub const TABLES: &str = "data/naics_tables.json";

/// The six-digit codes of one list of the source.
pub type Codes = BTreeSet<u32>;

pub fn make(root: &Path) -> Result<Made> {
    let current = codes(root, "six_2022")?;
    let dropped_2017 = codes(root, "removed_since_2017")?;
    let dropped_2012 = codes(root, "removed_since_2012")?;
    ensure!(
        current.is_disjoint(&dropped_2017) && current.is_disjoint(&dropped_2012),
        "{TABLES}: a dropped code is in 2022"
    );
    // The newest edition that had a code is the one to name.
    let only_2012: Codes = dropped_2012.difference(&dropped_2017).copied().collect();

    let mut text = head(&[TABLES]);
    text.push_str(
        "//! Six-digit NAICS codes: tables of numbers, a block a sector, see `src/checks/table.rs`.\n",
    );
    table(&mut text, "The codes of 2022", "NAICS_2022", &current)?;
    table(&mut text, "Codes of 2017 that 2022 does not have", "DROPPED_2017", &dropped_2017)?;
    table(&mut text, "Codes of 2012 that neither 2017 nor 2022 has", "DROPPED_2012", &only_2012)?;
    Ok(Made { path: "src/generated/naics.rs", text })
}

pub fn codes(root: &Path, list: &str) -> Result<Codes> {
    let tables: BTreeMap<String, Vec<String>> = serde_json::from_str(&read(root, TABLES)?).context(TABLES)?;
    let mut codes = Codes::new();
    for code in tables.get(list).with_context(|| format!("{TABLES}: no {list}"))? {
        ensure!(code.len() == 6, "{TABLES}: {list}: {code} has not six digits");
        codes.insert(code.parse().with_context(|| format!("{TABLES}: {list}: {code}"))?);
    }
    ensure!(!codes.is_empty(), "{TABLES}: {list} is empty");
    Ok(codes)
}

/// A table of numbers, packed as `src/checks/table.rs` reads it.
pub fn table(text: &mut String, doc: &str, name: &str, numbers: &BTreeSet<u32>) -> Result<()> {
    let mut blocks: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for number in numbers {
        blocks.entry(number / 10_000).or_default().push(*number);
    }
    write!(text, "\n/// {doc}.\n#[rustfmt::skip]\npub static {name}: &[u8] = &[\n")?;
    for (block, numbers) in blocks {
        let mut bytes = Vec::new();
        let mut last = block * 10_000;
        for number in numbers {
            match number - last {
                near @ 0..128 => bytes.push(near),
                far => bytes.extend([far >> 8 | 0x80, far & 0xff]),
            }
            last = number;
        }
        ensure!(bytes.len() < 256, "{name}: block {block} is too long");
        writeln!(text, "    {block}, {},", bytes.len())?;
        for line in bytes.chunks(24) {
            let numbers: Vec<String> = line.iter().map(u32::to_string).collect();
            writeln!(text, "        {},", numbers.join(", "))?;
        }
    }
    text.push_str("];\n");
    Ok(())
}
