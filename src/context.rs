//! What the rules are told beside the patch: the state of the customer, the clock, what is stored.

use alloc::{string::String, vec::Vec};
use chrono::{DateTime, NaiveDate, Utc};
use core::fmt;

use crate::answers::{Answer, Stored};
use crate::checks::{Clock, date, timestamp};
use crate::report::Lowered;
use crate::schema::{ALLOW, CONTEXT};

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KycModel {
    /// May send `terms_signed_at` in place of `signed_agreement_id`.
    Reliance,
    /// Must have `signed_agreement_id`; `terms_signed_at` is refused.
    LicenseAsAService,
}

/// How much of a data URI is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Documents {
    /// The first and the last 4 KiB, and the length.
    #[default]
    Ends,
    /// Every byte.
    Whole,
}

/// What an installed package takes although its table does not know it yet.
#[derive(Clone, Debug, Default)]
pub struct Allow {
    /// Further options, by the name of the enum or of a field that takes it.
    pub options: Vec<(String, Vec<String>)>,
    /// Further fields at the top of the patch.
    pub fields: Vec<String>,
}

/// What the rules are told beside the patch. Everything is optional: without it a patch stands by itself.
#[derive(Clone, Debug)]
pub struct Context {
    /// The customer's KYB status, in either letter case.
    pub kyb_status: Option<String>,
    /// On whose licence the customer is onboarded.
    pub kyc_model: Option<KycModel>,
    /// The instant at which the patch is checked: milliseconds since 1970 or RFC 3339.
    pub now: Option<DateTime<Utc>>,
    /// The date on which it is checked; taken from `now` (UTC) when not given.
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
    pub severity: Vec<(String, Lowered)>,
}

/// 3 MiB: known for the files of persons, used as a hint for documents (contract, `data_uri`).
pub const MAX_FILE_BYTES: f64 = 3_145_728.0;

impl Context {
    /// What holds where a host says nothing.
    pub(crate) const EMPTY: Self = Self {
        kyb_status: None,
        kyc_model: None,
        now: None,
        today: None,
        stored: None,
        documents: Documents::Ends,
        max_file_bytes: MAX_FILE_BYTES,
        allow: Allow { options: Vec::new(), fields: Vec::new() },
        severity: Vec::new(),
    };
}

impl Default for Context {
    fn default() -> Self {
        Self::EMPTY
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
        Clock { now: self.now, date: self.today }
    }

    /// Takes a context out of what was read of it; its shape is already right.
    pub(crate) fn of(mut answer: Answer<'_>) -> Result<Self, ContextError> {
        const STATUS: usize = CONTEXT.place("kybStatus");
        const MODEL: usize = CONTEXT.place("kycModel");
        const NOW: usize = CONTEXT.place("now");
        const TODAY: usize = CONTEXT.place("today");
        const STORED: usize = CONTEXT.place("stored");
        const DOCUMENTS: usize = CONTEXT.place("documents");
        const MAX: usize = CONTEXT.place("maxFileBytes");
        const ALLOWED: usize = CONTEXT.place("allow");
        const OPTIONS: usize = ALLOW.place("options");
        const FIELDS: usize = ALLOW.place("fields");
        const SEVERITY: usize = CONTEXT.place("severity");
        let wrong = |name: &str| Err(ContextError([name, "wrong_type"].join(": ")));
        let mut context = Self::default();
        match answer.member(STATUS) {
            Answer::Absent => {}
            Answer::Text(status) => context.kyb_status = Some(status.clone().into_owned()),
            _ => return wrong("/kybStatus"),
        }
        context.kyc_model = match answer.member(MODEL).text() {
            Some("reliance") => Some(KycModel::Reliance),
            Some(_) => Some(KycModel::LicenseAsAService),
            None => None,
        };
        context.now = match answer.member(NOW) {
            Answer::Absent => None,
            Answer::Number(millis) if millis.is_finite() => DateTime::from_timestamp_millis(*millis as i64),
            Answer::Text(text) => timestamp::parse(text),
            _ => None,
        };
        if context.now.is_none() && !answer.member(NOW).is_absent() {
            return wrong("/now");
        }
        context.today = answer.member(TODAY).text().and_then(|text| date::parse(text).ok());
        context.stored = match answer.take(STORED) {
            Answer::Absent => None,
            customer => Some(Stored { customer: customer.into_owned() }),
        };
        if answer.member(DOCUMENTS).text() == Some("whole") {
            context.documents = Documents::Whole;
        }
        match answer.member(MAX) {
            Answer::Absent => {}
            Answer::Number(bytes) if *bytes >= 0.0 => context.max_file_bytes = *bytes,
            _ => return wrong("/maxFileBytes"),
        }
        let words =
            |list: &Answer<'_>| list.items().iter().filter_map(Answer::text).map(String::from).collect();
        let allow = answer.member(ALLOWED);
        if let Answer::Map(lists) = allow.member(OPTIONS) {
            context.allow.options =
                lists.iter().map(|(name, list)| (String::from(&**name), words(list))).collect();
        }
        context.allow.fields = words(allow.member(FIELDS));
        if let Answer::Map(codes) = answer.member(SEVERITY) {
            let lowered = codes.iter().filter(|(_, severity)| !severity.is_absent());
            context.severity = lowered.map(|(code, _)| (String::from(&**code), Lowered::Warning)).collect();
        }
        Ok(context)
    }
}
