//! Web addresses. A slip is a warning, for the API takes any text; a scheme that runs code is an error.

use alloc::string::String;

use crate::code::Code;
use crate::code::Parameter::Word;
use crate::findings::{Findings, Path};

/// Not an absolute http or https address.
pub static WEBSITE_MALFORMED: Code = Code::warning(
    "website_malformed",
    "Not an absolute web address, so nobody can follow it.",
    "WHATWG URL, 4.4",
);
/// A scheme that runs code or opens a file where the address is followed.
pub static WEBSITE_SCHEME: Code = Code::error(
    "website_scheme",
    "The address would run code or open a file of the person who follows it.",
    "WHATWG URL, 4.3; HTML, javascript: URLs",
)
.params(&[Word("scheme")]);

/// All codes of this kind.
#[cfg(not(target_arch = "wasm32"))]
pub static CODES: [&Code; 2] = [&WEBSITE_MALFORMED, &WEBSITE_SCHEME];

const HARMFUL: [&str; 8] =
    ["javascript", "data", "vbscript", "file", "blob", "about", "filesystem", "view-source"];

/// Checks an address whose outer white space is off.
pub fn check(address: &str, path: &Path<'_>, findings: &mut Findings) {
    // As nearly all are written; with a tab or a line break in it, it has no authority.
    let plain = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    if plain.is_some_and(authority) {
        return;
    }
    // Browsers drop tabs and line breaks anywhere, and controls in front, before they look at the scheme.
    let seen: String = address
        .trim_start_matches(|scalar: char| scalar <= ' ')
        .chars()
        .filter(|scalar| !matches!(scalar, '\t' | '\n' | '\r'))
        .collect();
    let (scheme, rest) = match seen.split_once(':') {
        Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
        None => (String::new(), seen.as_str()),
    };
    if let Some(harmful) = HARMFUL.iter().find(|harmful| **harmful == scheme) {
        findings.add(path, &WEBSITE_SCHEME).word("scheme", *harmful);
        return;
    }
    let web = matches!(scheme.as_str(), "http" | "https");
    if web && rest.strip_prefix("//").is_some_and(authority) && seen.len() == address.len() {
        return;
    }
    let finding = findings.add(path, &WEBSITE_MALFORMED);
    let bare = if web { rest.trim_start_matches('/') } else { &seen };
    // A name with a dot in it is all but certainly a host, but not one like `n.a.`; anything else would be a guess.
    let host = host_of(bare);
    let named = host.contains('.') && !matches!(host.as_bytes(), [.., b'.'] | [.., b'.', _]);
    if authority(bare) && (web || named) {
        finding.suggest(Some(["https://", bare].concat()));
    }
}

fn host_of(rest: &str) -> &str {
    let end = rest.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#' | b'\\'));
    let authority = rest.split_at(end.unwrap_or(rest.len())).0;
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    }
}

/// A host, perhaps with a port, and no blank anywhere.
fn authority(rest: &str) -> bool {
    let host = host_of(rest);
    let port = rest[host.len()..].strip_prefix(':').unwrap_or("");
    let digits = port
        .bytes()
        .take_while(u8::is_ascii_digit)
        .fold(0u32, |sum, digit| sum.saturating_mul(10).saturating_add(u32::from(digit - b'0')));
    // Most addresses are of visible ASCII, which has no blank.
    let blank = || !rest.bytes().all(|byte| byte.is_ascii_graphic()) && rest.contains(super::text::is_blank);
    (is_name(host) || host.starts_with('[') && host.ends_with(']'))
        && digits <= u32::from(u16::MAX)
        && !blank()
}

/// Parts of letters, digits, hyphens and low lines with a dot between; one after the last is a name's root.
fn is_name(host: &str) -> bool {
    let mut before = b'.';
    let part = |byte: u8| {
        let parted = core::mem::replace(&mut before, byte) == b'.';
        byte.is_ascii_alphanumeric() || byte >= 0x80 || matches!(byte, b'-' | b'_') || byte == b'.' && !parted
    };
    !host.is_empty() && host.bytes().all(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(address: &str) -> Option<(&'static str, Option<String>)> {
        let mut findings = Findings::default();
        check(address, &Path::Root, &mut findings);
        let report = findings.report(&[]);
        report.issues.into_iter().next().map(|issue| (issue.code, issue.suggestion.map(Into::into)))
    }

    #[test]
    fn takes_absolute_web_addresses() {
        for address in
            ["https://example.com", "http://a.example:8080/x?y#z", "https://bücher.example", "https://[::1]/"]
        {
            assert_eq!(found(address), None, "{address}");
        }
    }

    #[test]
    fn adds_the_scheme_that_is_missing() {
        for (address, better) in [
            ("example.com", "https://example.com"),
            ("www.example.com/shop", "https://www.example.com/shop"),
            ("example.com:8080", "https://example.com:8080"),
            ("https:/example.com", "https://example.com"),
        ] {
            assert_eq!(found(address), Some(("website_malformed", Some(better.into()))), "{address}");
        }
    }

    #[test]
    fn takes_no_abbreviation_for_a_host() {
        for text in ["n.a.", "N.A", "none.", "TBD."] {
            assert_eq!(found(text), Some(("website_malformed", None)), "{text}");
        }
    }

    #[test]
    fn a_host_has_a_form_and_a_port_an_end() {
        for address in ["https://a-b_c.example:65535/", "https://a.example:", "https://[2001:db8::1]:443"] {
            assert_eq!(found(address), None, "{address}");
        }
        for address in [
            "https://a.example:65536",
            "https://a.example:99999999999",
            "https://.example",
            "https://a..example",
            "https://[::1",
            "https://::1]",
            "https://a!b.example",
            "https://:80",
        ] {
            assert_eq!(found(address).map(|found| found.0), Some("website_malformed"), "{address}");
        }
    }

    #[test]
    fn every_suggestion_is_taken() {
        for address in ["example.com", "http:example.com", "exa\nmple.com", "https:///example.com"] {
            let Some((_, Some(better))) = found(address) else { panic!("{address}") };
            assert_eq!(found(&better), None, "{better}");
        }
    }

    #[test]
    fn refuses_schemes_that_run_code_however_they_are_hidden() {
        for address in
            ["javascript:alert(1)", "JavaScript:x", "java\nscript:x", "\u{1}javascript:x", "data:text/html,x"]
        {
            assert_eq!(found(address).map(|found| found.0), Some("website_scheme"), "{address}");
        }
    }
}
