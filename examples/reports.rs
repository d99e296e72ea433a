//! Mixes patches from the cases and says what the rules say of each, natively: a line of JSON each,
//! `[context, patch, report]`, all three as they are written in JSON. The patch is a text of its own, for half surrogate
//! pairs outlive no other reader. `tests/package/reports.test.js` holds the package against it.
//!
//! `cargo run --profile tool --example reports -- [COUNT] [SEED]`

#[allow(dead_code)]
#[path = "../tests/case/mod.rs"]
mod case;
#[path = "../tests/case/mix.rs"]
mod mix;

use std::env::args;
use std::io::{BufWriter, Write, stdout};

use kyb_patch::{Context, validate};
use mix::{Choices, Mix, halved};
use serde_json::{Value, json};

/// The clock where a case has none: a browser would take its own.
const NOW: &str = "2026-06-15T12:00:00Z";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = args().skip(1);
    let count: u32 = args.next().unwrap_or_else(|| "300".into()).parse()?;
    let mut state: u64 = args.next().unwrap_or_else(|| "1".into()).parse()?;
    let cases = case::all();
    let mix = Mix::of(&cases);
    // Texts that no JSON value can stand for: without those that JSON.parse refuses or reads as something else.
    let texts = cases.iter().filter(|case| case.text_alone && !of_text(&case.issues));
    let texts: Vec<_> = texts.map(|case| (case.context.clone(), case.patch.clone())).collect();

    let mut out = BufWriter::new(stdout().lock());
    let mut numbers = std::iter::from_fn(move || Some(split_mix(&mut state)));
    for at in 0..count {
        let (context, patch) = match texts.get(at as usize) {
            Some(given) => given.clone(),
            None => {
                let mut choices = Choices(&mut numbers);
                let patch = halved(&mix.patch(&mut choices).to_string());
                (mix.context(&mut choices).clone(), patch)
            }
        };
        let context = timed(context);
        let report = validate(patch.as_bytes(), &Context::from_json(context.to_string().as_bytes())?);
        serde_json::to_writer(&mut out, &(context, patch, serde_json::to_string(&report)?))?;
        writeln!(out)?;
    }
    Ok(out.flush()?)
}

fn of_text(issues: &[Value]) -> bool {
    issues.iter().any(|issue| issue["code"] == "json_malformed" || issue["code"] == "duplicate_key")
}

fn timed(mut context: Value) -> Value {
    if context["now"].is_null() && context["today"].is_null() {
        context["now"] = json!(NOW);
    }
    context
}

/// SplitMix64 (Steele, Lea, Flood 2014).
fn split_mix(state: &mut u64) -> u32 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((mixed ^ (mixed >> 31)) >> 32) as u32
}
