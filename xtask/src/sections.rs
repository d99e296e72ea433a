//! What a WebAssembly module is made of: its sections, and the functions in its code.

use std::collections::BTreeMap;

use anyhow::Result;
use wasm_encoder::{Module, RawSection};
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

/// A module's parts.
#[derive(Debug, Default)]
pub struct Parts<'a> {
    /// Section names and their contents, in the order of the file; custom ones left out.
    pub sections: Vec<(&'static str, &'a [u8])>,
    /// Functions and their bodies' bytes, largest first. Nameless ones carry their index.
    pub functions: Vec<(String, usize)>,
}

/// Takes a module apart.
///
/// # Errors
/// The bytes are no module.
pub fn parts(wasm: &[u8]) -> Result<Parts<'_>> {
    let mut parts = Parts::default();
    let mut names = BTreeMap::new();
    let mut bodies = Vec::new();
    let mut imported = 0u32;
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        if let Some((id, range)) = payload.as_section()
            && let Some(name) = name_of(id)
        {
            parts.sections.push((name, &wasm[range]));
        }
        match payload {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.range().len()),
            Payload::CustomSection(custom) => {
                if let KnownCustom::Name(sections) = custom.as_known() {
                    for section in sections {
                        if let Name::Function(map) = section? {
                            for naming in map {
                                let naming = naming?;
                                names.insert(naming.index, naming.name);
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    parts.functions = (imported..)
        .zip(bodies)
        .map(|(index, size)| match names.get(&index) {
            Some(name) => (plain(name), size),
            None => (format!("function {index}"), size),
        })
        .collect();
    parts.functions.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(parts)
}

/// The same module without its custom sections (names, producers, features), which none of its
/// hosts reads.
///
/// # Errors
/// The bytes are no module.
pub fn without_custom(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        if matches!(payload, Payload::CustomSection(_)) {
            continue;
        }
        if let Some((id, range)) = payload.as_section() {
            module.section(&RawSection { id, data: &wasm[range] });
        }
    }
    Ok(module.finish())
}

/// A demangled name without the hashes that tell crates of one name apart: `core[d004cabf93c7d30a]`
/// is core.
fn plain(name: &str) -> String {
    let mut rest = name;
    let mut plain = String::with_capacity(name.len());
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        rest = match after.split_once(']') {
            Some((hash, behind))
                if (8..=16).contains(&hash.len()) && hash.bytes().all(|b| b.is_ascii_hexdigit()) =>
            {
                behind
            }
            _ => {
                plain.push('[');
                after
            }
        };
    }
    plain.push_str(rest);
    plain
}

/// Whose code a function is: a module of ours when it was made for one of our types, else the first
/// crate that its name tells.
pub fn owner(function: &str) -> &str {
    if let Some(start) = function.find("kyb_patch::") {
        let ours = &function[start..];
        let mut ends = ours.match_indices("::").map(|(at, _)| at).skip(1);
        let end = ends.next().unwrap_or("kyb_patch".len());
        let module = &ours[..end];
        // A type or function of the root: what follows is no path any more.
        return if module.bytes().all(is_of_path) { module } else { "kyb_patch" };
    }
    let paths = function.split(|c: char| !(c.is_ascii() && is_of_path(c as u8)));
    let mut crates = paths.filter_map(|path| path.split_once("::")).map(|(first, _)| first);
    crates.find(|first| !first.is_empty()).unwrap_or("exports and the rest")
}

fn is_of_path(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b':'
}

/// The names of the specification, by section id; none for custom sections (0).
fn name_of(id: u8) -> Option<&'static str> {
    const NAMES: [&str; 13] = [
        "types",
        "imports",
        "function types",
        "tables",
        "memory",
        "globals",
        "exports",
        "start",
        "elements",
        "code",
        "data",
        "data count",
        "tags",
    ];
    NAMES.get(usize::from(id).checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        CodeSection, CustomSection, EntityType, Function, FunctionSection, ImportSection, Module, NameMap,
        NameSection, TypeSection,
    };

    use super::{owner, parts, plain, without_custom};

    /// Imports one function, defines a small and a large one, names the large one.
    fn module() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        imports.import("host", "call", EntityType::Function(0));
        let mut functions = FunctionSection::new();
        functions.function(0).function(0);
        let mut code = CodeSection::new();
        let mut small = Function::new([]);
        small.instructions().end();
        let mut large = Function::new([]);
        large.instructions().nop().nop().nop().end();
        code.function(&small).function(&large);
        let mut named = NameMap::new();
        named.append(0, "host");
        named.append(2, "kyb_patch::validate");
        let mut names = NameSection::new();
        names.functions(&named);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&code).section(&names);
        module.section(&CustomSection { name: "producers".into(), data: (&[0u8][..]).into() });
        module.finish()
    }

    #[test]
    fn functions_carry_the_names_of_their_index_behind_the_imports() {
        let module = module();
        let parts = parts(&module).unwrap();
        let expected = [("kyb_patch::validate".to_owned(), 5), ("function 1".to_owned(), 2)];
        assert_eq!(parts.functions, expected);
    }

    #[test]
    fn sections_are_measured_without_the_custom_ones() {
        let module = module();
        let parts = parts(&module).unwrap();
        let names: Vec<_> = parts.sections.iter().map(|section| section.0).collect();
        assert_eq!(names, ["types", "imports", "function types", "code"]);
        // Count, then each body behind its length: 1 + (1 + 2) + (1 + 5).
        assert_eq!(parts.sections[3].1.len(), 10);
    }

    #[test]
    fn custom_sections_are_taken_out_and_the_rest_stays() {
        let bare = without_custom(&module()).unwrap();
        assert!(bare.len() < module().len());
        assert_eq!(bare, module()[..bare.len()]);
        assert_eq!(parts(&bare).unwrap().sections, parts(&module()).unwrap().sections);
    }

    #[test]
    fn refuses_what_is_no_module() {
        assert!(parts(b"<!doctype html>").is_err());
        assert!(without_custom(b"").is_err());
    }

    #[test]
    fn functions_belong_to_the_module_they_were_made_for() {
        assert_eq!(owner("kyb_patch::read::walk"), "kyb_patch::read");
        assert_eq!(owner("kyb_patch::validate"), "kyb_patch");
        assert_eq!(owner("<kyb_patch::report::Report as serde_core::Serialize>::f"), "kyb_patch::report");
        assert_eq!(owner("<alloc::vec::Vec<kyb_patch::report::Issue>>::push"), "kyb_patch::report");
        assert_eq!(owner("<kyb_patch::Report as serde_core::Serialize>::f"), "kyb_patch");
        assert_eq!(owner("<&mut W as core::fmt::Write>::write_str"), "core");
        assert_eq!(owner("<dlmalloc::Dlmalloc>::malloc"), "dlmalloc");
        assert_eq!(owner("__wbindgen_malloc"), "exports and the rest");
    }

    #[test]
    fn names_lose_the_hashes_of_their_crates_alone() {
        let name = "<core[d004cabf93c7d30a]::array::Array<[u8; 4]> as kyb_patch[52a6658812dd2ed]::T>::f";
        assert_eq!(plain(name), "<core::array::Array<[u8; 4]> as kyb_patch::T>::f");
        assert_eq!(plain("open ["), "open [");
    }
}
