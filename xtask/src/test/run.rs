//! Commands in, their output shown and their failure named out.

use std::ffi::OsStr;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::workspace;

/// Runs commands at the top of the repository.
pub(super) struct Runner {
    /// The top of the repository.
    pub root: PathBuf,
    /// This program, for steps that run one of its commands.
    pub program: PathBuf,
}

impl Runner {
    pub(super) fn new() -> Self {
        // Asked before any step: one that builds this program anew takes the running one's file
        // away, and its name with it.
        let program = std::env::current_exe().unwrap_or_else(|_| "xtask".into());
        Self { root: workspace::root(), program }
    }

    /// Where Cargo puts what it builds.
    pub(super) fn target(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| self.root.join("target"), |folder| self.root.join(folder))
    }

    /// Where tools are installed.
    pub(super) fn tools(&self) -> PathBuf {
        self.root.join("target/tools")
    }

    /// Where steps put what they make, empty.
    pub(super) fn scratch(&self, name: &str) -> Result<PathBuf, String> {
        let path = self.root.join("target/test").join(name);
        match std::fs::remove_dir_all(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(format!("cannot empty {}: {error}", path.display()))
            }
            _ => Ok(path),
        }
    }

    /// A command at the top of the repository, with no input.
    pub(super) fn command<S: AsRef<OsStr>>(
        &self,
        program: impl AsRef<OsStr>,
        args: impl IntoIterator<Item = S>,
    ) -> Command {
        let mut command = Command::new(program);
        command.args(args).current_dir(&self.root).stdin(Stdio::null());
        command
    }

    /// Cargo, the one that runs us.
    pub(super) fn cargo(&self, args: &[&str]) -> Command {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = self.command(cargo, args);
        // Set for us by `cargo run`; other packages' builds must not see it.
        command.env_remove("CARGO_MANIFEST_DIR");
        command
    }

    /// Runs a command; its output goes where ours goes.
    pub(super) fn run(&self, mut command: Command) -> Result<(), String> {
        let shown = shown(&command);
        match command.status() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(format!("`{shown}` ended with {status}")),
            Err(error) => Err(format!("`{shown}` could not be run: {error}")),
        }
    }

    /// Runs a command; its output goes to a file, which is shown if the command fails.
    pub(super) fn logged(&self, mut command: Command, log: &Path) -> Result<(), String> {
        let open = || {
            std::fs::create_dir_all(log.parent().unwrap_or(log))?;
            let file = File::create(log)?;
            Ok::<_, std::io::Error>((file.try_clone()?, file))
        };
        let (out, err) = open().map_err(|error| format!("cannot write {}: {error}", log.display()))?;
        command.stdout(out).stderr(err);
        self.run(command).inspect_err(|_| {
            crate::out::print(&String::from_utf8_lossy(&std::fs::read(log).unwrap_or_default()));
        })
    }

    /// The first line a command prints, on either stream, if it can be run.
    pub(super) fn first_line(&self, command: Command) -> Option<String> {
        self.first_line_with("", command)
    }

    /// The first line that starts with `start`.
    pub(super) fn first_line_with(&self, start: &str, mut command: Command) -> Option<String> {
        let output = command.output().ok().filter(|output| output.status.success())?;
        let printed = [output.stdout, output.stderr].concat();
        let printed = String::from_utf8_lossy(&printed).into_owned();
        let mut lines = printed.lines().map(str::trim);
        lines.find(|line| !line.is_empty() && line.starts_with(start)).map(str::to_owned)
    }
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let mut words: Vec<String> = words.map(|word| word.to_string_lossy().into_owned()).collect();
    // The program's folder says nothing to a reader.
    if let Some(name) = words[0].rsplit(['/', '\\']).next() {
        words[0] = name.to_owned();
    }
    words.join(" ")
}
