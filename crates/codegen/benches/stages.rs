//! A docs set in, the time and the allocations of each stage out.
//!
//! `DOCS=folder cargo bench -p codegen`; without `DOCS`, the pages of `tests/bookshop`. The
//! stages work on all processors, so a comparison with `pulldown_cmark` is one of equals
//! on a single one: `taskset -c 0 cargo bench -p codegen`.

#![allow(clippy::disallowed_methods, reason = "only xtask reads in earnest; a benchmark has no xtask")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use codegen::names::Scopes;
use codegen::{Backend, openapi, rust};
use divan::counter::BytesCount;
use divan::{AllocProfiler, Bencher, black_box};
use docparse::diag::Sink;
use docparse::docset::{Docset, MINIMAL};
use docparse::ir::Api;
use docparse::page::Page;
use docparse::source::{SourceKind, SourceSet};
use pulldown_cmark::{Options, Parser};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// What each stage hands to the next.
struct Stages {
    sources: SourceSet,
    docset: Docset,
    pages: Vec<Page>,
    api: Api,
}

static STAGES: LazyLock<Stages> = LazyLock::new(|| {
    let folder = std::env::var_os("DOCS").map_or_else(bookshop, PathBuf::from);
    let mut files = Vec::new();
    pages_under(&folder, &mut files);
    files.push(("docset.toml".into(), SourceKind::Docset, MINIMAL.into()));
    let sources = SourceSet::new(files);
    let mut sink = Sink::new();
    let docset = Docset::read(sources.docset().expect("settings were added"), &mut sink);
    let pages = docparse::parse(&sources, &mut sink);
    let api = docparse::lower(&pages, &sources, &docset, &mut sink);
    Stages { sources, docset, pages, api }
});

fn bookshop() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/bookshop/pages")
}

fn pages_under(folder: &Path, files: &mut Vec<(String, SourceKind, Vec<u8>)>) {
    for entry in fs::read_dir(folder).expect("DOCS is a folder of pages") {
        let path = entry.expect("the folder can be listed").path();
        if path.is_dir() {
            pages_under(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "md" || extension == "txt") {
            let bytes = fs::read(&path).expect("a page can be read");
            files.push((path.to_string_lossy().into_owned(), SourceKind::Page, bytes));
        }
    }
}

/// Runs one stage, which has all pages' bytes to get through.
fn stage<R>(bencher: Bencher<'_, '_>, run: impl Fn(&Stages, &mut Sink) -> R + Sync) {
    let stages = &*STAGES;
    let bytes: usize = stages.sources.pages().map(|page| page.text.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| run(stages, &mut Sink::new()));
}

/// The least that reading Markdown can take, for comparison: every event, and nothing kept.
#[divan::bench]
fn a_pulldown_cmark_alone(bencher: Bencher<'_, '_>) {
    stage(bencher, |stages, _| {
        let options = Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
        let events = |text| Parser::new_ext(text, options).into_offset_iter().map(black_box).count();
        stages.sources.pages().map(|page| events(&page.text)).sum::<usize>()
    });
}

#[divan::bench]
fn b_parse(bencher: Bencher<'_, '_>) {
    stage(bencher, |stages, sink| docparse::parse(&stages.sources, sink));
}

#[divan::bench]
fn c_lower(bencher: Bencher<'_, '_>) {
    stage(bencher, |stages, sink| docparse::lower(&stages.pages, &stages.sources, &stages.docset, sink));
}

#[divan::bench]
fn d_check(bencher: Bencher<'_, '_>) {
    stage(bencher, |stages, sink| docparse::check(&stages.api, &stages.sources, sink));
}

#[divan::bench]
fn e_openapi(bencher: Bencher<'_, '_>) {
    stage(bencher, |stages, sink| {
        openapi::OpenApi.emit(&stages.api, &stages.sources, &mut Scopes::default(), sink)
    });
}

#[divan::bench]
fn f_rust(bencher: Bencher<'_, '_>) {
    stage(bencher, |stages, sink| {
        rust::Rust.emit(&stages.api, &stages.sources, &mut Scopes::default(), sink)
    });
}
