//! ISO 7064, the two systems that are no plain weighted sum.

use super::weighted::value;

/// MOD 11,10: hybrid, one check digit.
pub fn mod_11_10(text: &[u8]) -> bool {
    let Some((check, body)) = text.split_last() else { return false };
    let product = body.iter().fold(10, |product, digit| match (product + value(*digit)) % 10 {
        0 => 20 % 11,
        sum => sum * 2 % 11,
    });
    (product + value(*check)) % 10 == 1
}

/// MOD 97-10: two check digits, letters counting as two digits. `before` is put in front.
pub fn mod_97_10(before: &[u8], text: &[u8]) -> bool {
    let rest = before.iter().chain(text).fold(0, |rest, byte| match value(*byte) {
        digit @ 0..10 => (rest * 10 + digit) % 97,
        letter => (rest * 100 + letter) % 97,
    });
    rest == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_counts_as_two_digits_wherever_it_stands() {
        assert!(mod_97_10(b"NL", b"000099998B57"));
        assert!(!mod_97_10(b"NL", b"000099998B58"));
        assert!(!mod_97_10(b"", b"000099998B57"));
        // 2135 is 22 times 97, and 1.
        assert!(mod_97_10(b"", b"21Z"));
        assert!(!mod_97_10(b"", b"21Y"));
    }
}
