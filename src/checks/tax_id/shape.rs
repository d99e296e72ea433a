//! Shapes: runs of characters of a class, and other ways to write the same number.

use crate::checks::table::item;
use crate::generated::tax::CLASSES;

/// Begins another way.
const OR: u8 = 127;
/// Above a class: the fewest and the most follow.
const RANGE: u8 = 128;

/// Whether a text is written in one of the ways of a shape. An empty shape fits nothing.
pub fn fits(shape: &[u8], text: &[u8]) -> bool {
    let mut begins = 0;
    let mut at = 0;
    while let Some(class) = shape.get(at) {
        if *class == OR {
            if runs(shape.get(begins..at).unwrap_or_default(), text) {
                return true;
            }
            at += 1;
            begins = at;
        } else {
            at += if *class < RANGE { 2 } else { 3 };
        }
    }
    !shape.is_empty() && runs(shape.get(begins..).unwrap_or_default(), text)
}

/// Whether a text is these runs, one after the other. A shape has at most two runs of varying length.
fn runs(shape: &[u8], text: &[u8]) -> bool {
    let (class, least, most, rest) = match shape {
        [] => return text.is_empty(),
        [class, least, most, rest @ ..] if *class >= RANGE => (class - RANGE, *least, *most, rest),
        [class, count, rest @ ..] => (*class, *count, *count, rest),
        _ => return false,
    };
    let (pairs, _) = item(CLASSES, class + 1).as_chunks::<2>();
    let of_class = |byte: &&u8| pairs.iter().any(|[from, to]| (from..=to).contains(byte));
    let have = text.iter().take_while(of_class).count();
    (usize::from(least)..=have.min(usize::from(most)))
        .any(|count| runs(rest, text.get(count..).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    fn digits() -> u8 {
        (0..RANGE).find(|class| item(CLASSES, class + 1) == b"09").expect("digits")
    }

    #[test]
    fn fits_the_whole_text_alone() {
        let shape = [digits(), 3];
        assert!(fits(&shape, b"123"));
        for text in ["", "12", "1234", "12A", "\u{661}23"] {
            assert!(!fits(&shape, text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn gives_back_what_the_next_run_needs() {
        let shape = [digits() + RANGE, 1, 3, digits(), 1];
        let fitting: Vec<_> =
            ["1", "12", "123", "1234", "12345"].map(|text| fits(&shape, text.as_bytes())).into();
        assert_eq!(fitting, [false, true, true, true, false]);
    }

    #[test]
    fn takes_any_of_several_ways() {
        let shape = [digits(), 2, OR, digits(), 4];
        let fitting: Vec<_> = ["12", "123", "1234"].map(|text| fits(&shape, text.as_bytes())).into();
        assert_eq!(fitting, [true, false, true]);
    }

    #[test]
    fn nothing_fits_what_is_no_shape() {
        assert!(!fits(&[], b""));
        assert!(!fits(&[digits()], b"1"));
        assert!(!fits(&[RANGE], b""));
    }
}
