//! Tables made from `data/` by `cargo xtask generate`. Nobody edits them.

pub mod countries;
pub mod messages;
pub mod naics;
pub mod tax;
