//! The package for `require`: each module of npm/ once more as CommonJS, in npm/cjs.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process::{command, run, say};

/// The entrypoints of hosts that have no `require`, and the command line.
const OF_OTHER_HOSTS: [&str; 4] = ["index.js", "workerd.js", "cli.js", "records.js"];

/// Where a module of npm/cjs lies beside, for `import.meta.url`, which CommonJS lacks.
const BASE: &str =
    "const __base=require('node:url').pathToFileURL(require('node:path').join(__dirname,'../node.js')).href;";

/// Writes npm/cjs anew: modules that share one instance of the module, as those of npm/ do.
///
/// # Errors
/// esbuild fails, or a file can't be written.
pub fn build(root: &Path, esbuild: &Path) -> Result<()> {
    say("writing the modules for require (esbuild)");
    let npm = root.join("npm");
    let folder = npm.join("cjs");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let mut modules = beside(&npm, ".js")?;
    modules.extend(beside(&npm.join("wasm"), ".js")?);
    let (entry, inner): (Vec<PathBuf>, Vec<PathBuf>) =
        modules.into_iter().partition(|file| file.ends_with("node.js"));
    let transform = |files: Vec<PathBuf>| {
        let mut esbuild = command(esbuild);
        // From here: in a longer path it takes a `*` for a pattern, and writes `_` for a `"` in the names of its output.
        esbuild
            .current_dir(&npm)
            .args(files.iter().filter_map(|file| file.strip_prefix(&npm).ok()))
            .args(["--format=cjs", "--platform=node", "--target=node20", "--minify-whitespace"])
            .args(["--outbase=.", "--outdir=cjs", "--log-level=warning"]);
        esbuild
    };
    run(&mut transform(inner))?;
    run(transform(entry).arg("--define:import.meta.url=__base").arg(format!("--banner:js={BASE}")))?;
    for types in beside(&npm, ".d.ts")? {
        let name = types.file_name().context("a file without a name")?;
        fs::copy(&types, folder.join(name))?;
    }
    fs::write(folder.join("package.json"), "{ \"type\": \"commonjs\" }\n")?;
    Ok(())
}

/// The files of a folder whose names end so, in the order of their names.
fn beside(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.ends_with(ending) && !OF_OTHER_HOSTS.contains(&name) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(all(test, unix))]
mod tests {
    use std::env;

    use super::*;
    use crate::folders;
    use crate::setup::node::shrinkers;

    #[test]
    fn modules_lie_in_their_place_whatever_the_path_of_the_checkout() {
        // The test command installs esbuild first.
        let Some(tools) = shrinkers(&folders::root().unwrap()) else { return };
        let checkout = env::temp_dir().join(format!("kyb \"patch\" *? {}", std::process::id()));
        let npm = checkout.join("npm");
        fs::create_dir_all(npm.join("wasm")).unwrap();
        for file in ["api.js", "node.js", "wasm/kyb_patch.js"] {
            fs::write(npm.join(file), "export const answer = 42;\n").unwrap();
        }
        build(&checkout, &tools.esbuild).unwrap();
        let there =
            ["api.js", "node.js", "wasm/kyb_patch.js"].map(|file| npm.join("cjs").join(file).is_file());
        fs::remove_dir_all(&checkout).unwrap();
        assert_eq!(there, [true; 3]);
    }
}
