//! Weighted sums: each character's value times its weight, counted from the right end.

/// The alphabet of GB 32100, which leaves out I, O, S, V and Z.
const GB_32100: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// The value of a character: digits as they are, A to Z from 10 on; what is neither counts nothing.
pub fn value(byte: u8) -> u32 {
    char::from(byte).to_digit(36).unwrap_or(0)
}

/// The number that digits make, as far as 32 bits go; other characters count nothing.
pub fn number(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |number: u32, digit| number.saturating_mul(10).saturating_add(value(*digit)))
}

fn sum(weights: &[u8], text: &[u8], value: fn(u8) -> u32) -> u32 {
    weights.iter().rev().zip(text.iter().rev()).map(|(weight, byte)| u32::from(*weight) * value(*byte)).sum()
}

/// Whether the check character is the one of the table at the sum's remainder. Needs: how letters count, the place of
/// the check character from the right, how many weights, the weights, the table. `None` where the table leaves it open.
pub fn table(needs: &[u8], text: &[u8]) -> Option<bool> {
    let [style, from_right, count, rest @ ..] = needs else { return Some(false) };
    let Some((weights, table)) = rest.split_at_checked(usize::from(*count)) else { return Some(false) };
    let value = match style {
        0 => value,
        1 => |byte: u8| u32::from(byte).saturating_sub(48),
        _ => |byte: u8| GB_32100.iter().position(|known| *known == byte).unwrap_or(0) as u32,
    };
    let at = (sum(weights, text, value) as usize).checked_rem(table.len());
    let expected = at.and_then(|at| table.get(at));
    if expected == Some(&b'>') {
        return None;
    }
    Some(expected.is_some() && expected == text.iter().rev().nth(usize::from(*from_right)))
}

/// Whether the sum leaves a remainder. Needs: the modulus, the remainder, the weights.
pub fn modulo(needs: &[u8], text: &[u8]) -> bool {
    let [modulus, remainder, weights @ ..] = needs else { return false };
    sum(weights, text, value).checked_rem(u32::from(*modulus)) == Some(u32::from(*remainder))
}

/// Whether the end is the remainder of the beginning. Needs: how long that is, the modulus in two bytes.
pub fn tail(needs: &[u8], text: &[u8]) -> bool {
    let [head, high, low] = *needs else { return false };
    let Some((head, tail)) = text.split_at_checked(usize::from(head)) else { return false };
    let modulus = u32::from(u16::from_be_bytes([high, low]));
    let step = |rest: u32, digit: &u8| (rest * 10 + value(*digit)).checked_rem(modulus);
    head.iter().try_fold(0, step) == Some(number(tail))
}
