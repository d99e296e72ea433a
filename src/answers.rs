//! What a patch says, by the places of the table: what the rules look at.

use alloc::{borrow::Cow, vec::Vec};

use crate::schema::CUSTOMER;

/// A value that was read. What could not be used is there as [`Answer::Unusable`], so that no rule takes it for absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Answer<'a> {
    /// Absent or null: unchanged.
    #[default]
    Absent,
    /// Of a type that does not belong there.
    Unusable,
    /// True or false.
    Flag(bool),
    /// A number.
    Number(f64),
    /// Text as it was sent; whether it is right is for its own check to say.
    Text(Cow<'a, str>),
    /// A data URI by its ends or decoded, as it came: one text comes in one form.
    File(Cow<'a, [u8]>),
    /// Items in order.
    List(Vec<Answer<'a>>),
    /// Members by their place in the table.
    Object(Vec<Answer<'a>>),
    /// Values under names of their own.
    Map(Vec<(Cow<'a, str>, Answer<'a>)>),
}

static ABSENT: Answer<'static> = Answer::Absent;

impl<'a> Answer<'a> {
    /// True for what a patch leaves unchanged.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// The member at a place of the table; absent where this is no object.
    pub fn member(&self, place: usize) -> &Answer<'a> {
        match self {
            Self::Object(members) => members.get(place).unwrap_or(&ABSENT),
            _ => &ABSENT,
        }
    }

    /// Takes the member at a place of the table out; absent where there is none.
    pub fn take(&mut self, place: usize) -> Answer<'a> {
        match self {
            Self::Object(members) => members.get_mut(place).map(core::mem::take).unwrap_or_default(),
            _ => Answer::Absent,
        }
    }

    /// The items; none where this is no list.
    pub fn items(&self) -> &[Answer<'a>] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// The text, as sent.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// True or false.
    pub fn flag(&self) -> Option<bool> {
        match self {
            Self::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// Whether the items have this word among them.
    pub fn names(&self, word: &str) -> bool {
        self.items().iter().any(|item| item.text() == Some(word))
    }

    /// Whether it says something: not absent, and no blank text.
    pub fn says(&self) -> bool {
        match self {
            Self::Absent => false,
            Self::Text(text) => !crate::checks::text::trim(text).is_empty(),
            Self::List(items) => !items.is_empty(),
            _ => true,
        }
    }

    /// A copy that borrows nothing.
    pub fn into_owned(self) -> Answer<'static> {
        let all = |list: Vec<Answer<'a>>| list.into_iter().map(Answer::into_owned).collect();
        match self {
            Self::Absent => Answer::Absent,
            Self::Unusable => Answer::Unusable,
            Self::Flag(flag) => Answer::Flag(flag),
            Self::Number(number) => Answer::Number(number),
            Self::Text(text) => Answer::Text(Cow::Owned(text.into_owned())),
            Self::File(piece) => Answer::File(Cow::Owned(piece.into_owned())),
            Self::List(items) => Answer::List(all(items)),
            Self::Object(members) => Answer::Object(all(members)),
            Self::Map(entries) => {
                let owned = |(name, value): (Cow<'a, str>, Answer<'a>)| {
                    (Cow::Owned(name.into_owned()), value.into_owned())
                };
                Answer::Map(entries.into_iter().map(owned).collect())
            }
        }
    }
}

/// What a read of the API answered, or what the host has stored of a customer. Members of a read that a patch has not
/// (`customer_id`, `status`, …) are passed over.
#[derive(Clone, Debug, Default)]
pub struct Stored {
    pub(crate) customer: Answer<'static>,
}

impl Stored {
    /// A customer of whom nothing is known.
    #[cfg(target_arch = "wasm32")]
    pub(crate) const NOTHING: Self = Self { customer: Answer::Absent };

    /// What is known of a top-level field: its answer, which may be that it is empty; `None` where no read shows it.
    pub fn known(&self, place: usize) -> Option<&Answer<'static>> {
        let answer = self.customer.member(place);
        let shown = CUSTOMER.members.get(place).is_some_and(|field| field.readable);
        (shown || !answer.is_absent()).then_some(answer)
    }
}
