//! The reference of the package's API, docs/api.md: its declarations, each under its own heading.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Result, bail, ensure};

use super::{Made, read, types};

/// The entrypoints beside the first, whose declarations are written by hand.
const MORE: [&str; 3] = ["standard-schema", "react-hook-form", "bind-form"];

/// One exported declaration.
#[derive(Debug, PartialEq)]
struct Declaration<'a> {
    /// `function`, `class`, `interface`, `type` or `const`.
    kind: &'a str,
    name: &'a str,
    /// What stands above it, a paragraph or a tag a line.
    said: Vec<String>,
    code: String,
}

pub fn make(root: &Path) -> Result<Made> {
    let first = types::make(root)?.text;
    let first = declarations(&first)?;
    let mut text = "<!-- Made by cargo xtask generate from the declarations of npm/; do not edit. -->\n\
        # The API\n\n\
        Every declaration of the package. What a code means, and its parameters, is in [codes.md](codes.md); how to begin\n\
        is in [npm/README.md](../npm/README.md).\n"
        .to_owned();
    let groups: [(&str, &[&str]); 3] =
        [("Calls", &["function"]), ("Errors", &["class"]), ("Types", &["interface", "type", "const"])];
    for (title, kinds) in groups {
        write!(text, "\n## {title}\n")?;
        for declaration in first.iter().filter(|found| kinds.contains(&found.kind)) {
            section(&mut text, declaration)?;
        }
    }
    for entry in MORE {
        let declared = read(root, &format!("npm/{entry}.d.ts"))?;
        write!(text, "\n## kyb-patch/{entry}\n")?;
        for declaration in declarations(&declared)? {
            section(&mut text, &declaration)?;
        }
    }
    Ok(Made { path: "docs/api.md", text })
}

fn section(text: &mut String, Declaration { name, said, code, .. }: &Declaration<'_>) -> Result<()> {
    write!(text, "\n### `{name}`\n\n")?;
    for line in said {
        writeln!(text, "{line}\n")?;
    }
    // Hundreds of lines that codes.md says in words.
    let shown = if *name == "Codes" { "export interface Codes { /* see codes.md */ }" } else { code };
    write!(text, "```ts\n{shown}\n```\n")?;
    Ok(())
}

/// The exported declarations of a file, in its order.
fn declarations(file: &str) -> Result<Vec<Declaration<'_>>> {
    let mut found = Vec::new();
    let mut said: Vec<String> = Vec::new();
    let mut lines = file.lines();
    while let Some(line) = lines.next() {
        if let Some(comment) = line.strip_prefix("/**") {
            said = comments(comment, &mut lines);
        } else if let Some(head) = line.strip_prefix("export ").filter(|head| !head.starts_with("type {")) {
            let mut words = head.split([' ', '(', ':', '<', ';']);
            let (Some(kind), Some(name)) = (words.next(), words.next()) else { bail!("no name in {line}") };
            let end = if matches!(kind, "interface" | "class") { '}' } else { ';' };
            let mut code = line.to_owned();
            let mut depth = depth(line);
            let mut last = line;
            while depth > 0 || !last.ends_with(end) {
                last = lines.next().unwrap_or_default();
                ensure!(!last.is_empty(), "{name} has no end");
                let comment = last.trim_start().starts_with(['/', '*']);
                depth += if comment { 0 } else { self::depth(last) };
                write!(code, "\n{last}")?;
                last = if comment { "" } else { last };
            }
            found.push(Declaration { kind, name, said: std::mem::take(&mut said), code });
        }
    }
    Ok(found)
}

/// A doc comment from behind its opening: lines of prose joined, each tag apart.
fn comments<'a>(first: &'a str, lines: &mut impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    let mut line = first;
    loop {
        let (part, ends) = line.strip_suffix("*/").map_or((line, false), |part| (part, true));
        let part = part.trim().trim_start_matches('*').trim();
        if let Some(tag) = part.strip_prefix("@param ") {
            let (name, what) = tag.split_once(' ').unwrap_or((tag, ""));
            said.push(format!("- `{name}`: {what}"));
        } else if let Some(tag) = part.strip_prefix("@throws ") {
            said.push(format!("- Throws {}", tag.replacen('{', "`", 1).replacen('}', "`", 1)));
        } else if !part.is_empty() {
            match said.last_mut() {
                Some(last) => *last = format!("{last} {part}"),
                None => said.push(part.to_owned()),
            }
        }
        if ends {
            return said;
        }
        match lines.next() {
            Some(next) => line = next,
            None => return said,
        }
    }
}

/// How many brackets a line leaves open.
fn depth(line: &str) -> i32 {
    line.chars().map(|one| i32::from("{([".contains(one)) - i32::from("})]".contains(one))).sum()
}

#[cfg(test)]
mod tests {
    use super::declarations;

    #[test]
    fn reads_what_is_exported_with_what_is_said_of_it() {
        let file = "/** One. */\nexport type One =\n  /** a; */\n  | { kind: 'a' }\n  | { kind: 'b' };\n\n\
            /**\n * Two\n * lines.\n * @param x such as `1`\n * @throws {Wrong | Late} at once\n */\n\
            export function two(\n  x: number,\n): void;\nexport type { One };\n\nexport class Three extends Two {}\n";
        let found = declarations(file).unwrap();
        let names: Vec<_> = found.iter().map(|one| (one.kind, one.name)).collect();
        assert_eq!(names, [("type", "One"), ("function", "two"), ("class", "Three")]);
        assert!(found[0].code.ends_with("| { kind: 'b' };"));
        assert_eq!(found[1].said, ["Two lines.", "- `x`: such as `1`", "- Throws `Wrong | Late` at once"]);
        assert!(found[2].said.is_empty());
    }
}
