//! The shape of a context, so that the same walk that reads a patch reads it.

use super::*;

const fn member(name: &'static str, kind: Kind) -> Field {
    Field::new(name, kind).optional()
}

/// What a host says beside a patch.
pub static CONTEXT: Object = Object {
    name: "context",
    members: &[
        member("kybStatus", Kind::Plain).doc("The KYB status of the customer, in either letter case."),
        member("kycModel", Kind::Choice(&KYC_MODEL)).doc("On whose licence the customer is onboarded."),
        member("now", Kind::Plain).doc("The instant: milliseconds since 1970, or RFC 3339."),
        member("today", Kind::Date(1)).doc("The date; taken from `now` (UTC) when not given."),
        member("stored", Kind::Stored).doc("What a read of the API answered for this customer."),
        member("documents", Kind::Choice(&DOCUMENTS_SEEN)).doc("How much of a data URI is looked at."),
        member("maxFileBytes", Kind::Plain)
            .doc("The most that a file may have, decoded, in bytes; messages tell it in MB, to a hundredth."),
        member("allow", Kind::Object(&ALLOW)).doc("What is taken although the table does not know it yet."),
        member("severity", Kind::Map(&Kind::Choice(&LOWERED))).doc("Codes that shall not block here."),
    ],
};

/// What an installed package takes although its table does not know it yet.
pub static ALLOW: Object = Object {
    name: "allow",
    members: &[
        member("options", Kind::Map(&Kind::List(&Kind::Plain)))
            .doc("Further options, by the name of the list or of a field that takes it."),
        member("fields", Kind::List(&Kind::Plain)).doc("Further fields at the top of the patch."),
    ],
};

static KYC_MODEL: Choice = Choice { name: "kyc_model", options: &["reliance", "license_as_a_service"] };
static DOCUMENTS_SEEN: Choice = Choice { name: "documents", options: &["ends", "whole"] };
static LOWERED: Choice = Choice { name: "severity", options: &["warning"] };
