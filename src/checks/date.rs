//! Dates.
use chrono::NaiveDate;
/// Why a text is no date.
#[derive(Debug)]
pub enum Fault {
    /// Not written YYYY-MM-DD.
    NotIso,
    /// No such day.
    Impossible,
}
/// Reads YYYY-MM-DD, strictly: exactly ten ASCII bytes.
pub fn parse(text: &str) -> Result<NaiveDate, Fault> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() });
    if !shaped {
        return Err(Fault::NotIso);
    }
    let number = |from: usize, to: usize| bytes[from..to].iter().fold(0, |sum, byte| sum * 10 + u32::from(byte - b'0'));
    match number(0, 4) {
        0 => Err(Fault::Impossible),
        year => NaiveDate::from_ymd_opt(year as i32, number(5, 7), number(8, 10)).ok_or(Fault::Impossible),
    }
}
