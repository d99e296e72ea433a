//! A service that takes in other businesses' letters, in an address of the business. Source: FATF guidance on
//! beneficial ownership, addresses of company service providers.

use super::{Facts, Rule, lines_with};
use crate::checks::text::Words;
use crate::code::Code;
use crate::findings::Findings;

pub static RULE: Rule = Rule {
    code: Code::warning(
        "virtual_office",
        "The registered or physical address names a virtual office or a mail service.",
        "FATF, guidance on beneficial ownership of legal persons",
    ),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    lines_with(facts, &WORDS, code, findings);
}

/// Between blanks, lower case, without other signs; `#` is a digit.
static WORDS: Words = Words::of(&[
    " virtual office ",
    " oficina virtual ",
    " escritório virtual ",
    " bureau virtuel ",
    " virtuelles büro ",
    " ufficio virtuale ",
    " виртуальный офис ",
    " mail forwarding ",
    " mail boxes etc ",
    " ups store ",
    " mailbox #",
    " pmb #",
    "バーチャルオフィス",
    "虚拟办公室",
]);
