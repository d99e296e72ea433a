//! What a PDF does beside being read, by the names in it (ISO 32000-1, 7.3.5).
//!
//! Names in compressed object streams are not seen. Nearly every PDF of today has such streams, so that is no matter
//! for a warning.

use super::{ACTIVE, ENCRYPTED};

const ONES: u64 = u64::MAX / 255;
const HIGH: u64 = ONES << 7;
const SLASHES: u64 = ONES * b'/' as u64;

/// Names that tell, and what they tell; beside them `JS`.
static NAMES: [(&[u8], u8); 4] =
    [(b"JavaScript", ACTIVE), (b"Launch", ACTIVE), (b"EmbeddedFile", ACTIVE), (b"Encrypt", ENCRYPTED)];

/// The longest of them.
const LONGEST: usize = 12;

/// Looks at every name in a window.
pub fn scan(bytes: &[u8]) -> u8 {
    let mut marks = 0;
    let mut look = |at: usize| {
        if let Some([b'/', name @ ..]) = bytes.get(at..)
            && let [b'J' | b'L' | b'E' | b'#', ..] = name
        {
            marks |= mark(name);
        }
    };
    // 32 bytes at once: most have no slash among them.
    let (pieces, rest) = bytes.as_chunks::<32>();
    for (place, piece) in pieces.iter().enumerate() {
        let ([a, b, c, d], _) = piece.as_chunks::<8>() else { continue };
        let (a, b, c, d) = (slashes(*a), slashes(*b), slashes(*c), slashes(*d));
        if (a | b | c | d) & HIGH == 0 {
            continue;
        }
        let mut slashes = u32::from_le_bytes([bits(a), bits(b), bits(c), bits(d)]);
        while slashes != 0 {
            look(place * 32 + slashes.trailing_zeros() as usize);
            slashes &= slashes - 1;
        }
    }
    (bytes.len() - rest.len()..bytes.len()).for_each(&mut look);
    marks
}

/// The highest bit of each byte that is a slash, among others. One more may be set above the lowest: the byte itself is
/// looked at.
fn slashes(eight: [u8; 8]) -> u64 {
    let others = u64::from_le_bytes(eight) ^ SLASHES;
    others.wrapping_sub(ONES) & !others
}

/// The highest bits of eight bytes, side by side.
fn bits(eight: u64) -> u8 {
    ((eight & HIGH) >> 7).wrapping_mul(0x0102_0408_1020_4080).to_be_bytes()[0]
}

/// What the name at the beginning of some bytes stands for. A letter may be written by its number, `#4A` for `J`.
fn mark(mut rest: &[u8]) -> u8 {
    let mut name = [0; LONGEST];
    let mut length = 0;
    loop {
        let (letter, after) = match rest {
            [b'#', high, low, after @ ..] => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => ((high << 4) + low, after),
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
