//! What an archive holds, by the names in its directory (APPNOTE 6.3, 4.3.12 and 4.3.16). Nothing is unpacked.

use super::{MACROS, WORKBOOK};

/// Looks at every entry of the directory that stands in a window. Some programs put a slash before names.
pub fn scan(bytes: &[u8]) -> u8 {
    let mut marks = 0;
    for (at, four) in bytes.windows(4).enumerate() {
        if four != b"PK\x01\x02" {
            continue;
        }
        // The length of its name stands at 28, the name at 46.
        if let [low, high, ..] = bytes[at..].get(28..).unwrap_or_default()
            && let Some(name) = bytes[at + 28..].get(18..18 + usize::from(u16::from_le_bytes([*low, *high])))
        {
            if name.ends_with(b"xl/workbook.xml") {
                marks |= WORKBOOK;
            }
            if name.ends_with(b"xl/vbaProject.bin") {
                marks |= MACROS;
            }
        }
    }
    marks
}

/// Where the directory begins, as its end says; `None` where there is no end.
pub fn directory(bytes: &[u8]) -> Option<u64> {
    let end = bytes.windows(22).rfind(|window| window.starts_with(b"PK\x05\x06"))?;
    let place = end.get(16..20).and_then(|place| place.first_chunk())?;
    Some(u64::from(u32::from_le_bytes(*place)))
}
