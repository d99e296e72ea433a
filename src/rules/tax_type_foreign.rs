//! A type of tax number that its country does not have. The API's own examples send EIN and SSN with DEU, so it never
//! blocks. Source: `data/tax_types.toml`.

use super::{Facts, Rule, tax_number};
use crate::checks::tax_id::is_foreign;
use crate::code::{Code, Parameter::Word};
use crate::findings::Findings;

pub static RULE: Rule = Rule {
    code: Code::warning(
        "tax_type_foreign",
        "The country is not known to have tax numbers of this type.",
        "the issuing authorities' descriptions, see data/tax_types.toml",
    )
    .params(&[Word("type"), Word("country")]),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    use tax_number::{COUNTRY, TYPE};
    tax_number::each(facts, &mut |tax| {
        let (Some(country), Some(kind)) = (tax.text(COUNTRY), tax.text(TYPE)) else { return };
        // Nothing is new where both are stored.
        if (tax.gives(COUNTRY) || tax.gives(TYPE)) && is_foreign(country, kind) {
            let finding = tax.at(TYPE, |path| findings.add(path, code));
            finding.word("type", kind.to_owned()).word("country", country.to_owned());
        }
    });
}
