//! Whether the end of a file is there.

use super::sniff::Nature;

/// Whether a file stops before its end. `tail` is its last 1,024 bytes, or all of it.
pub fn is_cut(nature: Nature, tail: &[u8], all: bool) -> bool {
    match nature {
        Nature::Jpeg => !contains(tail, b"\xFF\xD9") && (all || is_of_picture(tail)),
        Nature::Png => !contains(tail, b"IEND"),
        Nature::Pdf => !contains(tail, b"%%EOF"),
        _ => false,
    }
}

/// Looks from the end on, where what is wanted stands in every whole file.
fn contains(tail: &[u8], wanted: &[u8]) -> bool {
    tail.windows(wanted.len()).rev().any(|window| window.first() == wanted.first() && window == wanted)
}

/// Whether bytes are of a JPEG's picture itself, where 0xFF is followed by zero, or counts rows (T.81, B.1.1.5). Phones
/// put films and more behind the end of a picture: those are no sign that it was cut.
fn is_of_picture(bytes: &[u8]) -> bool {
    let mut followed = bytes.windows(2).filter(|pair| pair[0] == 0xFF).map(|pair| pair[1]).peekable();
    followed.peek().is_some() && followed.all(|next| next == 0 || next & 0xF8 == 0xD0)
}
