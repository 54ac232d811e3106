//! What is said of pairs of editions, held to `tests/diff/pairs.toml`, which was written from the
//! rules of compatibility.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot read its input has failed"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use codegen::diff::{Change, Class, Edition, SourceChange, diff, source};
use docparse::diag::{Severity, Sink};
use docparse::docset::Docset;
use docparse::ir::Api;
use docparse::source::{SourceKind, SourceSet};
use serde::Deserialize;

#[derive(Deserialize)]
struct Pairs {
    pair: Vec<Pair>,
}

#[derive(Deserialize)]
struct Pair {
    change: String,
    #[serde(default)]
    set: Option<String>,
    page: String,
    old: Option<String>,
    new: Option<String>,
    #[serde(default)]
    all: bool,
    prepare: Option<[String; 2]>,
    edited: Option<[String; 2]>,
    /// Another page, and the edit there.
    also: Option<[String; 3]>,
    there: Vec<String>,
    back: Vec<String>,
    rust: [String; 2],
}

type Files = Vec<(String, SourceKind, Vec<u8>)>;

struct Read {
    api: Api,
    sources: SourceSet,
}

impl Read {
    fn edition(&self) -> Edition<'_> {
        Edition { api: &self.api, sources: &self.sources }
    }
}

fn read(files: Files) -> Read {
    let sources = SourceSet::new(files);
    let mut sink = Sink::new();
    let docset = Docset::read(sources.docset().unwrap(), &mut sink);
    let pages = docparse::parse(&sources, &mut sink);
    let api = docparse::lower(&pages, &sources, &docset, &mut sink);
    docparse::check(&api, &sources, &mut sink);
    let errors: Vec<_> =
        sink.finish().into_iter().filter(|found| found.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
    Read { api, sources }
}

fn files(set: &str) -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let (pages, settings) = match set {
        "bookshop" => (root.join("tests/bookshop/pages"), root.join("tests/bookshop/docset.toml")),
        _ => (root.join("seeds"), root.join("docset.toml")),
    };
    let mut files: Files = fs::read_dir(pages)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, SourceKind::Page, fs::read(&path).unwrap())
        })
        .collect();
    files.push(("docset.toml".into(), SourceKind::Docset, fs::read(settings).unwrap()));
    files
}

/// Both editions of a pair.
fn editions(pair: &Pair) -> [Read; 2] {
    let files = files(pair.set.as_deref().unwrap_or("bookshop"));
    let own = pair.page.trim_start_matches("../");
    let edit = |files: &Files, name: &str, edits: &[(&String, &String)], all: bool| -> Files {
        let mut files = files.clone();
        let file = files.iter_mut().find(|file| file.0 == name).unwrap();
        let mut text = String::from_utf8(file.2.clone()).unwrap();
        for (from, to) in edits {
            assert!(text.contains(from.as_str()), "{}: {name} has no {from:?}", pair.change);
            text = if all { text.replace(*from, to) } else { text.replacen(*from, to, 1) };
        }
        file.2 = text.into_bytes();
        files
    };
    let prepare: Vec<_> = pair.prepare.iter().map(|[from, to]| (from, to)).collect();
    let old = edit(&files, own, &prepare, false);
    let mut new = match (&pair.edited, &pair.old, &pair.new) {
        (Some([from, to]), ..) => edit(&files, own, &[(from, to)], false),
        (None, Some(from), Some(to)) => edit(&old, own, &[(from, to)], pair.all),
        _ => old.iter().filter(|file| file.0 != own).cloned().collect(),
    };
    if let Some([name, from, to]) = &pair.also {
        new = edit(&new, name, &[(from, to)], false);
    }
    [read(old), read(new)]
}

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
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/diff/pairs.toml");
    let pairs: Pairs = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let mut wrong = Vec::new();
    for pair in &pairs.pair {
        let [old, new] = editions(pair);
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
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_edition_does_not_differ_from_itself() {
    for set in ["seeds", "bookshop"] {
        let [one, other] = [read(files(set)), read(files(set))];
        assert!(diff(one.edition(), other.edition()).is_empty());
        assert_eq!(source(one.edition(), other.edition(), [None, None]), []);
    }
}
