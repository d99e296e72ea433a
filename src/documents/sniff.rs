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

/// What a file begins with. A Java class and a Mach-O for several processors begin alike.
static MAGIC: [(&[u8], Nature); 21] = [
    (b"\xFF\xD8\xFF", Jpeg),
    (b"\x89PNG\r\n\x1A\n", Png),
    (b"II*\0", Tiff),
    (b"MM\0*", Tiff),
    (b"II+\0", BigTiff),
    (b"MM\0+", BigTiff),
    (b"GIF8", Gif),
    (b"%PDF-", Pdf),
    (b"\xEF\xBB\xBF%PDF-", Pdf),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Ole),
    (b"\x09\x08", Biff),
    (b"PK\x03\x04", Zip),
    (b"\x7FELF", Program),
    (b"\xFE\xED\xFA\xCE", Program),
    (b"\xFE\xED\xFA\xCF", Program),
    (b"\xCE\xFA\xED\xFE", Program),
    (b"\xCF\xFA\xED\xFE", Program),
    (b"\xCA\xFE\xBA\xBE", Program),
    (b"#!/", Program),
    (b"#! /", Program),
    (b"PK\x05\x06", Zip),
];

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
    if let Some((_, nature)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return *nature;
    }
    match head {
        // Text may begin with these letters; a program has a zero among its first numbers.
        [b'M', b'Z', rest @ ..] if rest.iter().take(62).any(|byte| *byte == 0) => Program,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => WebP,
        [a, b, c, d, b'f', b't', b'y', b'p', brands @ ..] => {
            film(brands, u32::from_be_bytes([*a, *b, *c, *d]))
        }
        _ if contains(head, b"%PDF-") => Pdf,
        _ => text(head),
    }
}

/// A box of brands, of which the first is the major one and the second a version. `size` is that of all of the box.
fn film(brands: &[u8], size: u32) -> Nature {
    let brands = &brands[..brands.len().min((size as usize).saturating_sub(8))];
    let mut hevc = false;
    let mut avif = false;
    for brand in brands.as_chunks::<4>().0 {
        hevc |= matches!(brand, b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx");
        avif |= matches!(brand, b"avif" | b"avis");
    }
    match brands {
        [b'h', b'e', ..] | [b'm', b'i' | b's', b'f', b'1', ..] if hevc => Heic,
        [b'a', b'v', b'i', ..] | [b'm', b'i' | b's', b'f', b'1', ..] if avif => Avif,
        _ => Mp4,
    }
}

/// What text says that it is; [`Nature::Other`] where it is none. Text of any encoding has no zero, but UTF-16.
fn text(head: &[u8]) -> Nature {
    let (wide, head) = match head {
        [0xFF, 0xFE, rest @ ..] | [0xFE, 0xFF, rest @ ..] => (true, rest),
        [0xEF, 0xBB, 0xBF, rest @ ..] => (false, rest),
        _ => (false, head),
    };
    if !wide && head.iter().any(|byte| *byte < 9) {
        return Other;
    }
    // In lower case, from the first letter on, and without what UTF-16 puts between letters.
    let mut letters = [0; super::END];
    let mut length = 0;
    let from_first = head.iter().filter(|byte| **byte != 0).skip_while(|byte| byte.is_ascii_whitespace());
    for (letter, byte) in letters.iter_mut().zip(from_first) {
        *letter = byte.to_ascii_lowercase();
        length += 1;
    }
    let letters = &letters[..length];
    let begins = |tags: &[&[u8]]| tags.iter().any(|tag| letters.starts_with(tag));
    let declared = begins(&[b"<?xml", b"<!--", b"<!doctype"]);
    let holds = |tag| declared && contains(letters, tag);
    if begins(&[b"<svg"]) || holds(b"<svg") || holds(b"<!doctype svg") {
        Svg
    } else if begins(&[b"<html", b"<head", b"<body", b"<script", b"<table", b"<meta", b"<title", b"<style"])
        || holds(b"<html")
        || holds(b"<!doctype html")
    {
        Html
    } else if declared {
        Xml
    } else {
        Text
    }
}

/// Whether some bytes stand anywhere among others.
pub fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}
