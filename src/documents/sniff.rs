//! What the beginning of a file says that it is.

/// What a file is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Nature {
    /// Nothing was looked at.
    #[default]
    Unseen,
    /// None of those below.
    Other,
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// TIFF.
    Tiff,
    /// TIFF with places of 64 bits, which few programs open.
    BigTiff,
    /// GIF.
    Gif,
    /// WebP.
    WebP,
    /// HEIC.
    Heic,
    /// AVIF, which shares its frame with HEIC.
    Avif,
    /// A film, which shares it too.
    Mp4,
    /// PDF.
    Pdf,
    /// OLE: Excel until 2003, but also Word, and whatever Office encrypts.
    Ole,
    /// A sheet of Excel from before OLE.
    Biff,
    /// ZIP: Excel since 2007, but also Word, and any archive.
    Zip,
    /// A program, for any system.
    Program,
    /// HTML.
    Html,
    /// SVG.
    Svg,
    /// Other XML.
    Xml,
    /// Text in any encoding.
    Text,
}

use Nature::*;

/// All of them, by number.
#[cfg(any(test, target_arch = "wasm32"))]
static ALL: [Nature; 20] = [
    Unseen, Other, Jpeg, Png, Tiff, BigTiff, Gif, WebP, Heic, Avif, Mp4, Pdf, Ole, Biff, Zip, Program, Html,
    Svg, Xml, Text,
];

/// What stands at a place of a file. A Java class and a Mach-O for several processors begin alike.
static MAGIC: [(usize, &[u8], Nature); 20] = [
    (0, b"\xFF\xD8\xFF", Jpeg),
    (0, b"\x89PNG\r\n\x1A\n", Png),
    (0, b"II*\0", Tiff),
    (0, b"MM\0*", Tiff),
    (0, b"II+\0", BigTiff),
    (0, b"MM\0+", BigTiff),
    (0, b"GIF8", Gif),
    (8, b"WEBPVP8", WebP),
    (0, b"%PDF-", Pdf),
    (0, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Ole),
    (0, b"\x09\x08", Biff),
    (0, b"PK\x03\x04", Zip),
    (0, b"\x7FELF", Program),
    (0, b"\xFE\xED\xFA\xCE", Program),
    (0, b"\xFE\xED\xFA\xCF", Program),
    (0, b"\xCE\xFA\xED\xFE", Program),
    (0, b"\xCF\xFA\xED\xFE", Program),
    (0, b"\xCA\xFE\xBA\xBE", Program),
    (0, b"#!/", Program),
    (0, b"#! /", Program),
];

/// With what markup begins, in lower case. What begins with one of the last three may be any.
static MARKUP: [(&[u8], Nature); 12] = [
    (b"<svg", Svg),
    (b"<html", Html),
    (b"<head", Html),
    (b"<body", Html),
    (b"<script", Html),
    (b"<table", Html),
    (b"<meta", Html),
    (b"<title", Html),
    (b"<style", Html),
    (b"<?xml", Xml),
    (b"<!--", Xml),
    (b"<!doctype", Xml),
];

/// What tells one kind of markup from another further on.
static INSIDE: [(&[u8], Nature); 3] = [(b"<svg", Svg), (b"<html", Html), (b"<!doctype html", Html)];

impl Nature {
    /// The one of a number; [`Nature::Unseen`] for others.
    #[cfg(any(test, target_arch = "wasm32"))]
    pub fn of_number(number: u8) -> Self {
        ALL.get(usize::from(number)).copied().unwrap_or_default()
    }

    /// Its name to a person, where no [`crate::schema::FileType`] has it.
    pub const fn name(self) -> Option<&'static str> {
        Some(match self {
            BigTiff => "BigTIFF",
            Gif => "GIF",
            WebP => "WebP",
            Avif => "AVIF",
            Mp4 => "MP4",
            Zip => "ZIP",
            Html => "HTML",
            Svg => "SVG",
            Xml => "XML",
            _ => return None,
        })
    }
}

/// What a file is, by its first bytes: all of them, or 1,024.
pub fn nature(head: &[u8]) -> Nature {
    let stands = |at: usize, magic: &[u8]| head.get(at..).is_some_and(|rest| rest.starts_with(magic));
    if let Some((.., nature)) = MAGIC.iter().find(|(at, magic, _)| stands(*at, magic)) {
        *nature
    } else if stands(4, b"ftyp") {
        film(head)
    } else if stands(0, b"MZ") && head.iter().take(64).any(|byte| *byte == 0) {
        // Text may begin with these letters; a program has a zero among its first numbers.
        Program
    } else if contains(head, b"%PDF-") {
        Pdf
    } else {
        text(head)
    }
}

/// A box of brands: its size, `ftyp`, the major brand, a version, and brands that it is compatible with. HEVC's begin
/// with `he`.
fn film(head: &[u8]) -> Nature {
    let size = head.first_chunk().map_or(0, |size| u32::from_be_bytes(*size) as usize);
    let brands = head.get(8..head.len().min(size)).unwrap_or_default();
    let has = |start| brands.chunks(4).any(|brand| brand.starts_with(start));
    let neutral = brands.starts_with(b"mif1") || brands.starts_with(b"msf1");
    if brands.starts_with(b"he") || neutral && has(b"he") {
        Heic
    } else if brands.starts_with(b"avi") || neutral && has(b"avi") {
        Avif
    } else {
        Mp4
    }
}

/// What text says that it is; [`Nature::Other`] where it is none. Text of any encoding has no zero, but UTF-16.
fn text(head: &[u8]) -> Nature {
    let wide = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
    if !wide && head.iter().any(|byte| *byte < 9) {
        return Other;
    }
    // In lower case, from behind the byte order mark and blanks on, and without what UTF-16 puts between letters.
    let mut letters = [0; super::END];
    let before = |byte: &&u8| byte.is_ascii_whitespace() || matches!(byte, 0xEF | 0xBB | 0xBF | 0xFE | 0xFF);
    let from_first = head.iter().filter(|byte| **byte != 0).skip_while(before);
    for (letter, byte) in letters.iter_mut().zip(from_first) {
        *letter = byte.to_ascii_lowercase();
    }
    match MARKUP.iter().find(|(tag, _)| letters.starts_with(tag)) {
        Some((_, Xml)) => {
            INSIDE.iter().find(|(tag, _)| contains(&letters, tag)).map_or(Xml, |(_, nature)| *nature)
        }
        Some((_, nature)) => *nature,
        None => Text,
    }
}

/// Whether some bytes stand anywhere among others.
pub fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    // Most places differ in their first byte: no comparison is called for them.
    bytes.windows(wanted.len()).any(|window| window.first() == wanted.first() && window == wanted)
}
