//! What an OLE file holds, by the names in its directory (MS-CFB, 2.6.1).

use super::{ENCRYPTED, MACROS, WORKBOOK};

/// The length of an entry in bytes. Each stands at a multiple of it.
const ENTRY: usize = 128;

/// Looks at every entry in a window. Wherever the directory is, its entries are known by their own shape.
pub fn scan(at: u64, bytes: &[u8]) -> u8 {
    let before = (ENTRY - at as usize % ENTRY) % ENTRY;
    let entries = bytes.get(before..).unwrap_or_default().as_chunks::<ENTRY>().0;
    entries.iter().fold(0, |marks, entry| marks | mark(entry))
}

/// Names that tell, and what they tell.
static NAMES: [(&[u8], u8); 4] = [
    (b"Workbook", WORKBOOK),
    (b"Book", WORKBOOK),
    (b"EncryptedPackage", ENCRYPTED),
    (b"_VBA_PROJECT_CUR", MACROS),
];

fn mark(entry: &[u8; ENTRY]) -> u8 {
    let is = |name: &[u8]| {
        // UTF-16, with a zero behind; then the length of both in bytes, and whether it is a storage or a stream.
        let named = entry.chunks(2).zip(name).all(|(unit, letter)| *unit == [*letter, 0]);
        named && usize::from(entry[64]) == name.len() * 2 + 2 && matches!(entry[66], 1 | 2)
    };
    NAMES.iter().find(|(name, _)| is(name)).map_or(0, |(_, mark)| *mark)
}
