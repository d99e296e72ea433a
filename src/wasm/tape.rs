//! The tape on which a value of JavaScript crosses once, read as serde reads JSON.
//!
//! `npm/tape.js` writes it: words of 32 bits, the tag in the low four bits and a payload above, and one text that
//! holds all strings, cut by UTF-16 units. Tags, in order: null, false, true, number (two words follow), text
//! (payload: units), ends of a long text (payload: units), object, list, end, known key (payload: its number),
//! other key (payload: units), odd value (payload: its place in [`ODD`]), content of a file (payload: how many words
//! follow, for `File::of_content` of `src/checks/file.rs`).

use core::fmt::{self, Display};
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::checks::file::cut;
use crate::checks::shape::ODD;

pub const NULL: u32 = 0;
pub const FALSE: u32 = 1;
pub const TRUE: u32 = 2;
pub const NUMBER: u32 = 3;
pub const TEXT: u32 = 4;
const ENDS: u32 = 5;
pub const OBJECT: u32 = 6;
pub const LIST: u32 = 7;
const END: u32 = 8;
const KEY: u32 = 9;
const OTHER_KEY: u32 = 10;
const ODD_VALUE: u32 = 11;
const CONTENT: u32 = 12;

/// A place on the tape.
pub struct Tape<'de> {
    words: core::slice::Iter<'de, u32>,
    text: &'de str,
    /// Whether a UTF-16 unit is a byte, as it is in most patches.
    ascii: bool,
    keys: &'de [&'static str],
}

/// A tape that does not hold together: a fault of `npm/tape.js`, never of a value. It says nothing more, for what serde
/// could say would bring the formatting of numbers into the module.
#[derive(Debug)]
pub struct Broken;

impl<'de> Tape<'de> {
    /// Begins at the head of a tape whose text has this many UTF-16 units.
    pub fn new(words: &'de [u32], text: &'de str, units: usize, keys: &'de [&'static str]) -> Self {
        Self { words: words.iter(), text, ascii: text.len() == units, keys }
    }

    fn word(&mut self) -> Result<(u32, usize), Broken> {
        match self.words.next() {
            Some(word) => Ok((word & 15, (word >> 4) as usize)),
            None => Err(Broken),
        }
    }

    fn peek(&self) -> u32 {
        self.words.as_slice().first().map_or(END, |word| word & 15)
    }

    /// Cuts the next `units` UTF-16 units off the text.
    fn cut(&mut self, units: usize) -> Result<&'de str, Broken> {
        let bytes = if self.ascii { units } else { cut(self.text, units) };
        let (cut, rest) = self.text.split_at_checked(bytes).ok_or(Broken)?;
        self.text = rest;
        Ok(cut)
    }

    /// The bytes of the next words.
    fn bytes(&mut self, words: usize) -> Result<&'de [u8], Broken> {
        let (bytes, rest) = self.words.as_slice().split_at_checked(words).ok_or(Broken)?;
        self.words = rest.iter();
        Ok(bytemuck::cast_slice(bytes))
    }

    fn end(&mut self) -> bool {
        let end = self.peek() == END;
        if end {
            self.words.next();
        }
        end
    }
}

impl Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the tape does not hold together")
    }
}

impl core::error::Error for Broken {}

impl de::Error for Broken {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
    fn invalid_type(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }
    fn invalid_value(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }
}

impl<'de> Deserializer<'de> for &mut Tape<'de> {
    type Error = Broken;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
        let (tag, payload) = self.word()?;
        match tag {
            NULL => visitor.visit_unit(),
            FALSE | TRUE => visitor.visit_bool(tag == TRUE),
            NUMBER => match (self.words.next(), self.words.next()) {
                (Some(low), Some(high)) => {
                    visitor.visit_f64(f64::from_bits(u64::from(*high) << 32 | u64::from(*low)))
                }
                _ => Err(Broken),
            },
            TEXT | OTHER_KEY => visitor.visit_borrowed_str(self.cut(payload)?),
            KEY => visitor.visit_borrowed_str(self.keys.get(payload).copied().ok_or(Broken)?),
            ENDS => visitor.visit_some(BorrowedStrDeserializer::new(self.cut(payload)?)),
            CONTENT => visitor.visit_borrowed_bytes(self.bytes(payload)?),
            OBJECT | LIST => {
                let value =
                    if tag == OBJECT { visitor.visit_map(&mut *self) } else { visitor.visit_seq(&mut *self) };
                // A visitor that does not want what is inside stops early, with an error of its own.
                let value = value?;
                if self.end() { Ok(value) } else { Err(Broken) }
            }
            ODD_VALUE => visitor.visit_bytes(ODD.get(payload).copied().ok_or(Broken)?.as_bytes()),
            _ => Err(Broken),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any option
    }
}

// The closing tag is left for whoever opened.
impl<'de> SeqAccess<'de> for &mut Tape<'de> {
    type Error = Broken;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Broken> {
        if self.peek() == END {
            return Ok(None);
        }
        seed.deserialize(&mut **self).map(Some)
    }
}

impl<'de> MapAccess<'de> for &mut Tape<'de> {
    type Error = Broken;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Broken> {
        if self.peek() == END {
            return Ok(None);
        }
        seed.deserialize(&mut **self).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Broken> {
        seed.deserialize(&mut **self)
    }
}
