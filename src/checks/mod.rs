//! One value at a time.
pub mod date;
pub mod timestamp;
