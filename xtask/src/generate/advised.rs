//! Documents that reviewers ask for, by business type.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use kyb_patch::schema::{BUSINESS_TYPE, Choice, DOCUMENT_TYPE};
use toml::Table;

use super::{Made, head, read};

const CONTRACT: &str = "data/contract.toml";

pub fn make(root: &Path) -> Result<Made> {
    let contract: Table = read(root, CONTRACT)?.parse().context(CONTRACT)?;
    let advised = contract["advised_documents"].as_table().context("advised_documents is no table")?;
    let mut by_type = vec![BTreeSet::new(); BUSINESS_TYPE.options.len()];
    for (kind, documents) in advised {
        let documents = documents.as_array().with_context(|| format!("{kind} is no list"))?;
        for document in documents {
            let document = place(&DOCUMENT_TYPE, document.as_str().context("not a text")?)?;
            by_type[place(&BUSINESS_TYPE, kind)?].insert(document);
        }
    }
    let documents: Vec<usize> =
        by_type.iter().flatten().copied().collect::<BTreeSet<_>>().into_iter().collect();
    ensure!(documents.len() <= 8, "{CONTRACT}: more advised documents than a byte has bits");
    let bits = by_type.iter().map(|its| {
        documents.iter().enumerate().map(|(at, document)| u8::from(its.contains(document)) << at).sum::<u8>()
    });
    let bits: Vec<u8> = bits.collect();
    let mut text = head(&[CONTRACT]);
    text.push_str(&format!(
        "//! Documents that reviewers ask for.\n\n\
         /// Those that any business type is asked for, by their places among the options.\n\
         pub static DOCUMENTS: &[u8] = &{documents:?};\n\n\
         /// By the place of the business type among its options, a bit for each of them, the lowest for the first.\n\
         pub static BY_TYPE: &[u8] = &{bits:?};\n"
    ));
    Ok(Made { path: "src/generated/advised.rs", text })
}

fn place(choice: &Choice, option: &str) -> Result<usize> {
    let place = choice.options.iter().position(|other| *other == option);
    place.with_context(|| format!("{CONTRACT}: {option} is no {}", choice.name))
}
