//! The closed lists of words, exactly as on the wire.

use super::Choice;

/// Legal forms.
pub static BUSINESS_TYPE: Choice = Choice {
    name: "business_type",
    options: &[
        "corporation",
        "llc",
        "partnership",
        "sole_proprietorship",
        "investment_fund",
        "societies",
        "trust",
        "government",
        "dao",
    ],
};

/// What an account is for.
pub static ACCOUNT_PURPOSE: Choice = Choice {
    name: "account_purpose",
    options: &[
        "charitable_donations",
        "ecommerce_retail_payments",
        "investment_purposes",
        "other",
        "payments_to_friends_or_family_abroad",
        "payroll",
        "personal_or_living_expenses",
        "protect_wealth",
        "purchase_goods_and_services",
        "receive_payments_for_goods_and_services",
        "tax_optimization",
        "third_party_money_transmission",
        "treasury_management",
    ],
};

/// Where money comes from.
pub static SOURCE_OF_FUNDS: Choice = Choice {
    name: "source_of_funds",
    options: &[
        "business_loans",
        "grants",
        "inter_company_funds",
        "investment_proceeds",
        "legal_settlement",
        "owners_capital",
        "pension_retirement",
        "sale_of_assets",
        "sales_of_goods_and_services",
        "tax_refund",
        "third_party_funds",
        "treasury_reserves",
    ],
};

/// How wealth was made.
pub static SOURCE_OF_WEALTH: Choice = Choice {
    name: "source_of_wealth",
    options: &[
        "business_dividends_or_profits",
        "investments",
        "asset_sales",
        "client_investor_contributions",
        "gambling",
        "charitable_contributions",
        "inheritance",
        "affiliate_or_royalty_income",
    ],
};

/// Activities that carry a high risk, and the answer that denies them all.
pub static HIGH_RISK_ACTIVITY: Choice = Choice {
    name: "high_risk_activity",
    options: &[
        "adult_entertainment",
        "gambling",
        "hold_client_funds",
        "investment_services",
        "lending_banking",
        "marijuana_or_related_services",
        "money_services",
        "nicotine_tobacco_or_related_services",
        "operate_foreign_exchange_virtual_currencies_brokerage_otc",
        "pharmaceuticals",
        "precious_metals_precious_stones_jewelry",
        "safe_deposit_box_rentals",
        "third_party_payment_processing",
        "weapons_firearms_and_explosives",
        "none_of_the_above",
    ],
};

/// Amounts in US dollars. The last one is written so on the wire, though the range before it ends at 249999999.
pub static MONEY_RANGE: Choice = Choice {
    name: "money_range",
    options: &[
        "0_99999",
        "100000_999999",
        "1000000_9999999",
        "10000000_49999999",
        "50000000_249999999",
        "2500000000_plus",
    ],
};

/// Kinds of business document.
pub static DOCUMENT_TYPE: Choice = Choice {
    name: "document_type",
    options: &[
        "aml_comfort_letter",
        "constitutional_document",
        "directors_registry",
        "cert_of_incumbency",
        "e_signature_certificate",
        "evidence_of_good_standing",
        "flow_of_funds",
        "formation_document",
        "marketing_materials",
        "other",
        "ownership_chart",
        "ownership_information",
        "proof_of_account_purpose",
        "proof_of_address",
        "proof_of_entity_name_change",
        "proof_of_nature_of_business",
        "proof_of_nature_of_business_license",
        "proof_of_nature_of_business_aml_policy",
        "proof_of_signatory_authority",
        "proof_of_source_of_funds",
        "proof_of_source_of_wealth",
        "proof_of_tax_identification",
        "registration_document",
        "shareholder_register",
        "evidence_of_directors_and_controllers",
        "tax_exempt_entity_confirmation",
    ],
};

/// Kinds of identity document.
pub static ID_TYPE: Choice = Choice {
    name: "id_type",
    options: &["drivers_license", "permanent_residency_id", "national_id", "passport", "other"],
};

/// Kinds of tax number.
pub static TAX_TYPE: Choice = Choice {
    name: "tax_type",
    options: &[
        "SSN", "EIN", "TFN", "ABN", "ACN", "UTR", "NINO", "NRIC", "FIN", "ASDG", "ITR", "OTHER", "NIF",
        "TIN", "VAT", "CUIL", "CUIT", "DNI", "BIN", "UNP", "RNPM", "NIT", "CPF", "CNPJ", "NIRE", "UCN",
        "UIC", "SIN", "BN", "RUT", "IIN", "USCC", "CNOC", "USCN", "ITIN", "CPJ", "OIB", "DIC", "CPR", "CVR",
        "CN", "RNC", "RUC", "TN", "HETU", "YT", "ALV", "SIREN", "IDNR", "STNR", "VTA", "HKID", "AJ", "EN",
        "KN", "VSK", "PAN", "GSTN", "NIK", "NPWP", "PPS", "TRN", "CRO", "CHY", "CF", "IVA", "IN", "JCT",
        "EDRPOU", "EID",
    ],
};

/// All nine lists.
pub static CHOICES: [&Choice; 9] = [
    &BUSINESS_TYPE,
    &ACCOUNT_PURPOSE,
    &SOURCE_OF_FUNDS,
    &SOURCE_OF_WEALTH,
    &HIGH_RISK_ACTIVITY,
    &MONEY_RANGE,
    &DOCUMENT_TYPE,
    &ID_TYPE,
    &TAX_TYPE,
];
