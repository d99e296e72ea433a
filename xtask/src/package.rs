//! The npm package as it is published: dist/kyb-patch-{version}.tgz.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::commonjs;
use crate::module::{self, Finish};
use crate::process::{alone, command, printed, say};
use crate::setup::node::{self, Shrinkers};

/// Builds the module and packs npm/, with only what its package.json names.
///
/// # Errors
/// A build fails, npm fails, or npm/package.json and Cargo.toml disagree on the version.
pub fn pack(root: &Path) -> Result<PathBuf> {
    module::build(root, Finish::Shrunk)?;
    let Shrinkers { esbuild, .. } = node::shrinkers(root).context("esbuild is missing from tests/")?;
    pack_built(root, &esbuild)
}

/// Packs npm/ with the module that was built.
fn pack_built(root: &Path, esbuild: &Path) -> Result<PathBuf> {
    let folder = root.join("npm");
    // Another would take the modules for `require` away while npm reads them.
    let _alone = alone(&folder.join("package.json"), "another build of the package")?;
    commonjs::build(root, esbuild)?;
    let manifest = fs::read_to_string(folder.join("package.json")).context("npm/package.json")?;
    let manifest: Value = serde_json::from_str(&manifest).context("npm/package.json")?;
    let version = manifest["version"].as_str().context("npm/package.json has no version")?;
    let rules = version_of_the_rules(root)?;
    ensure!(version == rules, "npm/package.json says version {version}, Cargo.toml {rules}");

    let dist = root.join("dist");
    // Who reads the last one meanwhile, as tests do, never has a part.
    let new = dist.join("new");
    fs::create_dir_all(&new)?;
    say("packing npm/");
    let packed = printed(
        command(node::npm()?)
            .current_dir(&folder)
            .args(["pack", "--ignore-scripts", "--json", "--loglevel=error", "--pack-destination"])
            .arg(&new),
    )?;
    let name = file_name(&packed).with_context(|| format!("npm pack said {packed}"))?;
    let file = dist.join(&name);
    fs::rename(new.join(name), &file).with_context(|| format!("npm pack left no {}", file.display()))?;
    fs::remove_dir(new).ok();
    Ok(file)
}

/// The name of the file in the report of `npm pack --json`: a list of packages, or by newer npm an
/// object with the packages' names as keys.
fn file_name(report: &str) -> Option<String> {
    let report: Value = serde_json::from_str(report).ok()?;
    let first = match &report {
        Value::Array(list) => list.first()?,
        Value::Object(members) => members.values().next()?,
        _ => return None,
    };
    Some(first["filename"].as_str()?.to_owned())
}

/// The version in the root Cargo.toml.
fn version_of_the_rules(root: &Path) -> Result<String> {
    let manifest = fs::read_to_string(root.join("Cargo.toml")).context("Cargo.toml")?;
    let version = manifest.lines().find_map(|line| line.strip_prefix("version = "));
    Ok(version.context("Cargo.toml has no version")?.trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use std::env;
    use std::fs::File;
    use std::thread;
    use std::time::Duration;

    use super::*;
    use crate::folders;

    #[test]
    fn who_packs_while_another_does_waits() {
        // The test command installs esbuild first.
        let Some(tools) = node::shrinkers(&folders::root().unwrap()) else { return };
        let checkout = env::temp_dir().join(format!("kyb-patch-pack-{}", std::process::id()));
        let npm = checkout.join("npm");
        fs::create_dir_all(npm.join("wasm")).unwrap();
        fs::write(checkout.join("Cargo.toml"), "version = \"1.0.0\"\n").unwrap();
        fs::write(npm.join("package.json"), r#"{ "name": "packed", "version": "1.0.0" }"#).unwrap();
        fs::write(npm.join("api.js"), "export const answer = 42;\n").unwrap();
        fs::write(npm.join("node.js"), "export * from './api.js';\n").unwrap();
        let other = File::open(npm.join("package.json")).unwrap();
        other.lock().unwrap();
        let (waited, packed) = thread::scope(|scope| {
            let coming = scope.spawn(|| pack_built(&checkout, &tools.esbuild));
            thread::sleep(Duration::from_millis(500));
            let waited = !npm.join("cjs").exists();
            drop(other);
            (waited, coming.join().unwrap().map(|file| file.is_file()))
        });
        fs::remove_dir_all(&checkout).unwrap();
        assert!(waited && packed.unwrap());
    }

    #[test]
    fn reads_the_file_from_both_forms_of_npms_report() {
        let package = r#"{"id":"kyb-patch@0.1.0","filename":"kyb-patch-0.1.0.tgz"}"#;
        let expected = Some("kyb-patch-0.1.0.tgz".to_owned());
        assert_eq!(file_name(&format!("[{package}]")), expected);
        assert_eq!(file_name(&format!(r#"{{"kyb-patch":{package}}}"#)), expected);
        assert_eq!(file_name("[]"), None);
        assert_eq!(file_name("npm error"), None);
    }
}
