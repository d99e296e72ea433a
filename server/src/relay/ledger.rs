//! What a relay must not forget: which links stand, and what went out under which Idempotency-Key.
//!
//! This is the seam of storage. [`crate::storage::relay`] keeps it in a SQLite file; several relays
//! would share a database behind the same calls. Every call blocks and is durable when it returns.

use chrono::{DateTime, Utc};

use crate::storage::ledger::Submission;

/// Why the ledger can't answer. Nothing was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedgerError {
    /// It passes: locked by another program, or out of room.
    Busy,
    /// It does not.
    Broken,
}

/// Whether a link stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinkState {
    /// When the customer left the states that it can be changed in.
    pub closed_at: Option<DateTime<Utc>>,
    /// Whether it was revoked.
    pub revoked: bool,
}

/// A salted hash of a person's id.
pub type PersonHash = [u8; 32];

/// What is known of a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// The key is new for this customer.
    New,
    /// This very body was taken by the API.
    Applied,
    /// This very body went out, and what came of it was not recorded.
    InDoubt {
        /// The persons that were there before; `None` where that was not known.
        persons_before: Option<Vec<PersonHash>>,
    },
    /// Another body went out under this key.
    OtherBody,
}

/// The calls.
pub trait Ledger: Send + Sync + 'static {
    /// Records a new link.
    ///
    /// # Errors
    /// See [`LedgerError`], here and below.
    fn add_link(&self, link: &str, expires: DateTime<Utc>) -> Result<(), LedgerError>;

    /// The state of a link; `None` for one that was never recorded.
    fn link(&self, link: &str) -> Result<Option<LinkState>, LedgerError>;

    /// Notes that its customer can't be changed any more; the first time stands.
    fn close_link(&self, link: &str, now: DateTime<Utc>) -> Result<(), LedgerError>;

    /// Revokes a link; false when there is none.
    fn revoke_link(&self, link: &str, now: DateTime<Utc>) -> Result<bool, LedgerError>;

    /// Looks a submission up.
    fn find(&self, customer: &str, submission: &Submission) -> Result<Known, LedgerError>;

    /// Records that a submission is about to go out, unless its key is known: then answers what is known.
    /// `persons_before` is `None` where it is not known who is there.
    fn begin(
        &self,
        customer: &str,
        submission: &Submission,
        persons_before: Option<&[PersonHash]>,
        now: DateTime<Utc>,
    ) -> Result<Known, LedgerError>;

    /// Records that the API took it.
    fn applied(&self, customer: &str, submission: &Submission) -> Result<(), LedgerError>;

    /// Forgets a submission that the API refused, or that never went out.
    fn released(&self, customer: &str, submission: &Submission) -> Result<(), LedgerError>;

    /// Whether a change could be recorded now.
    fn ready(&self) -> Result<(), LedgerError>;
}
