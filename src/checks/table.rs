//! Packed tables: how what `cargo xtask generate` makes is read.

/// A line of a table of lines, counted from 1.
pub fn line(table: &'static str, at: u8) -> Option<&'static str> {
    let mut rest = table;
    for _ in 0..at.checked_sub(1)? {
        rest = rest.split_once('\n')?.1;
    }
    Some(rest.split_once('\n').map_or(rest, |(line, _)| line))
}

/// An item of a table whose items each begin with their length in bytes, counted from 1; empty where there is none.
pub fn item(table: &'static [u8], at: u8) -> &'static [u8] {
    let mut rest = table;
    let mut left = at;
    while let [length, after @ ..] = rest {
        let Some((item, others)) = after.split_at_checked(usize::from(*length)) else { break };
        left = left.wrapping_sub(1);
        if left == 0 {
            return item;
        }
        rest = others;
    }
    &[]
}

/// How many numbers a block of a table of numbers spans.
pub const BLOCK: u32 = 10_000;

/// Whether a table of numbers has one from `from` to below `to`, which are of one block.
///
/// A block is its place among the blocks, the length of what follows in bytes, then the distances from number to
/// number. A distance from 128 on takes two bytes, the high one first and with its top bit set.
pub fn any(table: &[u8], from: u32, to: u32) -> bool {
    let mut rest = table;
    while let [block, length, after @ ..] = rest {
        let Some((distances, others)) = after.split_at_checked(usize::from(*length)) else { return false };
        let start = u32::from(*block) * BLOCK;
        if start == from - from % BLOCK {
            return any_from(start, distances, from, to);
        }
        rest = others;
    }
    false
}

/// The same within the block that begins at `start`: walks to the first number that is not below `from`.
fn any_from(start: u32, distances: &[u8], from: u32, to: u32) -> bool {
    let mut number = start;
    let mut distances = distances.iter().copied().map(u32::from);
    while let Some(distance) = distances.next() {
        number += match distance {
            0..128 => distance,
            high => ((high & 0x7f) << 8) + distances.next().unwrap_or(0),
        };
        if number >= from {
            return number < to;
        }
    }
    false
}
