//! A docs set on disk in, the checked API and its findings out.

use docparse::diag::{Diagnostic, Severity, Sink};
use docparse::docset::Docset;
use docparse::ir::Api;
use docparse::page::Page;
use docparse::source::SourceSet;

use crate::docs::Docs;
use crate::failure::Failure;
use crate::finding::{Finding, resolve};
use crate::load::{Sources, load};
use crate::today::today;

/// What was read.
#[derive(Debug)]
pub(crate) struct Reading {
    pub sources: SourceSet,
    pub pages: Vec<Page>,
    pub api: Api,
    /// Findings, by place.
    pub findings: Vec<Finding>,
    /// Paths of pages that were left out because of their errors.
    pub left_out: Vec<String>,
}

impl Reading {
    /// Whether nothing may be generated: an error on what was not left out, or no page.
    pub(crate) fn stops(&self) -> bool {
        self.pages.is_empty()
            || errors(&self.findings).any(|finding| !self.left_out.contains(&finding.place.path))
    }
}

/// Reads the docs set, every page of it.
pub(crate) fn read(docs: &Docs) -> Result<Reading, Failure> {
    let loaded = load(docs)?;
    let mut reading = once(loaded.sources, docs);
    reading.findings.splice(0..0, loaded.findings);
    Ok(reading)
}

/// Reads the docs set without the pages that have errors. Errors elsewhere stay.
pub(crate) fn read_what_can_be(docs: &Docs) -> Result<Reading, Failure> {
    let loaded = load(docs)?;
    let mut findings = loaded.findings;
    let mut left_out: Vec<String> =
        errors(&findings).map(|finding| finding.place.path.clone()).filter(|path| !path.is_empty()).collect();
    let mut reading = once(loaded.sources, docs);
    loop {
        let bad: Vec<String> = errors(&reading.findings)
            .map(|finding| finding.place.path.clone())
            .filter(|path| reading.sources.pages().any(|page| page.path == *path))
            .collect();
        if bad.is_empty() {
            break;
        }
        findings.extend(reading.findings.into_iter().filter(|finding| bad.contains(&finding.place.path)));
        // Without these pages others may look different, so everything is read again.
        reading = once(without(&reading.sources, &bad), docs);
        left_out.extend(bad);
    }
    left_out.sort();
    left_out.dedup();
    reading.findings.splice(0..0, findings);
    reading.left_out = left_out;
    Ok(reading)
}

/// Parse, lower, check.
pub(crate) fn once(sources: Sources, docs: &Docs) -> Reading {
    let sources = SourceSet::new(sources);
    let mut sink = Sink::new();
    let docset = Docset::read(sources.docset().expect("settings are always loaded"), &mut sink);
    let pages = docparse::parse(&sources, &mut sink);
    let api = docparse::lower(&pages, &sources, &docset, &mut sink);
    docparse::check(&api, &sources, &mut sink);
    docparse::decide(&docset, &api, &sources, Some(&today()), &mut sink);
    let found: Vec<Diagnostic> = sink.finish();
    let findings = resolve(found, &sources, &api, docs);
    Reading { sources, pages, api, findings, left_out: Vec::new() }
}

fn errors(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|finding| finding.severity == Severity::Error)
}

fn without(sources: &SourceSet, bad: &[String]) -> Sources {
    // The first page of a file stands for all of it.
    let files = sources.pages().filter(|page| page.part.start == 0 && !bad.contains(&page.path));
    files
        .chain(sources.docset())
        .chain(sources.names())
        .map(|file| (file.path.clone(), file.kind, file.text.as_bytes().to_vec()))
        .collect()
}

#[cfg(test)]
mod tests {
    use docparse::source::SourceKind;

    use super::*;

    #[test]
    fn leaving_out_keeps_settings_and_other_pages() {
        let source = |path: &str, kind| (path.to_owned(), kind, b"x".to_vec());
        let set = SourceSet::new(vec![
            source("a.md", SourceKind::Page),
            source("b.md", SourceKind::Page),
            source("docset.toml", SourceKind::Docset),
        ]);
        let left: Vec<_> = without(&set, &["a.md".into()]).into_iter().map(|source| source.0).collect();
        assert_eq!(left, ["b.md", "docset.toml"]);
    }
}
