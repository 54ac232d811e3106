//! What is on a page, with no meaning yet.
//!
//! Two front ends, `markdown` and `flat`, make one [`Page`]; which one reads a
//! source is decided from its content, never from its name.

mod blocks;
pub(crate) mod bundle;
mod detect;
mod flat;
mod inlines;
mod lossy;
mod markdown;
mod meta;
mod sections;
mod snippets;
mod titles;

use serde::Serialize;

use crate::diag::{Diagnostic, Sink, codes};
use crate::source::{SourceFile, SourceId, Span, Spanned};
pub use blocks::*;
pub use meta::Meta;
pub use titles::SectionKind;

/// How a page is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PageFormat {
    /// Markdown with front matter.
    Markdown,
    /// Markdown flattened to plain text.
    Flat,
}

/// One page.
#[derive(Clone, Debug, Serialize)]
pub struct Page {
    /// The page's source.
    pub source: SourceId,
    /// How it is written.
    pub format: PageFormat,
    /// What its front matter says.
    pub meta: Meta,
    /// The title on the page itself.
    pub title: Option<Spanned<String>>,
    /// `POST {{apiPath}}/v1/…`.
    pub request_line: Option<Spanned<String>>,
    /// What stands before the first section.
    pub intro: Vec<Block>,
    /// The sections, in order.
    pub sections: Vec<Section>,
    /// Whether the page was rendered so that nothing of it could be read.
    pub refused: bool,
    /// The whole page.
    pub span: Span,
}

impl Page {
    /// The sections of one kind.
    pub fn sections(&self, kind: SectionKind) -> impl Iterator<Item = &Section> {
        self.sections.iter().filter(move |section| section.kind == kind)
    }
}

/// A part of a page under a title we know, or under any other.
#[derive(Clone, Debug, Serialize)]
pub struct Section {
    /// What the title means.
    pub kind: SectionKind,
    /// The title, if there is one.
    pub title: Option<Spanned<String>>,
    /// What stands under it.
    pub blocks: Vec<Block>,
}

/// Reads one source as a page.
pub(crate) fn read(file: &SourceFile, sink: &mut Sink) -> Page {
    report_bytes(file, sink);
    let mut found = Sink::new();
    let page = match detect::format(file.body().0) {
        PageFormat::Markdown => markdown::read(file, &mut found),
        PageFormat::Flat => flat::read(file, &mut found),
    };
    if let Some(refusal) = lossy::refuse(file, &page) {
        // One finding for the page; whatever else was found follows from it.
        sink.push(refusal);
        return Page { request_line: None, intro: Vec::new(), sections: Vec::new(), refused: true, ..page };
    }
    for finding in found.finish() {
        sink.push(finding);
    }
    page
}

fn report_bytes(file: &SourceFile, sink: &mut Sink) {
    let (body, offset) = file.body();
    if body.trim().is_empty() {
        let span = file.span(file.part.clone());
        sink.push(
            Diagnostic::new(&codes::EMPTY_PAGE, span, "the page is empty")
                .help("remove the file, or write the page"),
        );
    } else if let Some(at) = body.find('\0') {
        let span = file.span(offset + at..offset + at + 1);
        sink.push(
            Diagnostic::new(&codes::NOT_TEXT, span, "the file holds a zero byte, so it is not text")
                .help("pages are UTF-8 text; take the file out of the docs folder, or save it as text"),
        );
    } else if let Some(span) = file.repaired {
        sink.push(
            Diagnostic::new(&codes::INVALID_UTF8, span, "bytes that are not UTF-8, read as U+FFFD")
                .label("the first of them")
                .help("save the page as UTF-8"),
        );
    }
}
