//! What the module exports to `npm/index.js`: values come in on a tape, and answers go out on another.
//!
//! A call is told the length of the tape that was written for it. An answer is the place where it stands; [`NOTHING`]
//! for one that has nothing to say, such as a report without issues, so that a right patch costs nothing on its way out.

mod submit;
mod tape;
mod told;

use alloc::{string::String, vec, vec::Vec};
use core::cell::RefCell;

use chrono::DateTime;
use wasm_bindgen::prelude::*;

use crate::answers::Stored;
use crate::changes::{Identity, changes as compare};
use crate::checks::shape::{DEPTH, NESTED_TOO_DEEPLY};
use crate::context::Context;
use crate::documents::{self, Look};
use crate::findings::{Findings, Path};
use crate::missing::missing as lacks;
use crate::read::{read_context, read_stored};
use crate::report::Report;
use crate::schema::{CUSTOMER, FileType, FileUse, Kind, Object, Target, target};
use crate::status::Editability;
use crate::tree::Tree;
use crate::validate::{validate_field_from, validate_from};
use crate::{checks, status};
use tape::{Broken, Tape};
use told::Told;

/// std's allocator takes 6 KB of the module; a patch needs little of what it can do.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// What the module keeps between calls.
struct Module {
    room: Room,
    known: Known,
}

/// Where a tape is written.
struct Room {
    words: Vec<u32>,
    text: Vec<u8>,
    keys: Vec<&'static str>,
}

/// What calls know of one another.
struct Known {
    context: Context,
    /// Whether the host itself has said what time it is; and when it was that a call told the context last.
    timed: bool,
    millis: f64,
    customers: [Stored; 3],
    /// Where single values are checked.
    places: Vec<Target>,
    told: Told,
}

thread_local! {
    // Known when the module is compiled, so that no call asks whether it is there.
    static MODULE: RefCell<Module> = const {
        RefCell::new(Module {
            room: Room { words: Vec::new(), text: Vec::new(), keys: Vec::new() },
            known: Known {
                context: Context::EMPTY,
                timed: false,
                millis: f64::NAN,
                customers: [const { Stored::NOTHING }; 3],
                places: Vec::new(),
                told: Told::nothing(),
            },
        })
    };
}

/// An answer that has nothing to say.
const NOTHING: *const u32 = core::ptr::null();
/// That the tape does not hold together. No answer stands at an odd place.
const BROKEN: *const u32 = core::ptr::without_provenance(1);

/// The keys that cross as numbers, a line each: every key of the table.
#[wasm_bindgen]
pub fn keys() -> String {
    fn collect(object: &'static Object, keys: &mut Vec<&'static str>) {
        for field in object.members {
            if !keys.contains(&field.name) {
                keys.push(field.name);
            }
            let kind = if let Kind::List(kind) = &field.kind { kind } else { &field.kind };
            if let Kind::Object(object) = kind {
                collect(object, keys);
            }
        }
    }
    let mut keys = Vec::new();
    collect(&CUSTOMER, &mut keys);
    let text = keys.join("\n");
    MODULE.with_borrow_mut(|module| module.room.keys = keys);
    text
}

/// Makes room for words, keeps those there are, and says where they begin. No room gives back what there is, of the
/// text too: `npm/tape.js` asks for it after a large patch, for it alone knows that nothing points there any more.
#[wasm_bindgen]
pub fn words(room: usize) -> *const u32 {
    MODULE.with_borrow_mut(|Module { room: Room { words, text, .. }, known }| {
        if room == 0 {
            *words = Vec::new();
            *text = Vec::new();
            known.told = Told::nothing();
        } else if words.len() < room {
            words.resize(room, 0);
        }
        words.as_ptr()
    })
}

/// Makes room for text in UTF-8, keeps what there is, and says where it begins.
#[wasm_bindgen]
pub fn text(room: usize) -> *const u8 {
    MODULE.with_borrow_mut(|module| {
        let text = &mut module.room.text;
        if text.len() < room {
            text.resize(room, 0);
        }
        text.as_ptr()
    })
}

impl Known {
    fn take(&mut self, context: Context) {
        self.context = context;
        self.millis = f64::NAN;
    }

    fn tell_time(&mut self, millis: f64) {
        // A form asks about all its fields in one millisecond.
        if !self.timed && self.millis != millis && !millis.is_nan() {
            self.millis = millis;
            self.context.now = DateTime::from_timestamp_millis(millis as i64);
        }
    }

    /// By places: `npm/report.js` names them.
    #[inline(never)]
    fn give_report(&mut self, report: &Report) -> *const u32 {
        if report.issues.is_empty() { NOTHING } else { self.told.tell(&report.places()) }
    }
}

/// Runs a call on the tape, and gives its answer.
fn with_tape(
    words: usize,
    bytes: usize,
    units: usize,
    call: impl FnOnce(&mut Known, Tape<'_>) -> Result<*const u32, Broken>,
) -> *const u32 {
    MODULE.with_borrow_mut(|Module { room, known }| {
        let tape = room.tape(words, bytes, units);
        tape.and_then(|tape| call(known, tape)).unwrap_or(BROKEN)
    })
}

impl Room {
    fn tape(&self, words: usize, bytes: usize, units: usize) -> Result<Tape<'_>, Broken> {
        let words = self.words.get(..words).ok_or(Broken)?;
        let text = self.text.get(..bytes).and_then(|text| core::str::from_utf8(text).ok()).ok_or(Broken)?;
        Ok(Tape::new(words, text, units, &self.keys))
    }
}

fn give(tree: &Tree<'_>) -> *const u32 {
    with_known(|known| known.told.tell(tree))
}

fn with_known<T>(call: impl FnOnce(&mut Known) -> T) -> T {
    MODULE.with_borrow_mut(|module| call(&mut module.known))
}

/// Keeps a context for the calls that follow; answers what is wrong with one that is none.
#[wasm_bindgen]
pub fn set_context(words: usize, bytes: usize, units: usize) -> *const u32 {
    with_tape(words, bytes, units, |known, mut tape| {
        Ok(match read_context(&mut tape)? {
            Ok(context) => {
                // One that names the day has said what time it is.
                known.timed = context.now.is_some() || context.today.is_some();
                known.take(context);
                NOTHING
            }
            Err(error) => known.told.tell(&Tree::Text(&error.0)),
        })
    })
}

/// Goes back to no context.
#[wasm_bindgen]
pub fn clear_context() {
    with_known(|known| {
        known.timed = false;
        known.take(Context::default());
    });
}

/// Checks the patch on the tape.
#[wasm_bindgen]
pub fn validate(words: usize, bytes: usize, units: usize, now: f64) -> *const u32 {
    with_tape(words, bytes, units, |known, mut tape| {
        known.tell_time(now);
        let report = validate_from(&mut tape, &known.context)?;
        Ok(known.give_report(&report))
    })
}

/// Keeps a pointer under a number, which is that of one kept before or the next, and says whether the time matters
/// there; undefined for what is no pointer.
#[wasm_bindgen]
pub fn place(number: usize, pointer: &str) -> Option<bool> {
    let target = target(pointer)?;
    let timed = matches!(
        target.kind,
        Some(Kind::Date(_) | Kind::Timestamp | Kind::Object(_) | Kind::List(Kind::Object(_)))
    );
    with_known(|known| match known.places.get_mut(number) {
        Some(place) => *place = target,
        None => known.places.push(target),
    });
    Some(timed)
}

/// Checks the value on the tape as if it stood at the pointer of a number. `now` is no number where it does not matter.
#[wasm_bindgen]
pub fn validate_field(number: usize, words: usize, bytes: usize, units: usize, now: f64) -> *const u32 {
    with_tape(words, bytes, units, |known, mut tape| {
        known.tell_time(now);
        let place = known.places.get(number).ok_or(Broken)?;
        let report = validate_field_from(place, &mut tape, &known.context)?;
        Ok(known.give_report(&report))
    })
}

/// The report of a value that has no end.
#[wasm_bindgen]
pub fn too_deep() -> *const u32 {
    with_known(|known| {
        let mut findings = Findings::default();
        if status::check(&known.context, &mut findings) {
            findings.add(&Path::Root, &NESTED_TOO_DEEPLY).number("max", DEPTH as f64);
        }
        let report = findings.report(&known.context.severity);
        known.give_report(&report)
    })
}

/// Whether a customer in a status can be changed.
#[wasm_bindgen]
pub fn editability(status: &str) -> *const u32 {
    let editability = status::editability(status);
    let mut members = vec![("editable", Tree::Flag(editability == Editability::Editable))];
    match editability {
        Editability::Editable => {}
        Editability::NotEditable(status) => {
            members.push(("code", Tree::Text(status::STATUS_NOT_EDITABLE.name)));
            members.push(("params", Tree::Object(vec![("status", Tree::Text(status.name()))])));
        }
        Editability::Unknown => members.push(("code", Tree::Text(status::STATUS_UNKNOWN.name))),
    }
    give(&Tree::Object(members))
}

/// Keeps the customer on the tape for a call that compares: 0 what is stored, 1 what was edited, 2 what is read now.
#[wasm_bindgen]
pub fn remember(place: usize, words: usize, bytes: usize, units: usize) -> *const u32 {
    with_tape(words, bytes, units, |known, mut tape| {
        *known.customers.get_mut(place).ok_or(Broken)? = read_stored(&mut tape)?;
        Ok(NOTHING)
    })
}

/// Takes what was kept.
fn recall() -> [Stored; 3] {
    with_known(|known| core::mem::take(&mut known.customers))
}

/// What of the edited customer is to be sent. `who` says of each edited person at which place it is stored: -1 for a
/// new one, -2 for one whose id is not among the stored.
#[wasm_bindgen]
pub fn changes(who: &[i32]) -> *const u32 {
    let [stored, edited, _] = recall();
    let identity = |place: &i32| match usize::try_from(*place) {
        Ok(place) => Identity::Stored(place),
        Err(_) if *place == -1 => Identity::New,
        Err(_) => Identity::Elsewhere,
    };
    let who: Vec<_> = who.iter().map(identity).collect();
    give(&compare(&stored.customer, &edited.customer, &who).tree())
}

/// What the stored customer lacks to leave `init` when it takes the edited patch.
#[wasm_bindgen]
pub fn missing() -> *const u32 {
    let [stored, patch, _] = recall();
    let model = with_known(|known| known.context.kyc_model);
    let stored = (!stored.customer.is_absent()).then_some(&stored);
    give(&lacks(stored, &patch.customer, model).tree())
}

/// The table as forms read it.
#[wasm_bindgen]
pub fn fields() -> *const u32 {
    let entries = crate::catalogue::catalogue();
    give(&Tree::List(entries.iter().map(|entry| entry.tree()).collect()))
}

/// The words of a list, a line each, by its name or by that of a field that takes it; undefined where there is none.
#[wasm_bindgen]
pub fn options(name: &str) -> Option<String> {
    Some(crate::schema::choice(name)?.options.join("\n"))
}

/// How numbers of a type are written in a country; undefined where that is not known.
#[wasm_bindgen]
pub fn tax_format(country: &str, kind: &str) -> Option<String> {
    checks::tax_id::tax_format(country, kind).map(String::from)
}

/// Every country, alpha-3 and alpha-2 of each in turn; on a second line the alpha-3 of those that the API's own list
/// has not.
#[wasm_bindgen]
pub fn countries() -> String {
    checks::country::all()
}

/// The version of the rules.
#[wasm_bindgen]
pub fn rules_version() -> String {
    crate::RULES.into()
}

/// Looks at the window of a file that stands as text in the module's memory, at the place that was asked for. `seen` is
/// what the last call gave, and 0 at first; from its 17th bit on it is the next place, or the size when all is seen.
#[wasm_bindgen]
pub fn look(seen: u64, length: usize, size: f64) -> u64 {
    MODULE.with_borrow(|module| {
        let mut look = Look::unpack(seen);
        look.take(look.next, module.room.text.get(..length).unwrap_or_default(), size as u64);
        look.pack()
    })
}

/// What is to be said of a file: of its type by what was seen, its name and the browser, and of its size. `seen` is 0
/// for one that is not read.
#[wasm_bindgen]
pub fn inspect(purpose: &str, mime: &str, name: &str, size: f64, seen: u64) -> *const u32 {
    let purpose = match purpose {
        "id_image" => FileUse::IdImage,
        "poa" => FileUse::ProofOfAddress,
        _ => FileUse::Document,
    };
    with_known(|known| {
        let mut findings = Findings::default();
        let look = Look::unpack(seen);
        let promised = checks::file::promised(mime, name);
        let found = look.file_type(promised).or(promised);
        match found {
            Some(found) if purpose.taken().contains(&found) => {
                documents::judge(look, found, &Path::Root, &mut findings);
            }
            // Of nothing there is no type to be wrong.
            _ if size == 0.0 => {}
            _ => checks::file::not_taken(purpose, found, &Path::Root, &mut findings),
        }
        checks::file::size(size, purpose, known.context.max_file_bytes, &Path::Root, &mut findings);
        let report = findings.report(&known.context.severity);
        known.told.tell(&Tree::List(vec![report.places(), Tree::maybe(found.map(FileType::mime))]))
    })
}
