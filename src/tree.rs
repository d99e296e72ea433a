//! What goes out to a host, as a tree of plain values: one way to write it, however many answers there are.
//!
//! A derived `Serialize` for each answer would cost the module a body of its own, and a table of the names of its
//! members that outlives the call.

use alloc::{borrow::Cow, vec::Vec};
#[cfg(not(target_arch = "wasm32"))]
use serde::ser::{Serialize, Serializer};

/// A value as JSON knows it.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree<'t> {
    /// Nothing there.
    Null,
    /// True or false.
    Flag(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(&'t str),
    /// Items in order.
    List(Vec<Tree<'t>>),
    /// Members in order.
    Object(Vec<(&'static str, Tree<'t>)>),
}

impl<'t> Tree<'t> {
    /// A list of texts.
    pub fn texts<T: AsRef<str>>(texts: &'t [T]) -> Self {
        Self::List(texts.iter().map(|text| Self::Text(text.as_ref())).collect())
    }

    /// A list of counts or places.
    pub fn counts(counts: &[usize]) -> Self {
        Self::List(counts.iter().map(|count| Self::Number(*count as f64)).collect())
    }

    /// A text that may be absent.
    pub fn maybe(text: Option<&'t str>) -> Self {
        text.map_or(Self::Null, Self::Text)
    }
}

impl<'t> From<&'t Cow<'static, str>> for Tree<'t> {
    fn from(text: &'t Cow<'static, str>) -> Self {
        Self::Text(text)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Serialize for Tree<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            // A whole number reads as one on every host: 10, not 10.0.
            Self::Number(number) if *number as i32 as f64 == *number => {
                serializer.serialize_i32(*number as i32)
            }
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(members) => {
                serializer.collect_map(members.iter().map(|(name, value)| (name, value)))
            }
        }
    }
}
