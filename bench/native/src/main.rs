//! The rules natively, beside the `jsonschema` and `garde` crates: a patch from bytes, and JSON Lines.
//!
//! `bench-native FOLDER quick|full` reads what the bench has written into the folder and prints JSON.

mod common;
mod race;

use std::collections::HashSet;
use std::path::Path;
use std::{env, fs, process::ExitCode};

use garde::Validate;
use kyb_patch::{Context, validate};
use race::{Runner, race};
use serde_json::{Value, json};

type Failure = Box<dyn std::error::Error>;
/// Gives the number of issues of a patch, from bytes.
type Check<'a> = &'a dyn Fn(&[u8]) -> usize;

fn main() -> ExitCode {
    match run() {
        Ok(result) => {
            println!("{result}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<Value, Failure> {
    let mut arguments = env::args().skip(1);
    let folder = arguments.next().ok_or("which folder?")?;
    let quick = arguments.next().as_deref() == Some("quick");
    let folder = Path::new(&folder);
    let read = |name: &str| fs::read(folder.join(name));

    let countries: &'static HashSet<String> = Box::leak(Box::new(common::countries(folder)?));
    let schema: Value = serde_json::from_slice(&read("schema.json")?)?;
    let schema = jsonschema::options()
        .should_validate_formats(true)
        .with_format("alpha3", move |code: &str| countries.contains(code))
        .build(&schema)?;
    common::know(countries);

    // What every host says when it asks.
    let context = Context::from_json(br#"{ "kybStatus": "init" }"#)?;
    let ours = |line: &[u8]| validate(line, &context).issues.len();
    let by_schema = |line: &[u8]| match serde_json::from_slice::<Value>(line) {
        Ok(patch) => schema.iter_errors(&patch).count(),
        Err(_) => 1,
    };
    let by_garde = |line: &[u8]| match serde_json::from_slice::<common::Patch>(line) {
        Ok(patch) => patch.validate().err().map_or(0, |report| report.iter().count()),
        Err(_) => 1,
    };
    let peers: [(&str, Check<'_>); 3] =
        [("kyb-patch", &ours), ("jsonschema", &by_schema), ("garde", &by_garde)];

    let invalid = read("m_invalid.jsonl")?;
    for (peer, check) in peers {
        for line in lines(&invalid) {
            let found = check(line);
            // serde stops at the first option that it does not know.
            if found != 6 && !(peer == "garde" && found > 0) {
                return Err(format!("{peer} found {found} of the 6 errors").into());
            }
        }
    }
    let (small, medium, bulk) = (read("s.jsonl")?, read("m.jsonl")?, read("lines.jsonl")?);
    let mut runners = Vec::new();
    for (case, content) in [("native_s", &small), ("native_m", &medium), ("native_lines", &bulk)] {
        for (peer, check) in peers {
            runners.push(Runner { case, peer, lines: lines(content).collect(), check });
        }
    }
    let times = race(&mut runners, if quick { 3 } else { 15 })?;
    Ok(
        json!({ "versions": { "jsonschema": env!("JSONSCHEMA"), "garde": env!("GARDE") }, "times": times, "bytes": bulk.len() }),
    )
}

/// The lines of JSON Lines.
fn lines(content: &[u8]) -> impl Iterator<Item = &[u8]> {
    content.split(|byte| *byte == b'\n').filter(|line| !line.is_empty())
}
