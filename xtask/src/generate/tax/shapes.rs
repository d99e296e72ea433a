//! Shapes: from the few regular expressions that the data has to runs of classes.

use anyhow::{Context, Result, bail, ensure};

use super::place;

/// Begins another way to write a number.
const OR: u8 = 127;
/// Added to a class: the fewest and the most follow.
const RANGE: u8 = 128;

/// Shapes, and the classes of characters that they name.
#[derive(Default)]
pub struct Shapes {
    pub classes: Vec<String>,
    pub made: Vec<Vec<u8>>,
}

/// So many characters of a class.
#[derive(Clone, Debug, PartialEq)]
struct Run {
    class: String,
    least: u8,
    most: u8,
}

impl Shapes {
    /// The place of a shape, which is made if it is new.
    pub fn place(&mut self, pattern: &str) -> Result<u8> {
        let mut shape = Vec::new();
        for (at, runs) in ways(pattern).with_context(|| pattern.to_owned())?.into_iter().enumerate() {
            if at > 0 {
                shape.push(OR);
            }
            for run in runs {
                let class = place(&mut self.classes, run.class)? - 1;
                ensure!(class < OR, "too many classes");
                match run.least == run.most {
                    true => shape.extend([class, run.least]),
                    false => shape.extend([class + RANGE, run.least, run.most]),
                }
            }
        }
        place(&mut self.made, shape)
    }
}

/// All ways to write a number, groups written out.
fn ways(pattern: &str) -> Result<Vec<Vec<Run>>> {
    let mut ways = Vec::new();
    for way in split(pattern) {
        let mut begun = vec![Vec::new()];
        let mut rest = way;
        while !rest.is_empty() {
            let next;
            (next, rest) = piece(rest)?;
            begun = begun.iter().flat_map(|runs| next.iter().map(|more| joined(runs, more))).collect();
        }
        ways.append(&mut begun);
    }
    Ok(ways)
}

/// Splits at the bars that stand in no group.
fn split(pattern: &str) -> Vec<&str> {
    let mut depth = 0;
    let bar = |scalar: char| {
        depth += i32::from(scalar == '(') - i32::from(scalar == ')');
        scalar == '|' && depth == 0
    };
    pattern.split(bar).collect()
}

/// One class or group with its count, as the ways to write it, and what comes after it.
fn piece(text: &str) -> Result<(Vec<Vec<Run>>, &str)> {
    if let Some(group) = text.strip_prefix("(?:").or_else(|| text.strip_prefix('(')) {
        let (inner, rest) = group.split_once(')').context("a group without an end")?;
        let mut all = ways(inner)?;
        let rest = match rest.strip_prefix('?') {
            Some(rest) => {
                all.push(Vec::new());
                rest
            }
            None => rest,
        };
        return Ok((all, rest));
    }
    let (class, rest) = match text.strip_prefix('[') {
        Some(class) => {
            let (class, rest) = class.split_once(']').context("a class without an end")?;
            (pairs(class)?, rest)
        }
        None if text.starts_with("\\d") => ("09".to_owned(), &text[2..]),
        None => {
            let scalar = text.chars().next().context("nothing")?;
            ensure!(scalar.is_ascii_alphanumeric(), "{scalar} is not known here");
            (format!("{scalar}{scalar}"), &text[1..])
        }
    };
    let (least, most, rest) = count(rest)?;
    Ok((vec![vec![Run { class, least, most }]], rest))
}

/// A class as pairs of its first and last characters.
fn pairs(class: &str) -> Result<String> {
    let mut pairs = Vec::new();
    let scalars: Vec<char> = class.chars().collect();
    let mut at = 0;
    while let Some(from) = scalars.get(at) {
        let range = scalars.get(at + 1) == Some(&'-') && at + 2 < scalars.len();
        let to = if range { scalars[at + 2] } else { *from };
        ensure!(from.is_ascii_graphic() && *from <= to, "{class} is not known here");
        pairs.push((*from, to));
        at += if range { 3 } else { 1 };
    }
    pairs.sort_unstable();
    let mut merged: Vec<(char, char)> = Vec::new();
    for (from, to) in pairs {
        match merged.last_mut() {
            Some(last) if u32::from(from) <= u32::from(last.1) + 1 => last.1 = last.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    Ok(merged.into_iter().flat_map(|(from, to)| [from, to]).collect())
}

/// How many, and what comes after that.
fn count(text: &str) -> Result<(u8, u8, &str)> {
    if let Some(rest) = text.strip_prefix('?') {
        return Ok((0, 1, rest));
    }
    let Some(text) = text.strip_prefix('{') else {
        if text.starts_with(['*', '+']) {
            bail!("a count without an end");
        }
        return Ok((1, 1, text));
    };
    let (count, rest) = text.split_once('}').context("a count without an end")?;
    let (least, most) = count.split_once(',').unwrap_or((count, count));
    Ok((least.parse()?, most.parse()?, rest))
}

/// One way after the other; equal neighbours become one run.
fn joined(runs: &[Run], more: &[Run]) -> Vec<Run> {
    let mut all = runs.to_vec();
    for run in more {
        match all.last_mut() {
            Some(last) if last.class == run.class => {
                last.least += run.least;
                last.most += run.most;
            }
            _ => all.push(run.clone()),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(class: &str, least: u8, most: u8) -> Run {
        Run { class: class.to_owned(), least, most }
    }

    #[test]
    fn writes_groups_out() {
        let made = ways(r"\d{9}([A-Z]{2}\d{4})?|(?:10|3[0-2])K").expect("ways");
        assert_eq!(made[0], [run("09", 9, 9), run("AZ", 2, 2), run("09", 4, 4)]);
        assert_eq!(made[1], [run("09", 9, 9)]);
        assert_eq!(made[2], [run("11", 1, 1), run("00", 1, 1), run("KK", 1, 1)]);
        assert_eq!(made[3], [run("33", 1, 1), run("02", 1, 1), run("KK", 1, 1)]);
    }

    #[test]
    fn reads_counts_and_classes() {
        assert_eq!(ways(r"\d{7,8}[0-9K]").expect("ways"), [[run("09", 7, 8), run("09KK", 1, 1)]]);
        assert_eq!(ways("[-+A-F]?").expect("ways"), [[run("++--AF", 0, 1)]]);
        assert_eq!(ways("[CABE-GX]").expect("ways"), [[run("ACEGXX", 1, 1)]]);
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        for pattern in [r"\w", "a*", "[A", "(A", "A{", "A{x}", "[Z-A]", ".{1,64}"] {
            assert!(ways(pattern).is_err(), "{pattern}");
        }
    }
}
