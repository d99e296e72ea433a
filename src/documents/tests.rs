use alloc::vec;
use alloc::vec::Vec;

use super::sniff::Nature::{self, *};
use super::*;
use crate::findings::{Findings, Path};

/// Reads a file in windows of a size.
fn look_in(bytes: &[u8], window: usize) -> Look {
    let size = bytes.len() as u64;
    let mut look = Look::default();
    while look.next < size {
        let at = look.next as usize;
        look.take(look.next, &bytes[at..bytes.len().min(at + window)], size);
        look = Look::unpack(look.pack());
    }
    look
}

fn nature_of(bytes: &[u8]) -> Nature {
    look_in(bytes, 1 << 20).nature
}

/// What is said of a file in the whole and of its ends, which must agree where both can see.
fn said(bytes: &[u8], declared: FileType) -> Vec<&'static str> {
    let mut findings = Findings::default();
    judge(look_in(bytes, 3 * 4096), declared, &Path::Root, &mut findings);
    findings.report(&[]).issues.into_iter().map(|issue| issue.code).collect()
}

/// An archive of empty files with these names, behind `before` bytes.
fn archive(names: &[&str], before: usize) -> Vec<u8> {
    let mut bytes = b"PK\x03\x04".to_vec();
    bytes.resize(bytes.len() + before, b'.');
    let directory = bytes.len() as u32;
    for name in names {
        let mut entry = [0; 46];
        entry[..4].copy_from_slice(b"PK\x01\x02");
        entry[28] = name.len() as u8;
        bytes.extend(entry);
        bytes.extend(name.bytes());
    }
    bytes.extend(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0");
    bytes.extend(directory.to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

/// An OLE file with a directory of these streams behind `sectors` of 512 bytes.
fn ole(names: &[&str], sectors: usize) -> Vec<u8> {
    let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    bytes.resize(512 * (1 + sectors), 0);
    for name in names {
        let mut entry = [0; 128];
        for (at, letter) in name.bytes().enumerate() {
            entry[at * 2] = letter;
        }
        entry[64] = name.len() as u8 * 2 + 2;
        entry[66] = 2;
        bytes.extend(entry);
    }
    bytes.resize(bytes.len() + 512, 0);
    bytes
}

fn brands(box_of: &[u8]) -> Vec<u8> {
    let mut bytes = (box_of.len() as u32 + 8).to_be_bytes().to_vec();
    bytes.extend(b"ftyp");
    bytes.extend(box_of);
    bytes.extend(b"heicavifmoov");
    bytes
}

#[test]
fn a_number_stands_for_the_nature_that_has_it() {
    for number in 0..20 {
        assert_eq!(Nature::of_number(number) as u8, number);
    }
    assert_eq!(Nature::of_number(20), Unseen);
}

#[test]
fn knows_a_file_by_its_beginning() {
    for (bytes, nature) in [
        (&b"\xFF\xD8\xFF\xE0"[..], Jpeg),
        (b"\x89PNG\r\n\x1A\n", Png),
        (b"\x89PNG\n\x1A\n\0", Other),
        (b"II*\0", Tiff),
        (b"MM\0*", Tiff),
        (b"II+\0", BigTiff),
        (b"MM\0+", BigTiff),
        (b"GIF89a", Gif),
        (b"RIFF....WEBPVP8L", WebP),
        (b"RIFF....WAVEfmt ", Text),
        (b"%PDF-1.7", Pdf),
        (b"\xEF\xBB\xBF%PDF-1.7", Pdf),
        (b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4", Pdf),
        (b"MZ\x90\0\x03\0", Program),
        (b"MZ;Mozambique;2026", Text),
        (b"\x7FELF\x02", Program),
        (b"\xCF\xFA\xED\xFE\x07", Program),
        (b"\xCA\xFE\xBA\xBE", Program),
        (b"#!/bin/sh\n", Program),
        (b"#!shared,list", Text),
        (b"<!DOCTYPE html><title>", Html),
        (b"\xEF\xBB\xBF \r\n<HTML>", Html),
        (b"\xFF\xFE<\0h\0t\0m\0l\0", Html),
        (b"<?xml version='1.0'?><html xmlns=''>", Html),
        (b"<!-- made by -->\n<svg>", Svg),
        (b"<?xml version='1.0'?><Workbook/>", Xml),
        (b"<name>,<date>", Text),
        (b"a,b\n1,2\n", Text),
        (b"a\tb\n1\t2\n", Text),
        (b"\xE9t\xE9;1\r\n", Text),
        (b"\xFE\xFF\0a\0,", Text),
        (b"a\0b", Other),
        (b"\x01\x02", Other),
    ] {
        assert_eq!(nature_of(bytes), nature, "{bytes:?}");
    }
}

#[test]
fn tells_heic_from_what_shares_its_frame() {
    for (box_of, nature) in [
        (&b"heic\0\0\0\0mif1heic"[..], Heic),
        (b"heix\0\0\0\0", Heic),
        (b"mif1\0\0\0\0mif1heic", Heic),
        (b"msf1\0\0\0\0hevc", Heic),
        (b"mif1\0\0\0\0mif1", Mp4),
        (b"mif1\0\0\0\0avifmif1", Avif),
        (b"avif\0\0\0\0mif1heic", Avif),
        (b"avis\0\0\0\0", Avif),
        (b"isom\0\0\0\0heic", Mp4),
        (b"qt  \0\0\0\0", Mp4),
    ] {
        assert_eq!(nature_of(&brands(box_of)), nature, "{box_of:?}");
    }
    // A size beyond the file, and one too small to hold itself.
    assert_eq!(nature_of(b"\xFF\xFF\xFF\xFFftypheic\0\0\0\0"), Heic);
    assert_eq!(nature_of(b"\0\0\0\0ftypheic"), Mp4);
}

#[test]
fn finds_names_that_act_however_they_are_written() {
    for (name, code) in [
        ("/JavaScript(x)", Some("pdf_active_content")),
        ("/J#61vaScript ", Some("pdf_active_content")),
        ("/#4a#53 (x)", Some("pdf_active_content")),
        ("/JS<78>", Some("pdf_active_content")),
        ("/JS 12 0 R", Some("pdf_active_content")),
        ("/S/Launch/F", Some("pdf_active_content")),
        ("/Launch /Launch ", Some("pdf_active_content")),
        ("/Type/EmbeddedFile\n", Some("pdf_active_content")),
        ("/Encrypt 9 0 R", Some("pdf_encrypted")),
        ("/JavaScripts ", None),
        ("/JavaScriptJavaScript ", None),
        ("/JSON ", None),
        ("/JS/Other", None),
        ("/J#6", None),
        ("/J#zzvaScript ", None),
        ("/LaunchPad ", None),
        ("/EmbeddedFiles ", None),
        ("/EncryptMetadata ", None),
        ("(JavaScript)", None),
    ] {
        // Wherever it stands: also where two windows meet.
        for before in (0..40).chain([12_270, 12_280, 12_287, 12_288, 30_000]) {
            let mut bytes = b"%PDF-1.7".to_vec();
            bytes.resize(8 + before, b' ');
            bytes.extend(name.bytes());
            bytes.extend(b"       %%EOF\n");
            let expected: Vec<_> = code.into_iter().collect();
            assert_eq!(said(&bytes, FileType::Pdf), expected, "{name} behind {before}");
        }
    }
}

#[test]
fn a_directory_that_was_seen_is_not_asked_for_again() {
    let bytes = archive(&["xl/workbook.xml"], 12_284);
    let size = bytes.len() as u64;
    let directory = 12_288;
    for at in [0, 3, directory] {
        let mut look = Look::default();
        if at > 0 {
            look.take(0, &bytes[..(at + 1_200).min(12_300)], size);
        }
        look.take(at as u64, &bytes[at..], size);
        assert_eq!(look.next, size, "{at}");
        assert_eq!(look.file_type(None), Some(FileType::Xlsx), "{at}");
    }
}

#[test]
fn an_entry_of_an_ole_file_counts_from_the_first_byte_of_a_window() {
    let bytes = ole(&["Workbook"], 0);
    let entry = &bytes[512..640];
    for (at, before) in [(0, 0), (384, 0), (381, 3), (3, 125)] {
        let window = [&[0; 128][..before], entry].concat();
        assert_eq!(ole::scan(at, &window), WORKBOOK, "{at}");
    }
}

#[test]
fn sees_an_end_that_is_missing() {
    let cut = |bytes: &[u8], declared| said(bytes, declared) == ["file_truncated"];
    assert!(cut(b"\xFF\xD8\xFF\xE0", FileType::Jpeg));
    assert!(cut(b"\x89PNG\r\n\x1A\n", FileType::Png));
    assert!(cut(b"%PDF-1.7", FileType::Pdf));
    assert!(cut(b"PK\x03\x04", FileType::Xlsx));
    let long = |head: &[u8], middle: &[u8], tail: &[u8]| [head, &middle.repeat(20_000), tail].concat();
    assert!(cut(&long(b"\xFF\xD8\xFF", b"ab\xFF\0\xFF\xD3", b""), FileType::Jpeg));
    assert!(!cut(&long(b"\xFF\xD8\xFF", b"ab\xFF\0\xFF\xD3", b"\xFF\xD9"), FileType::Jpeg));
    // A film behind the picture.
    assert!(!cut(&long(b"\xFF\xD8\xFF", b"ab\xFF\0\xFF\xE3", b""), FileType::Jpeg));
    assert!(!cut(&long(b"\xFF\xD8\xFF", b"moov", b""), FileType::Jpeg));
    assert!(!cut(&long(b"\x89PNG\r\n\x1A\n", b"ab", b"IEND\xAEB\x60\x82"), FileType::Png));
    assert!(!cut(&long(b"%PDF-1.4", b"ab", b"%%EOF"), FileType::Pdf));
    assert!(cut(&long(b"%PDF-1.4 %%EOF", b"ab", b""), FileType::Pdf));
}

#[test]
fn knows_a_workbook_by_the_names_in_its_directory() {
    let book = ["[Content_Types].xml", "xl/workbook.xml"];
    for before in [0, 5_000, 50_000] {
        let said_of = |names: &[&str]| said(&archive(names, before), FileType::Xlsx);
        assert!(said_of(&book).is_empty(), "{before}");
        assert_eq!(said_of(&["xl/workbook.xml", "xl/vbaProject.bin"]), ["spreadsheet_macros"]);
        assert_eq!(said_of(&["word/document.xml"]), ["file_type_differs"]);
        // Longer than what is seen of the end.
        let mut many = vec!["xl/worksheets/sheet1.xml"; 2_000];
        many[100] = "xl/workbook.xml";
        assert!(said_of(&many).is_empty(), "{before}");
        assert_eq!(
            look_in(&archive(&many, before), 3 * 4096).file_type(None),
            Some(FileType::Xlsx),
            "{before}"
        );

        let said_of = |names: &[&str]| said(&ole(names, before / 512), FileType::Xls);
        assert!(said_of(&["Root Entry", "Workbook"]).is_empty(), "{before}");
        assert!(said_of(&["Root Entry", "Book"]).is_empty(), "{before}");
        // For Excel of 1995 and of 1997 in one.
        assert!(said_of(&["Book", "Workbook"]).is_empty(), "{before}");
        assert_eq!(said_of(&["Workbook", "_VBA_PROJECT_CUR"]), ["spreadsheet_macros"]);
        assert_eq!(said_of(&["WordDocument"]), ["file_type_differs"]);
        assert_eq!(said(&ole(&["EncryptedPackage"], before / 512), FileType::Xlsx), ["file_encrypted"]);
    }
}

#[test]
fn what_was_not_seen_whole_may_be_the_workbook_that_it_is_said_to_be() {
    let beginning = |bytes: &[u8], declared: FileType| {
        let (mut look, mut findings) = (Look::default(), Findings::default());
        look.take(0, &bytes[..4_096], bytes.len() as u64);
        judge(look, declared, &Path::Root, &mut findings);
        findings.report(&[]).issues.into_iter().map(|issue| issue.code).collect::<Vec<_>>()
    };
    let (book, office) = (archive(&["xl/workbook.xml"], 20_000), ole(&["Root Entry", "Workbook"], 40));
    for (bytes, own, other) in
        [(&book, FileType::Xlsx, FileType::Xls), (&office, FileType::Xls, FileType::Xlsx)]
    {
        assert!(beginning(bytes, own).is_empty(), "{own:?}");
        assert_eq!(beginning(bytes, other), ["file_type_differs"], "{own:?}");
    }
}

#[test]
fn says_what_is_none_of_it_by_its_declared_type() {
    for (bytes, declared, code) in [
        (&b"<html>"[..], FileType::Xls, Some("file_type_differs")),
        (b"<html>", FileType::Csv, Some("file_markup")),
        (b"<svg>", FileType::Xls, Some("file_markup")),
        (b"<?xml version='1.0'?>", FileType::Xls, Some("file_type_differs")),
        (b"a,b", FileType::Xls, Some("file_type_differs")),
        (b"a,b", FileType::Csv, None),
        (b"a,b", FileType::Png, Some("file_type_differs")),
        (b"#!/bin/sh", FileType::Csv, Some("file_executable")),
        (b"II+\0", FileType::Tiff, Some("file_type_differs")),
        (b"\x09\x08\x10\0", FileType::Xls, None),
        (b"", FileType::Pdf, None),
    ] {
        assert_eq!(said(bytes, declared), Vec::from_iter(code), "{bytes:?}");
    }
}

#[test]
fn any_window_says_the_same() {
    let book = archive(&["[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"], 20_000);
    let office = ole(&["Root Entry", "Workbook", "_VBA_PROJECT_CUR"], 40);
    let mut pdf = b"%PDF-1.7".to_vec();
    pdf.resize(20_000, b' ');
    pdf.extend(b"/JS(x)");
    pdf.resize(40_000, b' ');
    pdf.extend(b"/Encrypt 1 0 R %%EOF");
    for bytes in [book, office, pdf] {
        let whole = look_in(&bytes, usize::MAX >> 1);
        for window in [1_500, 3_072, 4_095, 12_288, 12_289] {
            let look = look_in(&bytes, window);
            let kept = |look: Look| (look.nature, look.marks & !DIRECTORY);
            assert_eq!(kept(look), kept(whole), "{window}");
        }
    }
}

#[test]
fn asks_for_the_places_that_tell() {
    const SIZE: u64 = 1_000_000;
    let next = |look: &mut Look, at: u64, bytes: &[u8]| {
        look.take(at, bytes, SIZE);
        look.next
    };
    let begin = |start: &[u8]| {
        let mut bytes = start.to_vec();
        bytes.resize(4_096, b' ');
        bytes
    };
    let mut tail = vec![b' '; 3_073];
    tail[3_051..].copy_from_slice(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\x20\xA1\x07\0\0\0");

    // A picture: its two ends. A PDF: every byte, the windows sharing some.
    let mut picture = Look::default();
    assert_eq!(next(&mut picture, 0, &begin(b"\x89PNG\r\n\x1A\n")), 996_927);
    assert_eq!(next(&mut picture, 996_927, &tail), SIZE);
    let mut pdf = Look::default();
    assert_eq!(next(&mut pdf, 0, &begin(b"%PDF-1.7")), 2_943);
    assert_eq!(next(&mut pdf, 2_943, &begin(b"")), 5_886);

    // An archive: its end, then its directory, which begins at 500,000, and on from there.
    let mut archive = Look::default();
    assert_eq!(next(&mut archive, 0, &begin(b"PK\x03\x04")), 996_927);
    assert_eq!(next(&mut archive, 996_927, &tail), 499_998);
    assert_eq!(next(&mut archive, 499_998, &begin(b"")), 502_941);
    assert_eq!(archive.marks, DIRECTORY);
    assert_eq!(next(&mut archive, 996_927, &tail), SIZE);
    assert_eq!(archive.marks, DIRECTORY, "with a gap it is not complete");
}

#[test]
fn ends_with_any_bytes_and_any_window() {
    // Sizes that lie, windows without anything, directories that point anywhere.
    for head in [&b"%PDF-"[..], b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"\xFF\xD8\xFF", b""] {
        for place in [0u32, 1, 5, 4_000, u32::MAX] {
            let mut bytes = head.to_vec();
            bytes.resize(9_000, 0xFF);
            bytes.extend(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0");
            bytes.extend(place.to_le_bytes());
            bytes.extend([0, 0]);
            for (window, size) in [(1, 9_022), (1_153, 9_022), (5_000, 20_000), (5_000, 100)] {
                let mut look = Look::default();
                for _ in 0..100 {
                    let at = (look.next as usize).min(bytes.len());
                    look.take(look.next, &bytes[at..bytes.len().min(at + window)], size);
                }
                assert!(look.next >= size, "{head:?} {place} {window} {size}");
            }
        }
    }
}

#[test]
fn base64_says_what_its_bytes_say() {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let encode = |bytes: &[u8]| -> Vec<u8> {
        let four = |three: &[u8]| {
            let bits =
                three.iter().chain([&0; 2]).take(3).fold(0, |bits, byte| bits << 8 | usize::from(*byte));
            let letter = move |place: usize| match place <= three.len() {
                true => letters[bits >> (18 - 6 * place) & 63],
                false => b'=',
            };
            [letter(0), letter(1), letter(2), letter(3)]
        };
        bytes.chunks(3).flat_map(four).collect()
    };
    for length in [20_000, 20_001, 20_002] {
        let mut bytes = b"%PDF-1.7".to_vec();
        bytes.resize(length, b' ');
        bytes.extend(b"/JS(x) %%EOF");
        bytes[15_000..15_014].copy_from_slice(b"/Encrypt 1 0 R");
        let text = encode(&bytes);
        assert_eq!(Base64::of(&text, b"", text.len()).map(|base64| base64.size), Some(bytes.len() as u64));
        let look = |head, tail| {
            Base64::of(head, tail, text.len()).and_then(|base64| base64.look()).unwrap_or_default()
        };
        let whole = look(&text, b"");
        assert_eq!(whole.marks, ACTIVE | ENCRYPTED | COMPLETE);
        let (head, tail) = (&text[..4_072], &text[text.len() - 4_096..]);
        let ends = look(head, tail);
        assert_eq!((ends.nature, ends.marks), (Pdf, ACTIVE));
    }
    // Where its end stands decides whether the directory of an archive was seen.
    let text = encode(&archive(&["word/document.xml"], 12_288));
    let ends = Base64::of(&text[..4_072], &text[text.len() - 4_096..], text.len());
    assert_eq!(ends.and_then(|base64| base64.look()).map(|look| look.marks), Some(COMPLETE));
}
