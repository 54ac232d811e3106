//! A docs set on disk in, the checked API and its findings out.

use std::collections::BTreeSet;

use docparse::diag::{Diagnostic, Severity, Sink, codes};
use docparse::docset::Docset;
use docparse::ir::Api;
use docparse::page::Page;
use docparse::source::{SourceFile, SourceId, SourceSet};

use crate::docs::Docs;
use crate::failure::Failure;
use crate::finding::{Finding, Place, resolve};
use crate::load::{Sources, load};
use crate::progress::{Progress, Stage};
use crate::today::today;

/// What was read.
#[derive(Debug)]
pub(crate) struct Reading {
    pub sources: SourceSet,
    pub pages: Vec<Page>,
    pub api: Api,
    /// Findings, by place.
    pub findings: Vec<Finding>,
    /// How many errors are on what was left out.
    forgiven: usize,
    /// Pages that were left out because of their errors: path, and line if it is one of several
    /// in a file.
    pub left_out: Vec<String>,
}

impl Reading {
    /// What a document says that was made from pages, which are not here.
    pub(crate) fn of_document(sources: SourceSet, api: Api) -> Self {
        Self { sources, pages: Vec::new(), api, findings: Vec::new(), forgiven: 0, left_out: Vec::new() }
    }

    /// Whether nothing may be generated: an error on what was not left out, or no page.
    pub(crate) fn stops(&self) -> bool {
        self.pages.is_empty() || errors(&self.findings).count() > self.forgiven
    }
}

/// Reads the docs set, every page of it.
pub(crate) fn read(docs: &Docs) -> Result<Reading, Failure> {
    read_with(docs, &Progress::hidden())
}

/// Reads the docs set, and says how far it is.
pub(crate) fn read_with(docs: &Docs, progress: &Progress) -> Result<Reading, Failure> {
    progress.stage(Stage::Load);
    let loaded = load(docs)?;
    let mut reading = again(SourceSet::new(loaded.sources), docs, progress);
    reading.findings.splice(0..0, loaded.findings);
    Ok(reading)
}

/// Reads the docs set without the pages that have errors. Errors elsewhere stay.
pub(crate) fn read_what_can_be(docs: &Docs, progress: &Progress) -> Result<Reading, Failure> {
    progress.stage(Stage::Load);
    let loaded = load(docs)?;
    let mut findings = loaded.findings;
    let mut left_out: Vec<String> =
        errors(&findings).map(|finding| finding.place.path.clone()).filter(|path| !path.is_empty()).collect();
    let nowhere = errors(&findings).filter(|finding| finding.place.path.is_empty()).count();
    let mut reading = again(SourceSet::new(loaded.sources), docs, progress);
    loop {
        let page = |finding: &Finding| page_of(&finding.place, &reading.sources).map(|page| page.id);
        let bad: BTreeSet<SourceId> = errors(&reading.findings).filter_map(page).collect();
        if bad.is_empty() {
            break;
        }
        let is_bad = |finding: &&Finding| page(finding).is_some_and(|page| bad.contains(&page));
        findings.extend(reading.findings.iter().filter(is_bad).cloned());
        left_out.extend(bad.iter().map(|id| name(reading.sources.get(*id))));
        // Without these pages others may look different, so everything is read again.
        reading = again(reading.sources.only(|file| !bad.contains(&file.id)), docs, progress);
    }
    left_out.sort();
    left_out.dedup();
    reading.forgiven = errors(&findings).count() - nowhere;
    reading.findings.splice(0..0, findings);
    reading.left_out = left_out;
    Ok(reading)
}

/// The page that a place is on: the last of its file that starts above it.
fn page_of<'a>(place: &Place, sources: &'a SourceSet) -> Option<&'a SourceFile> {
    let pages = sources.pages().filter(|page| page.path == place.path);
    pages.filter(|page| page.line(page.part.start as u32) <= place.start.line).last()
}

/// What a page is called in the list of those left out: of several in a file, each by its line.
fn name(page: &SourceFile) -> String {
    let is_whole = page.part == (0..page.text.len());
    if is_whole { page.path.clone() } else { format!("{}:{}", page.path, page.line(page.part.start as u32)) }
}

/// Parse, lower, check.
pub(crate) fn once(sources: Sources, docs: &Docs) -> Reading {
    again(SourceSet::new(sources), docs, &Progress::hidden())
}

/// The same as on `day`; without one, no decision is past its day.
pub(crate) fn once_on(sources: Sources, docs: &Docs, day: Option<&str>) -> Reading {
    again_on(SourceSet::new(sources), docs, &Progress::hidden(), day)
}

fn again(sources: SourceSet, docs: &Docs, progress: &Progress) -> Reading {
    again_on(sources, docs, progress, Some(&today()))
}

fn again_on(sources: SourceSet, docs: &Docs, progress: &Progress, day: Option<&str>) -> Reading {
    progress.stage(Stage::Parse);
    progress.pages(sources.pages().count());
    let mut sink = Sink::new();
    let docset = Docset::read(sources.docset().expect("settings are always loaded"), &mut sink);
    if let (Some(name), None) = (&docset.overlay, sources.overlay()) {
        let message = format!("there is no file `{}` beside the settings", name.value);
        sink.push(Diagnostic::new(&codes::BAD_DOCSET, name.span, message));
    }
    let pages = docparse::parse(&sources, &mut sink);
    progress.stage(Stage::Lower);
    let api = docparse::lower(&pages, &sources, &docset, &mut sink);
    progress.stage(Stage::Check);
    docparse::check(&api, &sources, &mut sink);
    docparse::decide(&docset, &api, &sources, day, &mut sink);
    let found: Vec<Diagnostic> = sink.finish();
    let findings = resolve(found, &sources, &api, docs);
    Reading { sources, pages, api, findings, forgiven: 0, left_out: Vec::new() }
}

fn errors(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|finding| finding.severity == Severity::Error)
}
