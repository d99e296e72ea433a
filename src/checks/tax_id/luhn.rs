//! Luhn: every second value from the right is doubled and its digits added up.

use super::weighted::value;

/// Whether the last character makes the sum divisible by the base. Needs: the base, 1 where its neighbour is not the
/// first to be doubled, and what is added to the sum.
pub fn holds(needs: &[u8], text: &[u8]) -> bool {
    let ([base, first, plus], Some((check, body))) = (needs, text.split_last()) else { return false };
    let base = u32::from(*base).max(1);
    let doubled = |(at, byte): (usize, &u8)| {
        let value = if at % 2 == usize::from(*first) { value(*byte) * 2 } else { value(*byte) };
        // Its digits, but for what the base divides.
        value / base + value
    };
    let sum = u32::from(*plus) + body.iter().rev().enumerate().map(doubled).sum::<u32>();
    let check = match value(*check) {
        // Spain writes A to I for 1 to 9, and J for 0, which is 10 here.
        letter @ 10.. if base == 10 => letter - 9,
        value => value,
    };
    (sum + check) % base == 0
}
