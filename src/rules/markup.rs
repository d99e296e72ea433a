//! HTML in a name: a tag, or a sign that was escaped once too often, as in `Kestrel &amp; Fen`. Source: HTML, 13.1.2
//! and 13.1.4.

use super::{Facts, Rule, names};
use crate::code::Code;
use crate::findings::Findings;

pub static RULE: Rule = Rule {
    code: Code::warning(
        "markup",
        "A name has a tag or a character reference of HTML.",
        "HTML, 13.1.2 and 13.1.4",
    ),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    names(facts, |name, path| {
        // Nearly no name has either sign.
        if name.bytes().any(|byte| matches!(byte, b'<' | b'&'))
            && (name.split('<').skip(1).any(opens) || name.split('&').skip(1).any(refers))
        {
            findings.add(path, code);
        }
    });
}

/// Whether a tag goes on so after its first sign.
fn opens(rest: &str) -> bool {
    rest.contains('>')
        && rest.starts_with(|next: char| next.is_ascii_alphabetic() || matches!(next, '/' | '!'))
}

/// Whether a character reference goes on so after its first sign.
fn refers(rest: &str) -> bool {
    rest.split_once(';').is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
    })
}
