//! What the fuzz targets claim, of the corpus that they left and of slips in it: a short run without their sanitizer.
#![cfg(not(target_arch = "wasm32"))]

#[path = "../fuzz/claims.rs"]
mod claims;

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let files = entries.map(|entry| fs::read(entry.expect("an entry").path()).expect("a file"));
    let mut files: Vec<_> = files.collect();
    files.sort();
    assert!(files.len() > 20, "{target} has no corpus");
    files
}

fn hold(target: &str, claim: fn(&[u8])) {
    let corpus = corpus(target);
    corpus.iter().for_each(|bytes| claim(bytes));
    let slips = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4_u8), 1..6);
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
    let slipped = (prop::sample::select(corpus), slips).prop_map(|(mut bytes, slips)| {
        for (at, byte, how) in slips {
            let at = at.index(bytes.len() + 1);
            match how {
                0 => bytes.insert(at, byte),
                1 => bytes.truncate(at),
                _ if at < bytes.len() => bytes[at] = byte,
                _ => bytes.push(byte),
            }
        }
        bytes
    });
    runner
        .run(&slipped, |bytes| {
            claim(&bytes);
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{target}: {error}"));
}

#[test]
fn any_bytes_are_a_patch_that_gets_its_report() {
    hold("patch", claims::patch);
}

#[test]
fn any_bytes_are_a_file_and_its_ends_say_no_more_than_the_whole() {
    hold("file", claims::file);
}

#[test]
fn any_bytes_are_a_context_a_customer_and_a_pointer() {
    hold("context", claims::context);
}
