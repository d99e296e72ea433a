//! What one country alone does.

use super::weighted::value;

/// Belarus: puts the place of a letter among some into its place. Needs: where, and the letters.
pub fn swap(needs: &[u8], text: &mut [u8]) {
    let Some((at, letters)) = needs.split_first() else { return };
    let Some(byte) = text.get_mut(usize::from(*at)) else { return };
    if let Some(place) = letters.iter().position(|letter| letter == byte) {
        *byte = b'0' + place as u8;
    }
}

/// Italy and Cyprus: characters in odd places count by this table, those in even places by themselves.
const ODD: [u8; 26] =
    [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

/// Whether the last letter is that of the sum.
pub fn odd_places(text: &[u8]) -> bool {
    let Some((check, body)) = text.split_last() else { return false };
    let counted = |(at, byte): (usize, &u8)| {
        let place = value(*byte).checked_sub(10).unwrap_or(value(*byte));
        if at % 2 == 0 { ODD.get(place as usize).map_or(0, |value| u32::from(*value)) } else { place }
    };
    let sum: u32 = body.iter().enumerate().map(counted).sum();
    value(*check).checked_sub(10) == Some(sum % 26)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_becomes_its_place() {
        let swapped = |text: &str| {
            let mut text = text.as_bytes().to_vec();
            swap(&[1, b'A', b'B', b'C'], &mut text);
            text
        };
        assert_eq!(swapped("MA1"), b"M01");
        assert_eq!(swapped("MC1"), b"M21");
        assert_eq!(swapped("MX1"), b"MX1");
        assert_eq!(swapped("M"), b"M");
    }
}
