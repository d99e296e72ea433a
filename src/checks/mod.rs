//! One value at a time, a file a kind.

pub mod choice;
pub mod country;
pub mod date;
pub mod email;
pub mod file;
pub mod naics;
pub mod percentage;
pub mod postal;
pub mod shape;
pub mod state;
pub mod table;
pub mod tax_id;
pub mod text;
pub mod timestamp;
pub mod uuid;
pub mod website;

pub use date::Clock;

use alloc::{string::String, vec::Vec};

#[cfg(not(target_arch = "wasm32"))]
use crate::code::Code;
use crate::findings::{Findings, Path};
use crate::schema::Kind;

/// Every code of a single value.
#[cfg(not(target_arch = "wasm32"))]
pub fn codes() -> impl Iterator<Item = &'static Code> {
    let kinds: [&[&Code]; 13] = [
        &shape::CODES,
        &text::CODES,
        &choice::CODES,
        &date::CODES,
        &timestamp::CODES,
        &uuid::CODES,
        &email::CODES,
        &website::CODES,
        &country::CODES,
        &naics::CODES,
        &percentage::CODES,
        &file::CODES,
        &crate::documents::CODES,
    ];
    kinds.into_iter().flatten().copied()
}

/// What the check of a text is told beside the text.
#[derive(Clone, Copy, Debug)]
pub struct Given<'g> {
    /// Whether the text must say something.
    pub required: bool,
    /// What time it is.
    pub clock: &'g Clock,
    /// Words that are taken although their list does not have them.
    pub allowed: &'g [(String, Vec<String>)],
}

/// Checks a text against its kind; false where no text belongs there.
///
/// Free text is checked with its outer white space off. Words of a list, codes, dates and times are checked as they
/// stand.
pub fn text_of(
    given: &Given<'_>,
    kind: &'static Kind,
    text: &str,
    path: &Path<'_>,
    findings: &mut Findings,
) -> bool {
    if let Kind::Text(_) | Kind::Email | Kind::Website | Kind::Naics = kind {
        let trimmed = text::trim(text);
        if text::blank(trimmed, given.required, path, findings) {
            return true;
        }
        match kind {
            Kind::Text(limits) => text::check(trimmed, limits, path, findings),
            Kind::Email => email::check(trimmed, path, findings),
            Kind::Website => website::check(trimmed, path, findings),
            _ => naics::check(text, path, findings),
        }
        return true;
    }
    match kind {
        Kind::Choice(choice) => choice::check(text, choice, given.allowed, path, findings),
        Kind::Country => country::check(text, path, findings),
        Kind::Date(first_year) => date::check(text, *first_year, given.clock, path, findings),
        Kind::Timestamp => timestamp::check(text, given.clock, path, findings),
        Kind::Uuid => uuid::check(text, path, findings),
        Kind::Plain => {}
        _ => {
            shape::wrong_type(kind, "text", path, findings);
            return false;
        }
    }
    true
}
