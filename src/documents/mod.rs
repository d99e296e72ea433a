//! What a file really is, by its content: read in windows, kept in a few bits, the same on every host.
//!
//! A host gives the bytes that stand at [`Look::next`], as many as it likes, until that is the end of the file. Pictures
//! are looked at at both ends, archives by their directory, PDFs and OLE files at every byte. Nothing is unpacked.
//! A host that has the ends alone gives those; what the middle hides is then not said.
//!
//! Sources: `data/documents.json`, and the formats' own: ISO 32000-1 (PDF), APPNOTE 6.3 (ZIP), MS-CFB (OLE),
//! ISO/IEC 14496-12 and 23008-12 (HEIC), ITU-T T.81 (JPEG), PNG, TIFF 6.0.

mod base64;
mod ends;
mod ole;
mod pdf;
mod sniff;
mod verdict;
mod zip;

use crate::schema::FileType;
use sniff::{Nature, nature};

pub use base64::Base64;
#[cfg(not(target_arch = "wasm32"))]
pub use verdict::CODES;
pub use verdict::judge;

/// How many bytes of the beginning tell what a file is, and of its end whether it is all there. Every host sees them.
const END: usize = 1024;
/// How many bytes two windows share, so that nothing is cut in two: above [`END`], and a multiple of three, as every
/// place that is asked for, since that is where base64 can be cut.
const SHARED: u64 = 1152;
/// How much is asked for at the end of a file whose middle says nothing: at least what `validate` sees of any.
const TAIL: u64 = 3072;

/// A PDF that acts: scripts, programs to launch, attached files.
const ACTIVE: u8 = 1;
/// A PDF that is encrypted, or an OLE file that holds an encrypted one.
const ENCRYPTED: u8 = 1 << 1;
/// A workbook of Excel.
const WORKBOOK: u8 = 1 << 2;
/// Macros.
const MACROS: u8 = 1 << 3;
/// The end is missing.
const CUT: u8 = 1 << 4;
/// The directory of an archive was found.
const DIRECTORY: u8 = 1 << 5;
/// All was seen that tells what kind of archive or OLE file it is.
const COMPLETE: u8 = 1 << 6;

/// What has been seen of a file. It packs into 64 bits, so that the module need not keep one for each reader.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    nature: Nature,
    marks: u8,
    /// The place of the bytes that are asked for; the size of the file when no more are.
    pub next: u64,
}

impl Look {
    /// Takes the bytes that stand at a place of a file of `size` bytes.
    pub fn take(&mut self, at: u64, bytes: &[u8], size: u64) {
        let end = at + bytes.len() as u64;
        let last = end >= size;
        // Without a gap since the beginning, or since the directory.
        let follows = at <= self.next;
        if at == 0 {
            self.nature = nature(&bytes[..bytes.len().min(END)]);
        }
        self.marks |= match self.nature {
            Nature::Pdf => pdf::scan(bytes),
            Nature::Ole => ole::scan(at, bytes),
            Nature::Zip => zip::scan(bytes),
            _ => 0,
        };
        let (mut next, mut complete) = (end.saturating_sub(SHARED), follows);
        match self.nature {
            Nature::Pdf | Nature::Ole => {}
            // Now at the directory, and on from there.
            Nature::Zip if self.marks & DIRECTORY != 0 => {}
            Nature::Zip if last => match zip::directory(bytes) {
                Some(directory) if directory < at => {
                    self.marks |= DIRECTORY;
                    self.next = directory / 3 * 3;
                    return;
                }
                Some(_) => complete = true,
                None => {
                    self.marks |= CUT;
                    complete = false;
                }
            },
            _ => next = next.max(size.saturating_sub(TAIL)),
        }
        if last {
            let tail = &bytes[bytes.len().saturating_sub(END)..];
            if ends::is_cut(self.nature, tail, tail.len() as u64 == size) {
                self.marks |= CUT;
            }
            if complete {
                self.marks |= COMPLETE;
            }
        }
        next = next / 3 * 3;
        // A window without anything new is the end, whatever the size was said to be.
        self.next = if last || next <= at { size } else { next };
    }

    /// As one number, for who reads a file in windows: above the low 16 bits is [`Look::next`].
    #[cfg(any(test, target_arch = "wasm32"))]
    pub fn pack(self) -> u64 {
        (self.next << 16) + (u64::from(self.marks) << 8) + self.nature as u64
    }

    /// Takes a packed one.
    #[cfg(any(test, target_arch = "wasm32"))]
    pub fn unpack(packed: u64) -> Self {
        Self { nature: Nature::of_number(packed as u8), marks: (packed >> 8) as u8, next: packed >> 16 }
    }

    fn marked(self, mark: u8) -> bool {
        self.marks & mark != 0
    }

    /// The type by content, where there is one that the API knows. Text is CSV where a table is promised: browsers say
    /// Excel's type of it.
    pub fn file_type(self, promised: Option<FileType>) -> Option<FileType> {
        Some(match self.nature {
            Nature::Jpeg => FileType::Jpeg,
            Nature::Png => FileType::Png,
            Nature::Heic => FileType::Heic,
            Nature::Tiff => FileType::Tiff,
            Nature::Pdf => FileType::Pdf,
            Nature::Biff => FileType::Xls,
            Nature::Ole if self.marked(WORKBOOK) => FileType::Xls,
            Nature::Zip if self.marked(WORKBOOK) => FileType::Xlsx,
            Nature::Text if matches!(promised, Some(FileType::Csv | FileType::Xls | FileType::Xlsx)) => {
                FileType::Csv
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests;
