//! Tells the program which crates it was built against.

use std::fs;

fn main() {
    let lock = fs::read_to_string("Cargo.lock").unwrap_or_default();
    let version = |package: &str| {
        let name = format!("name = \"{package}\"");
        let line = lock.lines().skip_while(|line| *line != name).nth(1).unwrap_or_default();
        line.trim_start_matches("version = ").trim_matches('"').to_owned()
    };
    println!("cargo::rustc-env=JSONSCHEMA={}", version("jsonschema"));
    println!("cargo::rustc-env=GARDE={}", version("garde"));
    println!("cargo::rerun-if-changed=Cargo.lock");
}
