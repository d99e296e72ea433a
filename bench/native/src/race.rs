//! Interleaved rounds: each takes one sample of every runner.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Something that is timed over some lines.
pub struct Runner<'a> {
    /// The row of the table.
    pub case: &'static str,
    /// Who checks.
    pub peer: &'static str,
    /// What is checked, from bytes.
    pub lines: Vec<&'a [u8]>,
    /// Gives the number of issues.
    pub check: &'a dyn Fn(&[u8]) -> usize,
}

/// The shortest sample.
const SAMPLE: Duration = Duration::from_millis(10);

/// Microseconds a line, by case, peer and round.
type Times = BTreeMap<&'static str, BTreeMap<&'static str, Vec<f64>>>;

/// Times all runners. All lines are right: an issue is an error.
pub fn race(runners: &mut [Runner<'_>], rounds: usize) -> Result<Times, String> {
    let mut times = Times::new();
    // The round before the first only warms up.
    for round in 0..=rounds {
        for at in 0..runners.len() {
            let runner = &runners[(at + round * 2) % runners.len()];
            let start = Instant::now();
            let mut done = 0;
            while done == 0 || start.elapsed() < SAMPLE {
                let found: usize = runner.lines.iter().map(|line| (runner.check)(line)).sum();
                if found > 0 {
                    return Err(format!("{} found {found} issues in right patches", runner.peer));
                }
                done += runner.lines.len();
            }
            let took = start.elapsed().as_secs_f64() * 1e6 / done as f64;
            if round > 0 {
                times.entry(runner.case).or_default().entry(runner.peer).or_default().push(took);
            }
        }
    }
    Ok(times)
}
