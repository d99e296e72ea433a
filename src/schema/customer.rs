//! The body of Update Customer: 27 fields, and the objects inside them.

use super::Needed::{Advised, Always, LicenseAsAService, Reliance};
use super::*;

const fn field(name: &'static str, kind: Kind) -> Field {
    Field::new(name, kind).optional()
}

const fn member(name: &'static str, kind: Kind) -> Field {
    Field::new(name, kind)
}

/// A business before this year is a slip; some banks are older than most states.
const FIRST_BUSINESS: i32 = 1500;
/// Nobody alive was born before it.
const FIRST_BIRTH: i32 = 1900;

/// The body itself.
pub static CUSTOMER: Object = Object {
    name: "customer",
    members: &[
        field("business_legal_name", line()).needed(Always).doc("Legal name of the business."),
        field("business_description", lines()).needed(Always).doc("What the business does."),
        field("business_registration_number", line()).doc("Number given by the government at incorporation."),
        field("email", Kind::Email).needed(Always).doc("Primary e-mail address of the business."),
        field("business_type", Kind::Choice(&BUSINESS_TYPE)).needed(Always).doc("Legal form."),
        field("business_industry", Kind::Naics)
            .needed(Always)
            .doc("NAICS code of the main activity, such as 541519."),
        field("registered_address", Kind::Object(&ADDRESS)).needed(Always).doc("Registered address."),
        field("date_of_incorporation", Kind::Date(FIRST_BUSINESS))
            .needed(Always)
            .doc("Date of incorporation, `YYYY-MM-DD`."),
        field("physical_address", Kind::Object(&ADDRESS))
            .doc("Where the business works, if that is not the registered address."),
        field("signed_agreement_id", Kind::Uuid)
            .needed(LicenseAsAService)
            .never_read()
            .doc("UUID from the session in which the terms of service were signed."),
        field("terms_signed_at", Kind::Timestamp)
            .needed(Reliance)
            .doc("When the terms were signed, RFC 3339; for reliance alone."),
        field("associated_persons", Kind::List(&Kind::Object(&PERSON)))
            .needed(Always)
            .doc("New persons: each call adds those it carries."),
        field("account_purpose", Kind::Choice(&ACCOUNT_PURPOSE))
            .needed(Always)
            .never_read()
            .doc("What the account is for."),
        field("source_of_funds", Kind::List(&Kind::Choice(&SOURCE_OF_FUNDS)))
            .needed(Always)
            .never_read()
            .doc("Where the money comes from."),
        field("source_of_wealth", Kind::List(&Kind::Choice(&SOURCE_OF_WEALTH)))
            .needed(Advised)
            .never_read()
            .doc("How the wealth behind the business was made."),
        field("documents", Kind::List(&Kind::Object(&DOCUMENT)))
            .needed(Always)
            .never_read()
            .doc("New documents: taken as added by each call."),
        field("primary_website", Kind::Website).doc("Website or web presence."),
        field("publicly_traded", Kind::Flag)
            .needed(Always)
            .doc("Whether shares of the business are publicly traded."),
        field("estimated_annual_revenue_usd", Kind::Choice(&MONEY_RANGE))
            .needed(Always)
            .never_read()
            .doc("Estimated revenue a year, US dollars."),
        field("expected_monthly_fiat_deposits", Kind::Choice(&MONEY_RANGE))
            .needed(Always)
            .never_read()
            .doc("Fiat deposits expected a month, US dollars."),
        field("expected_monthly_fiat_withdrawals", Kind::Choice(&MONEY_RANGE))
            .needed(Always)
            .never_read()
            .doc("Fiat withdrawals expected a month, US dollars."),
        field("account_purpose_other", line())
            .never_read()
            .doc("The purpose in words; required when `account_purpose` is `other`."),
        field("high_risk_activities", Kind::List(&Kind::Choice(&HIGH_RISK_ACTIVITY)))
            .never_read()
            .doc("High-risk activities, or `none_of_the_above` alone."),
        field("high_risk_activities_explanation", lines())
            .never_read()
            .doc("Required with any high-risk activity."),
        field("tax_country", Kind::Country).needed(Always).doc("Country of tax residence, alpha-3."),
        field("tax_id", line()).needed(Always).doc("Tax number of the business."),
        field("tax_type", Kind::Choice(&TAX_TYPE)).needed(Always).doc("What `tax_id` is."),
    ],
};

/// An address. The API wants `state` even of countries that have none.
pub static ADDRESS: Object = Object {
    name: "address",
    members: &[
        member("street_line_1", line()).doc("Street and number."),
        member("street_line_2", line()).optional().doc("Flat, floor, building."),
        member("city", line()).doc("City or town."),
        member("state", line()).doc("State, province or region; any region where there is none."),
        member("subdivision", line()).optional().doc("ISO 3166-2 subdivision."),
        member("postal_code", line()).optional().doc("Postal code."),
        member("country", Kind::Country).doc("Country, alpha-3."),
    ],
};

/// A person who owns, controls, signs for or directs the business.
pub static PERSON: Object = Object {
    name: "person",
    members: &[
        member("first_name", line()).doc("Given name."),
        member("middle_name", line()).optional().doc("Middle name."),
        member("last_name", line()).doc("Family name."),
        member("email", Kind::Email).doc("E-mail address."),
        member("residential_address", Kind::Object(&ADDRESS)).doc("Home address."),
        member("birth_date", Kind::Date(FIRST_BIRTH)).doc("Date of birth, `YYYY-MM-DD`."),
        member("primary_nationality", Kind::Country).doc("Nationality, alpha-3."),
        member("has_ownership", Kind::Flag).doc("Whether the person owns 25 % or more."),
        member("ownership_percentage", Kind::Percentage)
            .optional()
            .doc("Share in percent, 0.01 to 100; needed when `has_ownership` is true."),
        member("has_control", Kind::Flag).doc("Whether the person has significant control."),
        member("is_signer", Kind::Flag).doc("Whether the person may sign for the business."),
        member("is_director", Kind::Flag).doc("Whether the person is a director."),
        member("identifying_information", Kind::List(&Kind::Object(&ID_DOCUMENT))).doc("Identity documents."),
        member("dual_nationality", Kind::Country).optional().doc("Second nationality, alpha-3."),
        member("country_of_tax", Kind::Country).optional().doc("Country of tax residence, alpha-3."),
        member("tax_type", Kind::Choice(&TAX_TYPE)).optional().doc("What `tax_id` is."),
        member("tax_id", line()).optional().doc("Tax number."),
        member("poa", Kind::File(FileUse::ProofOfAddress)).doc("Proof of address, a data URI."),
        member("poa_type", line_of(64))
            .doc("What proves the address, such as utility_bill or bank_statement."),
    ],
};

/// An identity document.
pub static ID_DOCUMENT: Object = Object {
    name: "id_document",
    members: &[
        member("type", Kind::Choice(&ID_TYPE)).doc("Kind of document."),
        member("issuing_country", Kind::Country).doc("Country that issued it, alpha-3."),
        member("national_identity_number", line_of(128)).doc("Number of the document."),
        member("image_front", Kind::File(FileUse::IdImage)).doc("Front, a data URI."),
        member("image_back", Kind::File(FileUse::IdImageBack))
            .doc("Back, a data URI; an empty text for a document with one side."),
    ],
};

/// A document of the business.
pub static DOCUMENT: Object = Object {
    name: "document",
    members: &[
        member("doc_type", Kind::Choice(&DOCUMENT_TYPE)).doc("What the document is."),
        member("file", Kind::File(FileUse::Document)).doc("The document, a data URI."),
        member("description", lines()).optional().doc("What a reviewer should know about it."),
    ],
};
