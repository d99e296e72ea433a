//! The table of fields: what Update Customer takes. One line a field; everything else is made from it.
//!
//! Source: `data/contract.toml`; `tests/contract.rs` holds this table against it.

mod context;
mod customer;
mod options;
mod pointer;

pub use context::{ALLOW, CONTEXT};
pub use customer::{ADDRESS, CUSTOMER, DOCUMENT, ID_DOCUMENT, PERSON};
pub use options::*;
pub use pointer::{Place, Target, target};

/// An object of the body: the customer itself, an address, a person, a document.
#[derive(Debug)]
pub struct Object {
    /// Its name in the contract.
    pub name: &'static str,
    /// Its members, in the order of the contract.
    pub members: &'static [Field],
}

/// One line of the table.
#[derive(Debug)]
pub struct Field {
    /// The key on the wire.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether its object can't be sent without it. Nothing at the top is: a patch changes what it names.
    pub required: bool,
    /// What a customer in `init` must have before it leaves that state. Top level alone.
    pub needed: Needed,
    /// Whether a read of the API answers it. Top level alone.
    pub readable: bool,
    /// The meaning, for the field reference.
    #[cfg(not(target_arch = "wasm32"))]
    pub doc: &'static str,
}

/// When a field must have a value before a customer leaves `init`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    /// Not asked for.
    No,
    /// By every customer.
    Always,
    /// Where terms are agreed to in a signing session.
    LicenseAsAService,
    /// Where the integrator itself holds the terms.
    Reliance,
    /// The reference calls it optional, the creation schema requires it.
    Advised,
}

/// What a value is, and with it how it is checked.
#[derive(Debug)]
pub enum Kind {
    /// Free text.
    Text(Text),
    /// An e-mail address.
    Email,
    /// A web address.
    Website,
    /// A NAICS code.
    Naics,
    /// One of several words.
    Choice(&'static Choice),
    /// True or false.
    Flag,
    /// 0.01 to 100.
    Percentage,
    /// `YYYY-MM-DD`; the year before which it is implausible.
    Date(i32),
    /// RFC 3339, with an offset.
    Timestamp,
    /// A UUID in its hyphenated form.
    Uuid,
    /// ISO 3166-1 alpha-3.
    Country,
    /// A file as a data URI.
    File(FileUse),
    /// Members of its own.
    Object(&'static Object),
    /// Any number of one kind.
    List(&'static Kind),
    /// Values of one kind under any names. In a context alone.
    Map(&'static Kind),
    /// True, false, a number or a text, not looked at. In a context alone.
    Plain,
    /// A stored customer, whose own faults nobody can mend here. In a context alone.
    Stored,
}

/// Free text: its limits.
#[derive(Debug)]
pub struct Text {
    /// The most Unicode scalars that the API takes; 0 where none is known.
    pub max: u32,
    /// Whether line breaks are usual in it.
    pub lines: bool,
}

/// A closed list of words.
#[derive(Debug)]
pub struct Choice {
    /// Its name in the contract.
    pub name: &'static str,
    /// The words as on the wire, in the order of the contract.
    pub options: &'static [&'static str],
}

/// What a file is for; it decides which types are taken and whether its size is an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileUse {
    /// The front of an identity document.
    IdImage,
    /// The back of one: an empty text stands for a document that has none.
    IdImageBack,
    /// A person's proof of address.
    ProofOfAddress,
    /// A document of the business.
    Document,
}

impl FileUse {
    /// The MIME types that the API takes.
    pub const fn taken(self) -> &'static [FileType] {
        use FileType::*;
        match self {
            Self::IdImage | Self::IdImageBack => &[Jpeg, Png, Heic, Tiff],
            Self::ProofOfAddress => &[Jpeg, Png, Pdf, Csv, Xls, Xlsx],
            Self::Document => &[Jpeg, Png, Heic, Tiff, Pdf, Csv, Xls, Xlsx],
        }
    }
}

/// The types of file that the API knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileType {
    /// JPEG image.
    Jpeg,
    /// PNG image.
    Png,
    /// HEIC image.
    Heic,
    /// TIFF image.
    Tiff,
    /// PDF.
    Pdf,
    /// Comma-separated values.
    Csv,
    /// Excel 97 to 2003.
    Xls,
    /// Excel 2007 and later.
    Xlsx,
}

impl FileType {
    /// All eight.
    pub const ALL: [Self; 8] =
        [Self::Jpeg, Self::Png, Self::Heic, Self::Tiff, Self::Pdf, Self::Csv, Self::Xls, Self::Xlsx];

    /// The MIME type that the API takes for it, which is not always the registered one.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Heic => "image/heic",
            Self::Tiff => "image/tiff",
            Self::Pdf => "application/pdf",
            Self::Csv => "text/csv",
            Self::Xls => "application/xls",
            Self::Xlsx => "application/xlsx",
        }
    }

    /// Its name to a person.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Heic => "HEIC",
            Self::Tiff => "TIFF",
            Self::Pdf => "PDF",
            Self::Csv => "CSV",
            Self::Xls => "XLS",
            Self::Xlsx => "XLSX",
        }
    }
}

impl Field {
    const fn new(name: &'static str, kind: Kind) -> Self {
        Self {
            name,
            kind,
            required: true,
            needed: Needed::No,
            readable: true,
            #[cfg(not(target_arch = "wasm32"))]
            doc: "",
        }
    }

    /// May be left out.
    const fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    /// Must be there before a customer leaves `init`.
    const fn needed(mut self, needed: Needed) -> Self {
        self.needed = needed;
        self
    }

    /// No read of the API answers it.
    const fn never_read(mut self) -> Self {
        self.readable = false;
        self
    }

    /// Its meaning. Costs the module nothing.
    #[cfg_attr(target_arch = "wasm32", allow(unused_mut, unused_variables))]
    const fn doc(mut self, doc: &'static str) -> Self {
        #[cfg(not(target_arch = "wasm32"))]
        {
            self.doc = doc;
        }
        self
    }
}

impl Object {
    /// The place of a member, known when the module is compiled: a misspelt name does not build.
    pub const fn place(&self, name: &str) -> usize {
        let mut place = 0;
        while place < self.members.len() {
            if same(self.members[place].name, name) {
                return place;
            }
            place += 1;
        }
        panic!("no such member")
    }

    /// The place of a member named at run time. It is looked for from `near` on, where it is likely to be.
    pub fn find(&self, name: &str, near: usize) -> Option<usize> {
        // A key of the tape is the very text of the table: no need to compare it.
        let named = |field: &Field| core::ptr::eq(field.name, name) || field.name == name;
        if self.members.get(near).is_some_and(named) {
            return Some(near);
        }
        let (before, after) = self.members.split_at_checked(near)?;
        let place = after.iter().position(named).map(|place| near + place);
        place.or_else(|| before.iter().position(named))
    }
}

/// Whether two texts are one, known when the module is compiled.
pub(crate) const fn same(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    if left.len() != right.len() {
        return false;
    }
    let mut at = 0;
    while at < left.len() {
        if left[at] != right[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// A list of words by its own name, or by that of a field that takes it.
pub fn choice(name: &str) -> Option<&'static Choice> {
    let of = |object: &'static Object| {
        object.members.iter().find(|field| field.name == name).and_then(|field| match &field.kind {
            Kind::Choice(choice) | Kind::List(Kind::Choice(choice)) => Some(*choice),
            _ => None,
        })
    };
    let named = CHOICES.into_iter().find(|choice| choice.name == name);
    named.or_else(|| [&CUSTOMER, &PERSON, &ID_DOCUMENT, &DOCUMENT].into_iter().find_map(of))
}

const fn line() -> Kind {
    Kind::Text(Text { max: 0, lines: false })
}

const fn line_of(max: u32) -> Kind {
    Kind::Text(Text { max, lines: false })
}

const fn lines() -> Kind {
    Kind::Text(Text { max: 0, lines: true })
}
