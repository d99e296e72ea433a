//! Files as data URIs: `data:{mime};base64,{base64 with padding}`.
//!
//! Every host looks at the same bytes: the first and the last 4 KiB and the length, or, where the context
//! says so, at every one. Of the first 4 KiB as many signs are base64 as make whole bytes.

use alloc::{borrow::Cow, vec::Vec};

use crate::code::Code;
use crate::code::Parameter::{List, MaybeWord, Number};
use crate::documents::{self, Base64};
use crate::findings::{Findings, Path};
use crate::report::Param;
use crate::schema::{FileType, FileUse};

/// Not `data:{mime};base64,…`.
pub static DATA_URI_MALFORMED: Code = Code::error(
    "data_uri_malformed",
    "A file is sent as a data URI: data:{mime};base64,{base64}.",
    "contract: data_uri; RFC 2397",
);
/// A type that the API does not take in this place.
pub static FILE_TYPE_NOT_TAKEN: Code = Code::error(
    "file_type_not_taken",
    "The API does not take files of this type in this place.",
    "contract: data_uri",
)
.params(&[List("taken"), MaybeWord("mime")]);
/// Not base64 with padding.
pub static BASE64_MALFORMED: Code = Code::error(
    "base64_malformed",
    "The content is not base64 with padding.",
    "RFC 4648, section 4; contract: data_uri",
);
/// No content.
pub static FILE_EMPTY: Code = Code::error("file_empty", "The file has no content.", "nothing to review");
/// Larger than the API takes.
pub static FILE_TOO_LARGE: Code = Code::error(
    "file_too_large",
    "The file of a person is larger than the API takes.",
    "contract: data_uri.max_decoded_bytes",
)
.params(&[Number("max_mib")]);
/// Larger than is known to be taken.
pub static FILE_LARGE: Code = Code::warning(
    "file_large",
    "The document is larger than is known to be taken: for documents the API names no limit.",
    "contract: data_uri.max_decoded_bytes",
)
.params(&[Number("max_mib")]);

/// All codes of this kind.
#[cfg(not(target_arch = "wasm32"))]
pub static CODES: [&Code; 6] =
    [&DATA_URI_MALFORMED, &FILE_TYPE_NOT_TAKEN, &BASE64_MALFORMED, &FILE_EMPTY, &FILE_TOO_LARGE, &FILE_LARGE];

/// How much of each end of a long data URI is looked at, in UTF-16 units.
pub const END: usize = 4096;

/// A data URI, whole or by its ends. Lengths are UTF-16 units, which every host can count.
#[derive(Clone, Copy, Debug)]
pub struct DataUri<'a> {
    /// Its beginning, or all of it.
    pub head: &'a str,
    /// Its end, where there is more between; else empty.
    pub tail: &'a str,
    /// The length of all of it.
    pub units: usize,
}

impl<'a> DataUri<'a> {
    /// Takes all of a text, or its ends where it is long.
    pub fn of(text: &'a str, whole: bool) -> Self {
        let units = units(text);
        if whole || units <= 2 * END {
            return Self { head: text, tail: "", units };
        }
        Self { head: &text[..cut(text, END)], tail: &text[cut(text, units - END)..], units }
    }
}

/// UTF-16 units of a text: a scalar beyond U+FFFF has four bytes in UTF-8 and two units.
pub fn units(text: &str) -> usize {
    // Data URIs are ASCII: a unit a byte, which is told by words.
    if text.is_ascii() {
        return text.len();
    }
    text.bytes().map(|byte| usize::from(byte & 0xC0 != 0x80) + usize::from(byte >= 0xF0)).sum()
}

/// The byte at which a number of units has passed; before a scalar that would be cut in two.
pub fn cut(text: &str, units: usize) -> usize {
    // Data URIs are ASCII: where a byte is a unit the place needs no walk.
    if text.as_bytes().get(..units).is_some_and(<[u8]>::is_ascii) {
        return units;
    }
    let mut passed = 0;
    for (at, scalar) in text.char_indices() {
        passed += scalar.len_utf16();
        if passed > units {
            return at;
        }
    }
    text.len()
}

/// What stands for the MIME type, and the content; `None` of that where its length is none of base64.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    mime: &'a str,
    base64: Option<Base64<'a>>,
}

impl<'a> File<'a> {
    /// Takes a data URI apart; `None` where it is none.
    pub fn of(uri: &DataUri<'a>) -> Option<Self> {
        let (mime, header) = header(uri.head)?;
        let mut head = &uri.head.as_bytes()[header..];
        if !uri.tail.is_empty() {
            // Bytes, not units: before a sign that is no ASCII they are the same, and behind one it is malformed.
            head = &head[..head.len().min(END.saturating_sub(header) / 4 * 4)];
        }
        // A header beyond ASCII has more bytes than units: no MIME type, whatever follows.
        Some(Self { mime, base64: Base64::of(head, uri.tail.as_bytes(), uri.units.saturating_sub(header)) })
    }

    /// Reads one that the host has taken apart and decoded: four numbers of 32 bits, the first byte the lowest (how many
    /// signs its base64 has; how many bytes the MIME type and the content of the first and of the last 4 KiB have,
    /// or all of it and nothing), and then these bytes. `None` where that does not hold together.
    pub fn of_content(piece: &'a [u8]) -> Option<Self> {
        let (numbers, rest) = piece.split_first_chunk::<16>()?;
        let mut numbers =
            numbers.as_chunks::<4>().0.iter().map(|number| u32::from_le_bytes(*number) as usize);
        let units = numbers.next()?;
        let (mime, rest) = rest.split_at_checked(numbers.next()?)?;
        let (head, rest) = rest.split_at_checked(numbers.next()?)?;
        let tail = rest.get(..numbers.next()?)?;
        let mime = core::str::from_utf8(mime).ok()?;
        Some(Self { mime, base64: Some(Base64::of_content(head, tail, END, units)) })
    }
}

/// Checks a file; none is a text that is no data URI. An empty text is the caller's matter.
pub fn check(
    file: Option<File<'_>>,
    purpose: FileUse,
    max_bytes: f64,
    path: &Path<'_>,
    findings: &mut Findings,
) {
    let taken = |mime: &str| purpose.taken().iter().copied().find(|taken| taken.mime() == mime);
    let file = file.map(|File { mime, base64 }| (mime, base64, taken(mime)));
    // One that is taken is written as it should be.
    let Some((mime, base64, declared)) = file.filter(|(mime, _, taken)| taken.is_some() || is_mime(mime))
    else {
        findings.add(path, &DATA_URI_MALFORMED);
        return;
    };
    if declared.is_none() {
        not_taken(purpose, FileType::of_mime(mime), path, findings);
    }
    // What is of a type that nobody takes is to be another file anyway: what it is need not be known.
    let look = base64.and_then(|base64| match declared {
        Some(declared) => base64.look().map(|look| (base64.size, Some((look, declared)))),
        None => base64.is_right().then_some((base64.size, None)),
    });
    let Some((bytes, look)) = look else {
        findings.add(path, &BASE64_MALFORMED);
        return;
    };
    size(bytes as f64, purpose, max_bytes, path, findings);
    if let Some((look, declared)) = look {
        documents::judge(look, declared, path, findings);
    }
}

/// Says that a type is not taken, and which are. One that is taken under another name is told that alone: it is no other
/// file that is asked for.
pub fn not_taken(purpose: FileUse, found: Option<FileType>, path: &Path<'_>, findings: &mut Findings) {
    let finding = findings.add(path, &FILE_TYPE_NOT_TAKEN);
    let taken: Vec<Cow<'static, str>> = match found.filter(|found| purpose.taken().contains(found)) {
        Some(found) => {
            finding.word("mime", found.mime());
            vec![found.mime().into()]
        }
        None => purpose.taken().iter().map(|taken| taken.name().into()).collect(),
    };
    finding.with("taken", Param::List(taken));
}

/// Checks a size in bytes.
pub fn size(bytes: f64, purpose: FileUse, max_bytes: f64, path: &Path<'_>, findings: &mut Findings) {
    if bytes <= 0.0 {
        findings.add(path, &FILE_EMPTY);
    } else if bytes > max_bytes {
        let code = if purpose == FileUse::Document { &FILE_LARGE } else { &FILE_TOO_LARGE };
        findings.add(path, code).number("max_mib", max_bytes / 1_048_576.0);
    }
}

impl FileType {
    /// The type that a MIME type means: the one that the API takes, the registered one, what browsers report.
    pub fn of_mime(mime: &str) -> Option<Self> {
        const OTHERS: [(&str, FileType); 14] = [
            ("image/jpg", FileType::Jpeg),
            ("image/pjpeg", FileType::Jpeg),
            ("image/x-png", FileType::Png),
            ("image/heif", FileType::Heic),
            ("image/heic-sequence", FileType::Heic),
            ("image/tif", FileType::Tiff),
            ("image/x-tiff", FileType::Tiff),
            ("application/x-pdf", FileType::Pdf),
            ("application/csv", FileType::Csv),
            ("text/plain", FileType::Csv),
            ("application/vnd.ms-excel", FileType::Xls),
            ("application/x-msexcel", FileType::Xls),
            ("application/x-excel", FileType::Xls),
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", FileType::Xlsx),
        ];
        let own = Self::ALL.into_iter().map(|known| (known.mime(), known));
        own.chain(OTHERS).find(|(name, _)| name.eq_ignore_ascii_case(mime)).map(|(_, found)| found)
    }

    /// The type that the end of a file's name promises.
    pub fn of_name(name: &str) -> Option<Self> {
        const ENDINGS: [(&str, FileType); 11] = [
            ("jpg", FileType::Jpeg),
            ("jpeg", FileType::Jpeg),
            ("png", FileType::Png),
            ("heic", FileType::Heic),
            ("heif", FileType::Heic),
            ("tif", FileType::Tiff),
            ("tiff", FileType::Tiff),
            ("pdf", FileType::Pdf),
            ("csv", FileType::Csv),
            ("xls", FileType::Xls),
            ("xlsx", FileType::Xlsx),
        ];
        let ending = name.rsplit('.').next().filter(|ending| ending.len() < name.len())?;
        ENDINGS.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(ending)).map(|(_, found)| found)
    }
}

/// The type that a file promises to be: by its name, for browsers report a CSV as Excel's and know no HEIC; else by its
/// MIME type.
#[cfg(any(test, target_arch = "wasm32"))]
pub fn promised(mime: &str, name: &str) -> Option<FileType> {
    FileType::of_name(name).or_else(|| FileType::of_mime(mime))
}

/// What stands for the MIME type, and where the base64 begins.
fn header(head: &str) -> Option<(&str, usize)> {
    let rest = head.strip_prefix("data:")?;
    let (mime, after) = rest.split_at(rest.find(';')?);
    after.strip_prefix(";base64,")?;
    Some((mime, "data:".len() + mime.len() + ";base64,".len()))
}

/// Whether a text is written as MIME types are.
fn is_mime(text: &str) -> bool {
    let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&^_.+-/".contains(&byte);
    text.bytes().all(token) && text.split('/').filter(|part| !part.is_empty()).count() == 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;

    /// The first 15 bytes of a picture that needs no end.
    const HEIC: &str = "data:image/heic;base64,AAAAEGZ0eXBoZWljAAAA";

    fn codes(text: &str, whole: bool) -> Vec<&'static str> {
        let mut findings = Findings::default();
        let file = File::of(&DataUri::of(text, whole));
        check(file, FileUse::IdImage, 3_145_728.0, &Path::Root, &mut findings);
        findings.report(&[]).issues.into_iter().map(|issue| issue.code).collect()
    }

    #[test]
    fn the_end_of_a_name_promises_a_type() {
        assert_eq!(FileType::of_name("Extract 2.1.PDF"), Some(FileType::Pdf));
        assert_eq!(FileType::of_name(".csv"), Some(FileType::Csv));
        assert_eq!(FileType::of_name("pdf"), None, "a name without an end");
        assert_eq!(FileType::of_name("pdf."), None);
    }

    #[test]
    fn the_name_of_a_file_goes_before_its_mime_type() {
        assert_eq!(promised("application/vnd.ms-excel", "list.csv"), Some(FileType::Csv));
        assert_eq!(promised("application/vnd.ms-excel", "list"), Some(FileType::Xls));
        assert_eq!(promised("", "photo"), None);
    }

    #[test]
    fn takes_padded_base64_of_a_type_that_is_taken() {
        for text in [
            "data:image/heic;base64,AAAAEGZ0eXBoZWljAAAA",
            "data:image/tiff;base64,SUkqAAA=",
            "data:image/jpeg;base64,/9j/2Q==",
        ] {
            assert!(codes(text, true).is_empty(), "{text}");
        }
    }

    #[test]
    fn names_what_is_wrong() {
        for (text, code) in [
            ("QUJD", "data_uri_malformed"),
            ("data:image/png,QUJD", "data_uri_malformed"),
            ("data:image/png;charset=x;base64,QUJD", "data_uri_malformed"),
            ("data:;base64,QUJD", "data_uri_malformed"),
            ("data:image/jpg;base64,QUJD", "file_type_not_taken"),
            ("data:image/png;base64,QUJ", "base64_malformed"),
            ("data:image/png;base64,QU=D", "base64_malformed"),
            ("data:image/png;base64,Q===", "base64_malformed"),
            ("data:image/png;base64,QU D", "base64_malformed"),
            ("data:image/png;base64,QU-_", "base64_malformed"),
            ("data:image/png;base64,", "file_empty"),
        ] {
            assert_eq!(codes(text, true), [code], "{text}");
        }
    }

    #[test]
    fn zeros_are_base64() {
        assert_eq!(codes("data:image/png;base64,AAAA", true), ["file_type_differs"]);
    }

    #[test]
    fn one_sign_that_is_none_spoils_a_file_of_any_type() {
        for mime in ["image/png", "image/gif"] {
            for at in 0..11 {
                let mut content = String::from("QUJDQUJDQUI=");
                content.replace_range(at..=at, "!");
                let text = ["data:", mime, ";base64,", &content].concat();
                assert!(codes(&text, true).contains(&"base64_malformed"), "{text}");
            }
        }
    }

    #[test]
    fn two_signs_that_are_none_spoil_it_as_well() {
        for mime in ["image/png", "image/gif"] {
            for (one, other) in (0..11).flat_map(|one| (one + 1..11).map(move |other| (one, other))) {
                let mut content = String::from("QUJDQUJDQUI=");
                content.replace_range(one..=one, "!");
                content.replace_range(other..=other, "!");
                let text = ["data:", mime, ";base64,", &content].concat();
                assert!(codes(&text, true).contains(&"base64_malformed"), "{text}");
            }
        }
    }

    #[test]
    fn knows_the_size_without_the_middle() {
        let image = |bytes: usize| {
            let mut text = String::from(HEIC);
            text.extend(core::iter::repeat_n("QUJD", bytes / 3 - 5));
            text
        };
        for whole in [false, true] {
            assert!(codes(&image(3_145_728), whole).is_empty());
            assert_eq!(codes(&image(3_145_731), whole), ["file_too_large"]);
        }
    }

    #[test]
    fn looks_at_the_middle_only_when_told_to() {
        let mut text = String::from(HEIC);
        text.extend(core::iter::repeat_n("QUJD", 5000));
        text.replace_range(10_000..10_001, "!");
        assert!(codes(&text, false).is_empty());
        assert_eq!(codes(&text, true), ["base64_malformed"]);
    }

    #[test]
    fn of_the_first_end_as_many_signs_are_looked_at_as_make_whole_bytes() {
        // The header has 23 signs: 4,073 of base64 are left, of which the last is the first of four.
        let with = |at: usize| {
            let mut text = String::from(HEIC);
            text.extend(core::iter::repeat_n("QUJD", 5_000));
            text.replace_range(at..=at, "!");
            codes(&text, false)
        };
        for (at, seen) in [(4_091, true), (4_094, true), (4_095, false)] {
            assert_eq!(with(at) == ["base64_malformed"], seen, "{at}");
        }
    }

    #[test]
    fn a_text_is_cut_where_its_two_ends_are_not_all_of_it() {
        let text = |units: usize| ["data:image/png;base64,", &"A".repeat(units - 22)].concat();
        assert_eq!(DataUri::of(&text(8_192), false).tail, "");
        let long = text(8_193);
        let uri = DataUri::of(&long, false);
        assert_eq!((uri.head.len(), uri.tail.len(), uri.units), (4_096, 4_096, 8_193));
    }

    #[test]
    fn is_cut_after_the_last_scalar_that_fits() {
        for (text, units, at) in [("aüb", 2, 3), ("aüb", 1, 1), ("a😀b", 2, 1), ("a😀b", 3, 5), ("aü", 9, 3)]
        {
            assert_eq!(cut(text, units), at, "{text} {units}");
        }
    }

    #[test]
    fn never_cuts_a_scalar_in_two() {
        let text =
            "data:image/png;base64,a".chars().chain(core::iter::repeat_n('😀', 9_000)).collect::<String>();
        assert_eq!(units(&text), 18_023);
        let uri = DataUri::of(&text, false);
        assert!(uri.head.ends_with('😀') && uri.tail.starts_with('😀'));
        assert_eq!(codes(&text, false), ["base64_malformed"]);
    }
}
