//! What is never issued, whatever its check digit says.

use super::weighted::number;

/// Whether digits are a number in one of some ranges. Needs: pairs of the first and the last, two bytes each.
pub fn in_ranges(needs: &[u8], digits: &[u8]) -> bool {
    let number = number(digits).min(u32::from(u16::MAX));
    let (ranges, _) = needs.as_chunks::<4>();
    ranges.iter().any(|[a, b, c, d]| {
        let [from, to] = [[*a, *b], [*c, *d]].map(|bytes| u32::from(u16::from_be_bytes(bytes)));
        (from..=to).contains(&number)
    })
}

/// Whether it begins with any of some texts, which have a blank between them.
pub fn begins(needs: &[u8], text: &[u8]) -> bool {
    needs.split(|byte| *byte == b' ').any(|start| text.starts_with(start))
}

/// Whether it is more than one character over and over.
pub fn varied(text: &[u8]) -> bool {
    text.iter().any(|byte| Some(byte) != text.first())
}

/// Whether just one digit occurs more than once, and that two or three times.
pub fn repeats_one(digits: &[u8]) -> bool {
    let count = |digit: &u8| digits.iter().filter(|other| *other == digit).count();
    let often = |digit: &u8| count(digit) > 1;
    let first = digits.iter().find(|digit| often(digit));
    first.is_some_and(|first| count(first) < 4 && digits.iter().all(|digit| digit == first || !often(digit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_digit_alone_stands_twice_or_three_times() {
        for (digits, one) in [
            ("1123456789", true),
            ("1123456781", true),
            ("1111234567", false),
            ("1122345678", false),
            ("1112223456", false),
            ("1234567890", false),
        ] {
            assert_eq!(repeats_one(digits.as_bytes()), one, "{digits}");
        }
    }
}
