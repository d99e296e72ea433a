//! Dates of birth and of registration inside numbers.

use super::weighted::number;

/// Italy's letters for the months.
const MONTHS: &[u8] = b"ABCDEHLMPRST";
/// Italy's letters for digits, where two persons would have one number.
const DIGITS: &[u8] = b"LMNPQRSTUV";

/// Whether the calendar has the date. Needs: its order (0 `ddmmyy`, 1 `yymmdd`, 2 `yyyymmdd`, 3 as Italy writes it),
/// what may have been added to the day, and what to the month. 29 February of a year 00 is taken, as of 2000: the century
/// stands elsewhere.
pub fn exists(needs: &[u8], text: &[u8]) -> bool {
    let [order, added, months @ ..] = needs else { return false };
    let part = |from: usize, to: usize| text.get(from..to).map_or(0, number);
    let (year, month, day) = match order {
        0 => (part(4, 6), part(2, 4), part(0, 2)),
        1 => (part(0, 2), part(2, 4), part(4, 6)),
        2 => (part(0, 4), part(4, 6), part(6, 8)),
        _ => return exists_in_italy(text),
    };
    let day = if day > 31 { day.saturating_sub(u32::from(*added)) } else { day };
    let month = months
        .iter()
        .map(|added| month.wrapping_sub(u32::from(*added)))
        .find(|month| (1..=12).contains(month));
    month.is_some_and(|month| (1..=days(year, month)).contains(&day))
}

/// Two digits of the year, a letter for the month, the day, to which 40 is added for women.
fn exists_in_italy(text: &[u8]) -> bool {
    let [decade, year, month, tens, day] = *text else { return false };
    let plain = |byte: u8| match DIGITS.iter().position(|letter| *letter == byte) {
        Some(digit) => digit as u32,
        None => u32::from(byte.saturating_sub(b'0')),
    };
    let day = plain(tens) * 10 + plain(day);
    let month = MONTHS.iter().position(|letter| *letter == month).map_or(0, |at| at as u32 + 1);
    let last = days(plain(decade) * 10 + plain(year), month);
    (1..=last).contains(&day) || (41..=40 + last).contains(&day)
}

/// The days of a month; none for what is no month. The year 0 has 29 February.
fn days(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_calendar() {
        for (text, there) in [
            ("290224", true),
            ("290223", false),
            ("290200", true),
            ("310424", false),
            ("000124", false),
            ("010024", false),
        ] {
            assert_eq!(exists(&[0, 0, 0], text.as_bytes()), there, "{text}");
        }
        assert!(exists(&[2, 0, 0], b"20000229"));
        assert!(!exists(&[2, 0, 0], b"19000229"));
    }

    #[test]
    fn takes_off_what_was_added() {
        assert!(exists(&[0, 40, 0], b"710124"));
        assert!(exists(&[0, 40, 0], b"310124"));
        assert!(!exists(&[0, 40, 0], b"720124"));
        assert!(!exists(&[0, 40, 0], b"400124"));
        assert!(exists(&[1, 0, 0, 20, 50], b"245212"));
        assert!(!exists(&[1, 0, 0, 20, 50], b"244212"));
    }

    #[test]
    fn reads_italian_dates() {
        for (text, there) in [
            ("83S18", true),
            ("83S58", true),
            ("UPS1U", true),
            ("83F18", false),
            ("83D31", false),
            ("92B29", true),
            ("94B69", false),
            ("04B29", true),
            ("00B29", true),
        ] {
            assert_eq!(exists(&[3, 0, 0], text.as_bytes()), there, "{text}");
        }
    }
}
