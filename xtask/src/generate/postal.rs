//! Postal codes: a byte a country, in the order of the countries, and templates of digits and letters.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};
use serde::Deserialize;

use super::{Made, countries, head, read};

const RULES: &str = "data/address_rules.json";

/// Countries that have postal codes now, though the source does not know of any.
const BEGUN: [&str; 12] =
    ["GHA", "JAM", "KNA", "LBY", "LCA", "MSR", "MWI", "PAN", "PSE", "TLS", "TTO", "WSM"];

/// What is written in front of a code in a country without being part of it.
const LABELS: [(&str, &str); 1] = [("SLV", "CP")];

/// Forms beside those that the source knows: the nine digits of an address in Saudi Arabia, the newer codes of Kazakhstan
/// and of Paraguay, the letter behind a code in Venezuela. Source: the Universal Postal Union's descriptions of addresses.
const FURTHER: [(&str, &str); 4] =
    [("KAZ", "@##@#@#"), ("PRY", "######"), ("SAU", "#########"), ("VEN", "####@")];

/// The habit of a country that has no postal codes.
const NONE: u8 = 1;

#[derive(Deserialize)]
struct Rule {
    /// `required`, `optional` or `none`.
    postal: String,
    /// What a postal code looks like, as a regular expression.
    zip: Option<String>,
}

pub fn make(root: &Path) -> Result<Made> {
    let rules: BTreeMap<String, Rule> = serde_json::from_str(&read(root, RULES)?).context(RULES)?;
    let mut habits = Vec::new();
    let mut templates: Vec<String> = Vec::new();
    for (country, alpha2) in &countries::current(root)? {
        let rule = rules.get(country);
        habits.push(match rule.map(|rule| (rule.postal.as_str(), rule.zip.as_deref())) {
            Some(("none", None)) if !BEGUN.contains(&country.as_str()) => NONE,
            None | Some((_, None)) => 0,
            Some((postal, Some(pattern))) => {
                let of = |list: &[(&str, &'static str)]| {
                    list.iter().find(|(of, _)| of == country).map(|(_, form)| *form)
                };
                let label = of(&LABELS).unwrap_or(alpha2);
                let mut template =
                    template(pattern, label).with_context(|| format!("{RULES}: {country}: {pattern}"))?;
                if let Some(further) = of(&FURTHER) {
                    template = [&template, further].join(" ");
                }
                let place = templates.iter().position(|other| *other == template).unwrap_or_else(|| {
                    templates.push(template);
                    templates.len() - 1
                });
                let required = match postal {
                    "required" => 1,
                    "optional" => 0,
                    other => bail!("{RULES}: {country}: {other}"),
                };
                u8::try_from((place + 1) * 2 + required)?
            }
        });
    }

    let mut text = head(&[RULES, "data/iso3166.json", "data/api_countries.json"]);
    text.push_str("//! Postal codes.\n");
    text.push_str(
        "\n/// A byte a country, in the order of `COUNTRIES`: twice the place of its template, counted from 1, and 1 more where\n\
         /// every address has a postal code; 1 where none has; 0 where it is not known.\n\
         #[rustfmt::skip]\npub static HABITS: &[u8] = &[\n",
    );
    for line in habits.chunks(25) {
        let bytes: Vec<String> = line.iter().map(u8::to_string).collect();
        writeln!(text, "    {},", bytes.join(", "))?;
    }
    text.push_str("];\n");
    text.push_str(
        "\n/// A line a template, its alternatives with a blank between: `#` is a digit, `@` a letter, `*` either. Blanks and\n\
         /// hyphens are left out.\n",
    );
    text.push_str("pub static TEMPLATES: &str = \"\\\n");
    for template in templates {
        writeln!(text, "    {template}\\n\\")?;
    }
    text.push_str("\";\n");
    Ok(Made { path: "src/generated/postal.rs", text })
}

/// The alternatives of a regular expression, without the letters in front that are no part of a code.
fn template(pattern: &str, label: &str) -> Result<String> {
    let mut parser = ParserBuilder::new().unicode(false).utf8(false).build();
    let alternatives: BTreeSet<String> =
        expand(&parser.parse(pattern)?)?.iter().map(|one| coarse(bare(one, label))).collect();
    let covered = |one: &String| alternatives.iter().any(|other| other != one && covers(other, one));
    let kept: Vec<&str> = alternatives.iter().filter(|one| !covered(one)).map(String::as_str).collect();
    Ok(kept.join(" "))
}

/// Without the letters in front, where digits are all that follows: `LV-1050`.
fn bare<'a>(code: &'a str, label: &str) -> &'a str {
    let digits = |rest: &&str| rest.bytes().all(|byte| byte == b'#' || byte.is_ascii_digit());
    code.strip_prefix(label).filter(digits).unwrap_or(code)
}

/// Any digit for a digit, any letter for a letter.
fn coarse(code: &str) -> String {
    let kind = |byte: char| match byte {
        _ if byte.is_ascii_digit() => '#',
        _ if byte.is_ascii_uppercase() => '@',
        other => other,
    };
    code.chars().map(kind).collect()
}

/// Every way to write what a part of a regular expression takes.
fn expand(hir: &Hir) -> Result<BTreeSet<String>> {
    let nothing = BTreeSet::from([String::new()]);
    Ok(match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => nothing,
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0)?;
            BTreeSet::from([text.chars().filter(|scalar| !matches!(scalar, ' ' | '-')).collect()])
        }
        HirKind::Class(class) => BTreeSet::from([kind(class)?.to_owned()]),
        HirKind::Capture(capture) => expand(&capture.sub)?,
        HirKind::Repetition(repetition) => {
            let once = expand(&repetition.sub)?;
            let most = repetition.max.context("without an end")?;
            let mut all = BTreeSet::new();
            let mut times = nothing;
            for count in 0..=most {
                if count >= repetition.min {
                    all.extend(times.iter().cloned());
                }
                times = joined(&times, &once);
            }
            all
        }
        HirKind::Concat(parts) => {
            let mut all = nothing;
            for part in parts {
                all = joined(&all, &expand(part)?);
            }
            all
        }
        HirKind::Alternation(parts) => {
            let mut all = BTreeSet::new();
            for part in parts {
                all.extend(expand(part)?);
            }
            all
        }
    })
}

fn joined(left: &BTreeSet<String>, right: &BTreeSet<String>) -> BTreeSet<String> {
    left.iter().flat_map(|left| right.iter().map(move |right| format!("{left}{right}"))).collect()
}

/// A digit, a letter, or either: coarser than the class.
fn kind(class: &Class) -> Result<&'static str> {
    let Class::Bytes(class) = class else { bail!("a class that is not of bytes") };
    let all = |test: fn(&u8) -> bool| class.iter().all(|range| test(&range.start()) && test(&range.end()));
    Ok(match () {
        () if all(|byte| matches!(byte, b' ' | b'-')) => "",
        () if all(u8::is_ascii_digit) => "#",
        () if all(u8::is_ascii_uppercase) => "@",
        () => {
            ensure!(all(u8::is_ascii_alphanumeric), "a class that mixes signs");
            "*"
        }
    })
}

/// Whether one alternative takes whatever another takes.
fn covers(wide: &str, narrow: &str) -> bool {
    wide.len() == narrow.len()
        && wide.bytes().zip(narrow.bytes()).all(|(wide, narrow)| wide == b'*' || wide == narrow)
}
