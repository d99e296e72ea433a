//! What is said of a file's content.

use super::sniff::Nature;
use super::{ACTIVE, COMPLETE, CUT, ENCRYPTED, Look, MACROS};
use crate::code::Code;
use crate::code::Parameter::{MaybeWord, Word};
use crate::findings::{Findings, Path};
use crate::schema::FileType;

/// A program.
pub static FILE_EXECUTABLE: Code = Code::error(
    "file_executable",
    "The file is a program: PE, ELF, Mach-O, a Java class or a script that names its interpreter.",
    "nobody reviews a program; data/documents.json",
);
/// HTML, SVG or XML.
pub static FILE_MARKUP: Code = Code::error(
    "file_markup",
    "The file is HTML, SVG or XML, whatever it is called. HTML and XML as XLS, which some programs write, are \
     `file_type_differs`.",
    "contract: data_uri; data/documents.json",
)
.params(&[Word("found")]);
/// A workbook that opens with a password alone.
pub static FILE_ENCRYPTED: Code = Code::error(
    "file_encrypted",
    "The file is a document of Office that opens with a password alone.",
    "MS-OFFCRYPTO, 2.3.4.4; a reviewer has no password",
);
/// Another type than declared.
pub static FILE_TYPE_DIFFERS: Code = Code::warning(
    "file_type_differs",
    "The content is not of the type that the file is declared to be.",
    "data/documents.json",
)
.params(&[Word("declared"), MaybeWord("found")]);
/// An end that is missing.
pub static FILE_TRUNCATED: Code = Code::warning(
    "file_truncated",
    "The end of the file is missing: a JPEG without EOI, a PNG without IEND, a PDF without %%EOF in its last \
     1,024 bytes, an XLSX without its directory.",
    "data/documents.json; ITU-T T.81, ISO 32000-1, APPNOTE 6.3",
);
/// A PDF that acts.
pub static PDF_ACTIVE_CONTENT: Code = Code::warning(
    "pdf_active_content",
    "The PDF has a script, launches a program or has a file attached.",
    "ISO 32000-1, 7.11.4 and 12.6.4",
);
/// A PDF that is encrypted.
pub static PDF_ENCRYPTED: Code = Code::warning(
    "pdf_encrypted",
    "The PDF is encrypted: a reviewer may not be able to open it.",
    "ISO 32000-1, 7.6",
);
/// A workbook with macros.
pub static SPREADSHEET_MACROS: Code =
    Code::warning("spreadsheet_macros", "The workbook has macros.", "ECMA-376, part 4; MS-OVBA, 2.2.1");

/// All codes of this kind.
#[cfg(not(target_arch = "wasm32"))]
pub static CODES: [&Code; 8] = [
    &FILE_EXECUTABLE,
    &FILE_MARKUP,
    &FILE_ENCRYPTED,
    &FILE_TYPE_DIFFERS,
    &FILE_TRUNCATED,
    &PDF_ACTIVE_CONTENT,
    &PDF_ENCRYPTED,
    &SPREADSHEET_MACROS,
];

/// Says what was seen of a file that is declared to be of a type. What can't be told is not said.
pub fn judge(look: Look, declared: FileType, path: &Path<'_>, findings: &mut Findings) {
    let found = look.file_type(Some(declared));
    let name = found.map_or(look.nature.name(), |found| Some(found.name()));
    let mut refuse = |code| {
        findings.add(path, code);
    };
    match (look.nature, declared) {
        (Nature::Unseen, _) => return,
        (Nature::Program, _) => return refuse(&FILE_EXECUTABLE),
        (Nature::Ole, _) if look.marked(ENCRYPTED) => return refuse(&FILE_ENCRYPTED),
        (Nature::Html | Nature::Xml, FileType::Xls) => {}
        (Nature::Html | Nature::Svg | Nature::Xml, _) => {
            findings.add(path, &FILE_MARKUP).word("found", name.unwrap_or_default());
            return;
        }
        _ => {}
    }
    let mut say = |mark, code| {
        if look.marked(mark) {
            findings.add(path, code);
        }
    };
    say(CUT, &FILE_TRUNCATED);
    say(ACTIVE, &PDF_ACTIVE_CONTENT);
    say(ENCRYPTED, &PDF_ENCRYPTED);
    say(MACROS, &SPREADSHEET_MACROS);
    // An archive or an OLE file of which not all was seen may well be the workbook that it is said to be.
    let may_be = match look.nature {
        Nature::Ole => declared == FileType::Xls,
        Nature::Zip => declared == FileType::Xlsx,
        _ => false,
    };
    if found != Some(declared) && (!may_be || look.marked(COMPLETE)) {
        let finding = findings.add(path, &FILE_TYPE_DIFFERS);
        finding.word("declared", declared.name());
        if let Some(name) = name {
            finding.word("found", name);
        }
    }
}
