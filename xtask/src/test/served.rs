//! A docs set in, a mock of it that runs while a step does out.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use super::run::Runner;

/// A running mock. It ends with this value.
pub(super) struct Served {
    process: Child,
    /// `http://127.0.0.1:40123`.
    pub url: String,
}

impl Served {
    /// Serves the pages in `docs`, a folder of the repository; its own pages, if there is none.
    pub(super) fn start(runner: &Runner, docs: Option<&str>, options: &[&str]) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("the mock cannot be started: {error}");
        let mut command = Command::new(&runner.program);
        command.args(["mock", "--port", "0", "--quiet"]).args(options).current_dir(&runner.root);
        if let Some(docs) = docs {
            command.args(["--docs", docs]);
        }
        let mut process = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().map_err(failed)?;
        let mut line = String::new();
        let printed = process.stdout.take().map(|out| BufReader::new(out).read_line(&mut line));
        // From here on, dropping it ends the process.
        let mut served = Self { process, url: String::new() };
        match line.trim().rsplit_once(' ') {
            Some((_, url)) if printed.is_some_and(|read| read.is_ok()) => served.url = url.to_owned(),
            _ => return Err("the mock ended before it said where it listens".into()),
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
