//! A docs set in, a mock or a site of it that is served while a step runs out.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use super::run::Runner;

/// A running server. It ends with this value.
pub(super) struct Served {
    process: Child,
    /// `http://127.0.0.1:40123`.
    pub url: String,
}

impl Served {
    /// Serves the pages in `docs`, a folder of the repository; its own pages, if there is none.
    pub(super) fn start(runner: &Runner, docs: Option<&str>, options: &[&str]) -> Result<Self, String> {
        let mut args = vec!["mock"];
        args.extend(options);
        args.extend(docs.into_iter().flat_map(|docs| ["--docs", docs]));
        Self::command(runner, &args)
    }

    /// Runs a command of this program that says in its first line where it listens.
    pub(super) fn command(runner: &Runner, args: &[&str]) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("{} cannot be started: {error}", args[0]);
        let mut command = Command::new(&runner.program);
        command.args(args).args(["--port", "0", "--quiet"]).current_dir(&runner.root);
        let mut process = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().map_err(failed)?;
        let mut line = String::new();
        let printed = process.stdout.take().map(|out| BufReader::new(out).read_line(&mut line));
        // From here on, dropping it ends the process.
        let mut served = Self { process, url: String::new() };
        match line.trim().rsplit_once(' ') {
            Some((_, url)) if printed.is_some_and(|read| read.is_ok()) => served.url = url.to_owned(),
            _ => return Err(format!("{} ended before it said where it listens", args[0])),
        }
        Ok(served)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
