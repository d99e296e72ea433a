#![doc = include_str!("../README.md")]
#![warn(missing_docs)]
#![forbid(unsafe_code)]

extern crate alloc;

mod answers;
mod catalogue;
mod changes;
mod checks;
mod code;
mod context;
mod documents;
mod findings;
mod generated;
mod message;
mod missing;
mod read;
mod report;
mod rules;
pub mod schema;
mod status;
mod trace;
mod tree;
mod validate;

#[cfg(not(target_arch = "wasm32"))]
mod json;
// Public for the tests that run in a browser alone.
#[cfg(target_arch = "wasm32")]
#[doc(hidden)]
pub mod wasm;

pub use answers::Stored;
pub use catalogue::{Entry, catalogue};
#[cfg(not(target_arch = "wasm32"))]
pub use changes::{Changes, Identity, NotSent, Reason};
pub use checks::tax_id::tax_format;
pub use code::{Code, Parameter};
pub use context::{Allow, Context, ContextError, Documents, KybStatus, KycModel, MAX_FILE_BYTES};
#[cfg(not(target_arch = "wasm32"))]
pub use json::{FieldError, Valid, changes, missing, trace, validate, validate_field};
#[cfg(not(target_arch = "wasm32"))]
pub use missing::Missing;
pub use report::{Issue, Lowered, Param, Report, Severity};
pub use status::{Editability, editability};
#[cfg(not(target_arch = "wasm32"))]
pub use trace::Traced;

/// The version of the rules, which every report names.
pub const RULES: &str = env!("CARGO_PKG_VERSION");

/// Every code that a report can have, for references and tests.
#[cfg(not(target_arch = "wasm32"))]
pub fn codes() -> impl Iterator<Item = &'static Code> {
    status::CODES.into_iter().chain(checks::codes()).chain(rules::codes())
}
