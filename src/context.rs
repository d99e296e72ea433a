//! What the rules are told beside the patch: the state of the customer, the clock, what is stored.

use alloc::{collections::BTreeMap, string::String, vec::Vec};
use chrono::{DateTime, NaiveDate, Utc};
use core::fmt;
use serde::{Deserialize, Deserializer, de};

use crate::answers::Stored;
use crate::checks::{Clock, date, timestamp};
use crate::report::Lowered;

/// Where a customer stands in KYB. The API writes it lower case in requests and
/// upper case in responses; both are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KybStatus {
    /// Initial state: the data is not complete.
    Init,
    /// Compliance asked for more.
    PendingResponse,
    /// The data is complete and queued.
    PendingReview,
    /// Being reviewed.
    UnderReview,
    /// Escalated within compliance.
    Escalated,
    /// Waits for the final approval.
    PendingApproval,
    /// Refused.
    Rejected,
    /// Approved: the customer is active.
    Approved,
    /// Approved, and its fiat accounts are being set up.
    Provisioning,
}

impl KybStatus {
    /// All nine, in the order of the contract.
    pub const ALL: [Self; 9] = [
        Self::Init,
        Self::PendingResponse,
        Self::PendingReview,
        Self::UnderReview,
        Self::Escalated,
        Self::PendingApproval,
        Self::Rejected,
        Self::Approved,
        Self::Provisioning,
    ];

    /// As it is written in a request.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Init => "init",
            Self::PendingResponse => "pending_response",
            Self::PendingReview => "pending_review",
            Self::UnderReview => "under_review",
            Self::Escalated => "escalated",
            Self::PendingApproval => "pending_approval",
            Self::Rejected => "rejected",
            Self::Approved => "approved",
            Self::Provisioning => "provisioning",
        }
    }

    /// Reads either letter case; `None` for a status that is not known.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name().eq_ignore_ascii_case(text))
    }

    /// Whether Update Customer takes a patch in this state: `init` and `pending_response` alone.
    pub const fn is_editable(self) -> bool {
        matches!(self, Self::Init | Self::PendingResponse)
    }
}

/// On whose licence the customer is onboarded; it decides how the terms are agreed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KycModel {
    /// May send `terms_signed_at` in place of `signed_agreement_id`.
    Reliance,
    /// Must have `signed_agreement_id`; `terms_signed_at` is refused.
    LicenseAsAService,
}

/// How much of a data URI is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Documents {
    /// The first and the last 4 KiB, and the length.
    #[default]
    Ends,
    /// Every byte.
    Whole,
}

/// What an installed package takes although its table does not know it yet.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Allow {
    /// Further options, by the name of the enum or of a field that takes it.
    pub options: BTreeMap<String, Vec<String>>,
    /// Further fields at the top of the patch.
    pub fields: Vec<String>,
}

/// What the rules are told beside the patch. Everything is optional: without it a patch stands by itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct Context {
    /// The customer's KYB status, in either letter case.
    pub kyb_status: Option<String>,
    /// On whose licence the customer is onboarded.
    pub kyc_model: Option<KycModel>,
    /// The instant at which the patch is checked: milliseconds since 1970 or RFC 3339.
    #[serde(deserialize_with = "instant")]
    pub now: Option<DateTime<Utc>>,
    /// The date on which it is checked; taken from `now` (UTC) when not given.
    #[serde(deserialize_with = "day")]
    pub today: Option<NaiveDate>,
    /// What a read of the API answered for this customer.
    pub stored: Option<Stored>,
    /// How much of a data URI is looked at.
    pub documents: Documents,
    /// The most that a file may have, decoded, in bytes.
    pub max_file_bytes: f64,
    /// What is taken although the table does not know it.
    pub allow: Allow,
    /// Codes that shall not block here.
    pub severity: BTreeMap<String, Lowered>,
}

/// 3 MiB: known for the files of persons, used as a hint for documents (contract, `data_uri`).
pub const MAX_FILE_BYTES: f64 = 3_145_728.0;

impl Default for Context {
    fn default() -> Self {
        Self {
            kyb_status: None,
            kyc_model: None,
            now: None,
            today: None,
            stored: None,
            documents: Documents::Ends,
            max_file_bytes: MAX_FILE_BYTES,
            allow: Allow::default(),
            severity: BTreeMap::new(),
        }
    }
}

/// A context that can't be read: a wrong call, not wrong data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextError(pub String);

impl fmt::Display for ContextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl core::error::Error for ContextError {}

impl Context {
    /// What time it is, around the earth.
    pub(crate) fn clock(&self) -> Clock {
        Clock::of(self.now, self.today)
    }

    /// Reads a context from JSON, as `POST /kyb/validate` takes it.
    ///
    /// # Errors
    /// When it is not JSON, or names what a context does not have.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn from_json(json: &[u8]) -> Result<Self, ContextError> {
        use alloc::string::ToString;
        serde_json::from_slice(json).map_err(|error| ContextError(error.to_string()))
    }
}

struct InstantVisitor;

impl de::Visitor<'_> for InstantVisitor {
    type Value = Option<DateTime<Utc>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("milliseconds since 1970, or a time as RFC 3339")
    }
    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_u64<E: de::Error>(self, millis: u64) -> Result<Self::Value, E> {
        self.visit_f64(millis as f64)
    }
    fn visit_i64<E: de::Error>(self, millis: i64) -> Result<Self::Value, E> {
        self.visit_f64(millis as f64)
    }
    fn visit_f64<E: de::Error>(self, millis: f64) -> Result<Self::Value, E> {
        match DateTime::from_timestamp_millis(millis as i64) {
            Some(instant) if millis.is_finite() => Ok(Some(instant)),
            _ => Err(E::custom("now: not an instant")),
        }
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        match timestamp::parse(text) {
            Some(instant) => Ok(Some(instant)),
            None => Err(E::custom("now: not an instant")),
        }
    }
}

fn instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    deserializer.deserialize_any(InstantVisitor)
}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    match Option::<String>::deserialize(deserializer)? {
        None => Ok(None),
        Some(text) => match date::parse(&text) {
            Ok(date) => Ok(Some(date)),
            Err(_) => Err(de::Error::custom("today: not a date written YYYY-MM-DD")),
        },
    }
}
