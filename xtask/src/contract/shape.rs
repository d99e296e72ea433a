//! What a schema takes, put together as its keywords say: all of some parts, or any of them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Said, inside};

/// Types, options or names.
pub type Words = BTreeSet<String>;

/// What is taken at a place. What is `None` is not said: anything is.
#[derive(Clone, Debug, Default)]
pub struct Shape {
    /// Nothing is taken: the field is not there.
    never: bool,
    kinds: Option<Words>,
    options: Option<Words>,
    /// The fields of an object.
    pub members: BTreeMap<String, Shape>,
    /// The fields that must be there.
    pub required: Words,
    /// The items of a list.
    pub items: Option<Box<Shape>>,
}

impl Shape {
    /// What a schema itself says of a value, whatever it is put together from.
    pub fn of(schema: &Value) -> Self {
        let never = *schema == Value::Bool(false);
        Self { never, kinds: kinds(schema), options: options(schema), ..Self::default() }
    }

    /// What both take.
    pub fn and(self, other: Self) -> Self {
        let mut members = self.members;
        for (name, theirs) in other.members {
            let shape = match members.remove(&name) {
                Some(shape) => shape.and(theirs),
                None => theirs,
            };
            members.insert(name, shape);
        }
        Self {
            never: self.never || other.never,
            kinds: both(self.kinds, other.kinds, meet),
            options: both(self.options, other.options, |a, b| &a & &b),
            members,
            required: &self.required | &other.required,
            items: both(self.items, other.items, |a, b| Box::new(a.and(*b))),
        }
    }

    /// What any of the parts takes.
    pub fn either(parts: Vec<Self>) -> Self {
        // Null and absent are the same in a patch: a part that takes null alone adds nothing, if there is another.
        let never = parts.iter().all(|part| part.never);
        let nothing = Self { never, kinds: Some(Words::new()), ..Self::default() };
        let parts = parts.into_iter().filter(|part| !part.never && !part.is_null());
        parts.reduce(Self::or).unwrap_or(nothing)
    }

    fn or(self, other: Self) -> Self {
        let may_be = |kind| (self.may_be(kind), other.may_be(kind));
        let (texts, objects, lists) = (may_be("string"), may_be("object"), may_be("array"));
        let options = match texts {
            (true, true) => self.options.zip(other.options).map(|(a, b)| &a | &b),
            (true, false) => self.options,
            (false, _) => other.options,
        };
        let required = match objects {
            (true, true) => &self.required & &other.required,
            (true, false) => self.required,
            (false, _) => other.required,
        };
        let items = match lists {
            (true, true) => self.items.zip(other.items).map(|(a, b)| Box::new(Self::either(vec![*a, *b]))),
            (true, false) => self.items,
            (false, _) => other.items,
        };
        let mut members = self.members;
        for (name, theirs) in other.members {
            let shape = match members.remove(&name) {
                Some(shape) => Self::either(vec![shape, theirs]),
                None => theirs,
            };
            members.insert(name, shape);
        }
        Self {
            never: false,
            kinds: self.kinds.zip(other.kinds).map(|(a, b)| &a | &b),
            options,
            members,
            required,
            items,
        }
    }

    /// Whether alternatives have the same fields and ask for the same: else what is there, and what is asked for, hangs
    /// on which of them a body follows.
    pub fn alike(parts: &[Self]) -> bool {
        let objects = || parts.iter().filter(|part| !part.never && part.may_be("object"));
        objects().zip(objects().skip(1)).all(|(a, b)| {
            let names = |shape: &Self| shape.members.keys().cloned().collect::<Words>();
            a.required == b.required && names(a) == names(b)
        })
    }

    fn is_null(&self) -> bool {
        self.kinds.as_ref().is_some_and(Words::is_empty)
    }

    fn may_be(&self, kind: &str) -> bool {
        self.kinds.as_ref().is_none_or(|kinds| kinds.contains(kind))
    }

    /// Keeps what is said of each place inside.
    pub fn inside(&self, path: &str, said: &mut BTreeMap<String, Said>) {
        for name in self.members.keys().chain(&self.required) {
            let (path, member) = (inside(path, name), self.members.get(name));
            if member.is_some_and(|member| member.never) {
                continue;
            }
            let shape = member.cloned().unwrap_or_default();
            said.insert(path.clone(), shape.said(self.required.contains(name)));
            shape.inside(&path, said);
        }
        if let Some(items) = self.items.as_ref().filter(|items| !items.never) {
            let path = format!("{path}/*");
            said.insert(path.clone(), items.said(false));
            items.inside(&path, said);
        }
    }

    fn said(&self, required: bool) -> Said {
        Said { kinds: self.kinds.clone(), options: self.options.clone(), required }
    }
}

/// The types of a value, null aside: null and absent are the same in a patch.
fn kinds(schema: &Value) -> Option<Words> {
    let named: Option<Words> = match &schema["type"] {
        Value::String(kind) => Some([kind.clone()].into()),
        Value::Array(kinds) => {
            Some(kinds.iter().filter_map(|kind| kind.as_str().map(str::to_owned)).collect())
        }
        _ => None,
    };
    // Words are texts, said or not.
    let listed =
        values(schema).map(|values| values.into_iter().map(|value| kind(value).to_owned()).collect());
    let mut kinds = both(named, listed, meet)?;
    kinds.remove("null");
    Some(kinds)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// The texts that are taken, where not every text is.
fn options(schema: &Value) -> Option<Words> {
    Some(values(schema)?.into_iter().filter_map(|value| value.as_str().map(str::to_owned)).collect())
}

/// The values that are taken, where they are listed.
fn values(schema: &Value) -> Option<Vec<&Value>> {
    match (schema.get("const"), &schema["enum"]) {
        (Some(one), _) => Some(vec![one]),
        (None, Value::Array(values)) => Some(values.iter().collect()),
        _ => None,
    }
}

/// What both say, or the one that says something.
fn both<T>(a: Option<T>, b: Option<T>, meet: impl FnOnce(T, T) -> T) -> Option<T> {
    match (a, b) {
        (Some(a), Some(b)) => Some(meet(a, b)),
        (a, b) => a.or(b),
    }
}

/// The types that both take: a whole number is a number.
fn meet(a: Words, b: Words) -> Words {
    let takes =
        |kinds: &Words, kind: &str| kinds.contains(kind) || kind == "integer" && kinds.contains("number");
    let (from_a, from_b) = (a.iter().filter(|kind| takes(&b, kind)), b.iter().filter(|kind| takes(&a, kind)));
    from_a.chain(from_b).cloned().collect()
}
