//! Whether a customer can be changed at all.

use crate::code::Code;
use crate::code::Parameter::Word;
use crate::context::{Context, KybStatus};
use crate::findings::{Findings, Path};

/// Update Customer takes a patch in `init` and `pending_response` alone.
pub static STATUS_NOT_EDITABLE: Code = Code::error(
    "status_not_editable",
    "The API takes no patch while the customer is in this status.",
    "contract: kyb_status",
)
.params(&[Word("status")]);
/// A status that is none of the nine.
pub static STATUS_UNKNOWN: Code =
    Code::error("status_unknown", "The status is none of the nine that are known.", "contract: kyb_status");

/// All codes of the status.
#[cfg(not(target_arch = "wasm32"))]
pub static CODES: [&Code; 2] = [&STATUS_NOT_EDITABLE, &STATUS_UNKNOWN];

/// Whether a customer in a status can be changed, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Editability {
    /// `init` or `pending_response`.
    Editable,
    /// One of the seven others.
    NotEditable(KybStatus),
    /// None of the nine.
    Unknown,
}

/// Reads a status in either letter case.
pub fn editability(status: &str) -> Editability {
    match KybStatus::parse(status) {
        Some(status) if status.is_editable() => Editability::Editable,
        Some(status) => Editability::NotEditable(status),
        None => Editability::Unknown,
    }
}

/// Says that a customer can't be changed. True when it can, or when the host has not said its status.
pub(crate) fn check(context: &Context, findings: &mut Findings) -> bool {
    match context.kyb_status.as_deref().map_or(Editability::Editable, editability) {
        Editability::Editable => return true,
        Editability::NotEditable(status) => {
            findings.add(&Path::Root, &STATUS_NOT_EDITABLE).word("status", status.name());
        }
        Editability::Unknown => {
            findings.add(&Path::Root, &STATUS_UNKNOWN);
        }
    }
    false
}
