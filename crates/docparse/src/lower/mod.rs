//! Pages in, one API out.
//!
//! Each page becomes a [`Draft`](draft::Draft): what it says of its operation, by itself.
//! Then the drafts are brought together: the steps of [`lower`] are the whole story.

mod alternatives;
mod columns;
mod constraints;
mod contradictions;
mod data_models;
mod decisions;
mod draft;
mod family_replies;
mod flat;
mod group;
mod headers;
mod merge;
mod models;
mod page_id;
mod path;
mod path_values;
mod pieces;
mod prefix;
mod prose;
mod prune;
mod query;
mod reads;
mod replies;
mod rows;
mod samples;
mod shape;
mod status_codes;
mod tag;
mod text;
mod values;

use crate::diag::{Diagnostic, Sink, codes};
use crate::docset::Docset;
use crate::ir::Api;
use crate::page::Page;
use crate::parallel;
use crate::source::{SourceSet, Span};
pub(crate) use decisions::accept;
pub(crate) use values::each_secret;

use decisions::Decisions;

pub(crate) fn lower(pages: &[Page], sources: &SourceSet, docset: &Docset, sink: &mut Sink) -> Api {
    report_nothing(pages, sources, sink);
    let decisions = Decisions::new(&docset.decisions);
    let references = page_id::all(pages, sources, sink);
    let data_models: Vec<_> = pages
        .iter()
        .zip(&references)
        .filter(|(page, _)| page.request_line.is_none())
        .flat_map(|(page, reference)| {
            let cx = rows::Context { page_id: &reference.id.value, sources, decisions: &decisions };
            data_models::of_page(page, reference, cx, sink)
        })
        .collect();
    let read: Vec<_> = pages.iter().zip(&references).collect();
    let drafts = parallel::map_with_findings(&read, sink, |(page, reference), sink| {
        draft::of(page, reference, sources, &decisions, sink)
    });
    let mut drafts: Vec<_> = drafts.into_iter().flatten().collect();
    let codes: Vec<_> = pages
        .iter()
        .zip(&references)
        .filter_map(|(page, reference)| status_codes::of_page(page, reference))
        .collect();
    for draft in &mut drafts {
        status_codes::join(draft, &codes);
        data_models::join(draft, &data_models);
        prose::hear_conditions(draft);
    }
    prefix::settle(&mut drafts, &references, sink);
    path::report_unknown_bases(&drafts, docset, sink);
    let secrets = values::secrets(&drafts);
    let contradictions = drafts.iter().flat_map(contradictions::of).collect();
    let mut groups = group::by_endpoint(drafts, docset, sink);
    family_replies::teach(&mut groups);
    let reads = reads::join(&mut groups);
    let (mut endpoints, mut models, mut unions) = models::name_and_build(&groups, &reads);
    family_replies::unite(&mut endpoints, &mut models, &unions);
    path_values::show(&mut endpoints);
    prune::unused(&mut endpoints, &mut models, &mut unions);
    decisions.report_unused(sink);
    Api {
        service: docset.service.clone(),
        pages: references,
        endpoints,
        models,
        unions,
        contradictions,
        secrets,
    }
}

fn report_nothing(pages: &[Page], sources: &SourceSet, sink: &mut Sink) {
    if pages.is_empty() {
        let span =
            sources.docset().map_or(Span::new(crate::source::SourceId(0), 0, 0), |file| file.span(0..0));
        sink.push(
            Diagnostic::new(&codes::EMPTY_DOCS_SET, span, "no page was found in the docs folder")
                .help("pages are files that end in .md or .txt"),
        );
    }
}
