#![no_main]

#[allow(dead_code)]
#[path = "../claims.rs"]
mod claims;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| claims::patch(bytes));
