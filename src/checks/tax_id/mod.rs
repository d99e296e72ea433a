//! Tax numbers: what is known of a type in a country, and what a number says under it. Source: `data/tax_types.toml`.
//!
//! Tables and steps are made from there; a file here is a family of checks. Nothing here keeps or tells a number.

mod dates;
mod iso7064;
mod issued;
mod luhn;
mod shape;
mod special;
mod steps;
mod weighted;

use alloc::vec::Vec;

use super::country;
use super::table::{item, line};
use super::text::is_blank;
use crate::generated::tax::{CHECKS, FORMATS, PREFIXES, ROWS, SHAPES, TERRITORIES};
use crate::schema::TAX_TYPE;
use steps::Outcome;

/// What a number says under a type in a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing against it, or nothing known.
    Fine,
    /// The country has no number of this type.
    Foreign,
    /// Not written as all numbers of the type are.
    Shape(Format),
    /// Its check digit is another.
    CheckDigit(Format),
    /// A number as it is not issued, or is not as far as we know.
    Unusual(Format),
}

/// How numbers of a type are written, where that is known: `#` a digit, `A` a letter, `*` either.
pub type Format = Option<&'static str>;

/// The row of a form, see [`ROWS`].
type Row = [u8; 7];

/// Stands for every country in a row.
const ANY: u8 = 255;

/// What the bits of a row say: how sure its shape is, and what of a number counts.
mod bits {
    pub const HIGH: u8 = 1;
    pub const COMMA: u8 = 2;
    pub const BRACKETS: u8 = 4;
    pub const SIGNS: u8 = 8;
    pub const FOLD: u8 = 16;
}

/// Looks at a number, or, without one, at its type alone. What is no country or no type has its own issue, and is
/// silent here.
pub fn look(country: &str, kind: &str, number: Option<&str>) -> Verdict {
    let name = kind;
    let Some((kind, country)) = places(country, kind) else { return Verdict::Fine };
    let of_kind = of_kind(kind);
    let Some(place) = known_in(of_kind, country) else {
        // A type that no row has is allowed by the context alone.
        return if of_kind.is_empty() { Verdict::Fine } else { Verdict::Foreign };
    };
    let forms = || of_kind.iter().filter(move |row| row[1] == place);
    let Some(&[_, _, shape, _, format, prefix, bits]) = forms().next() else { return Verdict::Fine };
    let Some(number) = number.filter(|_| shape != 0) else { return Verdict::Fine };
    let format = || line(FORMATS, format);
    let whole = compact(number, bits);
    // As letterheads have it: ABN 51 824 753 556.
    let named = whole.strip_prefix(name.as_bytes()).unwrap_or(&whole);
    // EIN No. 12-3456789.
    let unmarked = without_prefix(named, "NO");
    let bare = without_prefix(unmarked, line(PREFIXES, prefix).unwrap_or_default());
    // What begins like a prefix, or like the name, may be a part of the number.
    for number in [bare, named, &whole] {
        for [_, _, shape, check, ..] in forms() {
            if shape::fits(item(SHAPES, *shape), number) {
                return match steps::run(item(CHECKS, *check), &mut number.to_vec()) {
                    Outcome::Holds => Verdict::Fine,
                    Outcome::Wrong => Verdict::CheckDigit(format()),
                    Outcome::Unusual => Verdict::Unusual(format()),
                };
            }
        }
    }
    if bits & bits::HIGH != 0 { Verdict::Shape(format()) } else { Verdict::Unusual(format()) }
}

/// How numbers of a type are written in a country, such as `###-##-####` for an SSN of the USA: `#` is a digit, `A` a
/// letter, `*` either, all else stands for itself. `None` where that is not known.
pub fn tax_format(country: &str, kind: &str) -> Option<&'static str> {
    let (kind, country) = places(country, kind)?;
    let of_kind = of_kind(kind);
    let place = known_in(of_kind, country)?;
    let row = of_kind.iter().find(|row| row[1] == place)?;
    line(FORMATS, row[4])
}

/// The places of a type and of a country, as the rows have them.
fn places(country: &str, kind: &str) -> Option<(u8, u8)> {
    let kind = TAX_TYPE.options.iter().position(|option| *option == kind)?;
    Some((kind as u8, country::place(country.as_bytes().try_into().ok()?)? as u8))
}

/// The rows of a type, which stand together, in the order of the types; those of a country are its forms there.
fn of_kind(kind: u8) -> &'static [Row] {
    let rows = ROWS.split_at(ROWS.partition_point(|row| row[0] < kind)).1;
    rows.split_at(rows.partition_point(|row| row[0] == kind)).0
}

/// The country whose rows hold in a country: its own, that of the numbers used there, or all.
fn known_in(of_kind: &[Row], country: u8) -> Option<u8> {
    let known = |place: &u8| of_kind.iter().any(|row| row[1] == *place);
    let sovereign =
        || TERRITORIES.as_chunks::<2>().0.iter().find(|pair| pair[0] == country).map(|pair| pair[1]);
    Some(country).filter(known).or_else(|| sovereign().filter(known)).or_else(|| Some(ANY).filter(known))
}

/// A number in capitals, without what says nothing. What is not ASCII becomes a byte that fits no shape.
fn compact(number: &str, bits: u8) -> Vec<u8> {
    let counts = |scalar: char| match scalar {
        '-' => bits & bits::SIGNS != 0,
        '.' | '/' | ':' | '\u{200b}' => false,
        ',' => bits & bits::COMMA == 0,
        '(' | ')' => bits & bits::BRACKETS == 0,
        other => !is_blank(other),
    };
    let plain = |scalar: char| match scalar {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        other if bits & bits::FOLD != 0 => fold(other),
        other => other,
    };
    let mut bytes = Vec::with_capacity(number.len());
    for scalar in number.chars() {
        let scalar = if scalar.is_ascii() { scalar } else { plain(scalar) };
        if scalar.is_ascii_alphanumeric() || counts(scalar) {
            bytes.push(u8::try_from(scalar).map_or(0, |byte| byte.to_ascii_uppercase()));
        }
    }
    bytes
}

/// Arabic digits, full-width forms, and the Cyrillic letters that look like Latin ones, in ASCII.
fn fold(scalar: char) -> char {
    const LOOKALIKES: [(char, char); 10] = [
        ('А', 'A'),
        ('В', 'B'),
        ('Е', 'E'),
        ('К', 'K'),
        ('М', 'M'),
        ('Н', 'H'),
        ('О', 'O'),
        ('Р', 'P'),
        ('С', 'C'),
        ('Т', 'T'),
    ];
    let code = u32::from(scalar);
    let moved = match code {
        0x660..=0x669 => code - 0x660 + 0x30,
        0x6f0..=0x6f9 => code - 0x6f0 + 0x30,
        0xff01..=0xff5e => code - 0xff01 + 0x21,
        0x410..=0x44f => {
            let capital = if code < 0x430 { code } else { code - 0x20 };
            let alike = LOOKALIKES.iter().find(|(cyrillic, _)| u32::from(*cyrillic) == capital);
            alike.map_or(code, |(_, latin)| u32::from(*latin))
        }
        _ => code,
    };
    char::from_u32(moved).unwrap_or(scalar)
}

/// The number without the first of some prefixes that it begins with; a slash stands between them.
fn without_prefix<'n>(number: &'n [u8], prefixes: &str) -> &'n [u8] {
    prefixes.split('/').find_map(|prefix| number.strip_prefix(prefix.as_bytes())).unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_of_a_type_stand_together() {
        assert!(ROWS.is_sorted_by_key(|row| row[0]));
    }

    #[test]
    fn leaves_out_what_says_nothing() {
        assert_eq!(compact(" 12\u{a0}3\u{2013}4.5/6a ", 0), b"123456A");
        assert_eq!(compact("1,2", 0), b"1,2");
        assert_eq!(compact("8+38385I", 0), b"8+38385I");
        assert_eq!(compact("1,2(3)", bits::COMMA | bits::BRACKETS), b"123");
        assert_eq!(compact("131052\u{2212}308T", bits::SIGNS), b"131052-308T");
        const OTHERS: u8 = bits::FOLD | bits::COMMA;
        for (sign, bit, stays) in
            [("-", bits::SIGNS, true), (",", bits::COMMA, false), ("(", bits::BRACKETS, false)]
        {
            for more in [0, OTHERS & !bit] {
                assert_eq!(compact(sign, more).is_empty(), stays, "{sign}");
                assert_eq!(compact(sign, more | bit).is_empty(), !stays, "{sign}");
            }
        }
        assert_eq!(compact("１２٣۴", 0), [0, 0, 0, 0]);
        assert_eq!(compact("１２٣۴－Мa", bits::FOLD), b"1234MA");
        assert_eq!(compact("АВЕКМНОРСТавекмнорст", bits::FOLD), b"ABEKMHOPCTABEKMHOPCT");
    }

    #[test]
    fn tells_whose_number_it_is() {
        assert_eq!(look("USA", "EIN", Some("12-3456789")), Verdict::Fine);
        assert_eq!(look("PRI", "EIN", Some("12-3456789")), Verdict::Fine);
        assert_eq!(look("DEU", "EIN", Some("12-3456789")), Verdict::Foreign);
        assert_eq!(look("SUR", "FIN", Some("1")), Verdict::Fine);
        for (country, kind) in [("USA", "XYZ"), ("US", "EIN"), ("XXX", "EIN"), ("", ""), ("DEU", "OTHER")] {
            assert_eq!(look(country, kind, Some("1")), Verdict::Fine, "{country} {kind}");
        }
    }

    #[test]
    fn says_how_a_number_is_written() {
        assert_eq!(tax_format("USA", "SSN"), Some("###-##-####"));
        assert_eq!(tax_format("BRA", "CNPJ"), Some("##.###.###/####-##"));
        assert_eq!(tax_format("MYS", "NRIC"), Some("######-##-####"));
        assert_eq!(tax_format("DEU", "VAT"), Some("DE#########"));
        for (country, kind) in [("DEU", "SSN"), ("USA", "OTHER"), ("XXX", "SSN"), ("USA", "XXX")] {
            assert_eq!(tax_format(country, kind), None, "{country} {kind}");
        }
    }

    #[test]
    fn a_number_may_have_the_name_of_its_type_in_front() {
        for (country, kind, number) in [
            ("AUS", "ABN", "ABN 51 824 753 556"),
            ("USA", "EIN", "ein 12-3456789"),
            ("COL", "NIT", "NIT. 899.999.068-1"),
            ("BEL", "VAT", "VAT BE 0403.227.515"),
            ("USA", "EIN", "EIN: 12-3456789"),
            ("USA", "EIN", "EIN No. 12-3456789"),
            ("DOM", "RNC", "RNC No. 101-85004-3"),
            ("GBR", "VAT", "VAT No. GB 980 7806 84"),
            // Here the letters are the number's own.
            ("NOR", "VAT", "NO 995 525 828 MVA"),
            ("NOR", "VAT", "VAT NO 995 525 828 MVA"),
            ("ESP", "NIF", "NIF N0032484H"),
            ("IND", "PAN", "PAN NOXPX1234A"),
            ("ITA", "CF", "CF NOEMRA80A01H501Z"),
        ] {
            assert_eq!(look(country, kind, Some(number)), Verdict::Fine, "{number}");
        }
        assert!(matches!(look("AUS", "ABN", Some("ACN 51 824 753 556")), Verdict::Shape(_)));
        assert!(matches!(look("AUS", "ABN", Some("ABN 51 824 753 557")), Verdict::CheckDigit(_)));
        // The first letters of a person's code.
        assert!(matches!(look("IND", "PAN", Some("PANPX1234A")), Verdict::Fine));
    }

    #[test]
    fn takes_a_prefix_for_one_only_where_the_rest_fits() {
        assert_eq!(look("FRA", "VAT", Some("FR 23 334175221")), Verdict::Fine);
        assert_eq!(look("FRA", "VAT", Some("FR334175221")), Verdict::Fine);
    }
}
