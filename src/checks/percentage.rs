//! Shares in percent.

use crate::code::Code;
use crate::code::Parameter::Number;
use crate::findings::{Findings, Path};

/// Outside 0.01 to 100.
pub static OWNERSHIP_OUT_OF_RANGE: Code = Code::error(
    "ownership_out_of_range",
    "A share is at least 0.01 and at most 100 percent.",
    "contract: ownership_percentage",
)
.params(&[Number("min"), Number("max")]);

/// All codes of this kind.
#[cfg(not(target_arch = "wasm32"))]
pub static CODES: [&Code; 1] = [&OWNERSHIP_OUT_OF_RANGE];

/// The smallest share that the API takes, in percent.
const MIN: f64 = 0.01;
/// The largest.
const MAX: f64 = 100.0;

/// Checks a share.
pub fn check(share: f64, path: &Path<'_>, findings: &mut Findings) {
    if !(MIN..=MAX).contains(&share) {
        findings.add(path, &OWNERSHIP_OUT_OF_RANGE).number("min", MIN).number("max", MAX);
    }
}
