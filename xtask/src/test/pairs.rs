//! `tests/diff/pairs.toml` in, pairs of editions out: what it says changes between them is what
//! `diff` is held to here, and beside what the program of somebody else sees.

use std::fs;
use std::path::Path;

use codegen::diff::Edition;
use docparse::diag::{Severity, Sink};
use docparse::docset::Docset;
use docparse::ir::Api;
use docparse::source::{SourceKind, SourceSet};
use serde::Deserialize;

use crate::load::Sources;

#[derive(Deserialize)]
struct Pairs {
    pair: Vec<Pair>,
}

/// An edit of a page, and what it changes. The file says what each of these is.
#[derive(Deserialize)]
pub(super) struct Pair {
    pub(super) change: String,
    #[serde(default)]
    set: Option<String>,
    page: String,
    /// Whether both editions' settings close the lists of values.
    #[serde(default)]
    closed: bool,
    old: Option<String>,
    new: Option<String>,
    #[serde(default)]
    all: bool,
    /// An edit of both editions, so that there is something to change.
    prepare: Option<[String; 2]>,
    /// The edit of the new edition, where it is not one of the old edition's text.
    edited: Option<[String; 2]>,
    /// Another page, and the edit there.
    also: Option<[String; 3]>,
    #[cfg_attr(not(test), expect(dead_code, reason = "what tests hold the rest to"))]
    there: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "what tests hold the rest to"))]
    back: Vec<String>,
    /// What happens to code that uses the Rust crate, there and back.
    pub(super) rust: [String; 2],
    /// What cargo-semver-checks makes of both crates, there and back, if it is asked.
    pub(super) semver: Option<[String; 2]>,
    /// Why oasdiff sees another class, there and back; nothing, where it does not.
    pub(super) oasdiff: Option<[String; 2]>,
}

/// An edition, read.
pub(super) struct Read {
    pub(super) api: Api,
    pub(super) sources: SourceSet,
}

impl Read {
    pub(super) fn edition(&self) -> Edition<'_> {
        Edition { api: &self.api, sources: &self.sources }
    }
}

/// Every pair.
pub(super) fn pairs(root: &Path) -> Result<Vec<Pair>, String> {
    let path = root.join("tests/diff/pairs.toml");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let pairs: Pairs = toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(pairs.pair)
}

impl Pair {
    /// Both editions.
    pub(super) fn editions(&self, root: &Path) -> Result<[Read; 2], String> {
        let mut files = files(root, self.set.as_deref()).map_err(|error| error.to_string())?;
        if self.closed {
            // `[openapi]` is the last table there.
            let settings = files.iter_mut().filter(|file| file.1 == SourceKind::Docset);
            settings.for_each(|file| file.2.extend(b"\nenums = \"closed\"\n"));
        }
        let own = self.page.trim_start_matches("../");
        let edit = |files: &Sources, name: &str, [from, to]: &[String; 2]| -> Result<Sources, String> {
            let mut files = files.clone();
            let file = files.iter_mut().find(|file| file.0 == name);
            let file = file.ok_or_else(|| format!("{}: no page {name}", self.change))?;
            let text = String::from_utf8_lossy(&file.2).into_owned();
            if !text.contains(from.as_str()) {
                return Err(format!("{}: {name} has no {from:?}", self.change));
            }
            let text = if self.all { text.replace(from, to) } else { text.replacen(from, to, 1) };
            file.2 = text.into_bytes();
            Ok(files)
        };
        let old = match &self.prepare {
            Some(prepare) => edit(&files, own, prepare)?,
            None => files.clone(),
        };
        let mut new = match (&self.edited, &self.old, &self.new) {
            (Some(edited), ..) => edit(&files, own, edited)?,
            (None, Some(from), Some(to)) => edit(&old, own, &[from.clone(), to.clone()])?,
            _ => old.iter().filter(|file| file.0 != own).cloned().collect(),
        };
        if let Some([name, from, to]) = &self.also {
            new = edit(&new, name, &[from.clone(), to.clone()])?;
        }
        Ok([self.read(old)?, self.read(new)?])
    }

    fn read(&self, files: Sources) -> Result<Read, String> {
        let sources = SourceSet::new(files);
        let mut sink = Sink::new();
        let docset = Docset::read(sources.docset().ok_or("no settings")?, &mut sink);
        let pages = docparse::parse(&sources, &mut sink);
        let api = docparse::lower(&pages, &sources, &docset, &mut sink);
        docparse::check(&api, &sources, &mut sink);
        match sink.finish().into_iter().find(|found| found.severity == Severity::Error) {
            Some(error) => Err(format!("{}: {}", self.change, error.message)),
            None => Ok(Read { api, sources }),
        }
    }
}

/// The files of a set: that of `tests/bookshop`, or the seeds.
fn files(root: &Path, set: Option<&str>) -> std::io::Result<Sources> {
    let (pages, settings) = match set {
        Some("seeds") => ("seeds", "docset.toml"),
        _ => ("tests/bookshop/pages", "tests/bookshop/docset.toml"),
    };
    let mut files = Sources::new();
    for entry in fs::read_dir(root.join(pages))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        files.push((name, SourceKind::Page, fs::read(&path)?));
    }
    files.push(("docset.toml".into(), SourceKind::Docset, fs::read(root.join(settings))?));
    Ok(files)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use codegen::diff::{Change, Class, SourceChange, diff, source};

    use super::*;
    use crate::workspace::root;

    /// `property name made-required: breaking -`
    fn line(change: &Change) -> String {
        let (noun, name) = change.subject.words();
        let name = name.map(|name| format!(" {name}")).unwrap_or_default();
        let class = |class: Option<Class>| class.map_or("-", Class::word);
        format!("{noun}{name} {}: {} {}", change.kind.id, class(change.request), class(change.reply))
    }

    /// Everything but what only says that an edited page was edited.
    fn found(changes: &[Change]) -> BTreeSet<String> {
        let incidental = ["operation examples-changed", "operation text-changed"];
        let lines = changes.iter().map(line);
        lines.filter(|line| !incidental.iter().any(|start| line.starts_with(start))).collect()
    }

    fn worst(changes: &[SourceChange]) -> &'static str {
        changes.iter().map(|change| change.class).max().map_or("none", Class::word)
    }

    #[test]
    fn every_pair_changes_what_it_should() {
        let pairs = pairs(&root()).unwrap();
        let wrong = docparse::parallel::map(&pairs, |pair| {
            let [old, new] = pair.editions(&root()).unwrap();
            let mut wrong = Vec::new();
            for (way, [from, to], expected, rust) in [
                ("there", [&old, &new], &pair.there, &pair.rust[0]),
                ("back", [&new, &old], &pair.back, &pair.rust[1]),
            ] {
                let changes = found(&diff(from.edition(), to.edition()));
                let expected: BTreeSet<String> = expected.iter().cloned().collect();
                if changes != expected {
                    wrong.push(format!("{} ({way}): {changes:#?}, and not {expected:#?}", pair.change));
                }
                let source = source(from.edition(), to.edition(), [None, None]);
                if worst(&source) != rust {
                    let lines: Vec<_> = source
                        .iter()
                        .map(|change| format!("{} {} {}", change.class.word(), change.symbol, change.says))
                        .collect();
                    wrong.push(format!("{} ({way}), in Rust: {lines:#?}, and not {rust}", pair.change));
                }
            }
            wrong
        });
        let wrong = wrong.concat();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
