//! Tables made from `data/` by `cargo xtask generate`. Nobody edits them.

pub mod advised;
pub mod countries;
pub mod high_risk;
pub mod messages;
pub mod naics;
pub mod postal;
pub mod states;
pub mod tax;
