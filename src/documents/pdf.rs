//! What a PDF does beside being read, by the names in it (ISO 32000-1, 7.3.5).
//!
//! Names in compressed object streams are not seen. Nearly every PDF of today has such streams, so that is no matter
//! for a warning.

use super::{ACTIVE, ENCRYPTED};

const ONES: u64 = u64::MAX / 255;
const SLASHES: u64 = ONES * b'/' as u64;

/// Names that tell, and what they tell; beside them `JS`.
static NAMES: [(&[u8], u8); 4] =
    [(b"JavaScript", ACTIVE), (b"Launch", ACTIVE), (b"EmbeddedFile", ACTIVE), (b"Encrypt", ENCRYPTED)];

/// The longest of them.
const LONGEST: usize = 12;

/// Looks at every name in a window.
pub fn scan(bytes: &[u8]) -> u8 {
    let mut marks = 0;
    // Eight bytes at once: most have no slash among them. What is left at the end is of the next window, too, and a
    // PDF that is whole does not end with a name.
    for (place, eight) in bytes.as_chunks::<8>().0.iter().enumerate() {
        let others = u64::from_le_bytes(*eight) ^ SLASHES;
        // A bit for each slash. One more may stand above the lowest: the byte itself is looked at.
        let mut slashes = others.wrapping_sub(ONES) & !others & ONES << 7;
        while slashes != 0 {
            let at = place * 8 + (slashes.trailing_zeros() / 8) as usize;
            slashes &= slashes - 1;
            if let Some([b'/', name @ ..]) = bytes.get(at..)
                && let [b'J' | b'L' | b'E' | b'#', ..] = name
            {
                marks |= mark(name);
            }
        }
    }
    marks
}

/// What the name at the beginning of some bytes stands for. A letter may be written by its number, `#4A` for `J`.
fn mark(mut rest: &[u8]) -> u8 {
    let mut name = [0; LONGEST];
    let mut length = 0;
    loop {
        let (letter, after) = match rest {
            [b'#', high, low, after @ ..] => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => (high << 4 | low, after),
                _ => return 0,
            },
            [byte, ..] if is_white(*byte) || b"()<>[]{}/%".contains(byte) => break,
            [byte, after @ ..] => (*byte, after),
            // Cut short: it may go on.
            [] => return 0,
        };
        if length == LONGEST {
            return 0;
        }
        name[length] = letter;
        length += 1;
        rest = after;
    }
    let name = &name[..length];
    if name == b"JS" {
        // So short that compressed data has it now and then: what follows must be a script, or where one is.
        let script = rest.iter().find(|byte| !is_white(**byte));
        return if matches!(script, Some(b'(' | b'<' | b'0'..=b'9')) { ACTIVE } else { 0 };
    }
    NAMES.iter().find(|(other, _)| *other == name).map_or(0, |(_, mark)| *mark)
}

fn is_white(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|digit| digit as u8)
}
