//! The command line: the only part that reads, writes and looks at the outside world.
//!
//! ```text
//! generate   pages -> Rust client, OpenAPI        lint      findings
//! dump       any stage in between, as JSON        explain   what a finding means
//! init       settings for a new docs set          mock      the documented API, served
//! diff       what changed between two editions     bundle    a release
//! semver     the same of the Rust crate, as cargo-semver-checks has it
//! site       a reference for people, as static HTML
//! test       everything the project tests
//! ```
//!
//! Exit codes: 0 done; 1 findings that stop, stale output, or the world in the way; 2 wrong usage.
#![allow(clippy::exit, reason = "clap ends the process on wrong usage")]

mod bundle;
mod cli;
mod diff;
mod docs;
mod dump;
mod emit;
mod explain;
mod failure;
mod finding;
mod fingerprint;
mod fix;
mod generate;
mod git;
mod init;
mod known;
mod ledger;
mod lines;
mod lint;
mod load;
mod manifest;
mod mock;
mod names;
mod out;
mod progress;
mod read;
mod render;
mod report;
mod scores;
mod site;
mod standalone;
mod suggest;
mod summary;
mod test;
mod today;
mod watch;
mod workspace;
mod write;

use std::process::ExitCode;

use clap::Parser as _;

use cli::{Cli, Command};

/// How a command that ran to its end ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// All is well.
    Done,
    /// Findings stop, or output is stale. The command has said which.
    Stopped,
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Generate(args) => generate::run(&args),
        Command::Lint(args) => lint::run(&args),
        Command::Dump(args) => dump::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Bundle(args) => bundle::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Mock(args) => mock::run(&args),
        Command::Site(args) => site::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Interop(args) => test::interop::run(&args),
        Command::Semver(args) => test::semver::run(&args),
    };
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Stopped) => ExitCode::from(1),
        Err(failure) => {
            out::note(&format!("error: {failure}"));
            ExitCode::from(failure.exit_code())
        }
    }
}
