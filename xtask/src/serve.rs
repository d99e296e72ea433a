//! The form and the sandbox server, from sources to a link.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::folders;
use crate::module::{self, Finish};
use crate::process::{build_program, command, say};

/// How to start the sandbox.
pub struct Options {
    /// The port to listen on; 0 takes any that is free.
    pub port: u16,
    /// The database file; the sandbox's own one in target/ when not given.
    pub data: Option<PathBuf>,
    /// Whether to start from the seeded customers again.
    pub fresh: bool,
}

/// Builds the module and the server, then becomes the server: its output is ours, and Ctrl-C and
/// SIGTERM reach it without a go-between.
///
/// # Errors
/// A build fails, or the server cannot be started.
pub fn run_server(root: &Path, options: &Options) -> Result<()> {
    module::build(root, Finish::AsItCan)?;
    let server = build_server(root, false)?;
    let data = match &options.data {
        Some(file) => env::current_dir()?.join(file),
        None => folders::target(root).join("sandbox.sqlite"),
    };
    let mut sandbox = command(server);
    sandbox.current_dir(root).args(["sandbox", "--listen", &format!("127.0.0.1:{}", options.port)]);
    sandbox.arg("--data").arg(data);
    if options.fresh {
        sandbox.arg("--fresh");
    }
    sandbox.args(["--www", "www", "--package", "npm"]);
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        Err(sandbox.exec()).context("cannot start the server")
    }
    #[cfg(not(unix))]
    crate::process::run(&mut sandbox)
}

/// Builds the server and names its file. `tested` builds it as its own tests have just built it: what they add to the
/// features of its dependencies would have half of these built again.
///
/// # Errors
/// It does not compile.
pub fn build_server(root: &Path, tested: bool) -> Result<PathBuf> {
    say("building the server");
    build_program(
        command("cargo")
            .current_dir(root)
            .args(["build", "--profile", "tool", "--package", "kyb-server", "--bin", "kyb-server"])
            .args(if tested { &["--test", "sandbox"][..] } else { &[] })
            .arg("--target-dir")
            .arg(folders::target(root)),
    )
}
