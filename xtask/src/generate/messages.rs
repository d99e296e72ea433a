//! The English wording of issues, which the rules carry with them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::{Made, head, read};

const ENGLISH: &str = "npm/messages/en.json";

pub fn make(root: &Path) -> Result<Made> {
    let english: Value = serde_json::from_str(&read(root, ENGLISH)?).context(ENGLISH)?;
    let issues = english["issues"].as_object().with_context(|| format!("{ENGLISH}: no issues"))?;
    let issues: BTreeMap<&String, &Value> = issues.iter().collect();

    let mut text = head(&[ENGLISH]);
    text.push_str("//! What an issue says, by code.\n");
    text.push_str(
        "\n/// Code and template, sorted by code. `{field}` and `{param}` stand for what is filled in.\n\
         /// A constant, so that nothing stays of it but the template in each code.\n",
    );
    text.push_str("#[rustfmt::skip]\npub const MESSAGES: &[(&str, &str)] = &[\n");
    for (code, template) in issues {
        let template = template.as_str().with_context(|| format!("{ENGLISH}: {code} is no text"))?;
        ensure!(is_well_formed(template), "{ENGLISH}: {code}: a brace that opens or closes nothing");
        writeln!(text, "    ({code:?}, {template:?}),")?;
    }
    text.push_str("];\n");
    Ok(Made { path: "src/generated/messages.rs", text })
}

/// Whether every brace belongs to a `{name}`.
fn is_well_formed(template: &str) -> bool {
    let mut pieces = template.split('{');
    let before = pieces.next().unwrap_or_default();
    !before.contains('}')
        && pieces.all(|piece| match piece.split_once('}') {
            Some((name, after)) => {
                !name.is_empty()
                    && name.bytes().all(|byte| byte == b'_' || byte.is_ascii_lowercase())
                    && !after.contains('}')
            }
            None => false,
        })
}

#[cfg(test)]
mod tests {
    use super::is_well_formed;

    #[test]
    fn takes_names_in_braces() {
        assert!(is_well_formed("Shorten the {field} to {max} characters. It has {length}."));
        assert!(is_well_formed("Choose it again."));
    }

    #[test]
    fn refuses_a_brace_alone() {
        for template in ["{", "}", "{}", "{max", "max}", "{max}}", "{{max}", "{Max}", "{the field}"] {
            assert!(!is_well_formed(template), "{template}");
        }
    }
}
