//! The room that bodies under way have together, and the share of it that one customer or one address may take: the
//! others' bodies find room, whatever one of them does.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::LazyLock;

use parking_lot::Mutex;

use super::body::LIMIT;

/// The most that bodies under way may have together, in bytes.
const TOGETHER: usize = 4 * LIMIT;

/// The most that those of one may have: a quarter, as much as one body.
const SHARE: usize = LIMIT;

static ROOM: LazyLock<Mutex<Room>> = LazyLock::new(Mutex::default);

/// Whose a body is.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Whose {
    /// Of a customer, sent by somebody who was let in to it.
    Customer(String),
    /// Of anybody else at this address, where it is known.
    Address(Option<IpAddr>),
}

#[derive(Debug, Default)]
struct Room {
    taken: usize,
    shares: HashMap<Whose, usize>,
}

/// What one body takes of the room, until it is dropped.
#[derive(Debug)]
pub struct Place {
    whose: Whose,
    size: usize,
}

impl Place {
    /// A place for a body that has not begun.
    pub const fn of(whose: Whose) -> Self {
        Self { whose, size: 0 }
    }

    /// Takes more room; false where there is none. Never waits: bodies that wait for each other's room would wait for
    /// ever.
    pub fn grow(&mut self, more: usize) -> bool {
        let mut room = ROOM.lock();
        let share = room.shares.get(&self.whose).copied().unwrap_or_default();
        if share + more > SHARE || room.taken + more > TOGETHER {
            return false;
        }
        room.taken += more;
        *room.shares.entry(self.whose.clone()).or_default() += more;
        self.size += more;
        true
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut room = ROOM.lock();
        room.taken -= self.size;
        if let Some(share) = room.shares.get_mut(&self.whose) {
            *share -= self.size;
            if *share == 0 {
                room.shares.remove(&self.whose);
            }
        }
    }
}
