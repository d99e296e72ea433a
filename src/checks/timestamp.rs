//! Instants, as RFC 3339 writes them.
//!
//! chrono's parser takes a blank for `T`, U+2212 for a minus and second 60 at any minute; so the bytes are
//! read here and chrono has the calendar alone.

use alloc::string::String;
use chrono::{DateTime, TimeDelta, Utc};

use super::date;
use crate::code::Code;
use crate::code::Parameter::Word;
use crate::findings::{Findings, Path};

/// Not RFC 3339.
pub static TIMESTAMP_NOT_RFC3339: Code = Code::error(
    "timestamp_not_rfc3339",
    "A time is written as date, T, time and offset.",
    "RFC 3339, section 5.6; contract: terms_signed_at",
);
/// More than a day ahead: no clock is that wrong.
pub static TIMESTAMP_IN_FUTURE: Code = Code::error(
    "timestamp_in_future",
    "The time is more than a day ahead.",
    "nothing is signed in the future",
)
.params(&[Word("latest")]);
/// Ahead, by less than a day.
pub static TIMESTAMP_MAY_BE_IN_FUTURE: Code = Code::warning(
    "timestamp_may_be_in_future",
    "The time is ahead of the clock by less than a day: a clock or an offset may be wrong.",
    "nothing is signed in the future",
)
.params(&[Word("latest")]);

/// All codes of this kind.
#[cfg(not(target_arch = "wasm32"))]
pub static CODES: [&Code; 3] = [&TIMESTAMP_NOT_RFC3339, &TIMESTAMP_IN_FUTURE, &TIMESTAMP_MAY_BE_IN_FUTURE];

/// Reads `YYYY-MM-DDThh:mm:ss[.fraction](Z|±hh:mm)`, to the millisecond.
pub fn parse(text: &str) -> Option<DateTime<Utc>> {
    // A day, `T`, eight bytes of time, at least `Z`.
    let (day, rest) = text.split_at_checked(10)?;
    let rest = rest.strip_prefix(['T', 't'])?;
    let (time, rest) = rest.split_at_checked(8)?;
    let time = time.as_bytes();
    let (hour, minute, second) = (pair(&time[..2])?, pair(&time[3..5])?, pair(&time[6..])?);
    let (millis, rest) = match rest.strip_prefix('.') {
        None => (0, rest),
        Some(fraction) => {
            let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
            if digits == 0 {
                return None;
            }
            let mut padded = fraction[..digits].bytes().chain([b'0'; 3]);
            let millis = (0..3).fold(0, |sum, _| sum * 10 + u32::from(padded.next().unwrap_or(b'0') - b'0'));
            (millis, &fraction[digits..])
        }
    };
    let offset = offset(rest)?;
    let colons = time[2] == b':' && time[5] == b':';
    if !colons || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let day = date::parse(day).ok()?;
    let seconds = i64::from(hour * 3600 + minute * 60 + second.min(59));
    let instant =
        day.and_hms_opt(0, 0, 0)?.and_utc().checked_add_signed(TimeDelta::try_seconds(seconds - offset)?)?;
    // A leap second ends a day of UTC; anywhere else second 60 is a slip.
    if second == 60 && instant.timestamp().rem_euclid(86_400) != 86_399 {
        return None;
    }
    instant.checked_add_signed(TimeDelta::try_milliseconds(millis.into())?)
}

/// Seconds east of UTC.
fn offset(text: &str) -> Option<i64> {
    match text.as_bytes() {
        [b'Z' | b'z'] => Some(0),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let (hours, minutes) = (pair(&[*h1, *h2])?, pair(&[*m1, *m2])?);
            let seconds = i64::from(hours * 3600 + minutes * 60);
            (hours <= 23 && minutes <= 59).then_some(if *sign == b'-' { -seconds } else { seconds })
        }
        _ => None,
    }
}

fn pair(digits: &[u8]) -> Option<u32> {
    digits.iter().all(u8::is_ascii_digit).then(|| date::number(digits))
}

/// Checks a time as it stands.
pub fn check(text: &str, clock: &date::Clock, path: &Path<'_>, findings: &mut Findings) {
    let Some(instant) = parse(text) else {
        // What would be refused in its turn is no help.
        let taken = |text: &String| {
            parse(text).zip(clock.instant()).is_none_or(|(instant, now)| !is_future(instant, now))
        };
        findings.add(path, &TIMESTAMP_NOT_RFC3339).suggest(certain(text).filter(taken));
        return;
    };
    let Some(now) = clock.instant() else { return };
    let code = match instant {
        _ if is_future(instant, now) => &TIMESTAMP_IN_FUTURE,
        _ if instant > now => &TIMESTAMP_MAY_BE_IN_FUTURE,
        _ => return,
    };
    findings.add(path, code).word("latest", date::write(now.date_naive()));
}

/// Whether a time is so far ahead that no clock is that wrong.
fn is_future(instant: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    instant.timestamp_millis() - now.timestamp_millis() > 86_400_000
}

/// The one time that a slip of writing can mean: blanks outside, a blank for `T`, an offset without its colon.
fn certain(text: &str) -> Option<String> {
    let text = super::text::trim(text);
    let (day, time) = text.split_at_checked(10)?;
    let time = time.strip_prefix(' ').map_or_else(|| String::from(time), |time| ["T", time].concat());
    let time = match (time.as_bytes(), time.split_at_checked(time.len().saturating_sub(2))) {
        ([.., b'+' | b'-', _, _, _, _], Some((hours, minutes))) => [hours, ":", minutes].concat(),
        _ => time,
    };
    let text = [day, &time].concat();
    parse(&text).map(|_| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_rfc_3339() {
        for (text, millis) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2026-04-01T10:00:00.000Z", 1_775_037_600_000),
            ("2026-04-01T12:00:00.1234567+02:00", 1_775_037_600_123),
            ("1970-01-01t00:00:00.5z", 500),
            ("1969-12-31T23:59:60-00:00", -1_000),
            ("1970-01-01T23:59:59Z", 86_399_000),
            ("1970-01-01T01:02:03-05:30", 23_523_000),
            ("1970-01-02T00:00:00+23:59", 60_000),
            ("1970-01-01T00:00:00.04Z", 40),
        ] {
            assert_eq!(parse(text).map(|instant| instant.timestamp_millis()), Some(millis), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_only_like_it() {
        for text in [
            "2026-04-01 10:00:00Z",
            "2026-04-01T10:00:00",
            "2026-04-01T10:00Z",
            "2026-04-01T24:00:00Z",
            "2026-04-01T10:00:60Z",
            "2026-04-01T10:00:00+0200",
            "2026-04-01T10:00:00\u{2212}02:00",
            "2026-04-01T10:00:00.Z",
            "2026-02-30T10:00:00Z",
            "2026-04-01T10-00-00Z",
            "2026-04-01T10:00-00Z",
            "2026-04-01T10-00:00Z",
            "2026-04-01T10:60:00Z",
            "2026-12-31T23:59:61Z",
            "2026-04-01T10:00:00+10:60",
            "2026-04-01T10:00:00+1a:00",
            "2026-04-01T1a:00:00Z",
            "2026-04-01T10:00:00+24:00",
            "",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_ahead_may_be_a_clock_more_is_not() {
        let now: DateTime<Utc> = "2026-04-01T10:00:00Z".parse().unwrap();
        let clock = date::Clock { now: Some(now), date: None };
        for (text, code) in [
            ("2026-04-01T10:00:00Z", None),
            ("2026-04-01T10:00:00.001Z", Some("timestamp_may_be_in_future")),
            ("2026-04-02T10:00:00Z", Some("timestamp_may_be_in_future")),
            ("2026-04-02T10:00:00.001Z", Some("timestamp_in_future")),
        ] {
            let mut findings = Findings::default();
            check(text, &clock, &Path::Root, &mut findings);
            let issues = findings.report(&[]).issues;
            assert_eq!(issues.iter().map(|issue| issue.code).next(), code, "{text}");
        }
    }

    #[test]
    fn suggests_only_what_is_certain() {
        assert_eq!(certain("2026-04-01 10:00:00+0200").as_deref(), Some("2026-04-01T10:00:00+02:00"));
        assert_eq!(certain(" 2026-04-01T10:00:00-0530").as_deref(), Some("2026-04-01T10:00:00-05:30"));
        assert_eq!(certain("2026-04-01 10:00:00Z").as_deref(), Some("2026-04-01T10:00:00Z"));
        for text in ["2026-04-01T10:00:00", "2026-04-01T10:00:00+02", "2026-04-01", "04/01/2026 10:00"] {
            assert_eq!(certain(text), None, "{text}");
        }
    }
}
