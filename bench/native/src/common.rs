//! The common rules as types that serde reads and garde checks.
#![expect(dead_code, reason = "some members are read for their type alone")]

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use garde::Validate;
use kyb_patch::schema::{
    ACCOUNT_PURPOSE, BUSINESS_TYPE, Choice, DOCUMENT_TYPE, HIGH_RISK_ACTIVITY, ID_TYPE, MONEY_RANGE,
    SOURCE_OF_FUNDS, SOURCE_OF_WEALTH, TAX_TYPE,
};
use serde::Deserialize;

static COUNTRIES: OnceLock<&'static HashSet<String>> = OnceLock::new();

/// The alpha-3 codes as the bench has written them.
pub fn countries(folder: &Path) -> Result<HashSet<String>, Box<dyn std::error::Error>> {
    Ok(serde_json::from_slice(&fs::read(folder.join("countries.json"))?)?)
}

/// Tells the checks which codes there are.
pub fn know(countries: &'static HashSet<String>) {
    COUNTRIES.get_or_init(|| countries);
}

fn alpha3(code: &str, _: &()) -> garde::Result {
    let known = COUNTRIES.get().is_some_and(|countries| countries.contains(code));
    if known { Ok(()) } else { Err(garde::Error::new("not an alpha-3 code")) }
}

fn is_email(text: &str, _: &()) -> garde::Result {
    garde::rules::email::parse_email(text).map_err(|_| garde::Error::new("not an e-mail address"))
}

fn date(text: &str, _: &()) -> garde::Result {
    let parts = || -> Option<(u32, u32)> {
        let (year, rest) = text.split_once('-')?;
        let (month, day) = rest.split_once('-')?;
        let digits = |text: &str, length: usize| {
            (text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| text.parse::<u32>().ok())?
        };
        let (year, month, day) = (digits(year, 4)?, digits(month, 2)?, digits(day, 2)?);
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            2 => 28 + u32::from(leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        (1..=days).contains(&day).then_some((month, day))
    };
    if parts().is_some() { Ok(()) } else { Err(garde::Error::new("not a date")) }
}

fn timestamp(text: &str, context: &()) -> garde::Result {
    let Some((day, time)) = text.split_once('T') else { return Err(garde::Error::new("not a time")) };
    date(day, context)?;
    let offset = time.ends_with('Z') || time.rfind(['+', '-']).is_some_and(|at| time.len() - at == 6);
    let clock = time.get(..8).is_some_and(|clock| {
        clock
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at % 3 == 2 { byte == b':' } else { byte.is_ascii_digit() })
    });
    if offset && clock { Ok(()) } else { Err(garde::Error::new("not a time with an offset")) }
}

fn uuid(text: &str, _: &()) -> garde::Result {
    let right = text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        });
    if right { Ok(()) } else { Err(garde::Error::new("not a UUID")) }
}

fn naics(text: &str, _: &()) -> garde::Result {
    let right = (2..=6).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if right { Ok(()) } else { Err(garde::Error::new("not a NAICS code")) }
}

/// A data URI of one of some types.
fn of_type(types: &'static [&'static str]) -> impl Fn(&str, &()) -> garde::Result {
    move |text, _| {
        let right = text
            .strip_prefix("data:")
            .and_then(|rest| rest.split_once(";base64,"))
            .is_some_and(|(mime, _)| types.contains(&mime));
        if right { Ok(()) } else { Err(garde::Error::new("not a data URI of a type that is taken")) }
    }
}

fn back(text: &str, context: &()) -> garde::Result {
    if text.is_empty() { Ok(()) } else { of_type(IMAGES)(text, context) }
}

const IMAGES: &[&str] = &["image/jpeg", "image/png", "image/heic", "image/tiff"];
const PROOFS: &[&str] =
    &["image/jpeg", "image/png", "application/pdf", "text/csv", "application/xls", "application/xlsx"];
const DOCUMENTS: &[&str] = &[
    "image/jpeg",
    "image/png",
    "image/heic",
    "image/tiff",
    "application/pdf",
    "text/csv",
    "application/xls",
    "application/xlsx",
];

/// One of the words of a list.
fn word(choice: &'static Choice) -> impl Fn(&str, &()) -> garde::Result {
    move |text, _| {
        if choice.options.contains(&text) { Ok(()) } else { Err(garde::Error::new("not an option")) }
    }
}

/// The body of Update Customer. It owns its texts, as what axum's `Json` gives must.
#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Patch {
    #[garde(length(min = 1))]
    business_legal_name: Option<String>,
    #[garde(length(min = 1))]
    business_description: Option<String>,
    #[garde(skip)]
    business_registration_number: Option<String>,
    #[garde(inner(custom(is_email)))]
    email: Option<String>,
    #[garde(inner(custom(word(&BUSINESS_TYPE))))]
    business_type: Option<String>,
    #[garde(inner(custom(naics)))]
    business_industry: Option<String>,
    #[garde(dive)]
    registered_address: Option<Address>,
    #[garde(inner(custom(date)))]
    date_of_incorporation: Option<String>,
    #[garde(dive)]
    physical_address: Option<Address>,
    #[garde(inner(custom(uuid)))]
    signed_agreement_id: Option<String>,
    #[garde(inner(custom(timestamp)))]
    terms_signed_at: Option<String>,
    #[garde(dive)]
    associated_persons: Option<Vec<Person>>,
    #[garde(inner(custom(word(&ACCOUNT_PURPOSE))))]
    account_purpose: Option<String>,
    #[garde(inner(inner(custom(word(&SOURCE_OF_FUNDS)))))]
    source_of_funds: Option<Vec<String>>,
    #[garde(inner(inner(custom(word(&SOURCE_OF_WEALTH)))))]
    source_of_wealth: Option<Vec<String>>,
    #[garde(dive)]
    documents: Option<Vec<Document>>,
    #[garde(url)]
    primary_website: Option<String>,
    #[garde(skip)]
    publicly_traded: Option<bool>,
    #[garde(inner(custom(word(&MONEY_RANGE))))]
    estimated_annual_revenue_usd: Option<String>,
    #[garde(inner(custom(word(&MONEY_RANGE))))]
    expected_monthly_fiat_deposits: Option<String>,
    #[garde(inner(custom(word(&MONEY_RANGE))))]
    expected_monthly_fiat_withdrawals: Option<String>,
    #[garde(skip)]
    account_purpose_other: Option<String>,
    #[garde(inner(inner(custom(word(&HIGH_RISK_ACTIVITY)))))]
    high_risk_activities: Option<Vec<String>>,
    #[garde(skip)]
    high_risk_activities_explanation: Option<String>,
    #[garde(inner(custom(alpha3)))]
    tax_country: Option<String>,
    #[garde(length(min = 1))]
    tax_id: Option<String>,
    #[garde(inner(custom(word(&TAX_TYPE))))]
    tax_type: Option<String>,
}

#[derive(Deserialize, Validate)]
struct Address {
    #[garde(length(min = 1))]
    street_line_1: String,
    #[garde(skip)]
    street_line_2: Option<String>,
    #[garde(length(min = 1))]
    city: String,
    #[garde(length(min = 1))]
    state: String,
    #[garde(skip)]
    subdivision: Option<String>,
    #[garde(skip)]
    postal_code: Option<String>,
    #[garde(custom(alpha3))]
    country: String,
}

#[derive(Deserialize, Validate)]
struct Person {
    #[garde(length(min = 1))]
    first_name: String,
    #[garde(skip)]
    middle_name: Option<String>,
    #[garde(length(min = 1))]
    last_name: String,
    #[garde(custom(is_email))]
    email: String,
    #[garde(dive)]
    residential_address: Address,
    #[garde(custom(date))]
    birth_date: String,
    #[garde(custom(alpha3))]
    primary_nationality: String,
    #[garde(skip)]
    has_ownership: bool,
    #[garde(range(min = 0.01, max = 100.0))]
    ownership_percentage: Option<f64>,
    #[garde(skip)]
    has_control: bool,
    #[garde(skip)]
    is_signer: bool,
    #[garde(skip)]
    is_director: bool,
    #[garde(dive)]
    identifying_information: Vec<Identity>,
    #[garde(inner(custom(alpha3)))]
    dual_nationality: Option<String>,
    #[garde(inner(custom(alpha3)))]
    country_of_tax: Option<String>,
    #[garde(inner(custom(word(&TAX_TYPE))))]
    tax_type: Option<String>,
    #[garde(skip)]
    tax_id: Option<String>,
    #[garde(custom(of_type(PROOFS)))]
    poa: String,
    #[garde(length(min = 1, max = 64))]
    poa_type: String,
}

#[derive(Deserialize, Validate)]
struct Identity {
    #[garde(custom(word(&ID_TYPE)))]
    #[serde(rename = "type")]
    kind: String,
    #[garde(custom(alpha3))]
    issuing_country: String,
    #[garde(length(min = 1, max = 128))]
    national_identity_number: String,
    #[garde(custom(of_type(IMAGES)))]
    image_front: String,
    #[garde(custom(back))]
    image_back: String,
}

#[derive(Deserialize, Validate)]
struct Document {
    #[garde(custom(word(&DOCUMENT_TYPE)))]
    doc_type: String,
    #[garde(custom(of_type(DOCUMENTS)))]
    file: String,
    #[garde(skip)]
    description: Option<String>,
}
