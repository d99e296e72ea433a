//! What a page loads of the package, in bytes, and where the module's bytes are.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result};

use crate::module::Module;
use crate::process::{capture, command};
use crate::sections::{self, Parts};
use crate::setup::node::{self, Shrinkers};

/// What module and JavaScript may weigh together, in bytes of brotli.
const GOAL: usize = 24 * 1024;

/// How many functions the list of the largest holds.
const LARGEST: usize = 20;

struct Size {
    name: String,
    raw: usize,
    brotli: usize,
}

/// Prints the table of what a page loads, and the module's sections, crates and largest functions.
///
/// # Errors
/// A file cannot be read.
pub fn print(root: &Path, module: &Module) -> Result<()> {
    let package = root.join("npm");
    let wasm = fs::read(module.folder.join("kyb_patch_bg.wasm"))?;
    let mut sizes = vec![measure("wasm/kyb_patch_bg.wasm".to_owned(), &wasm)?];
    let entry = package.join("index.js");
    let scripts =
        if entry.is_file() { loaded_with(&entry)? } else { [module.folder.join("kyb_patch.js")].into() };
    for script in &scripts {
        let name = script.strip_prefix(&package).unwrap_or(script).display().to_string();
        sizes.push(measure(name, &fs::read(script)?)?);
    }
    let sum = |part: fn(&Size) -> usize| sizes.iter().map(part).sum::<usize>();
    let together =
        Size { name: "together".to_owned(), raw: sum(|size| size.raw), brotli: sum(|size| size.brotli) };
    println!("\n{:<36}{:>8}{:>10}", "What a page loads", "raw", "brotli");
    sizes.iter().chain([&together]).for_each(print_size);
    println!("  {}", against_goal(together.brotli));
    println!("  The module: {}.", module.made);
    if let Some(bundle) = bundled(root, &entry)? {
        let packed = measure("".to_owned(), &bundle)?.brotli;
        let with_module = sizes[0].brotli + packed;
        println!(
            "  All its JavaScript in one minified file, as bundlers make it: {packed}, with the module {with_module}."
        );
    }
    if !entry.is_file() {
        println!("  npm/index.js is not there: of the JavaScript only the glue is counted.");
    }
    print_parts(&sections::parts(&fs::read(&module.named)?)?)
}

/// The JavaScript as a page has it that bundles; none without esbuild.
fn bundled(root: &Path, entry: &Path) -> Result<Option<Vec<u8>>> {
    let Some(Shrinkers { esbuild, .. }) = node::shrinkers(root).filter(|_| entry.is_file()) else {
        return Ok(None);
    };
    let options = ["--bundle", "--minify", "--format=esm", "--log-level=error"];
    let bundle =
        capture(command(esbuild).arg(entry).args(options)).context("esbuild cannot bundle npm/index.js")?;
    Ok(Some(bundle.into_bytes()))
}

fn against_goal(brotli: usize) -> String {
    let (kib, goal) = (brotli as f64 / 1024.0, GOAL / 1024);
    if brotli <= GOAL {
        format!("{kib:.1} KiB of brotli: within the goal of {goal} KiB")
    } else {
        format!("{kib:.1} KiB of brotli: {} bytes above the goal of {goal} KiB", brotli - GOAL)
    }
}

fn print_parts(parts: &Parts<'_>) -> Result<()> {
    println!("\n{:<36}{:>8}{:>10}", "Sections of the module, each packed", "raw", "brotli");
    for (name, content) in &parts.sections {
        print_size(&measure((*name).to_owned(), content)?);
    }
    let mut owners = BTreeMap::<&str, usize>::new();
    for (name, size) in &parts.functions {
        *owners.entry(sections::owner(name)).or_default() += size;
    }
    let mut owners: Vec<_> = owners.into_iter().collect();
    owners.sort_by_key(|(_, size)| usize::MAX - size);
    println!("\nIts code by crate and by our modules, raw");
    for (name, size) in owners {
        println!("  {name:<34}{size:>8}");
    }
    println!("\nThe {LARGEST} largest of its {} functions, raw", parts.functions.len());
    for (name, size) in parts.functions.iter().take(LARGEST) {
        println!("  {size:>6}  {name}");
    }
    Ok(())
}

fn print_size(Size { name, raw, brotli }: &Size) {
    println!("  {name:<34}{raw:>8}{brotli:>10}");
}

fn measure(name: String, bytes: &[u8]) -> Result<Size> {
    // Quality 11 and the largest window: what a server that compresses once sends.
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &parameters)?;
    Ok(Size { name, raw: bytes.len(), brotli: packed.len() })
}

/// A script and all that it imports, and they in turn. What is imported by a call (`import(…)`)
/// loads later and does not count.
fn loaded_with(entry: &Path) -> Result<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    let mut open = vec![entry.to_path_buf()];
    while let Some(script) = open.pop() {
        if found.contains(&script) {
            continue;
        }
        let text = fs::read_to_string(&script).with_context(|| format!("reading {}", script.display()))?;
        let folder = script.parent().context("a script has a folder")?;
        open.extend(imports(&text).into_iter().map(|import| resolve(folder, import)));
        found.insert(script);
    }
    Ok(found)
}

/// The relative specifiers of a module's import and export declarations, of which each has lines of
/// its own: the specifier stands on the last of them.
fn imports(text: &str) -> Vec<&str> {
    text.lines().filter_map(imported).collect()
}

fn imported(line: &str) -> Option<&str> {
    let from = line.split_once(" from ").map(|(before, after)| (before, after.trim_start()));
    let specifier = match from {
        Some((before, after)) if ["import ", "export ", "}"].iter().any(|head| before.starts_with(head)) => {
            after
        }
        _ => line.strip_prefix("import ")?,
    };
    let quote = specifier.chars().next().filter(|first| ['"', '\''].contains(first))?;
    let (specifier, _) = specifier[1..].split_once(quote)?;
    specifier.starts_with('.').then_some(specifier)
}

fn resolve(folder: &Path, specifier: &str) -> PathBuf {
    let mut path = folder.to_path_buf();
    for part in Path::new(specifier).components() {
        match part {
            Component::ParentDir => drop(path.pop()),
            Component::Normal(name) => path.push(name),
            _ => {}
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{against_goal, imports, resolve};

    #[test]
    fn finds_what_loads_with_a_script_and_not_what_it_loads_later() {
        let script = "import { a } from './a.js'\nimport * as b from \"../b.js\";\nimport './c.js'\n\
            export {\n  d,\n} from './d.js'\nexport * from './e.js'\nimport './f.js'\n\
            // import './no.js'\nconst later = () => import('./later.js')\nimport fs from 'node:fs'\n\
            /** @typedef {import('./types.js').T} T */\nconst text = \"read from './no.js'\"\n";
        let mut found = imports(script);
        found.sort_unstable();
        assert_eq!(found, ["../b.js", "./a.js", "./c.js", "./d.js", "./e.js", "./f.js"]);
    }

    #[test]
    fn a_specifier_is_relative_to_the_folder_of_its_script() {
        assert_eq!(resolve(Path::new("npm/wasm"), "../messages/en.js"), Path::new("npm/messages/en.js"));
        assert_eq!(resolve(Path::new("npm"), "./bind.js"), Path::new("npm/bind.js"));
    }

    #[test]
    fn the_goal_itself_is_within_the_goal() {
        assert_eq!(against_goal(24_576), "24.0 KiB of brotli: within the goal of 24 KiB");
        assert_eq!(against_goal(24_577), "24.0 KiB of brotli: 1 bytes above the goal of 24 KiB");
    }
}
