//! From a JSON Pointer to its place in the table.

use alloc::{string::String, vec::Vec};

use super::{CUSTOMER, Field, Kind, Object};

/// Where a pointer leads: the steps on the way, and what belongs there.
#[derive(Debug)]
pub struct Target {
    /// Member by place, or item of a list.
    pub steps: Vec<Place>,
    /// What belongs there; `None` where the table has no such place.
    pub kind: Option<&'static Kind>,
    /// The last member on the way.
    pub field: Option<&'static Field>,
    /// Whether it is an item of a list.
    pub item: bool,
}

/// One step of a pointer.
#[derive(Debug)]
pub enum Place {
    /// A member of the table.
    Member(usize, &'static str),
    /// An item of a list.
    Item(usize),
    /// A key that the table does not have.
    Unknown(String),
}

/// Follows a pointer through the table. `None` for what is no JSON Pointer, and for the empty one.
pub fn target(pointer: &str) -> Option<Target> {
    static PATCH: Kind = Kind::Object(&CUSTOMER);
    let mut target = Target { steps: Vec::new(), kind: Some(&PATCH), field: None, item: false };
    for token in pointer.strip_prefix('/')?.split('/') {
        match target.kind {
            Some(Kind::Object(object)) => target.enter(object, unescape(token)),
            Some(Kind::List(kind)) if is_index(token) => {
                target.steps.push(Place::Item(token.parse().ok()?));
                target.kind = Some(kind);
                target.item = true;
            }
            _ => {
                target.steps.push(Place::Unknown(unescape(token)));
                target.kind = None;
                target.item = false;
            }
        }
    }
    Some(target)
}

impl Target {
    fn enter(&mut self, object: &'static Object, key: String) {
        self.item = false;
        match object.find(&key, 0) {
            Some(place) => {
                let field = &object.members[place];
                self.steps.push(Place::Member(place, field.name));
                self.kind = Some(&field.kind);
                self.field = Some(field);
            }
            None => {
                self.steps.push(Place::Unknown(key));
                self.kind = None;
            }
        }
    }
}

/// Whether a token is a place in a list: digits, of which the first of several is no zero (RFC 6901, section 4).
fn is_index(token: &str) -> bool {
    match token.as_bytes() {
        [b'0'] => true,
        [b'1'..=b'9', rest @ ..] => rest.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

/// Undoes the escapes of RFC 6901, section 4.
fn unescape(token: &str) -> String {
    let mut key = String::new();
    let mut rest = token.chars();
    while let Some(scalar) = rest.next() {
        let after = if scalar == '~' { rest.as_str().chars().next() } else { None };
        key.push(if after == Some('1') { '/' } else { scalar });
        if let Some('0' | '1') = after {
            rest.next();
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_members_through_lists() {
        let found = target("/associated_persons/3/identifying_information/0/image_back");
        assert_eq!(found.and_then(|target| target.field).map(|field| field.name), Some("image_back"));
        for pointer in ["/source_of_funds/0", "/source_of_funds/10"] {
            assert_eq!(target(pointer).map(|target| target.item), Some(true));
        }
    }

    #[test]
    fn undoes_escapes_once() {
        for (token, key) in
            [("a~1b", "a/b"), ("~0", "~"), ("~01", "~1"), ("~", "~"), ("~2~", "~2~"), ("", "")]
        {
            assert_eq!(unescape(token), key);
        }
    }

    #[test]
    fn says_what_the_table_does_not_have() {
        let unknown =
            ["/associated_persons/x", "/associated_persons/01/email", "/documents/", "/documents/-"];
        for pointer in ["/nope", "/registered_address/nope", "/email/0", "/"].into_iter().chain(unknown) {
            assert!(target(pointer).is_some_and(|target| target.kind.is_none()), "{pointer}");
        }
        assert!(target("email").is_none());
        assert!(target("").is_none());
    }
}
