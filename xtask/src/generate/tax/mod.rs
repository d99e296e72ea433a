//! Tax numbers: a row a form of a number, and the shapes, checks, formats and prefixes that the rows name.

mod shapes;
mod steps;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use toml::{Table, Value};

use super::{Made, head, read};
use shapes::Shapes;

const TYPES: &str = "data/tax_types.toml";
const CONTRACT: &str = "data/contract.toml";

/// Stands for every country.
const ANY: u8 = 255;

/// What `src/checks/tax_id/` calls the bits of a row's last byte.
const HIGH: u8 = 1;
const COMMA: u8 = 2;
const BRACKETS: u8 = 4;
const SIGNS: u8 = 8;
const FOLD: u8 = 16;

pub fn make(root: &Path) -> Result<Made> {
    let data: Table = read(root, TYPES)?.parse().context(TYPES)?;
    let mut tables =
        Tables { kinds: kinds(root)?, countries: super::countries::places(root)?, ..Tables::default() };
    for rule in list(&data, "rule")? {
        let kind = text(rule, "type")?;
        tables.add(rule, kind).with_context(|| format!("{TYPES}: {kind}"))?;
    }
    for rule in list(&data, "vat")? {
        tables.add(rule, "VAT").with_context(|| format!("{TYPES}: VAT of {:?}", rule.get("country")))?;
    }
    // A number that is known by its own rules only to this extent is nobody's fault.
    for rule in list(&data, "fallback")? {
        let country = tables.country(text(rule, "country")?)?;
        tables.row("TIN", country, [0; 5])?;
    }
    let territories = tables.territories(&data)?;

    let mut text = head(&[TYPES, CONTRACT, "data/iso3166.json", "data/api_countries.json"]);
    text.push_str(
        "//! Tax numbers. Types are counted as in the contract, countries as in `COUNTRIES`, the rest from 1.\n\
         \n\
         /// A row a form of a number, a type together, the first that fits first: its type, its country (255 for all),\n\
         /// its shape, what it must hold, its format, its prefix, and bits: 1 where a failed shape is an error, 2 where\n\
         /// commas say nothing, 4 where brackets do not, 8 where signs do, 16 where other scripts are folded to ASCII.\n\
         #[rustfmt::skip]\npub static ROWS: &[[u8; 7]] = &[\n",
    );
    tables.rows.sort_by_key(|row| row[0]);
    tables.rows.dedup();
    for line in tables.rows.chunks(4) {
        let rows: Vec<String> = line.iter().map(|row| format!("{row:?}")).collect();
        writeln!(text, "    {},", rows.join(", "))?;
    }
    text.push_str("];\n");
    bytes(&mut text, "A country and the one whose numbers are used there", "TERRITORIES", &territories)?;
    let classes: Vec<Vec<u8>> = tables.shapes.classes.iter().map(|class| class.as_bytes().to_vec()).collect();
    bytes(
        &mut text,
        "Classes: the length in bytes, then characters, from and to",
        "CLASSES",
        &lengths(&classes)?,
    )?;
    let doc = "Shapes: the length in bytes, then runs: a class and how many of it; 128 more, and the fewest and the\n\
               /// most follow; 127 begins another way to write it";
    bytes(&mut text, doc, "SHAPES", &lengths(&tables.shapes.made)?)?;
    let doc = "What numbers must hold: the length in bytes, then steps: what to do, the length of what follows the next\n\
               /// two bytes, from which character to which (0 for the end), and what that step needs";
    bytes(&mut text, doc, "CHECKS", &lengths(&tables.checks)?)?;
    lines(&mut text, "How numbers are written: # a digit, A a letter, * either", "FORMATS", &tables.formats)?;
    lines(&mut text, "What may stand before a number", "PREFIXES", &tables.prefixes)?;
    Ok(Made { path: "src/generated/tax.rs", text })
}

/// The tables as they grow; what several rows name is there once.
#[derive(Default)]
struct Tables {
    kinds: BTreeMap<String, u8>,
    countries: BTreeMap<String, u8>,
    rows: Vec<[u8; 7]>,
    shapes: Shapes,
    checks: Vec<Vec<u8>>,
    formats: Vec<String>,
    prefixes: Vec<String>,
}

impl Tables {
    fn add(&mut self, rule: &Table, kind: &str) -> Result<()> {
        let countries = match rule.get("countries") {
            Some(list) => texts(list)?,
            None => vec![text(rule, "country")?],
        };
        // What has no country is nobody's own.
        let any = countries == ["*"];
        // How sure [[vat]] is, the head of the file says.
        let confidence = rule.get("confidence").and_then(Value::as_str).unwrap_or("medium");
        let silent = confidence == "low" || rule.get("tier").and_then(Value::as_str) == Some("none");

        let mut ends = [0; 3];
        if let Some(format) = rule.get("format").and_then(Value::as_str) {
            ends[0] = place(&mut self.formats, format.to_owned())?;
        }
        if let Some(prefix) = rule.get("prefix").and_then(Value::as_str) {
            ends[1] = place(&mut self.prefixes, prefix.to_owned())?;
        }
        ends[2] = bits(rule)? | if confidence == "high" && !any { HIGH } else { 0 };

        let mut forms = Vec::new();
        if !silent {
            for form in rule.get("forms").and_then(Value::as_array).into_iter().flatten() {
                forms.push(form.as_table().context("a form is no table")?);
            }
            forms.push(rule);
        }
        for country in countries {
            let country = if any { ANY } else { self.country(country)? };
            if silent {
                self.row(kind, country, [0, 0, ends[0], 0, 0])?;
            }
            for form in &forms {
                let shape = self.shapes.place(text(form, "shape")?)?;
                let check = self.check(form)?;
                self.row(kind, country, [shape, check, ends[0], ends[1], ends[2]])?;
            }
        }
        for country in rule.get("unchecked").map_or(Ok(Vec::new()), texts)? {
            let country = self.country(country)?;
            self.row(kind, country, [0; 5])?;
        }
        Ok(())
    }

    fn check(&mut self, form: &Table) -> Result<u8> {
        match form.get("check").and_then(Value::as_str).unwrap_or_default() {
            "" => Ok(0),
            check => place(&mut self.checks, steps::compile(check).with_context(|| check.to_owned())?),
        }
    }

    fn row(&mut self, kind: &str, country: u8, [shape, check, format, prefix, bits]: [u8; 5]) -> Result<()> {
        let kind = *self.kinds.get(kind).with_context(|| format!("{kind} is no tax_type"))?;
        self.rows.push([kind, country, shape, check, format, prefix, bits]);
        Ok(())
    }

    fn country(&self, code: &str) -> Result<u8> {
        self.countries.get(code).copied().with_context(|| format!("{code} is no country"))
    }

    fn territories(&self, data: &Table) -> Result<Vec<u8>> {
        let mut pairs = Vec::new();
        for (sovereign, list) in
            data.get("territories").and_then(Value::as_table).context("no territories")?
        {
            for territory in texts(list)? {
                pairs.extend([self.country(territory)?, self.country(sovereign)?]);
            }
        }
        Ok(pairs)
    }
}

/// What of a number says nothing, and what does, beyond what holds for all.
fn bits(rule: &Table) -> Result<u8> {
    let mut bits = 0;
    for separator in rule.get("separators").and_then(Value::as_str).unwrap_or_default().chars() {
        bits |= match separator {
            ' ' | '.' | '-' | '/' => 0,
            ',' => COMMA,
            '(' | ')' => BRACKETS,
            other => anyhow::bail!("no bit for the separator {other:?}"),
        };
    }
    if let Some(signs) = rule.get("significant") {
        ensure!(signs.as_str() == Some("-+"), "no bit for {signs:?}");
        bits |= SIGNS;
    }
    if rule.get("fold").and_then(Value::as_bool) == Some(true) {
        bits |= FOLD;
    }
    Ok(bits)
}

/// The types by their places in the contract's list.
fn kinds(root: &Path) -> Result<BTreeMap<String, u8>> {
    let contract: Table = read(root, CONTRACT)?.parse().context(CONTRACT)?;
    let list = contract.get("enums").and_then(|lists| lists.get("tax_type")).context("no enums.tax_type")?;
    let numbered = texts(list)?.into_iter().zip(0..);
    Ok(numbered.map(|(kind, at)| (kind.to_owned(), at)).collect())
}

/// The place of an item in a list, which it joins if it is new; counted from 1.
fn place<T: PartialEq>(list: &mut Vec<T>, item: T) -> Result<u8> {
    let at = list.iter().position(|other| *other == item).unwrap_or_else(|| {
        list.push(item);
        list.len() - 1
    });
    Ok(u8::try_from(at + 1)?)
}

fn lengths(items: &[Vec<u8>]) -> Result<Vec<u8>> {
    let mut all = Vec::new();
    for item in items {
        all.push(u8::try_from(item.len())?);
        all.extend(item);
    }
    Ok(all)
}

fn bytes(text: &mut String, doc: &str, name: &str, bytes: &[u8]) -> Result<()> {
    write!(text, "\n/// {doc}.\n#[rustfmt::skip]\npub static {name}: &[u8] = &[\n")?;
    for line in bytes.chunks(24) {
        let numbers: Vec<String> = line.iter().map(u8::to_string).collect();
        writeln!(text, "    {},", numbers.join(", "))?;
    }
    text.push_str("];\n");
    Ok(())
}

fn lines(text: &mut String, doc: &str, name: &str, lines: &[String]) -> Result<()> {
    write!(text, "\n/// {doc}.\npub static {name}: &str = \"\\\n")?;
    for line in lines {
        // A blank that begins a line of the literal would be lost.
        ensure!(!line.starts_with(' ') && !line.contains(['\\', '"', '\n']), "{line} can't be packed");
        writeln!(text, "    {line}\\n\\")?;
    }
    text.push_str("\";\n");
    Ok(())
}

fn list<'t>(data: &'t Table, name: &str) -> Result<Vec<&'t Table>> {
    let list = data.get(name).and_then(Value::as_array).with_context(|| format!("{TYPES}: no {name}"))?;
    list.iter().map(|item| item.as_table().context("not a table")).collect()
}

fn text<'t>(table: &'t Table, key: &str) -> Result<&'t str> {
    table.get(key).and_then(Value::as_str).with_context(|| format!("no {key}"))
}

fn texts(value: &Value) -> Result<Vec<&str>> {
    let list = value.as_array().context("not a list")?;
    list.iter().map(|item| item.as_str().context("not a text")).collect()
}
