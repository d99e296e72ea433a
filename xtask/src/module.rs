//! The WebAssembly module and its glue, in npm/wasm: cargo, wasm-bindgen, wasm-opt, esbuild.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use wasm_bindgen_cli_support::{Bindgen, EncodeInto};

use crate::folders;
use crate::names::Names;
use crate::process::{alone, command, run, say};
use crate::sections;
use crate::setup::node::{self, Shrinkers};
use crate::setup::wasm;
use crate::setup::wasm::{TARGET, Toolchain};

/// What the module may use beyond WebAssembly's first version: what rustc uses by default, all of it
/// in Node 20 and in browsers since 2022. wasm-opt is told them one by one, for "all" would let it
/// write what Node 20 cannot load.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// What the compiler's back end is told. All is compiled as one at the end, so it holds for all.
const LLVM: [&str; 3] = [
    // Bodies are copied to where they are called only when they are hardly longer than the call: a fiftieth smaller, as
    // fast.
    "-inline-threshold=15",
    // Bodies that ask for it, as most small ones of the standard library do, when they are up to so long; by itself it
    // would be 325. Just enough for stepping through text: below, that takes half as long again.
    "-inlinehint-threshold=140",
    // Loops count as they were written: engines find what is quickest for their processor themselves.
    "-disable-lsr",
];

/// How large the stack is: 64 KiB, where the deepest call was seen to take 5. It lies below the data, so that addresses of
/// data get a byte shorter, and a page holds a mebibyte less.
const STACK: &str = "-Clink-arg=-zstack-size=65536";

/// How the module is to be made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Finish {
    /// With whatever of std's sources, wasm-opt and esbuild is here: nothing is installed for size.
    AsItCan,
    /// With wasm-opt and esbuild, and a std of its own where the compiler can build one.
    Shrunk,
    /// As it is published: all of that, or an error.
    Published,
}

/// The module as it was built.
pub struct Module {
    /// The folder of the glue and the module.
    pub folder: PathBuf,
    /// The module before the names of its functions were taken out, byte for byte the same code.
    pub named: PathBuf,
    /// How it was made, in words.
    pub made: String,
}

/// Builds the module and its glue, where they are older than the sources.
///
/// # Errors
/// The toolchain is missing, or a step fails.
pub fn build(root: &Path, finish: Finish) -> Result<Module> {
    let toolchain = wasm::prepare(root)?;
    if finish != Finish::AsItCan {
        node::packages(root)?;
    }
    let shrinkers = node::shrinkers(root);
    if finish == Finish::Published && !toolchain.builds_std() {
        bail!(
            "the published module has a std of its own, for which this compiler is too old or lacks \
             the sources (`rustup update`, `rustup component add rust-src`)"
        );
    }
    let target = folders::wasm_target(root);
    // Two builds at once would write into one another's module.
    let _alone = alone(&root.join("npm/package.json"), "another build of the module")?;
    let compiled = compile(root, &target, &toolchain)?;
    let folder = root.join("npm/wasm");
    let named = target.join("kyb_patch.named.wasm");
    let made = format!(
        "{}, {}",
        if toolchain.builds_std() { "std rebuilt for size" } else { "std as it comes with the compiler" },
        if shrinkers.is_some() { "wasm-opt and esbuild" } else { "without wasm-opt and esbuild" },
    );

    let stamp = target.join("kyb_patch.stamp");
    let sources = fingerprint(root, &fs::read(&compiled)?, shrinkers.is_some())?;
    let whole = [named.clone(), folder.join("kyb_patch.js"), folder.join("kyb_patch_bg.wasm")];
    if fs::read_to_string(&stamp).is_ok_and(|then| stamped(&sources, &whole).is_ok_and(|now| then == now)) {
        return Ok(Module { folder, named, made });
    }

    let made_in = target.join("bound");
    bind(&compiled, &made_in)?;
    let bound = made_in.join("kyb_patch_bg.wasm");
    match shrinkers {
        Some(Shrinkers { wasm_opt, esbuild }) => {
            optimise(&wasm_opt, &bound, &named)?;
            minify(&esbuild, &made_in.join("kyb_patch.js"))?;
        }
        None => fs::copy(&bound, &named).map(drop).with_context(|| unwritten(&named))?,
    }
    let bare = sections::without_custom(&fs::read(&named)?)?;
    fs::write(&bound, bare).with_context(|| unwritten(&bound))?;
    place(&made_in, &folder)?;
    fs::write(&stamp, stamped(&sources, &whole)?).with_context(|| unwritten(&stamp))?;
    Ok(Module { folder, named, made })
}

/// What the system says of a full disk, or of one that may only be read, names no place.
fn unwritten(place: &Path) -> String {
    format!("{} can't be written", place.display())
}

/// Puts finished files in their place by renaming: who loads one meanwhile has the old one or the
/// new one, never a part.
fn place(from: &Path, folder: &Path) -> Result<()> {
    let told = || unwritten(folder);
    fs::create_dir_all(folder).with_context(told)?;
    for file in fs::read_dir(from)? {
        let name = file?.file_name();
        let beside = folder.join(".new");
        fs::copy(from.join(&name), &beside).with_context(told)?;
        fs::rename(&beside, folder.join(&name)).with_context(told)?;
    }
    Ok(())
}

/// Compiles the library to wasm, with the names of its functions kept.
fn compile(root: &Path, target: &Path, toolchain: &Toolchain) -> Result<PathBuf> {
    say("building the module");
    let mut cargo = toolchain.cargo();
    cargo
        .current_dir(root)
        .args(["rustc", "--package", "kyb-patch", "--lib", "--crate-type", "cdylib"])
        .args(["--profile", "module", "--target", TARGET, "--target-dir"])
        .arg(target)
        // wasm-bindgen reads the features from a section that stripping takes away, and the names
        // tell where the bytes are; both are taken out at the end.
        .env("CARGO_PROFILE_MODULE_STRIP", "none");
    if toolchain.builds_std() {
        // Stable compilers hold these options behind this variable.
        cargo
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_PROFILE_MODULE_PANIC", "immediate-abort")
            .args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"])
            .arg("-Zpanic-immediate-abort");
    } else {
        say("this compiler is too old to rebuild std for the module, or lacks its sources: it gets larger");
    }
    cargo.args(["--", &format!("-Cllvm-args={}", LLVM.join(" ")), STACK]);
    run(&mut cargo)?;
    Ok(target.join(TARGET).join("module/kyb_patch.wasm"))
}

/// Writes the glue and the module it belongs to.
fn bind(compiled: &Path, folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let mut bound = Bindgen::new()
        .input_path(compiled)
        .out_name("kyb_patch")
        .reset_state_function(true)
        .web(true)?
        .typescript(true)
        // The package says itself where its module is; hosts differ in it.
        .omit_default_module_path(true)
        .encode_into(EncodeInto::Always)
        .generate_output()
        .context("wasm-bindgen")?;
    let mut names = Names::default();
    for import in bound.wasm_mut().imports.iter_mut() {
        import.name = names.shorten(&import.name);
    }
    for export in bound.wasm_mut().exports.iter_mut() {
        export.name = names.shorten(&export.name);
    }
    bound.emit(folder).context("wasm-bindgen")?;
    for file in ["kyb_patch.js", "kyb_patch.d.ts", "kyb_patch_bg.wasm.d.ts"].map(|name| folder.join(name)) {
        fs::write(&file, names.replace(&fs::read_to_string(&file)?))?;
    }
    let glue = folder.join("kyb_patch.js");
    // gloo-net asks the host for `fetch` by name. In the glue that name is ours, which keeps gloo-net's promises.
    let text = fs::read_to_string(&glue)?;
    ensure!(text.contains("fetch("), "the glue no longer calls fetch");
    // The package loads the module itself, and starts it at once (`npm/module.js`): what the glue has for loading goes.
    let loading = "export { initSync, __wbg_init as default };";
    ensure!(text.contains(loading), "the glue no longer exports its way of loading");
    let text = text.replace(loading, "export { initSync };");
    let types = folder.join("kyb_patch.d.ts");
    let declared = fs::read_to_string(&types)?;
    let (kept, _) = declared
        .split_once("\n/**\n * If `module_or_path`")
        .context("the glue no longer declares its way of loading last")?;
    fs::write(&types, kept)?;
    fs::write(&glue, format!("import {{ fetch }} from '../fetch.js';\n{text}"))?;
    Ok(())
}

fn optimise(script: &Path, from: &Path, to: &Path) -> Result<()> {
    say("optimising the module (wasm-opt)");
    run(command("node")
        .arg(script)
        .args(FEATURES)
        // Engines pass over what a module says of alignment; without it the module packs better.
        .args(["-Os", "--dealign", "--debuginfo", "--output"])
        .args([to.as_os_str(), from.as_os_str()]))
}

/// Takes comments, long names and what is not exported out of the glue, which nobody reads.
fn minify(esbuild: &Path, glue: &Path) -> Result<()> {
    let quietly = "--log-level=warning";
    run(command(esbuild)
        .arg(glue)
        .args(["--minify", "--tree-shaking=true", "--format=esm", "--allow-overwrite", quietly])
        .arg(format!("--outfile={}", glue.display())))
}

/// What a finished module was made from, and what it is: a build that was stopped, or one with another target folder, may
/// have left other files in npm/wasm since.
fn stamped(sources: &str, files: &[PathBuf]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for file in files {
        fs::read(file)?.hash(&mut hasher);
    }
    Ok(format!("{sources} {:016x}", hasher.finish()))
}

/// What the finished module depends on: the compiled one, and the tools that worked on it.
fn fingerprint(root: &Path, compiled: &[u8], shrunk: bool) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    compiled.hash(&mut hasher);
    for source in ["module.rs", "names.rs", "sections.rs"] {
        fs::read(root.join("xtask/src").join(source))?.hash(&mut hasher);
    }
    if shrunk {
        fs::read(root.join("tests/package-lock.json"))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

#[cfg(test)]
mod tests {
    use std::env;

    use super::*;

    #[test]
    fn an_error_names_the_place_that_can_not_be_written() {
        // A file where the folder would be stands for a disk that takes none.
        let file = env::temp_dir().join(format!("kyb-patch-no-folder-{}", std::process::id()));
        fs::write(&file, "").unwrap();
        let error = place(&env::temp_dir(), &file).unwrap_err();
        fs::remove_file(&file).unwrap();
        assert!(format!("{error:#}").contains(&file.display().to_string()), "{error:#}");
    }
}
