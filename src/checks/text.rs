//! Free text: that there is some, that it fits, that nothing invisible breaks it.

use crate::code::Code;
use crate::code::Parameter::Number;
use crate::findings::{Findings, Path};
use crate::schema::Text;

/// Required text without a character that can be seen.
pub static BLANK: Code = Code::error(
    "blank",
    "Required text is empty or only white space.",
    "contract: needed fields and required members",
);
/// Optional text without a character that can be seen.
pub static BLANK_OPTIONAL: Code = Code::warning(
    "blank_optional",
    "Optional text is empty: an empty text is stored as a value, leaving it out changes nothing.",
    "contract: null means unchanged",
);
/// More Unicode scalars than the API takes.
pub static TOO_LONG: Code =
    Code::error("too_long", "The text is longer than the API takes.", "contract: lengths")
        .params(&[Number("max"), Number("length")]);
/// A control character other than TAB, LF, CR.
pub static CONTROL_CHARACTER: Code = Code::error(
    "control_character",
    "The text has a control character: a slip of copying that databases refuse.",
    "RFC 8259 section 7; C0 controls",
);
/// U+FFFD, or half of a surrogate pair, which becomes one on its way.
pub static BROKEN_CHARACTER: Code = Code::warning(
    "broken_character",
    "The text has a replacement character: a letter was lost on its way.",
    "Unicode, Specials; RFC 3629 section 3",
);
/// A line break where one line is usual.
pub static LINE_BREAK: Code = Code::warning(
    "line_break",
    "Text of one line has a line break in it.",
    "how such a text is shown and printed",
);

/// All codes of this kind.
#[cfg(not(target_arch = "wasm32"))]
pub static CODES: [&Code; 6] =
    [&BLANK, &BLANK_OPTIONAL, &TOO_LONG, &CONTROL_CHARACTER, &BROKEN_CHARACTER, &LINE_BREAK];

/// Takes the outer white space off: Unicode White_Space and U+FEFF, the same on every host.
pub fn trim(text: &str) -> &str {
    // Nearly every text begins and ends with a visible ASCII character.
    let bytes = text.as_bytes();
    if let (Some(b'!'..=b'~'), Some(b'!'..=b'~')) = (bytes.first(), bytes.last()) {
        return text;
    }
    text.trim_matches(is_blank)
}

/// Whether a scalar is Unicode White_Space or U+FEFF. Written out, for std's table costs more than the whole property
/// has members.
#[inline(never)]
pub fn is_blank(scalar: char) -> bool {
    matches!(
        scalar,
        '\t'..='\r' | ' ' | '\u{85}' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{2028}' | '\u{2029}'
            | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\u{feff}'
    )
}

/// A letter in lower case, for names: the letters of Latin, Greek, Cyrillic and Armenian, in which names are written in
/// capitals at times. Others stay as they are: the whole of Unicode would be a fifth of the module. Letters that one
/// capital stands for are one here: `i` and `ı`, `σ` and `ς`.
#[inline(never)]
pub fn lower(scalar: char) -> char {
    if scalar.is_ascii() {
        return scalar.to_ascii_lowercase();
    }
    let code = u32::from(scalar);
    let in_row = |row: &&(u16, u16, i16)| (u32::from(row.0)..=u32::from(row.1)).contains(&code);
    let below = match CAPITALS.iter().find(in_row) {
        // Even and odd take turns: the even ones are the capitals, or the odd ones.
        Some((_, _, EVEN)) => 1 - code as i32 % 2,
        Some((_, _, ODD)) => code as i32 % 2,
        Some((_, _, below)) => i32::from(*below),
        None => 0,
    };
    char::from_u32(code.wrapping_add_signed(below)).unwrap_or(scalar)
}

/// A capital at each even place, its small letter behind it.
const EVEN: i16 = i16::MAX;
/// The same at odd places.
const ODD: i16 = i16::MIN;
/// From which letter to which there are capitals, and how far behind them the small ones stand.
static CAPITALS: [(u16, u16, i16); 42] = [
    row('À', 'Ö', 32),
    row('Ø', 'Þ', 32),
    row('Ā', 'į', EVEN),
    row('İ', 'İ', to('İ', 'i')),
    row('ı', 'ı', to('ı', 'i')),
    row('Ĳ', 'ķ', EVEN),
    row('Ĺ', 'ň', ODD),
    row('Ŋ', 'ŷ', EVEN),
    row('Ÿ', 'Ÿ', to('Ÿ', 'ÿ')),
    row('Ź', 'ž', ODD),
    row('Ɓ', 'Ɓ', to('Ɓ', 'ɓ')),
    row('Ɔ', 'Ɔ', to('Ɔ', 'ɔ')),
    row('Ɖ', 'Ɗ', to('Ɖ', 'ɖ')),
    row('Ə', 'Ə', to('Ə', 'ə')),
    row('Ɛ', 'Ɛ', to('Ɛ', 'ɛ')),
    row('Ƙ', 'ƙ', EVEN),
    row('Ɲ', 'Ɲ', to('Ɲ', 'ɲ')),
    row('Ơ', 'ƥ', EVEN),
    row('Ư', 'ư', ODD),
    row('Ƴ', 'ƶ', ODD),
    row('Ǎ', 'ǜ', ODD),
    row('Ǟ', 'ǯ', EVEN),
    row('Ǵ', 'ǵ', EVEN),
    row('Ǹ', 'ȟ', EVEN),
    row('Ȣ', 'ȳ', EVEN),
    row('Ά', 'Ά', to('Ά', 'ά')),
    row('Έ', 'Ί', to('Έ', 'έ')),
    row('Ό', 'Ό', to('Ό', 'ό')),
    row('Ύ', 'Ώ', to('Ύ', 'ύ')),
    row('Α', 'Ρ', 32),
    row('Σ', 'Ϋ', 32),
    row('ς', 'ς', 1),
    row('Ѐ', 'Џ', 80),
    row('А', 'Я', 32),
    row('Ѡ', 'ҁ', EVEN),
    row('Ҋ', 'ҿ', EVEN),
    row('Ӂ', 'ӎ', ODD),
    row('Ӑ', 'ԯ', EVEN),
    row('Ա', 'Ֆ', 48),
    row('Ḁ', 'ẕ', EVEN),
    row('Ạ', 'ỹ', EVEN),
    row('ẞ', 'ẞ', to('ẞ', 'ß')),
];

const fn row(first: char, last: char, below: i16) -> (u16, u16, i16) {
    (first as u16, last as u16, below)
}

const fn to(capital: char, small: char) -> i16 {
    small as i16 - capital as i16
}

/// Whether nobody sees a scalar, and it is no blank: controls, soft hyphens, fillers, zero width, marks of direction, tags.
/// Source: Unicode, 23.2 and Default_Ignorable_Code_Point; what chooses among shapes of the letter before it is left out.
#[inline(never)]
pub fn is_hidden(scalar: char) -> bool {
    matches!(
        scalar,
        '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}'
            | '\u{17b4}' | '\u{17b5}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// Says that text is blank, which blocks where it is required. True when it is.
pub fn blank(trimmed: &str, required: bool, path: &Path<'_>, findings: &mut Findings) -> bool {
    // Nearly every text begins with a character that is seen.
    if matches!(trimmed.as_bytes(), [b'!'..=b'~', ..]) || trimmed.chars().any(is_seen) {
        return false;
    }
    findings.add(path, if required { &BLANK } else { &BLANK_OPTIONAL });
    true
}

/// Whether a scalar is neither white space nor hidden.
pub fn is_seen(scalar: char) -> bool {
    !is_blank(scalar) && !is_hidden(scalar)
}

/// Checks text whose outer white space is off.
pub fn check(trimmed: &str, limits: &Text, path: &Path<'_>, findings: &mut Findings) {
    if limits.max > 0 {
        length(trimmed, limits.max, path, findings);
    }
    characters(trimmed, limits.lines, path, findings);
}

/// Counts Unicode scalars against a limit.
pub fn length(text: &str, max: u32, path: &Path<'_>, findings: &mut Findings) -> bool {
    // Bytes are at least as many as scalars: short text needs no counting.
    if text.len() <= max as usize {
        return true;
    }
    let length = text.chars().count();
    let fits = length <= max as usize;
    if !fits {
        findings.add(path, &TOO_LONG).number("max", max.into()).number("length", length as f64);
    }
    fits
}

/// Looks for characters that no text should have.
pub fn characters(text: &str, lines: bool, path: &Path<'_>, findings: &mut Findings) {
    // Nearly every text has nothing but what may stand in one.
    if text.bytes().all(|byte| matches!(byte, b' '..0xEF)) {
        return;
    }
    let (mut control, mut line, mut specials) = (false, false, false);
    for byte in text.bytes() {
        match byte {
            b'\n' | b'\r' => line = true,
            0..=8 | 11..=31 => control = true,
            // The first byte of U+F000 to U+FFFF: rare enough to look again.
            0xEF => specials = true,
            _ => {}
        }
    }
    if control {
        findings.add(path, &CONTROL_CHARACTER);
    }
    if specials && text.chars().any(|scalar| scalar == '\u{fffd}') {
        findings.add(path, &BROKEN_CHARACTER);
    }
    if line && !lines {
        findings.add(path, &LINE_BREAK);
    }
}

/// Whether a scalar parts words: what is no letter, mark or digit, of the blocks where names have such signs.
pub fn is_sign(scalar: char) -> bool {
    match scalar {
        '\0'..='\u{7f}' => !scalar.is_ascii_alphanumeric(),
        '\u{80}'..='\u{bf}' | '\u{2010}'..='\u{2027}' => true,
        _ => is_blank(scalar),
    }
}

/// Words to look for. They are written in lower case, with blanks around and between where signs of any kind part the
/// text; `#` is a digit. Words of scripts that write no blanks stand anywhere.
#[derive(Debug)]
pub struct Words {
    list: &'static [&'static str],
    /// A bit for each ASCII letter that one of them begins with: most places of a text are told apart by it.
    first: u128,
}

impl Words {
    /// Looks at how they begin.
    pub const fn of(list: &'static [&'static str]) -> Self {
        let (mut first, mut at) = (0, 0);
        while at < list.len() {
            let word = list[at].as_bytes();
            let letter = if word[0] == b' ' { word[1] } else { word[0] };
            if letter.is_ascii() {
                first |= 1 << letter;
            }
            at += 1;
        }
        Self { list, first }
    }
}

/// Whether a text has one of some words.
pub fn has_any(text: &str, words: &Words) -> bool {
    let mut parted = true;
    text.char_indices().any(|(at, scalar)| {
        let begins = parted;
        parted = is_sign(scalar);
        // Inside a word of letters that are parted by blanks nothing begins.
        if parted || (!begins && scalar.is_ascii()) {
            return false;
        }
        let letter = scalar.to_ascii_lowercase();
        if letter.is_ascii() && words.first >> letter as u32 & 1 == 0 {
            return false;
        }
        words.list.iter().any(|word| {
            let (word, stands) = word.strip_prefix(' ').map_or((*word, true), |word| (word, begins));
            // Most begin with another letter of ASCII.
            stands && (!letter.is_ascii() || word.starts_with(letter)) && begins_with(&text[at..], word)
        })
    })
}

/// Whether a text begins with a word.
fn begins_with(text: &str, word: &str) -> bool {
    let mut rest = text.chars();
    word.chars().all(|expected| match expected {
        ' ' => {
            let before = rest.as_str();
            let after = before.trim_start_matches(is_sign);
            rest = after.chars();
            after.is_empty() || after.len() < before.len()
        }
        '#' => rest.next().is_some_and(|found| found.is_ascii_digit()),
        _ => rest.next().is_some_and(|found| lower(found) == expected),
    })
}

#[cfg(test)]
mod tests {
    use super::{Findings, Path, Words, blank, has_any, is_blank, lower};

    #[test]
    fn finds_words_between_signs_and_those_of_scripts_without_blanks() {
        static WORDS: Words = Words::of(&[" p o box ", " po box ", " bp #", " pobox ", " а я #", "私書箱"]);
        for text in [
            "P.O. Box 12",
            "po-box",
            "P·O· Box",
            "po–box",
            "x (PO  Box)",
            "BP 7",
            "c/o PObox",
            "123私書箱4",
            "ул. Мира, А-Я 5",
        ] {
            assert!(has_any(text, &WORDS), "{text}");
        }
        for text in ["", "po boxer", "depo box", "bp seven", "12 Harbour Street", "заа я 5", "pob ox"] {
            assert!(!has_any(text, &WORDS), "{text}");
        }
    }

    #[test]
    fn blank_is_what_unicode_says_and_the_byte_order_mark() {
        for scalar in '\0'..=char::MAX {
            assert_eq!(is_blank(scalar), scalar.is_whitespace() || scalar == '\u{feff}', "{scalar:?}");
        }
    }

    #[test]
    fn lowers_latin_greek_and_cyrillic_as_unicode_does() {
        let lowered = |scalar: char| scalar.to_lowercase().eq([lower(scalar)]);
        for scalar in ('\0'..='\u{17f}').chain('Ǎ'..='ǰ').chain('Ǵ'..='ȳ').chain('Ά'..='և').chain('Ḁ'..='ỿ')
        {
            let left = "ıςİǶǷȠϏϒϓϔϘϚϜϞϠϢϤϦϨϪϬϮϴϷϹϺϽϾϿӀỺỼỾ".contains(scalar);
            assert!(lowered(scalar) || left, "{scalar}");
        }
        for scalar in '\0'..=char::MAX {
            assert!(lower(scalar) == scalar || lowered(scalar) || "ıİς".contains(scalar), "{scalar}");
        }
    }

    #[test]
    fn a_name_in_capitals_is_the_same_name() {
        for (name, capitals) in [
            ("Trương", "TRƯƠNG"),
            ("Țepeș", "ȚEPEȘ"),
            ("Əliyev", "ƏLIYEV"),
            ("Yılmaz", "YILMAZ"),
            ("İbrahim", "IBRAHIM"),
            ("Γεώργιος", "ΓΕΏΡΓΙΟΣ"),
            ("Ύδρα", "ύδρα"),
            ("Ɔbenɛ", "ƆBENƐ"),
            ("Ñƴǧǎż", "ÑƳǦǍŻ"),
            ("Հակոբյան", "ՀԱԿՈԲՅԱՆ"),
        ] {
            assert!(name.chars().map(lower).eq(capitals.chars().map(lower)), "{name}");
        }
    }

    #[test]
    fn text_of_nothing_but_what_nobody_sees_is_blank() {
        for text in
            ["\u{200b}", "\u{3164}", "\u{ad}\u{2060}", "\u{200b} \u{feff}", "\u{7f}", "\u{90}", "\u{e0041}"]
        {
            let mut findings = Findings::default();
            assert!(blank(text, true, &Path::Root, &mut findings), "{text:?}");
            assert_eq!(findings.report(&[]).issues[0].code, "blank");
        }
        for text in ["-", "\u{200b}x", "é", "\u{85}\u{301}x"] {
            assert!(!blank(text, true, &Path::Root, &mut Findings::default()), "{text:?}");
        }
    }
}
