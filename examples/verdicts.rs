//! Says what the rules say of tax numbers: a line `country`, `type`, `number` with tabs between comes in, the codes go
//! out, with commas between, or `ok`. `tests/oracles/tax_numbers.py` runs it.

use std::io::{BufRead, Write, stdin, stdout};

use kyb_patch::{Context, validate};
use serde_json::json;

fn main() -> std::io::Result<()> {
    let context = Context::default();
    let mut out = std::io::BufWriter::new(stdout().lock());
    for line in stdin().lock().lines() {
        let line = line?;
        let mut parts = line.splitn(3, '\t');
        let mut part = || parts.next().unwrap_or_default();
        let patch = json!({ "tax_country": part(), "tax_type": part(), "tax_id": part() }).to_string();
        let report = validate(patch.as_bytes(), &context);
        let codes: Vec<&str> = report.issues.iter().map(|issue| issue.code).collect();
        writeln!(out, "{}", if codes.is_empty() { "ok".into() } else { codes.join(",") })?;
    }
    out.flush()
}
