//! The table as forms read it: a flat list of places, `*` standing for an item of a list.

use alloc::{string::String, vec, vec::Vec};

use crate::schema::{CUSTOMER, Field, Kind, Needed, Object};
use crate::tree::Tree;

/// One place of the body.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its pointer, with `*` for an item: `/associated_persons/*/birth_date`.
    pub path: String,
    /// The key.
    pub name: &'static str,
    /// `text`, `email`, `website`, `naics`, `choice`, `boolean`, `percentage`, `date`, `timestamp`, `uuid`, `country`,
    /// `file` or `object`.
    pub kind: &'static str,
    /// Whether it holds a list of that kind.
    pub list: bool,
    /// Whether its object can't be sent without it.
    pub required: bool,
    /// Whether a customer must have it to leave `init`: `always`, `license_as_a_service`, `reliance`, `advised`.
    pub needed: Option<&'static str>,
    /// Whether a read of the API answers it.
    pub readable: bool,
    /// The list of words that it takes.
    pub options: Option<&'static str>,
    /// The most Unicode scalars.
    pub max_length: Option<u32>,
    /// Whether line breaks are usual in it.
    pub lines: Option<bool>,
    /// The MIME types that it takes.
    pub files: Option<Vec<&'static str>>,
}

impl Entry {
    /// As it goes out: what it has not is left out.
    pub(crate) fn tree(&self) -> Tree<'_> {
        let mut members = vec![
            ("path", Tree::Text(&self.path)),
            ("name", Tree::Text(self.name)),
            ("kind", Tree::Text(self.kind)),
            ("list", Tree::Flag(self.list)),
            ("required", Tree::Flag(self.required)),
            ("needed", Tree::maybe(self.needed)),
            ("readable", Tree::Flag(self.readable)),
            ("options", Tree::maybe(self.options)),
            ("maxLength", self.max_length.map_or(Tree::Null, |max| Tree::Number(f64::from(max)))),
            ("lines", self.lines.map_or(Tree::Null, Tree::Flag)),
            ("files", self.files.as_deref().map_or(Tree::Null, Tree::texts)),
        ];
        members.retain(|(_, value)| *value != Tree::Null);
        Tree::Object(members)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl serde::Serialize for Entry {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.tree().serialize(serializer)
    }
}

/// Every place of the body, in the order of the table.
pub fn catalogue() -> Vec<Entry> {
    let mut entries = Vec::new();
    list(&CUSTOMER, "", &mut entries);
    entries
}

fn list(object: &'static Object, above: &str, entries: &mut Vec<Entry>) {
    for field in object.members {
        let (kind, is_list) = match field.kind {
            Kind::List(kind) => (kind, true),
            ref kind => (kind, false),
        };
        let path = [above, "/", field.name].concat();
        let inside = [path.as_str(), if is_list { "/*" } else { "" }].concat();
        entries.push(entry(field, kind, is_list, path));
        if let Kind::Object(object) = kind {
            list(object, &inside, entries);
        }
    }
}

fn entry(field: &Field, kind: &Kind, list: bool, path: String) -> Entry {
    let text = match kind {
        Kind::Text(text) => Some(text),
        _ => None,
    };
    Entry {
        path,
        name: field.name,
        kind: kind_name(kind),
        list,
        required: field.required,
        needed: needed_name(field.needed),
        readable: field.readable,
        options: match kind {
            Kind::Choice(choice) => Some(choice.name),
            _ => None,
        },
        max_length: match kind {
            Kind::Naics => Some(crate::checks::naics::MAX),
            _ => text.map(|text| text.max).filter(|max| *max > 0),
        },
        lines: text.map(|text| text.lines),
        files: match kind {
            Kind::File(purpose) => Some(purpose.taken().iter().map(|taken| taken.mime()).collect()),
            _ => None,
        },
    }
}

const fn kind_name(kind: &Kind) -> &'static str {
    match kind {
        Kind::Text(_) => "text",
        Kind::Email => "email",
        Kind::Website => "website",
        Kind::Naics => "naics",
        Kind::Choice(_) => "choice",
        Kind::Flag => "boolean",
        Kind::Percentage => "percentage",
        Kind::Date(_) => "date",
        Kind::Timestamp => "timestamp",
        Kind::Uuid => "uuid",
        Kind::Country => "country",
        Kind::File(_) => "file",
        Kind::Object(_) => "object",
        // A list is named by what is in it, and the rest are of a context alone.
        Kind::List(_) | Kind::Map(_) | Kind::Plain | Kind::Stored => "",
    }
}

const fn needed_name(needed: Needed) -> Option<&'static str> {
    match needed {
        Needed::No => None,
        Needed::Always => Some("always"),
        Needed::LicenseAsAService => Some("license_as_a_service"),
        Needed::Reliance => Some("reliance"),
        Needed::Advised => Some("advised"),
    }
}
