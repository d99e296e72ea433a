//! Countries: ISO 3166-1 and what the API adds to it, packed; the codes that ISO 3166-3 lists as withdrawn.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::{Made, head, read};

const CURRENT: &str = "data/iso3166.json";
const FORMER: &str = "data/iso3166_former.json";
const API: &str = "data/api_countries.json";

pub fn make(root: &Path) -> Result<Made> {
    let current = current(root)?;
    let former = former(root, &current)?;
    let api: Value = serde_json::from_str(&read(root, API)?).context(API)?;

    let mut not_served = Vec::new();
    for code in list(&api["not_served"]).context("not_served")? {
        ensure!(current.contains_key(code), "{API}: not_served {code} is no country");
        not_served.push(code);
    }
    ensure!(not_served.is_sorted(), "{API}: not_served is not sorted");

    let mut meant = Vec::new();
    for (written, code) in map(&api["meant"]).context("meant")? {
        ensure!(current.contains_key(code), "{API}: {written} means {code}, which is no country");
        ensure!(
            !current.contains_key(written)
                && !former.contains_key(written)
                && !current.values().any(|alpha2| alpha2 == written),
            "{API}: {written} is a code of its own"
        );
        meant.push(format!("{written:3}{code}"));
    }

    let mut text = head(&[CURRENT, FORMER, API]);
    text.push_str("//! Country codes.\n");
    let records: Vec<String> = current.iter().map(|(alpha3, alpha2)| format!("{alpha3}{alpha2}")).collect();
    packed(&mut text, "Alpha-3 and alpha-2, five bytes a country, sorted", "COUNTRIES", &records, 18)?;
    packed(
        &mut text,
        "Alpha-3 of countries that the API does not list, three bytes each",
        "NOT_SERVED",
        &not_served,
        30,
    )?;
    let records: Vec<String> =
        former.iter().map(|(code, now)| format!("{code} {}\\n", now.join(" "))).collect();
    packed(
        &mut text,
        "A line a withdrawn alpha-3 code: the code, and the codes of what came after, sorted",
        "FORMER",
        &records,
        1,
    )?;
    packed(
        &mut text,
        "What other lists write for a country, blank-padded to three bytes, and its alpha-3",
        "MEANT",
        &meant,
        15,
    )?;
    Ok(Made { path: "src/generated/countries.rs", text })
}

/// The places of the countries in `COUNTRIES`, by which other tables name them.
pub fn places(root: &Path) -> Result<BTreeMap<String, u8>> {
    Ok(current(root)?.into_keys().zip(0..=u8::MAX).collect())
}

/// Alpha-3 to alpha-2, with what the API adds.
pub fn current(root: &Path) -> Result<BTreeMap<String, String>> {
    let iso: BTreeMap<String, [String; 2]> = serde_json::from_str(&read(root, CURRENT)?).context(CURRENT)?;
    let mut current: BTreeMap<String, String> =
        iso.into_iter().map(|(alpha3, [alpha2, _numeric])| (alpha3, alpha2)).collect();
    let api: Value = serde_json::from_str(&read(root, API)?).context(API)?;
    for (alpha3, alpha2) in map(&api["added"]).context("added")? {
        let before = current.insert(alpha3.to_owned(), alpha2.to_owned());
        ensure!(before.is_none(), "{API}: {alpha3} is in ISO 3166-1 already");
    }
    let mut seen = std::collections::BTreeSet::new();
    for (alpha3, alpha2) in &current {
        ensure!(is_code(alpha3, 3) && is_code(alpha2, 2), "{alpha3} {alpha2}: not codes");
        ensure!(seen.insert(alpha2), "{alpha2} stands for two countries");
    }
    Ok(current)
}

/// Withdrawn alpha-3 codes that no country has now, with the codes of what came after.
fn former(root: &Path, current: &BTreeMap<String, String>) -> Result<BTreeMap<String, Vec<String>>> {
    let table: BTreeMap<String, Value> = serde_json::from_str(&read(root, FORMER)?).context(FORMER)?;
    let mut former = BTreeMap::new();
    for (code, row) in &table {
        let now = list(&row["now"]).with_context(|| format!("{FORMER}: {code}"))?;
        ensure!(is_code(code, 3), "{FORMER}: {code} is no code");
        ensure!(!now.is_empty() && now.is_sorted(), "{FORMER}: {code} has no successors, or not in order");
        for successor in &now {
            ensure!(
                current.contains_key(*successor),
                "{FORMER}: {code} became {successor}, which is no country"
            );
        }
        // ATF was withdrawn and given again.
        if !current.contains_key(code) {
            former.insert(code.clone(), now.into_iter().map(str::to_owned).collect());
        }
    }
    Ok(former)
}

/// One string, so that the module carries no pointers; broken over lines that say nothing.
fn packed<T: AsRef<str>>(
    text: &mut String,
    doc: &str,
    name: &str,
    records: &[T],
    a_line: usize,
) -> Result<()> {
    write!(text, "\n/// {doc}.\npub static {name}: &str = \"\\\n")?;
    for line in records.chunks(a_line) {
        text.push_str("    ");
        line.iter().for_each(|record| text.push_str(record.as_ref()));
        text.push_str("\\\n");
    }
    text.push_str("\";\n");
    Ok(())
}

fn is_code(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn list(value: &Value) -> Result<Vec<&str>> {
    let list = value.as_array().context("not a list")?;
    list.iter().map(|item| item.as_str().context("not a text")).collect()
}

fn map(value: &Value) -> Result<Vec<(&str, &str)>> {
    let map = value.as_object().context("not an object")?;
    map.iter().map(|(key, item)| Ok((key.as_str(), item.as_str().context("not a text")?))).collect()
}
