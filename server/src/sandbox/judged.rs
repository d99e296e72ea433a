//! A change to a customer, judged before SQLite's write lock is taken: a patch of many megabytes, every byte of which
//! the rules look at, keeps nobody else from writing.

use chrono::Utc;
use rusqlite::Transaction;

use super::door::found;
use crate::storage::Store;
use crate::storage::customers::Customer;
use crate::storage::ledger::{self, Known, Submission};
use crate::web::problem::Problem;

/// What became of a change.
#[derive(Debug)]
pub struct Changed {
    /// The customer as it stands now.
    pub customer: Customer,
    /// Whether this very submission was applied before, so that nothing was applied now.
    pub replayed: bool,
}

/// Has a change judged and applies it: in one transaction, or not at all.
///
/// `judge` is asked about the customer as it stands. It is asked once more, under the lock, where another write to the
/// same customer came between; then the second judgement alone counts. `apply` is given what was last judged.
///
/// # Errors
/// 404; 409 for a key that was used for another body; those of `judge` and `apply`, and those of SQLite.
pub fn change<J>(
    store: &Store,
    id: &str,
    submission: Option<&Submission>,
    judge: impl Fn(&Customer) -> Result<J, Problem>,
    apply: impl FnOnce(&Transaction<'_>, &Customer, J) -> Result<(), Problem>,
) -> Result<Changed, Problem> {
    let look = |transaction: &Transaction<'_>| {
        let customer = found(transaction, id)?;
        let replayed = submission.map_or(Ok(false), |submission| replays(transaction, id, submission))?;
        Ok::<_, Problem>(Changed { customer, replayed })
    };
    let before = store.read(look)?;
    if before.replayed {
        return Ok(before);
    }
    let judged = judge(&before.customer)?;
    store.write(|transaction| {
        let now = look(transaction)?;
        if now.replayed {
            return Ok(now);
        }
        // Compared whole, so that no write can be forgotten here.
        let judged = if now.customer == before.customer { judged } else { judge(&now.customer)? };
        apply(transaction, &now.customer, judged)?;
        if let Some(submission) = submission {
            ledger::record(transaction, id, submission, Utc::now())?;
        }
        Ok(Changed { customer: found(transaction, id)?, replayed: false })
    })
}

/// Whether this very submission was applied before.
fn replays(transaction: &Transaction<'_>, id: &str, submission: &Submission) -> Result<bool, Problem> {
    match ledger::find(transaction, id, submission)? {
        Known::New => Ok(false),
        Known::Applied => Ok(true),
        Known::OtherBody => Err(Problem::new(
            axum::http::StatusCode::CONFLICT,
            "Another body was applied under this Idempotency-Key; nothing was applied now. Take a new key for a new patch.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::sync::Arc;
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use kyb_patch::KybStatus;

    use super::*;
    use crate::sandbox::seeds;
    use crate::storage::customers::set_status;
    use crate::storage::migrations::SANDBOX;

    const ONE: &str = "00000000-0000-4000-8000-000000000001";
    const OTHER: &str = "00000000-0000-4000-8000-000000000002";

    fn seeded() -> (tempfile::TempDir, Arc<Store>) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("data.sqlite"), &SANDBOX, false).unwrap();
        seeds::sow(&store, Utc::now()).unwrap();
        (folder, Arc::new(store))
    }

    /// Has another thread move a customer; whether that was done within ten seconds.
    fn moved(store: &Arc<Store>, id: &'static str, to: KybStatus) -> bool {
        let (done, wait) = channel();
        let store = Arc::clone(store);
        std::thread::spawn(move || {
            store.write(|transaction| set_status(transaction, id, to, None, Utc::now())).unwrap();
            // Nobody waits any more where the lock was held for too long.
            let _ = done.send(());
        });
        wait.recv_timeout(Duration::from_secs(10)).is_ok()
    }

    fn refused() -> Problem {
        Problem::bad_request("The customer can't be changed.")
    }

    #[test]
    fn another_customer_is_written_while_a_change_is_judged() {
        let (_folder, store) = seeded();
        let asked = RefCell::new(0);
        let judge = |_: &Customer| {
            *asked.borrow_mut() += 1;
            if moved(&store, OTHER, KybStatus::Approved) { Ok(()) } else { Err(refused()) }
        };
        let apply = |transaction: &Transaction<'_>, customer: &Customer, (): ()| {
            Ok(set_status(transaction, &customer.id, KybStatus::Escalated, None, Utc::now())?)
        };
        let changed = change(&store, ONE, None, judge, apply).expect("the other write was not kept waiting");
        assert_eq!(changed.customer.kyb_status, KybStatus::Escalated);
        assert_eq!(*asked.borrow(), 1, "what happens to another customer is no reason to judge again");
    }

    #[test]
    fn a_customer_that_changes_while_it_is_judged_is_judged_again() {
        let (_folder, store) = seeded();
        let seen = RefCell::new(Vec::new());
        let judge = |customer: &Customer| {
            seen.borrow_mut().push(customer.kyb_status);
            if customer.kyb_status != KybStatus::Init {
                return Err(refused());
            }
            assert!(moved(&store, ONE, KybStatus::PendingReview));
            Ok(())
        };
        let outcome =
            change(&store, ONE, None, judge, |_, _, ()| panic!("what the last judgement refused is applied"));
        assert!(outcome.is_err());
        assert_eq!(*seen.borrow(), [KybStatus::Init, KybStatus::PendingReview]);
    }

    #[test]
    fn what_was_applied_under_the_key_meanwhile_is_not_applied_again() {
        let (_folder, store) = seeded();
        let submission = Submission::new(b"key", b"{}");
        let judge = |_: &Customer| {
            let first = change(&store, ONE, Some(&submission), |_| Ok(()), |_, _, ()| Ok(()))?;
            assert!(!first.replayed);
            Ok(())
        };
        let second = change(&store, ONE, Some(&submission), judge, |_, _, ()| panic!("it is applied twice"));
        assert!(second.unwrap().replayed);
        let other = Submission::new(b"key", b"{ }");
        assert!(change(&store, ONE, Some(&other), |_| Ok(()), |_, _, ()| Ok(())).is_err());
    }
}
