//! An edition of the docs in, what rustdoc knows of the crate made from it out.

use std::fs;
use std::path::{Path, PathBuf};

use codegen::Backend as _;
use codegen::diff::Edition;
use codegen::names::Scopes;
use codegen::rust::{FEATURES, Rust};
use docparse::diag::Sink;

use super::theirs::{Theirs, ask};
use crate::emit::Tree;
use crate::failure::Failure;
use crate::standalone::{self, CRATE};
use crate::test::run::Runner;
use crate::write;

/// The id of the back end.
pub(super) const LANGUAGE: &str = "rust";

/// What cargo-semver-checks has rustdoc say, in its `data_generation/generate.rs`.
const RUSTDOC: [&str; 5] = [
    "-Zunstable-options",
    "--document-private-items",
    "--document-hidden-items",
    "--output-format=json",
    "--cap-lints=allow",
];

/// Crates that rustdoc has looked at.
pub(super) struct Crates<'a> {
    runner: &'a Runner,
    folder: PathBuf,
    known: Vec<(Vec<Tree>, PathBuf)>,
}

impl<'a> Crates<'a> {
    pub(super) fn new(runner: &'a Runner) -> Result<Self, String> {
        Ok(Self { runner, folder: runner.scratch("semver")?, known: Vec::new() })
    }

    /// What cargo-semver-checks says of the crates of both editions. `names` are those that each
    /// has, where that is known; a new edition without names of its own keeps the old one's.
    pub(super) fn compared(
        &mut self,
        [old, new]: [Edition<'_>; 2],
        [before, after]: [Option<Scopes>; 2],
    ) -> Result<Theirs, String> {
        let mut names = before.unwrap_or_default();
        let old = self.json(old, &mut names)?;
        let new = self.json(new, &mut after.unwrap_or(names))?;
        ask(self.runner, &old, &new)
    }

    /// What rustdoc says of the edition's crate, with all features, in a file.
    fn json(&mut self, edition: Edition<'_>, names: &mut Scopes) -> Result<PathBuf, String> {
        let service = &edition.api.service;
        let trees = trees(edition, names).map_err(|failure| failure.to_string())?;
        if let Some((_, json)) = self.known.iter().find(|(known, _)| same(known, &trees)) {
            return Ok(json.clone());
        }
        let number = self.known.len();
        let folder = self.folder.join("crate");
        let plans = write::plan(copy(&trees), &edition.api.pages, &folder, true);
        let written = plans.and_then(|plans| plans.iter().try_for_each(write::apply));
        written.map_err(|failure| failure.to_string())?;
        let package = folder.join(CRATE);
        let failed = |error: std::io::Error| error.to_string();
        fs::copy(self.runner.root.join("Cargo.lock"), package.join("Cargo.lock")).map_err(failed)?;
        // Apart from what else is built: some packages look at whether the compiler takes what is
        // unstable, and would be built again and again.
        let target = self.runner.target().join("semver");
        let mut rustdoc = self.runner.cargo(&["rustdoc", "--quiet", "--lib", "--all-features", "--"]);
        rustdoc.args(RUSTDOC).current_dir(&package);
        rustdoc.env("CARGO_TARGET_DIR", &target).env("RUSTC_BOOTSTRAP", "1");
        self.runner.logged(rustdoc, &self.folder.join("rustdoc.log"))?;
        let json = self.folder.join(format!("{number}.json"));
        let made = target.join("doc").join(format!("{}.json", service.package.value.replace('-', "_")));
        fs::rename(&made, &json).map_err(|error| format!("{}: {error}", shown(&made)))?;
        self.known.push((trees, json.clone()));
        Ok(json)
    }
}

fn trees(edition: Edition<'_>, names: &mut Scopes) -> Result<Vec<Tree>, Failure> {
    let files = Rust.emit(edition.api, edition.sources, names, &mut Sink::new())?;
    let features = files.get(FEATURES).map(|file| file.text.clone()).unwrap_or_default();
    let own = standalone::tree(&edition.api.service, &features)?;
    Ok(vec![Tree { root: Rust.root().into(), files }, own])
}

fn copy(trees: &[Tree]) -> Vec<Tree> {
    trees.iter().map(|tree| Tree { root: tree.root.clone(), files: tree.files.clone() }).collect()
}

/// Whether two crates say the same, whatever pages that is from.
fn same(one: &[Tree], other: &[Tree]) -> bool {
    let texts = |trees: &[Tree]| -> Vec<String> {
        trees.iter().flat_map(|tree| tree.files.values().map(|file| file.text.clone())).collect()
    };
    texts(one) == texts(other)
}

fn shown(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
