//! The compiler for wasm32-unknown-unknown: rustup's own, or Debian's where rustup cannot fetch the
//! target.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::debian;
use crate::folders;
use crate::process::{capture, command, find, is_executable, path, path_with, run, say, status};

pub const TARGET: &str = "wasm32-unknown-unknown";

/// The oldest compiler that the root Cargo.toml admits (`rust-version`).
const OLDEST: (u32, u32) = (1, 89);

/// The oldest compiler on which the module with its own std was built and measured.
const OLDEST_FOR_SMALL_STD: (u32, u32) = (1, 95);

const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";

/// A compiler that makes wasm, with what its children need in their environment.
pub struct Toolchain {
    cargo: PathBuf,
    compiler: Compiler,
    env: Vec<(&'static str, OsString)>,
    path: OsString,
    debian: bool,
}

struct Compiler {
    rustc: PathBuf,
    sysroot: PathBuf,
    version: (u32, u32),
    host: String,
}

impl Toolchain {
    /// A cargo that builds for wasm.
    pub fn cargo(&self) -> Command {
        self.set_up(command(&self.cargo))
    }

    /// Gives a command that will itself run cargo (wasm-pack) this toolchain.
    pub fn set_up(&self, mut command: Command) -> Command {
        if self.debian {
            for name in ["RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH", "RUSTC", "RUSTC_WRAPPER"] {
                command.env_remove(name);
            }
        }
        command.env("PATH", &self.path).envs(self.env.iter().map(|(name, value)| (*name, value)));
        // Flags that a person gives all builds, such as a linker, are for this machine and not for wasm. Set and empty,
        // this one takes the place of all others.
        command.env("CARGO_ENCODED_RUSTFLAGS", "");
        command
    }

    /// Whether it is the one that `cargo` starts, with its lints.
    pub fn is_active(&self) -> bool {
        !self.debian
    }

    /// The PATH under which cargo and rustc are this toolchain's.
    pub fn path(&self) -> &OsStr {
        &self.path
    }

    /// Whether std can be built anew for the module, without its panic messages.
    pub fn builds_std(&self) -> bool {
        self.compiler.version >= OLDEST_FOR_SMALL_STD && self.compiler.has_std_sources()
    }
}

impl Compiler {
    /// The compiler at that path; `None` when it does not run.
    fn at(rustc: &Path) -> Option<Compiler> {
        let about = capture(command(rustc).arg("-vV"))?;
        let field = |name: &str| about.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        let mut numbers = field("release:")?.split('.').map_while(|part| part.parse().ok());
        Some(Compiler {
            rustc: rustc.to_path_buf(),
            sysroot: PathBuf::from(capture(command(rustc).args(["--print", "sysroot"]))?),
            version: (numbers.next()?, numbers.next()?),
            host: field("host:")?.to_owned(),
        })
    }

    fn is_debians(&self) -> bool {
        self.sysroot == Path::new("/usr")
    }

    fn target_lib(&self) -> PathBuf {
        self.sysroot.join("lib/rustlib").join(TARGET).join("lib")
    }

    fn has_target(&self) -> bool {
        let Ok(entries) = fs::read_dir(self.target_lib()) else { return false };
        entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
    }

    fn has_std_sources(&self) -> bool {
        self.sysroot.join("lib/rustlib/src/rust/library/Cargo.lock").is_file()
    }

    fn rust_lld(&self) -> PathBuf {
        self.sysroot.join("lib/rustlib").join(&self.host).join("bin/rust-lld")
    }
}

/// Finds the compiler, or installs what it lacks.
///
/// # Errors
/// No road to the target is open here; the message says what to install.
pub fn prepare(root: &Path) -> Result<Toolchain> {
    let active = Compiler::at(Path::new("rustc"))
        .context("Rust is missing: install it from https://rustup.rs, then run this again")?;
    if active.version < OLDEST {
        bail!(
            "Rust {}.{} is too old: {}.{} or newer is needed (`rustup update`)",
            active.version.0,
            active.version.1,
            OLDEST.0,
            OLDEST.1
        );
    }
    if active.has_target() {
        if !active.has_std_sources() {
            add_std_sources(root)?;
        }
        return Ok(plain(active));
    }
    if let Some(debians) = debians_compiler().filter(Compiler::has_target) {
        return debian_toolchain(debians, &active);
    }
    if !active.is_debians() && find("rustup").is_some() {
        say(format!("installing the target {TARGET} with rustup"));
        let added = status(command("rustup").args(["target", "add", TARGET]))?;
        // A rustup that takes a target for installed says so, and is asked for files all the same.
        if added.success() && active.has_target() {
            add_std_sources(root)?;
            return Ok(plain(active));
        }
        say("rustup cannot fetch the target here");
    }
    install_debians(&active)
}

fn plain(compiler: Compiler) -> Toolchain {
    Toolchain { cargo: PathBuf::from("cargo"), compiler, env: Vec::new(), path: path(), debian: false }
}

/// The sources from which the module gets a std of its own. Where rustup cannot fetch them the
/// module is built with the std that came with the target; this is tried once in a checkout.
fn add_std_sources(root: &Path) -> Result<()> {
    let tried = folders::target(root).join("no-rust-src");
    if tried.exists() || find("rustup").is_none() {
        return Ok(());
    }
    say("installing the sources of std with rustup (component rust-src)");
    if !status(command("rustup").args(["component", "add", "rust-src"]))?.success() {
        fs::create_dir_all(tried.parent().context("no folder")?)?;
        fs::write(&tried, "")?;
    }
    Ok(())
}

fn debians_compiler() -> Option<Compiler> {
    let rustc = Path::new(DEBIAN_RUSTC);
    if !is_executable(rustc) || !is_executable(Path::new(DEBIAN_CARGO)) {
        return None;
    }
    Compiler::at(rustc).filter(|found| found.is_debians() && found.version >= OLDEST)
}

fn install_debians(active: &Compiler) -> Result<Toolchain> {
    let usable = || debians_compiler().filter(Compiler::has_std_sources);
    let debians = match usable() {
        Some(found) => found,
        None => {
            if find("apt-get").is_none() {
                bail!(
                    "the compiler's target {TARGET} is missing: install it with \
                     `rustup target add {TARGET}`, then run this again"
                );
            }
            let packages = ["rustc-web", "cargo-web", "rust-web-src"];
            debian::install(&packages, &format!("a compiler for {TARGET}"))?;
            usable().with_context(|| {
                format!("Debian's packages {} hold no usable compiler", packages.join(", "))
            })?
        }
    };
    let toolchain = debian_toolchain(debians, active)?;
    build_std(&toolchain)?;
    Ok(toolchain)
}

fn debian_toolchain(compiler: Compiler, active: &Compiler) -> Result<Toolchain> {
    let linker = linker(active)?;
    Ok(Toolchain {
        cargo: PathBuf::from(DEBIAN_CARGO),
        env: vec![
            ("RUSTC", compiler.rustc.clone().into_os_string()),
            ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker.into_os_string()),
        ],
        path: path_with(Path::new("/usr/bin"), &path())?,
        compiler,
        debian: true,
    })
}

/// rust-lld comes with rustup's compiler; Debian's is a link into a package of its own.
fn linker(active: &Compiler) -> Result<PathBuf> {
    let rustups = active.rust_lld();
    if is_executable(&rustups) {
        return Ok(rustups);
    }
    let debians = PathBuf::from("/usr/bin/rust-lld");
    if !is_executable(&debians) {
        let package = fs::read_link(&debians)
            .ok()
            .and_then(|link| link.file_name()?.to_str().map(str::to_owned))
            .filter(|name| name.starts_with("lld-"))
            .unwrap_or_else(|| "lld".to_owned());
        debian::install(&[&package], "the linker for wasm")?;
    }
    [debians, PathBuf::from("/usr/bin/wasm-ld")]
        .into_iter()
        .find(|file| is_executable(file))
        .context("no linker for wasm: install lld, then run this again")
}

/// Debian ships no std for this target: builds it once, in a crate of its own, and puts it where
/// the compiler looks for it.
fn build_std(toolchain: &Toolchain) -> Result<()> {
    let library = toolchain.compiler.target_lib();
    if !debian::is_root() {
        bail!("std for {TARGET} is missing in {}: run this once as root", library.display());
    }
    say(format!("building std for {TARGET} once, for Debian's compiler (about a minute)"));
    let folder = env::temp_dir().join(format!("kyb-patch-std-{}", std::process::id()));
    fs::create_dir_all(folder.join("src"))?;
    fs::write(
        folder.join("Cargo.toml"),
        "[package]\nname = \"std-for-wasm\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n",
    )?;
    fs::write(folder.join("src/lib.rs"), "")?;
    let built = run(toolchain
        .cargo()
        .current_dir(&folder)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .args(["build", "--release", "--target", TARGET])
        .arg("-Zbuild-std=std,panic_abort,panic_unwind,test"))
    .and_then(|()| {
        let deps = folder.join("target").join(TARGET).join("release/deps");
        copy_std(&deps, &library)
    });
    fs::remove_dir_all(&folder).ok();
    built.with_context(|| format!("std for {TARGET} could not be installed in {}", library.display()))
}

fn copy_std(deps: &Path, library: &Path) -> Result<()> {
    fs::create_dir_all(library)?;
    // libstd last: it is the one whose presence says that all are there.
    let mut files: Vec<_> = fs::read_dir(deps)?.flatten().map(|entry| entry.path()).collect();
    files.sort_by_key(|file| name_of(file).starts_with("libstd-"));
    for file in files {
        let name = name_of(&file);
        let is_std = name.ends_with(".rlib")
            && !name.starts_with("libsysroot-")
            && !name.starts_with("libstd_for_wasm-");
        if is_std {
            fs::copy(&file, library.join(&name))?;
        }
    }
    Ok(())
}

fn name_of(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
