//! Industries that are high-risk activities, or may be.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use kyb_patch::schema::HIGH_RISK_ACTIVITY;
use serde::Deserialize;

use super::naics::codes;
use super::{Made, head, read};

const ACTIVITIES: &str = "data/high_risk_naics.json";

/// The industries of one activity, with their titles.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Industries {
    /// Those that are it.
    strong: BTreeMap<String, String>,
    /// Those of 2017 that are it and that 2022 does not have.
    #[serde(default)]
    strong_2017_only: BTreeMap<String, String>,
    /// Those that may be.
    ask: BTreeMap<String, String>,
}

pub fn make(root: &Path) -> Result<Made> {
    let activities: BTreeMap<String, Industries> =
        serde_json::from_str(&read(root, ACTIVITIES)?).context(ACTIVITIES)?;
    let current = codes(root, "six_2022")?;
    let dropped = codes(root, "removed_since_2017")?;
    let mut rows = [Vec::new(), Vec::new()];
    for (activity, industries) in &activities {
        let place = HIGH_RISK_ACTIVITY.options.iter().position(|option| option == activity);
        let place =
            u32::try_from(place.with_context(|| format!("{ACTIVITIES}: {activity} is no activity"))?)?;
        for (list, known, of) in [
            (&industries.strong, &current, 0),
            (&industries.strong_2017_only, &dropped, 0),
            (&industries.ask, &current, 1),
        ] {
            for code in list.keys() {
                let code = code.parse()?;
                ensure!(known.contains(&code), "{ACTIVITIES}: {activity}: {code} is no industry");
                rows[of].push(code * 16 + place);
            }
        }
    }
    let mut text = head(&[ACTIVITIES]);
    text.push_str(
        "//! Industries that are high-risk activities, or may be: three bytes a row, the high one first, of 16 times the\n\
         //! NAICS code plus the place of the activity among its options.\n",
    );
    for ((doc, name), mut rows) in [("are one", "LIKELY"), ("may be one", "POSSIBLE")].into_iter().zip(rows) {
        rows.sort_unstable();
        writeln!(text, "\n/// Industries that {doc}.\n#[rustfmt::skip]\npub static {name}: &[[u8; 3]] = &[")?;
        for line in rows.chunks(8) {
            let rows: Vec<String> = line
                .iter()
                .map(|row| {
                    let [_, high, middle, low] = row.to_be_bytes();
                    format!("[{high}, {middle}, {low}]")
                })
                .collect();
            writeln!(text, "    {},", rows.join(", "))?;
        }
        text.push_str("];\n");
    }
    Ok(Made { path: "src/generated/high_risk.rs", text })
}
