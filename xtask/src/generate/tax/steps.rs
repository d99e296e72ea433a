//! Checks: from the words of the data to the steps that `src/checks/tax_id/steps.rs` takes.

use std::num::ParseIntError;

use anyhow::{Context, Result, bail, ensure};

const TABLE: u8 = 1;
const MODULO: u8 = 2;
const LUHN: u8 = 3;
const MOD_11_10: u8 = 4;
const MOD_97_10: u8 = 5;
const TAIL: u8 = 6;
const RANGES: u8 = 7;
const BEGINS: u8 = 8;
const DATE: u8 = 9;
const VARIED: u8 = 10;
const REPEATS: u8 = 11;
const SWAP: u8 = 12;
const ODD: u8 = 13;
const UNUSUAL: u8 = 14;
const WRONG: u8 = 15;

/// Added to a step: if it holds, no more is asked.
const ENOUGH: u8 = 128;
/// Added to a step: if it decides, the next one is left out.
const DECIDES: u8 = 64;

/// The orders of a date, by their places.
const ORDERS: [&str; 4] = ["ddmmyy", "yymmdd", "yyyymmdd", "cf"];
/// The values of letters, by their places.
const VALUES: [&str; 3] = ["sum", "sum:ascii", "sum:31"];

/// Makes the steps of a check.
pub fn compile(check: &str) -> Result<Vec<u8>> {
    let mut made = Vec::new();
    for step in check.split("; ") {
        let mut words: Vec<&str> = step.split(' ').collect();
        let enough = words.first() == Some(&"or");
        if enough {
            words.remove(0);
        }
        let mut slice = [0, 0];
        if let Some((from, to)) = words.first().and_then(|word| word.split_once("..")) {
            slice = [from.parse()?, if to.is_empty() { 0 } else { to.parse()? }];
            words.remove(0);
        }
        let (code, needs) = compile_step(&words).with_context(|| step.to_owned())?;
        made.push(code | if enough { ENOUGH } else { 0 });
        made.push(u8::try_from(needs.len())?);
        made.extend(slice);
        made.extend(needs);
    }
    Ok(made)
}

fn compile_step(words: &[&str]) -> Result<(u8, Vec<u8>)> {
    Ok(match words {
        [sum, weights @ .., "gives", table] if VALUES.contains(sum) => {
            let check = weights.iter().position(|weight| *weight == "_").context("no check character")?;
            let style = VALUES.iter().position(|value| value == sum).unwrap_or_default();
            let mut needs = vec![style as u8, (weights.len() - 1 - check) as u8, weights.len() as u8];
            for weight in weights {
                needs.push(if *weight == "_" { 0 } else { weight.parse()? });
            }
            needs.extend(table.bytes());
            (TABLE | if table.contains('>') { DECIDES } else { 0 }, needs)
        }
        ["sum", weights @ .., "mod", modulus, "is", rest] => (MODULO, modulo(weights, modulus, rest)?),
        ["sum", weights @ .., "mod", modulus] => (MODULO, modulo(weights, modulus, "0")?),
        ["luhn"] => (LUHN, vec![10, 0, 0]),
        ["luhn", "even", "plus", more] => (LUHN, vec![10, 1, more.parse()?]),
        ["luhn", base] => (LUHN, vec![base.parse()?, 0, 0]),
        ["mod", "11,10"] => (MOD_11_10, Vec::new()),
        ["mod", "97,10", before] => (MOD_97_10, before.as_bytes().to_vec()),
        ["tail", head, "mod", modulus] => {
            let [high, low] = modulus.parse::<u16>()?.to_be_bytes();
            (TAIL, vec![head.parse()?, high, low])
        }
        ["in", ranges @ ..] => (RANGES, compile_ranges(ranges)?),
        ["not", starts @ ..] => (BEGINS, starts.join(" ").into_bytes()),
        ["date", order, rest @ ..] => {
            let order = ORDERS.iter().position(|known| known == order).context("no such order")?;
            let (day, rest) = match rest {
                ["day", day, rest @ ..] => (day.parse()?, rest),
                rest => (0, rest),
            };
            let months = match rest {
                ["month", months @ ..] => numbers(months)?,
                [] => Vec::new(),
                _ => bail!("not a date"),
            };
            (DATE, [vec![order as u8, day, 0], months].concat())
        }
        ["varied"] => (VARIED, Vec::new()),
        ["repeats"] => (REPEATS, Vec::new()),
        ["swap", at, letters] => (SWAP, [vec![at.parse()?], letters.as_bytes().to_vec()].concat()),
        ["odd"] => (ODD, Vec::new()),
        ["unusual"] => (UNUSUAL, Vec::new()),
        ["wrong"] => (WRONG, Vec::new()),
        _ => bail!("no such step"),
    })
}

fn modulo(weights: &[&str], modulus: &str, rest: &str) -> Result<Vec<u8>> {
    Ok([vec![modulus.parse()?, rest.parse()?], numbers(weights)?].concat())
}

/// Ranges as pairs of two bytes each; without an end, up to the highest.
fn compile_ranges(ranges: &[&str]) -> Result<Vec<u8>> {
    let mut made = Vec::new();
    for range in ranges {
        let (from, to) = range.split_once('-').unwrap_or((range, range));
        let from: u16 = from.parse()?;
        let to: u16 = if to.is_empty() { u16::MAX } else { to.parse()? };
        ensure!(from <= to, "{range} is empty");
        made.extend(from.to_be_bytes());
        made.extend(to.to_be_bytes());
    }
    Ok(made)
}

fn numbers(words: &[&str]) -> Result<Vec<u8>, ParseIntError> {
    words.iter().map(|word| word.parse()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_steps_with_their_lengths() {
        let made = compile("0..3 in 1-665 7-; or luhn").expect("steps");
        assert_eq!(made, [7, 8, 0, 3, 0, 1, 2, 153, 0, 7, 255, 255, 3 | 128, 3, 0, 0, 10, 0, 0]);
        assert_eq!(
            compile("sum 7 _ 2 gives 0>").expect("steps"),
            [1 | 64, 8, 0, 0, 0, 1, 3, 7, 0, 2, b'0', b'>']
        );
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        for check in
            ["", "sum 1 2", "sum 1 2 gives 01", "sum 300 mod 7", "in 5-4", "date now", "1.. ", "luhn; "]
        {
            assert!(compile(check).is_err(), "{check}");
        }
    }
}
