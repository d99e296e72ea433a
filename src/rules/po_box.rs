//! A PO box in an address of the business: a box is no place where a business is. Source: contract,
//! `advised_documents`, of the proof of address.

use super::{Facts, Rule, lines_with};
use crate::checks::text::Words;
use crate::code::Code;
use crate::findings::Findings;

pub static RULE: Rule = Rule {
    code: Code::warning(
        "po_box",
        "The registered or physical address names a PO box.",
        "contract: a proof of address shows no PO box",
    ),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    lines_with(facts, &WORDS, code, findings);
}

/// Between blanks, lower case, without other signs; `#` is a digit.
static WORDS: Words = Words::of(&[
    " po box ",
    " po box#",
    " p o box ",
    " p o box#",
    " gpo box ",
    " pobox ",
    " private bag ",
    " locked bag ",
    " pob #",
    " p o b #",
    " post office box ",
    " post box #",
    " post box no #",
    " postfach ",
    " postbus ",
    " postboks ",
    " apartado #",
    " apartado postal ",
    " apartado aereo ",
    " apartado aéreo ",
    " apartado de correos ",
    " apdo ",
    " caixa postal ",
    " casella postale ",
    " boite postale ",
    " boîte postale ",
    " case postale ",
    " bp #",
    " b p #",
    " casilla #",
    " posta kutusu ",
    " postafiók ",
    " skrytka pocztowa ",
    " а я #",
    " абонентский ящик ",
    " ص ب ",
    " صندوق بريد ",
    "私書箱",
    "邮政信箱",
    "郵政信箱",
]);
