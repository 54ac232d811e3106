//! Pages in, one checked API out.
//!
//! ```text
//! SourceSet --parse--> Page --lower--> Api --check--> findings
//! ```
//!
//! * [`source`]: bytes, positions in them, and values that remember theirs.
//! * [`page`]: what is on a page, with no meaning yet.
//! * [`json`]: JSON values with positions, as real pages write them.
//! * [`snippet`]: the request of a page, read back out of its samples.
//! * [`ir`]: what the documentation says, in no programming language.
//! * [`docset`]: what pages cannot say, read from `docset.toml`.
//! * [`diag`]: findings about pages, and the registry of their codes.
//! * [`parallel`]: work on many things at once, with the results in order.
//!
//! Nothing here does I/O, reads a clock or knows a programming language (save how
//! [`snippet`]s are written in one), and no input makes it fail: every step returns what it understood, and diagnostics.

pub mod check;
pub mod diag;
pub mod docset;
pub mod ir;
pub mod json;
mod lower;
pub mod page;
pub mod parallel;
mod secret_words;
pub mod snippet;
pub mod source;
mod vocabulary;
mod words;

use diag::Sink;
use docset::Docset;
use ir::Api;
use page::Page;
use source::SourceSet;

pub use secret_words::{is_secret_name, mask_secrets, mask_values};
pub use words::{closest, words};

/// Reads every page of `sources`. Sources that are not pages (`docset.toml`) are passed over.
pub fn parse(sources: &SourceSet, sink: &mut Sink) -> Vec<Page> {
    let files: Vec<_> = sources.pages().collect();
    parallel::map_with_findings(&files, sink, |file, sink| page::read(file, sink))
}

/// Settles what `pages` and `docset` say into one API.
pub fn lower(pages: &[Page], sources: &SourceSet, docset: &Docset, sink: &mut Sink) -> Api {
    lower::lower(pages, sources, docset, sink)
}

/// Looks for contradictions and gaps that are only visible on the whole API.
pub fn check(api: &Api, sources: &SourceSet, sink: &mut Sink) {
    check::check(&check::Context { api, sources }, sink);
}

/// Applies the decisions of `docset` that accept findings. `today` (`2027-01-31`) tells
/// which decisions are past their day; it changes findings only, never what is generated.
pub fn decide(docset: &Docset, api: &Api, sources: &SourceSet, today: Option<&str>, sink: &mut Sink) {
    let page_of =
        |finding: &diag::Diagnostic| api.page(finding.primary.span.source).map(|page| page.id.value.clone());
    let text_of = |finding: &diag::Diagnostic| sources.text(finding.primary.span).to_owned();
    lower::accept(&docset.decisions, today, sink, page_of, text_of);
}
