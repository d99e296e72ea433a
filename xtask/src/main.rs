//! The project's commands: `cargo xtask <command>`.

mod bench;
mod commonjs;
mod contract;
mod counts;
mod folders;
mod generate;
mod module;
mod names;
mod package;
mod process;
mod sections;
mod serve;
mod setup;
mod sizes;
mod test;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};
use lexopt::prelude::*;

use crate::module::Finish;

const USAGE: &str = "\
cargo xtask <command>

  serve [--port N] [--data FILE] [--fresh]
           builds the module and the sandbox server and starts it on 127.0.0.1; port 8080 when not
           given, 0 for any free one; --fresh starts from the seeded customers again
  test     runs every check and test, and installs what they need
  build [--release-size]
           builds the module and prints what a page loads; --release-size builds it as published
           and installs what that needs
  bench [--quick] [--json FILE]
           measures size and speed beside other libraries, and installs what that needs; a full run
           writes docs/bench.md and its chart
  package  leaves the npm package at dist/kyb-patch-{version}.tgz
  generate [--check]
           makes the tables from data/; --check only tells whether they are fresh
  contract --diff OPENAPI.json
           tells what a newer document of the API changed: fields, options, what is required
";

fn main() -> ExitCode {
    match run(lexopt::Parser::from_env()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {}", words(&error));
            // Apart from what ran and said no: tests that fail, a document that differs.
            ExitCode::from(2)
        }
    }
}

/// An error and what led to it. What is wrong with a command line says so itself.
fn words(error: &anyhow::Error) -> String {
    let usage = error.downcast_ref::<lexopt::Error>();
    usage.map_or_else(|| format!("{error:#}"), ToString::to_string)
}

/// Runs the command that the arguments name; false when tests failed, or a document differs.
fn run(mut arguments: lexopt::Parser) -> Result<bool> {
    let root = folders::root()?;
    let command = match arguments.next()? {
        Some(Value(command)) => command.string()?,
        Some(Long("help") | Short('h')) => "help".to_owned(),
        Some(other) => return Err(other.unexpected().into()),
        None => bail!("which command?\n\n{USAGE}"),
    };
    // Asked of one command, it is told of all: a test, a build or a server is not what is wanted.
    let helps = arguments.clone().raw_args()?.any(|argument| argument == "--help" || argument == "-h");
    match command.as_str() {
        _ if helps => print!("{USAGE}"),
        "help" => print!("{USAGE}"),
        "serve" => {
            let options = serve_options(&mut arguments)?;
            serve::run_server(&root, &options)?;
        }
        "test" => {
            no_more(&mut arguments)?;
            return test::run_all(&root);
        }
        "build" => {
            let published = switch(&mut arguments, "release-size")?;
            build(&root, if published { Finish::Published } else { Finish::AsItCan })?;
        }
        "bench" => bench::measure(&root, &bench_options(&mut arguments)?)?,
        "package" => {
            no_more(&mut arguments)?;
            let file = package::pack(&root)?;
            println!("{}", file.strip_prefix(&root).unwrap_or(&file).display());
        }
        "contract" => {
            let Some(Long("diff")) = arguments.next()? else {
                bail!("contract --diff OPENAPI.json\n\n{USAGE}")
            };
            let document = PathBuf::from(arguments.value()?);
            no_more(&mut arguments)?;
            return contract::diff(&root, &document);
        }
        "generate" => generate::run(&root, switch(&mut arguments, "check")?)?,
        other => bail!("there is no command `{other}`\n\n{USAGE}"),
    }
    Ok(true)
}

fn build(root: &Path, finish: Finish) -> Result<()> {
    let module = module::build(root, finish)?;
    sizes::print(root, &module)
}

fn serve_options(arguments: &mut lexopt::Parser) -> Result<serve::Options> {
    let mut options = serve::Options { port: 8080, data: None, fresh: false };
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("port") => options.port = arguments.value()?.parse()?,
            Long("data") => options.data = Some(PathBuf::from(arguments.value()?)),
            Long("fresh") => options.fresh = true,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

fn bench_options(arguments: &mut lexopt::Parser) -> Result<bench::Options> {
    let mut options = bench::Options::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("quick") => options.quick = true,
            Long("json") => options.json = Some(PathBuf::from(arguments.value()?)),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

/// Whether the one switch that a command takes was given.
fn switch(arguments: &mut lexopt::Parser, name: &str) -> Result<bool> {
    let mut given = false;
    while let Some(argument) = arguments.next()? {
        match argument {
            Long(long) if long == name => given = true,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(given)
}

fn no_more(arguments: &mut lexopt::Parser) -> Result<()> {
    match arguments.next()? {
        Some(argument) => Err(argument.unexpected().into()),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(arguments: &[&str]) -> Result<bool> {
        run(lexopt::Parser::from_args(arguments))
    }

    #[test]
    fn every_command_can_be_asked_for_help() {
        for command in ["serve", "test", "build", "bench", "package", "generate", "contract", "help"] {
            for help in ["--help", "-h"] {
                assert!(asked(&[command, help]).unwrap(), "{command} {help}");
            }
        }
    }

    #[test]
    fn what_is_wrong_with_a_command_line_is_said_once() {
        let error = asked(&["serve", "--port", "99999"]).unwrap_err();
        assert_eq!(words(&error).matches("too large").count(), 1, "{}", words(&error));
    }
}
