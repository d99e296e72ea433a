//! `terms_signed_at` is for reliance alone; silent while the model is not known. Source: contract, `kyc_model`.

use super::{Facts, Rule, top};
use crate::code::Code;
use crate::context::KycModel;
use crate::findings::{Findings, Path};
use crate::schema::CUSTOMER;

pub static RULE: Rule = Rule {
    code: Code::error(
        "terms_not_for_this_kyc_model",
        "`terms_signed_at` is refused where the terms are signed in a session.",
        "contract: kyc_model.license_as_a_service",
    ),
    check,
};

fn check(facts: &Facts<'_>, code: &'static Code, findings: &mut Findings) {
    let refused = facts.context.kyc_model == Some(KycModel::LicenseAsAService);
    if refused && !facts.patch(TERMS).is_absent() {
        findings.add(&Path::Inside(&Path::Root, &top(TERMS)), code);
    }
}

const TERMS: usize = CUSTOMER.place("terms_signed_at");
