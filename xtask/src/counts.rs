//! How many tests passed and failed, read from what the test runners print.

use std::ops::AddAssign;

/// Tests of a suite, or of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u32,
    pub failed: u32,
    /// Left out by the tests themselves: neither passed nor failed.
    pub skipped: u32,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// A `test result:` line of cargo test or wasm-bindgen-test; nothing for any other line.
///
/// Example: `test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; …`
pub fn of_cargo(line: &str) -> Option<Counts> {
    let result = line.trim_start().strip_prefix("test result: ")?;
    let (_, numbers) = result.split_once(". ")?;
    let number = |of: &str| {
        numbers.split(';').find_map(|part| part.trim().strip_suffix(of)?.trim().parse::<u32>().ok())
    };
    Some(Counts {
        passed: number("passed")?,
        failed: number("failed")?,
        skipped: number("ignored").unwrap_or(0),
    })
}

/// A line of the summary that Node's runner closes with (`ℹ pass 12`, or `# pass 12` as TAP);
/// nothing for any other line. A cancelled test is a failed one.
pub fn of_node(line: &str) -> Option<Counts> {
    let summary = line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# "))?;
    let (name, number) = summary.split_once(' ')?;
    let number = number.parse().ok()?;
    let mut counts = Counts::default();
    match name {
        "pass" => counts.passed = number,
        "fail" | "cancelled" => counts.failed = number,
        "skipped" | "todo" => counts.skipped = number,
        _ => return None,
    }
    Some(counts)
}

#[cfg(test)]
mod tests {
    use super::{Counts, of_cargo, of_node};

    fn sum(lines: &str, of: fn(&str) -> Option<Counts>) -> Counts {
        let mut all = Counts::default();
        lines.lines().filter_map(of).for_each(|counts| all += counts);
        all
    }

    #[test]
    fn adds_up_every_binary_of_cargo_test() {
        let printed = "running 2 tests\ntest a ... ok\ntest b ... FAILED\n\n\
            test result: FAILED. 1 passed; 1 failed; 3 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\n\
            \x20  Doc-tests kyb_patch\n\n\
            test result: ok. 4 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.21s\n";
        assert_eq!(sum(printed, of_cargo), Counts { passed: 5, failed: 1, skipped: 3 });
    }

    #[test]
    fn reads_wasm_bindgen_test() {
        let printed = "test result: ok. 7 passed; 0 failed; 0 ignored; 0 filtered out; finished in 0.52s";
        assert_eq!(of_cargo(printed), Some(Counts { passed: 7, failed: 0, skipped: 0 }));
    }

    #[test]
    fn reads_nodes_summary_in_both_of_its_forms() {
        let spec = "✔ takes a patch (2.1ms)\nℹ tests 6\nℹ suites 0\nℹ pass 3\nℹ fail 1\nℹ cancelled 1\n\
            ℹ skipped 1\nℹ todo 0\nℹ duration_ms 12.3\n";
        let expected = Counts { passed: 3, failed: 2, skipped: 1 };
        assert_eq!(sum(spec, of_node), expected);
        assert_eq!(sum(&spec.replace('ℹ', "#"), of_node), expected);
    }

    #[test]
    fn takes_nothing_from_other_lines() {
        for line in
            ["", "test result", "test result: ok. no numbers", "pass 3", "ℹ pass three", "ok 1 - pass 3"]
        {
            assert_eq!(of_cargo(line), None, "{line}");
            assert_eq!(of_node(line), None, "{line}");
        }
    }
}
