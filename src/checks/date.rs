//! Calendar dates.
//!
//! A strict look at the ten bytes stands before the calendar: chrono's own parser takes `2024-1-5`,
//! signs, blanks and years of six digits.

use alloc::string::String;
use chrono::{DateTime, Days, NaiveDate, Utc};

use crate::code::Code;
use crate::code::Parameter::Word;
use crate::findings::{Findings, Path};
use crate::message::push_number;

/// Not written as year, month and day with hyphens.
pub static DATE_NOT_ISO: Code =
    Code::error("date_not_iso", "A date is written YYYY-MM-DD.", "contract: dates; ISO 8601")
        .params(&[Word("format")]);
/// No such day.
pub static DATE_IMPOSSIBLE: Code = Code::error(
    "date_impossible",
    "The calendar has no such day.",
    "proleptic Gregorian calendar, years 1 to 9999",
);
/// Later than today, wherever on earth one stands.
pub static DATE_IN_FUTURE: Code = Code::error(
    "date_in_future",
    "The date is in the future everywhere on earth.",
    "time zones UTC-12 to UTC+14",
)
.params(&[Word("latest")]);
/// Later than today here, not everywhere.
pub static DATE_MAY_BE_IN_FUTURE: Code = Code::warning(
    "date_may_be_in_future",
    "The date has begun in some time zones alone.",
    "time zones UTC-12 to UTC+14",
)
.params(&[Word("latest")]);
/// Before anyone, or any business, that is still there.
pub static DATE_IMPLAUSIBLE: Code = Code::warning(
    "date_implausible",
    "A person born before 1900, or a business founded before 1500.",
    "oldest living people; oldest banks",
)
.params(&[Word("earliest")]);

/// All codes of this kind.
#[cfg(not(target_arch = "wasm32"))]
pub static CODES: [&Code; 5] =
    [&DATE_NOT_ISO, &DATE_IMPOSSIBLE, &DATE_IN_FUTURE, &DATE_MAY_BE_IN_FUTURE, &DATE_IMPLAUSIBLE];

/// What time it is, as far as the host has said.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    /// The instant.
    pub now: Option<DateTime<Utc>>,
    /// The date, where the host has said it. It may be all that a host says.
    pub date: Option<NaiveDate>,
}

// Told when asked for: most values are no dates, and the calendar takes longer than they do.
impl Clock {
    /// Today's date, here or in UTC.
    pub fn today(&self) -> Option<NaiveDate> {
        self.date.or_else(|| self.ahead(0))
    }

    /// The latest date that it is anywhere: UTC+14.
    pub fn latest(&self) -> Option<NaiveDate> {
        self.ahead(14).or_else(|| self.today()?.checked_add_days(Days::new(1)))
    }

    /// The instant; where only the date is said, the last one at which it is that date anywhere: its end at UTC-12.
    pub fn instant(&self) -> Option<DateTime<Utc>> {
        let last = || self.date?.checked_add_days(Days::new(1))?.and_hms_opt(12, 0, 0);
        self.now.or_else(|| Some(last()?.and_utc()))
    }

    fn ahead(&self, hours: i64) -> Option<NaiveDate> {
        // By whole days: chrono's own way goes over offsets, and takes longer than the check of a date.
        let days = (self.now?.timestamp() + hours * 3600).div_euclid(86_400);
        NaiveDate::from_epoch_days(i32::try_from(days).ok()?)
    }
}

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Not exactly ten ASCII bytes `dddd-dd-dd`.
    NotIso,
    /// No such day, or the year 0000.
    Impossible,
}

/// Reads `YYYY-MM-DD`.
pub fn parse(text: &str) -> Result<NaiveDate, Fault> {
    let bytes = text.as_bytes();
    let hyphen = |at| at == 4 || at == 7;
    let shaped = bytes.len() == 10
        && bytes
            .iter()
            .enumerate()
            .all(|(at, byte)| if hyphen(at) { *byte == b'-' } else { byte.is_ascii_digit() });
    if !shaped {
        return Err(Fault::NotIso);
    }
    match number(&bytes[..4]) {
        0 => Err(Fault::Impossible),
        year => NaiveDate::from_ymd_opt(year as i32, number(&bytes[5..7]), number(&bytes[8..]))
            .ok_or(Fault::Impossible),
    }
}

/// The value of ASCII digits.
pub(super) fn number(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'))
}

/// Writes `YYYY-MM-DD`. chrono's formatter would cost 16 KB.
pub fn write(date: NaiveDate) -> String {
    use chrono::Datelike;
    written(date.year().unsigned_abs(), date.month(), date.day())
}

fn written(year: u32, month: u32, day: u32) -> String {
    let mut text = String::new();
    push_number(&mut text, year.into(), 4);
    for part in [month, day] {
        text.push('-');
        push_number(&mut text, part.into(), 2);
    }
    text
}

/// Checks a date as it stands.
pub fn check(text: &str, first_year: i32, clock: &Clock, path: &Path<'_>, findings: &mut Findings) {
    use chrono::Datelike;
    let date = match parse(text) {
        Ok(date) => date,
        Err(Fault::NotIso) => {
            // What would be refused in its turn is no help.
            let taken = |date: &String| {
                clock.latest().is_none_or(|latest| parse(date).is_ok_and(|date| date <= latest))
            };
            findings
                .add(path, &DATE_NOT_ISO)
                .word("format", "YYYY-MM-DD")
                .suggest(certain(text).filter(taken));
            return;
        }
        Err(Fault::Impossible) => {
            findings.add(path, &DATE_IMPOSSIBLE);
            return;
        }
    };
    if let (Some(latest), Some(today)) = (clock.latest(), clock.today()) {
        if date > latest {
            findings.add(path, &DATE_IN_FUTURE).word("latest", write(latest));
        } else if date > today {
            findings.add(path, &DATE_MAY_BE_IN_FUTURE).word("latest", write(today));
        }
    }
    if date.year() < first_year {
        findings.add(path, &DATE_IMPLAUSIBLE).word("earliest", written(first_year.unsigned_abs(), 1, 1));
    }
}

/// The one date that a text can mean: `31/12/2020`, `2020/12/31`, `20201231`, a time stamp's date at midnight.
/// `03/04/2020` has two readings, and none is taken; nor of another time: a picker's midnight east of Greenwich, written
/// in UTC, is of the day before.
fn certain(text: &str) -> Option<String> {
    let text = super::text::trim(text);
    let text = match text.split_once(['T', 't']) {
        Some((date, time)) => {
            let midnight = |byte| matches!(byte, b'0' | b':' | b'.' | b'Z' | b'z');
            time.bytes().all(midnight).then_some(date)?
        }
        None => text,
    };
    let mut parts = [(0, 0); 3];
    let mut count = 0;
    let parted = text.as_bytes().split(|byte| matches!(byte, b'/' | b'.' | b'-' | b' '));
    for part in parted.filter(|part| !part.is_empty()) {
        if count == 3 || part.len() > 8 || !part.iter().all(u8::is_ascii_digit) {
            return None;
        }
        parts[count] = (number(part), part.len());
        count += 1;
    }
    let date = |year: u32, month, day| {
        let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day);
        date.filter(|_| (1000..=9999).contains(&year)).map(write)
    };
    match (count, parts) {
        (1, [(all, 8), ..]) => date(all / 10_000, all / 100 % 100, all % 100),
        (3, [(year, 4), (month, 1..=2), (day, 1..=2)]) => date(year, month, day),
        (3, [(first, 1..=2), (second, 1..=2), (year, 4)]) => {
            match (date(year, second, first), date(year, first, second)) {
                (Some(one), Some(other)) if one == other => Some(one),
                (Some(one), None) | (None, Some(one)) => Some(one),
                _ => None,
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_ten_bytes_and_a_real_day() {
        assert!(parse("2024-02-29").is_ok());
        assert!(parse("0001-01-01").is_ok());
        for text in ["2023-02-29", "2024-00-10", "2024-13-01", "0000-01-01", "2024-04-31"] {
            assert_eq!(parse(text), Err(Fault::Impossible), "{text}");
        }
        for text in [
            "2024-1-5",
            "24-01-05",
            "+2024-01-05",
            " 2024-01-05",
            "2024-01-05 ",
            "2024/01/05",
            "",
            "２024-01-0",
        ] {
            assert_eq!(parse(text), Err(Fault::NotIso), "{text}");
        }
    }

    #[test]
    fn the_future_begins_where_it_is_so_everywhere() {
        let at = |now: &str| Clock { now: Some(now.parse().unwrap()), date: None };
        let named = Clock { now: None, date: Some(parse("2026-04-01").unwrap()) };
        let found = |text: &str, clock: &Clock| {
            let mut findings = Findings::default();
            check(text, 1900, clock, &Path::Root, &mut findings);
            findings.report(&[]).issues.into_iter().next().map(|issue| issue.code)
        };
        let (morning, noon) = (at("2026-04-01T09:59:59Z"), at("2026-04-01T10:00:00Z"));
        for (text, clock, code) in [
            ("2026-04-01", &morning, None),
            ("2026-04-02", &morning, Some("date_in_future")),
            ("2026-04-02", &noon, Some("date_may_be_in_future")),
            ("2026-04-03", &noon, Some("date_in_future")),
            ("2026-04-02", &named, Some("date_may_be_in_future")),
            ("2026-04-03", &named, Some("date_in_future")),
            ("9999-12-31", &Clock::default(), None),
            ("1900-01-01", &morning, None),
            ("1899-12-31", &morning, Some("date_implausible")),
        ] {
            assert_eq!(found(text, clock), code, "{text} {clock:?}");
        }
    }

    #[test]
    fn suggests_only_what_is_certain() {
        for (text, meant) in [
            ("31/12/2020", Some("2020-12-31")),
            ("12/31/2020", Some("2020-12-31")),
            ("5.5.2020", Some("2020-05-05")),
            ("2020-1-5", Some("2020-01-05")),
            ("20201231", Some("2020-12-31")),
            ("2020-12-31T00:00:00Z", Some("2020-12-31")),
            ("2020-12-31T00:00:00.000Z", Some("2020-12-31")),
            ("2020-12-31t00:00", Some("2020-12-31")),
            ("2020-12-30T23:00:00.000Z", None),
            ("2020-12-31T00:00:01Z", None),
            ("2020-12-31T00:00:00+02:00", None),
            ("2020-12-31Tfoo", None),
            ("03/04/2020", None),
            ("31/12/20", None),
            ("31/02/2020", None),
            ("yesterday", None),
            ("1/2/3/2020", None),
            ("1000-1-1", Some("1000-01-01")),
            ("0999-1-1", None),
            ("2020-001-05", None),
            ("202012311", None),
            ("2020 12 31", Some("2020-12-31")),
        ] {
            assert_eq!(certain(text).as_deref(), meant, "{text}");
        }
    }
}
