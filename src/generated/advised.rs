// Made by cargo xtask generate from data/contract.toml; do not edit.
//! Documents that reviewers ask for.

/// Those that any business type is asked for, by their places among the options.
pub static DOCUMENTS: &[u8] = &[1, 4, 13, 22, 23];

/// By the place of the business type among its options, a bit for each of them, the lowest for the first.
pub static BY_TYPE: &[u8] = &[30, 31, 14, 12, 30, 12, 12, 12, 12];
