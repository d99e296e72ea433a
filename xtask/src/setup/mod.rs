//! Finds what a command needs on this machine and installs what is missing. What is there is left
//! alone and not spoken of.

pub mod browser;
pub mod debian;
pub mod node;
pub mod tools;
pub mod wasm;
