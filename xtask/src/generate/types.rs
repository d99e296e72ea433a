//! The TypeScript declarations of the package: what the table and the codes say, and after it the calls (`calls.d.ts`).

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use kyb_patch::schema::{ADDRESS, ALLOW, CHOICES, CONTEXT, CUSTOMER, DOCUMENT, ID_DOCUMENT, PERSON};
use kyb_patch::schema::{Choice, Field, Kind, Needed, Object};
use kyb_patch::{Code, KybStatus, Parameter, Severity, catalogue, codes};
use serde::Deserialize;

use super::{Made, head, read};

const CONTRACT: &str = "data/contract.toml";

/// The declarations of what no table holds: calls, outcomes, exceptions.
const CALLS: &str = include_str!("calls.d.ts");

/// The longest line, in characters.
const WIDTH: usize = 120;

/// What the contract says of reads; of patches the table of the rules says it all.
#[derive(Deserialize)]
struct Contract {
    response: Response,
}

#[derive(Deserialize)]
struct Response {
    always: Vec<String>,
    may: Vec<String>,
    person: Vec<String>,
}

pub fn make(root: &Path) -> Result<Made> {
    let contract: Contract = toml::from_str(&read(root, CONTRACT)?).context(CONTRACT)?;
    let mut text = head(&["src", CONTRACT, "xtask/src/generate/calls.d.ts"]);
    text.push_str("// What the package takes, answers and throws.\n");
    for choice in CHOICES {
        alias(&mut text, &format!("A word of `{}`.", choice.name), &pascal(choice.name), choice.options);
    }
    let statuses: Vec<&str> = KybStatus::ALL.into_iter().map(KybStatus::name).collect();
    alias(&mut text, "Where a customer stands in KYB.", "KybStatus", &statuses);
    object(
        &mut text,
        "The body of Update Customer. What is left out, null or undefined stays as it is.",
        &CUSTOMER,
    )?;
    object(&mut text, "An address. The API wants `state` even of countries that have none.", &ADDRESS)?;
    object(&mut text, "A person who owns, controls, signs for or directs the business.", &PERSON)?;
    object(&mut text, "An identity document.", &ID_DOCUMENT)?;
    object(&mut text, "A document of the business.", &DOCUMENT)?;
    answered(&mut text, &contract.response)?;
    context(&mut text)?;
    places(&mut text);
    all_codes(&mut text);
    text.push('\n');
    text.push_str(CALLS);
    if let Some(line) = text.lines().find(|line| line.chars().count() > WIDTH) {
        bail!("npm/index.d.ts: a line is longer than {WIDTH} characters: {line}");
    }
    Ok(Made { path: "npm/index.d.ts", text })
}

/// An object of the body.
fn object(text: &mut String, doc: &str, object: &Object) -> Result<()> {
    open(text, doc, type_name(object));
    for field in object.members {
        let (mark, kind) = (if field.required { "" } else { "?" }, type_of(&field.kind)?);
        let kind = if field.required { kind } else { format!("{kind} | null | undefined") };
        member(text, &remarks(field), &format!("{}{mark}: {kind}", field.name));
    }
    text.push_str("}\n");
    Ok(())
}

/// What a field means, and what is asked of it beside its type.
fn remarks(field: &Field) -> String {
    let mut doc = field.doc.to_owned();
    let mut say = |words: &str| {
        doc.push(' ');
        doc.push_str(words);
    };
    let kind = if let Kind::List(kind) = &field.kind { kind } else { &field.kind };
    match kind {
        Kind::Text(limits) if limits.max > 0 => say(&format!("At most {} characters.", limits.max)),
        Kind::File(purpose) => {
            let taken: Vec<&str> = purpose.taken().iter().map(|taken| taken.mime()).collect();
            say(&format!("Taken: {}.", taken.join(", ")));
        }
        _ => {}
    }
    match field.needed {
        Needed::No => {}
        Needed::Always => say("Needed to leave `init`."),
        Needed::LicenseAsAService => say("Needed to leave `init` under `license_as_a_service`."),
        Needed::Reliance => say("Needed to leave `init` under `reliance`."),
        Needed::Advised => say("Advised: reviewers are likely to ask for it."),
    }
    doc
}

fn type_name(object: &Object) -> &'static str {
    match object.name {
        "customer" => "Patch",
        "address" => "Address",
        "person" => "Person",
        "id_document" => "IdDocument",
        _ => "Document",
    }
}

fn type_of(kind: &Kind) -> Result<String> {
    Ok(match kind {
        Kind::Text(_) | Kind::Email | Kind::Website | Kind::Naics | Kind::Date(_) => "string".to_owned(),
        Kind::Timestamp | Kind::Uuid | Kind::Country | Kind::File(_) => "string".to_owned(),
        Kind::Flag => "boolean".to_owned(),
        Kind::Percentage => "number".to_owned(),
        Kind::Choice(choice) if CHOICES.iter().any(|known| known.name == choice.name) => pascal(choice.name),
        Kind::Choice(choice) => union(choice.options),
        Kind::Object(object) => type_name(object).to_owned(),
        Kind::List(kind) => format!("{}[]", type_of(kind)?),
        Kind::Map(_) | Kind::Plain | Kind::Stored => bail!("{kind:?} has no type of its own"),
    })
}

/// What a read answers: of the fields those that it shows, and its own.
fn answered(text: &mut String, response: &Response) -> Result<()> {
    open(
        text,
        "A customer as a read of the API answers it; eleven of the fields it never shows.",
        "Customer",
    );
    for (names, optional) in [(&response.always, false), (&response.may, true)] {
        for name in names {
            line_of_read(text, &CUSTOMER, name, optional)?;
        }
    }
    text.push_str("}\n");
    open(text, "A person as a read of the API answers it: no documents, no tax numbers.", "StoredPerson");
    for name in &response.person {
        line_of_read(text, &PERSON, name.trim_end_matches('?'), name.ends_with('?'))?;
    }
    text.push_str("}\n");
    Ok(())
}

fn line_of_read(text: &mut String, object: &Object, name: &str, optional: bool) -> Result<()> {
    let field = object.members.iter().find(|field| field.name == name);
    ensure!(
        field.is_none_or(|field| field.readable),
        "{CONTRACT}: {name} is answered, and the table says it never is"
    );
    let (doc, kind) = match (name, field) {
        ("associated_persons", _) => ("Every person stored of the business.".into(), "StoredPerson[]".into()),
        ("status", _) => {
            ("The KYB status; the API answers it in upper case.".into(), "Uppercase<KybStatus>".into())
        }
        ("review_issues", _) => ("What compliance asks for.".into(), "ReviewIssues".into()),
        (_, Some(field)) => (field.doc.to_owned(), type_of(&field.kind)?),
        (_, None) => (format!("The API's own `{name}`."), "string".into()),
    };
    let (mark, or) = if optional { ("?", " | null | undefined") } else { ("", "") };
    member(text, &doc, &format!("{name}{mark}: {kind}{or}"));
    Ok(())
}

/// What a host says beside a patch.
fn context(text: &mut String) -> Result<()> {
    let members = |text: &mut String, object: &Object| -> Result<()> {
        for field in object.members {
            let kind = match (field.name, &field.kind) {
                ("kybStatus", Kind::Plain) => "KybStatus | Uppercase<KybStatus> | (string & {})".to_owned(),
                ("now", Kind::Plain) => "number | string | Date".to_owned(),
                ("maxFileBytes", Kind::Plain) => "number".to_owned(),
                ("fields", Kind::List(Kind::Plain)) => "readonly string[]".to_owned(),
                ("options", Kind::Map(Kind::List(Kind::Plain))) => {
                    "Readonly<Record<string, readonly string[]>>".to_owned()
                }
                ("severity", Kind::Map(Kind::Choice(lowered))) => {
                    format!("Partial<Record<Code, {}>>", union(lowered.options))
                }
                (_, Kind::Stored) => "object".to_owned(),
                (_, Kind::Object(object)) => pascal(object.name),
                (_, kind) => type_of(kind).with_context(|| format!("context: {}", field.name))?,
            };
            member(text, field.doc, &format!("{}?: {kind} | null | undefined", field.name));
        }
        text.push_str("}\n");
        Ok(())
    };
    let doc = "What a host says beside a patch; without it a patch stands by itself. A context is kept between calls \
               while its members are the same: give it a new `stored` rather than change the one it has.";
    open(text, doc, "Context");
    members(text, &CONTEXT)?;
    open(text, "What is taken although the installed table does not know it yet.", "Allow");
    members(text, &ALLOW)
}

/// The words by which the catalogue describes a place.
fn places(text: &mut String) {
    let all = catalogue();
    let mut seen = BTreeSet::new();
    let kinds: Vec<&str> = all.iter().map(|entry| entry.kind).filter(|kind| seen.insert(*kind)).collect();
    let needed: Vec<&str> =
        all.iter().filter_map(|entry| entry.needed).filter(|needed| seen.insert(*needed)).collect();
    alias(text, "What a place holds, and with it how it is checked.", "FieldKind", &kinds);
    alias(text, "Under which KYC model a field is needed to leave `init`.", "Needed", &needed);
    let lists: Vec<&str> = CHOICES.iter().map(|Choice { name, .. }| *name).collect();
    alias(text, "A list of words.", "OptionList", &lists);
}

/// Every code with its severity and what its issues carry.
fn all_codes(text: &mut String) {
    let mut all: Vec<&Code> = codes().collect();
    all.sort_by_key(|code| code.name);
    let doc = "Every code that an issue can have: its own severity, and the parameters of its message.";
    open(text, doc, "Codes");
    for Code { name, severity, params, what, source, .. } in all {
        let params: Vec<String> = params.iter().copied().map(parameter).collect();
        let params =
            if params.is_empty() { "NoParams".to_owned() } else { format!("{{ {} }}", params.join("; ")) };
        let severity = match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let doc = format!("{what} Source: {source}.");
        member(text, &doc, &format!("{name}: {{ severity: '{severity}'; params: {params} }}"));
    }
    text.push_str("}\n");
}

fn parameter(parameter: Parameter) -> String {
    let name = parameter.name();
    match parameter {
        Parameter::Word(_) => format!("{name}: string"),
        Parameter::MaybeWord(_) => format!("{name}?: string"),
        Parameter::Number(_) => format!("{name}: number"),
        Parameter::List(_) => format!("{name}: string[]"),
    }
}

fn open(text: &mut String, doc: &str, name: &str) {
    text.push('\n');
    comment(text, "", doc);
    // Writing to a String can't fail.
    let _ = writeln!(text, "export interface {name} {{");
}

fn member(text: &mut String, doc: &str, line: &str) {
    comment(text, "  ", doc);
    let _ = writeln!(text, "  {line};");
}

/// A union of words, on as many lines as it takes.
fn alias(text: &mut String, doc: &str, name: &str, words: &[&str]) {
    text.push('\n');
    comment(text, "", doc);
    let line = format!("export type {name} = {};", union(words));
    if line.len() <= WIDTH {
        let _ = writeln!(text, "{line}");
        return;
    }
    let _ = write!(text, "export type {name} =");
    let mut width = WIDTH;
    for word in words {
        let piece = format!(" | '{word}'");
        width += piece.len();
        if width >= WIDTH {
            text.push_str("\n ");
            width = 1 + piece.len();
        }
        text.push_str(&piece);
    }
    text.push_str(";\n");
}

fn union(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    quoted.join(" | ")
}

/// A doc comment, wrapped where it is long.
fn comment(text: &mut String, indent: &str, doc: &str) {
    if indent.len() + doc.chars().count() + "/** ".len() + " */".len() <= WIDTH {
        let _ = writeln!(text, "{indent}/** {doc} */");
        return;
    }
    let _ = writeln!(text, "{indent}/**");
    let room = WIDTH - indent.len() - " * ".len();
    let mut line = String::new();
    for word in doc.split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > room {
            let _ = writeln!(text, "{indent} * {line}");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    let _ = writeln!(text, "{indent} * {line}\n{indent} */");
}

/// `business_type` as the name of a type: `BusinessType`.
fn pascal(name: &str) -> String {
    let upper = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
    };
    name.split('_').map(upper).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_what_is_long_and_nothing_else() {
        let mut text = String::new();
        comment(&mut text, "  ", "Short.");
        assert_eq!(text, "  /** Short. */\n");
        text.clear();
        comment(&mut text, "  ", &"word ".repeat(60));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!((lines[0], lines[lines.len() - 1]), ("  /**", "   */"));
        assert!(lines.iter().all(|line| line.chars().count() <= WIDTH));
        assert_eq!(text.matches("word").count(), 60);
    }

    #[test]
    fn breaks_a_union_between_its_words() {
        let words = ["a_rather_long_word"; 20];
        let mut text = String::new();
        alias(&mut text, "Words.", "Words", &words);
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        assert_eq!(text.matches("| 'a_rather_long_word'").count(), 20);
        assert!(text.ends_with("';\n"), "{text}");
    }

    #[test]
    fn names_types_as_they_are_written() {
        assert_eq!(pascal("high_risk_activity"), "HighRiskActivity");
        assert_eq!(pascal("allow"), "Allow");
    }
}
