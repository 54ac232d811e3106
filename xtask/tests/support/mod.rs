//! A docs set in a temporary folder, and the program run on it.
#![allow(dead_code, reason = "each test file uses a part of this")]
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A copy of the seeds and their settings, and a place for output.
pub(crate) struct Set {
    dir: tempfile::TempDir,
}

/// What a run printed and how it ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Set {
    /// The seeds: `docs/*`, `docset.toml`.
    pub(crate) fn seeds() -> Self {
        let set = Self::empty();
        for entry in fs::read_dir(repository().join("seeds")).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, set.path("docs").join(path.file_name().unwrap())).unwrap();
        }
        fs::copy(repository().join("docset.toml"), set.path("docset.toml")).unwrap();
        set
    }

    /// No page and no settings.
    pub(crate) fn empty() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("docs")).unwrap();
        Self { dir }
    }

    /// A place in the temporary folder.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    /// Writes a page.
    pub(crate) fn page(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        fs::write(self.path("docs").join(name), bytes).unwrap();
        self
    }

    /// Replaces text on a page. The text must be there.
    pub(crate) fn edit(&self, name: &str, from: &str, to: &str) -> &Self {
        let path = self.path("docs").join(name);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{name} has no {from:?}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
        self
    }

    /// Runs the program with these arguments.
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(args)
            .current_dir(self.dir.path())
            .env("NO_COLOR", "1")
            .output()
            .unwrap();
        Run {
            code: output.status.code().expect("the program was not killed"),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// `generate` from `docs` to `out`.
    pub(crate) fn generate(&self, more: &[&str]) -> Run {
        self.run(&[&["generate", "--docs", "docs", "--out", "out"], more].concat())
    }

    /// Every file under `out`.
    pub(crate) fn out(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.path("out"), "", &mut files);
        files
    }

    /// The text of a file under `out`.
    pub(crate) fn out_text(&self, path: &str) -> String {
        fs::read_to_string(self.path("out").join(path)).unwrap()
    }
}

impl Run {
    /// The findings that `--format json` printed.
    pub(crate) fn findings(&self) -> Vec<serde_json::Value> {
        let values = self.stdout.lines().map(|line| serde_json::from_str(line).unwrap());
        values.filter(|value: &serde_json::Value| value.get("code").is_some()).collect()
    }

    /// `code page:line:column` of the findings with this severity.
    pub(crate) fn places(&self, severity: &str) -> Vec<String> {
        let findings = self.findings().into_iter().filter(|finding| finding["severity"] == severity);
        findings
            .map(|finding| {
                let text = |key: &str| finding[key].as_str().unwrap().to_owned();
                format!("{} {}:{}:{}", text("code"), text("page"), finding["line"], finding["column"])
            })
            .collect()
    }
}

/// The top of the repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Every file under `folder`, with its path from there after `under`.
pub(crate) fn collect(folder: &Path, under: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        let name = format!("{under}{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read(&path).unwrap());
        }
    }
}
