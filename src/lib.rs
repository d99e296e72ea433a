#![doc = include_str!("../README.md")]
#![warn(missing_docs)]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod context;
pub mod report;

mod checks;
mod read;

pub use context::{Context, ContextError, Documents, KybStatus, KycModel};
pub use report::{Issue, Param, Report, Severity};

/// The version of the rules, which every report names.
pub const RULES: &str = env!("CARGO_PKG_VERSION");

/// Checks a patch given as JSON text.
pub fn validate(json: &[u8], context: &Context) -> Report {
    let _ = (json, context);
    Report { issues: alloc::vec::Vec::new() }
}
