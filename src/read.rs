//! Walks a patch once against the table: unknown keys, wrong types, missing members, and each value's own checks.
//!
//! It reads any serde `Deserializer`: JSON text, or the tape on which a browser's value crosses. Three things that
//! JSON text can't hold travel on the tape: what JavaScript has and JSON has not (`visit_bytes` with its name), and a
//! data URI by its ends (`visit_some`) or decoded (`visit_borrowed_bytes`; see [`crate::checks::file`]).

use alloc::{borrow::Cow, string::String, vec::Vec};
use core::fmt;
use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::answers::{Answer, Stored};
use crate::checks::file::{DataUri, File};
use crate::checks::{self, Clock, Given, shape};
use crate::context::{Context, ContextError, Documents};
use crate::findings::{Findings, Path, Step};
use crate::schema::{CONTEXT, CUSTOMER, FileUse, Kind, Object};

/// What a walk carries with it.
#[derive(Debug)]
pub struct Reader<'c> {
    /// What the host has said.
    pub context: &'c Context,
    /// What time it is.
    pub clock: Clock,
    /// What was found.
    pub findings: Findings,
}

impl<'c> Reader<'c> {
    /// Begins a walk.
    pub fn new(context: &'c Context) -> Self {
        Self { context, clock: context.clock(), findings: Findings::default() }
    }
}

/// Reads one value at a place of the patch.
pub struct Value<'r, 'c, 'p> {
    /// What the walk carries.
    pub reader: &'r mut Reader<'c>,
    /// What belongs there.
    pub kind: &'static Kind,
    /// The place.
    pub path: &'p Path<'p>,
    /// Whether its object can't be sent without it, or a customer can't leave `init` without it.
    pub required: bool,
    /// Whether null stands for absent: everywhere but in a list.
    pub nullable: bool,
}

impl Value<'_, '_, '_> {
    fn wrong_type<'de>(self, found: &'static str) -> Answer<'de> {
        shape::wrong_type(self.kind, found, self.path, &mut self.reader.findings);
        Answer::Unusable
    }

    /// Checks a text where it stands; false where no text belongs there.
    fn text(self, text: &str) -> bool {
        let Self { reader, kind, path, required, .. } = self;
        let findings = &mut reader.findings;
        match kind {
            Kind::File(FileUse::IdImageBack) if text.is_empty() => {}
            Kind::File(purpose) if !checks::text::blank(checks::text::trim(text), true, path, findings) => {
                let uri = DataUri::of(text, reader.context.documents == Documents::Whole);
                checks::file::check(File::of(&uri), *purpose, reader.context.max_file_bytes, path, findings);
            }
            Kind::File(_) => {}
            _ => {
                let given = Given { required, clock: &reader.clock, allowed: &reader.context.allow.options };
                return checks::text_of(&given, kind, text, path, findings);
            }
        }
        true
    }

    /// A long data URI of which the ends alone came: `{units}:{units of the head}:{head}{tail}`.
    fn ends<'de>(self, piece: &'de str) -> Option<Answer<'de>> {
        let (units, rest) = piece.split_once(':')?;
        let (cut, rest) = rest.split_once(':')?;
        let (head, tail) = rest.split_at(checks::file::cut(rest, cut.parse().ok()?));
        self.file(File::of(&DataUri { head, tail, units: units.parse().ok()? }), piece.as_bytes())
    }

    /// Checks a file that did not come as one text; `None` where no file belongs.
    fn file<'de>(self, file: Option<File<'_>>, piece: &'de [u8]) -> Option<Answer<'de>> {
        let Kind::File(purpose) = self.kind else { return None };
        let limit = self.reader.context.max_file_bytes;
        checks::file::check(file, *purpose, limit, self.path, &mut self.reader.findings);
        Some(Answer::File(piece.into()))
    }
}

impl<'de> DeserializeSeed<'de> for Value<'_, '_, '_> {
    type Value = Answer<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Answer<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_, '_, '_> {
    type Value = Answer<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Answer<'de>, E> {
        Ok(if self.nullable { Answer::Absent } else { self.wrong_type("null") })
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Answer<'de>, E> {
        Ok(match self.kind {
            Kind::Flag | Kind::Plain => Answer::Flag(flag),
            _ => self.wrong_type("boolean"),
        })
    }

    fn visit_f64<E>(self, number: f64) -> Result<Answer<'de>, E> {
        Ok(match self.kind {
            Kind::Percentage => {
                checks::percentage::check(number, self.path, &mut self.reader.findings);
                Answer::Number(number)
            }
            Kind::Plain => Answer::Number(number),
            _ => self.wrong_type("number"),
        })
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Answer<'de>, E> {
        self.visit_f64(number as f64)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Answer<'de>, E> {
        self.visit_f64(number as f64)
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Answer<'de>, E> {
        Ok(if self.text(text) { Answer::Text(Cow::Borrowed(text)) } else { Answer::Unusable })
    }

    fn visit_str<E>(self, text: &str) -> Result<Answer<'de>, E> {
        Ok(if self.text(text) { Answer::Text(Cow::Owned(text.into())) } else { Answer::Unusable })
    }

    /// What JavaScript has and JSON has not, by its name.
    fn visit_bytes<E>(self, name: &[u8]) -> Result<Answer<'de>, E> {
        Ok(self.wrong_type(shape::found(name)))
    }

    /// A long text by its ends.
    fn visit_some<D: Deserializer<'de>>(self, piece: D) -> Result<Answer<'de>, D::Error> {
        let piece = <&str>::deserialize(piece)?;
        self.ends(piece).ok_or_else(|| de::Error::custom("a long text out of place"))
    }

    /// A data URI, all of it or its ends, that the host has decoded.
    fn visit_borrowed_bytes<E: de::Error>(self, content: &'de [u8]) -> Result<Answer<'de>, E> {
        let file = File::of_content(content);
        let answer = if file.is_some() { self.file(file, content) } else { None };
        answer.ok_or_else(|| E::custom("a file out of place"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Answer<'de>, A::Error> {
        let Kind::List(kind) = self.kind else {
            let answer = self.wrong_type("list");
            while items.next_element::<Skipped>()?.is_some() {}
            return Ok(answer);
        };
        let mut list = Vec::new();
        // The places of the different options: as few as there are, however long the list.
        let mut options: Vec<usize> = Vec::new();
        loop {
            let step = Step::Item(list.len());
            let path = Path::Inside(self.path, &step);
            let found = self.reader.findings.list.len();
            let item =
                Value { reader: &mut *self.reader, kind, path: &path, required: true, nullable: false };
            match items.next_element_seed(item)? {
                Some(answer) => {
                    if matches!(kind, Kind::Choice(_)) && self.reader.findings.list.len() == found {
                        if options.iter().any(|place| list[*place] == answer) {
                            self.reader.findings.add(&path, &shape::DUPLICATE_OPTION);
                        } else {
                            options.push(list.len());
                        }
                    }
                    list.push(answer);
                }
                None => break,
            }
        }
        if list.is_empty() {
            self.reader.findings.add(self.path, &shape::EMPTY_LIST);
        }
        Ok(Answer::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Answer<'de>, A::Error> {
        match self.kind {
            Kind::Object(object) => members(object, self.reader, self.path, entries),
            Kind::Stored => {
                let known = self.reader.findings.list.len();
                let answer = members(&CUSTOMER, self.reader, self.path, entries)?;
                self.reader.findings.list.truncate(known);
                Ok(answer)
            }
            Kind::Map(kind) => named(kind, self.reader, self.path, entries),
            _ => {
                let answer = self.wrong_type("object");
                while entries.next_entry::<de::IgnoredAny, Skipped>()?.is_some() {}
                Ok(answer)
            }
        }
    }
}

/// Reads the members of an object, in whatever order they come.
fn members<'de, A: MapAccess<'de>>(
    object: &'static Object,
    reader: &mut Reader<'_>,
    path: &Path<'_>,
    mut entries: A,
) -> Result<Answer<'de>, A::Error> {
    let mut answers: Vec<Answer<'de>> = Vec::with_capacity(object.members.len());
    answers.resize_with(object.members.len(), Answer::default);
    // A bit a member; no object of the table has more than 64, which a test holds.
    let mut seen = 0u64;
    let mut near = 0;
    while let Some(key) = entries.next_key_seed(Key { object, near })? {
        let (place, field) = match key {
            Named::Member(place) => (place, &object.members[place]),
            Named::Unknown(key) => {
                let step = Step::Unknown(&key);
                let path = Path::Inside(path, &step);
                name_unknown(reader, &path);
                let value: Skipped = entries.next_value()?;
                value.report(&path, &mut reader.findings);
                continue;
            }
        };
        let step = Step::Member(place, field.name);
        let path = Path::Inside(path, &step);
        if seen & (1 << place) != 0 {
            reader.findings.add(&path, &shape::DUPLICATE_KEY);
        }
        seen |= 1 << place;
        near = place + 1;
        let required = field.required || field.needed == crate::schema::Needed::Always;
        answers[place] = entries.next_value_seed(Value {
            reader,
            kind: &field.kind,
            path: &path,
            required,
            nullable: true,
        })?;
    }
    for (place, field) in object.members.iter().enumerate() {
        if field.required && answers[place].is_absent() {
            let step = Step::Member(place, field.name);
            reader.findings.add(&Path::Inside(path, &step), &shape::REQUIRED);
        }
    }
    Ok(Answer::Object(answers))
}

/// Says of a key that the table does not have it, unless the context allows it.
fn name_unknown(reader: &mut Reader<'_>, path: &Path<'_>) {
    let Path::Inside(parent, Step::Unknown(key)) = path else { return };
    let top = matches!(parent, Path::Root);
    if !top || !reader.context.allow.fields.iter().any(|field| field == *key) {
        reader.findings.add(path, if top { &shape::UNKNOWN_FIELD } else { &shape::UNKNOWN_MEMBER });
    }
}

/// Reads a value under a key that the table does not have.
///
/// # Errors
/// Those of the deserializer.
pub fn read_unknown<'de, D: Deserializer<'de>>(
    deserializer: D,
    reader: &mut Reader<'_>,
    path: &Path<'_>,
) -> Result<(), D::Error> {
    name_unknown(reader, path);
    Skipped::deserialize(deserializer)?.report(path, &mut reader.findings);
    Ok(())
}

/// Reads values of one kind under names of their own.
fn named<'de, A: MapAccess<'de>>(
    kind: &'static Kind,
    reader: &mut Reader<'_>,
    path: &Path<'_>,
    mut entries: A,
) -> Result<Answer<'de>, A::Error> {
    static NONE: Object = Object { name: "", members: &[] };
    let mut list = Vec::new();
    while let Some(key) = entries.next_key_seed(Key { object: &NONE, near: 0 })? {
        let Named::Unknown(key) = key else { continue };
        let step = Step::Unknown(&key);
        let path = Path::Inside(path, &step);
        let value = Value { reader: &mut *reader, kind, path: &path, required: false, nullable: true };
        let value = entries.next_value_seed(value)?;
        list.push((key, value));
    }
    Ok(Answer::Map(list))
}

/// A key, and the place of the table that it names.
enum Named<'de> {
    Member(usize),
    Unknown(Cow<'de, str>),
}

struct Key {
    object: &'static Object,
    near: usize,
}

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Named<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Named<'de>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Named<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Named<'de>, E> {
        Ok(self.object.find(key, self.near).map_or(Named::Unknown(Cow::Borrowed(key)), Named::Member))
    }

    fn visit_str<E>(self, key: &str) -> Result<Named<'de>, E> {
        let unknown = || Named::Unknown(Cow::Owned(String::from(key)));
        Ok(self.object.find(key, self.near).map_or_else(unknown, Named::Member))
    }
}

/// A value under a key that the table does not have, or of a type that does not belong there: passed over, but for
/// what JSON can't say, which is an issue wherever it stands.
#[derive(Clone, Copy, Debug)]
enum Skipped {
    Plain,
    Odd(&'static str),
}

impl<'de> Deserialize<'de> for Skipped {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SkippedVisitor)
    }
}

struct SkippedVisitor;

impl<'de> Visitor<'de> for SkippedVisitor {
    type Value = Skipped;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }
    fn visit_unit<E>(self) -> Result<Skipped, E> {
        Ok(Skipped::Plain)
    }
    fn visit_bool<E>(self, _: bool) -> Result<Skipped, E> {
        Ok(Skipped::Plain)
    }
    fn visit_f64<E>(self, _: f64) -> Result<Skipped, E> {
        Ok(Skipped::Plain)
    }
    fn visit_u64<E>(self, _: u64) -> Result<Skipped, E> {
        Ok(Skipped::Plain)
    }
    fn visit_i64<E>(self, _: i64) -> Result<Skipped, E> {
        Ok(Skipped::Plain)
    }
    fn visit_str<E>(self, _: &str) -> Result<Skipped, E> {
        Ok(Skipped::Plain)
    }
    fn visit_some<D: Deserializer<'de>>(self, piece: D) -> Result<Skipped, D::Error> {
        <&str>::deserialize(piece)?;
        Ok(Skipped::Plain)
    }
    fn visit_borrowed_bytes<E>(self, _: &'de [u8]) -> Result<Skipped, E> {
        Ok(Skipped::Plain)
    }
    fn visit_bytes<E>(self, name: &[u8]) -> Result<Skipped, E> {
        Ok(Skipped::Odd(shape::found(name)))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Skipped, A::Error> {
        let mut all = Skipped::Plain;
        while let Some(item) = items.next_element::<Skipped>()? {
            all = all.and(item);
        }
        Ok(all)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Skipped, A::Error> {
        let mut all = Skipped::Plain;
        while let Some((_, value)) = entries.next_entry::<de::IgnoredAny, Skipped>()? {
            all = all.and(value);
        }
        Ok(all)
    }
}

impl Skipped {
    fn report(self, path: &Path<'_>, findings: &mut Findings) {
        if let Self::Odd(found) = self {
            shape::odd(found, path, findings);
        }
    }

    fn and(self, other: Self) -> Self {
        match self {
            Self::Plain => other,
            Self::Odd(_) => self,
        }
    }
}

/// Reads what is stored of a customer, as a read of the API answers it. Members that a patch has not (`customer_id`,
/// `status`, …) are passed over; what its own checks would find is nothing that anyone could mend here.
///
/// # Errors
/// Those of the deserializer.
pub fn read_stored<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Stored, D::Error> {
    static STORED: Kind = Kind::Stored;
    // Of files the ends are looked at: to look at all of them here is time for nothing.
    let context = Context::default();
    let mut reader = Reader::new(&context);
    let value =
        Value { reader: &mut reader, kind: &STORED, path: &Path::Root, required: true, nullable: true };
    Ok(Stored { customer: value.deserialize(deserializer)?.into_owned() })
}

/// Reads a context. What is not one is a wrong call.
///
/// # Errors
/// Those of the deserializer; inside, the first place that is wrong.
pub fn read_context<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Result<Context, ContextError>, D::Error> {
    static WHOLE: Kind = Kind::Object(&CONTEXT);
    let context = Context::default();
    let mut reader = Reader::new(&context);
    let value =
        Value { reader: &mut reader, kind: &WHOLE, path: &Path::Root, required: true, nullable: true };
    let answer = value.deserialize(deserializer)?;
    let report = reader.findings.report(&context.severity);
    Ok(match report.issues.iter().find(|issue| issue.code != shape::EMPTY_LIST.name) {
        Some(issue) => Err(ContextError([issue.path.as_str(), issue.code].join(": "))),
        None => Context::of(answer),
    })
}

/// Reads a whole patch.
///
/// # Errors
/// Those of the deserializer: text that is not JSON.
pub fn read<'de, D: Deserializer<'de>>(
    deserializer: D,
    reader: &mut Reader<'_>,
) -> Result<Answer<'de>, D::Error> {
    static PATCH: Kind = Kind::Object(&CUSTOMER);
    Value { reader, kind: &PATCH, path: &Path::Root, required: true, nullable: false }
        .deserialize(deserializer)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
