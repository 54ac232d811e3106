//! What a page is called: its id and its public address.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Sink, codes};
use crate::ir::{Fact, How, PageRef};
use crate::page::Page;
use crate::source::{SourceSet, Span};

/// References to all pages, with ids that are unique.
pub(super) fn all(pages: &[Page], sources: &SourceSet, sink: &mut Sink) -> Vec<PageRef> {
    let references: Vec<PageRef> = pages.iter().map(|page| reference(page, sources, sink)).collect();
    let mut first: BTreeMap<&str, Span> = BTreeMap::new();
    for reference in &references {
        let id = &reference.id;
        match first.get(id.value.as_str()) {
            None => {
                first.insert(&id.value, id.span());
            }
            Some(taken) => sink.push(
                Diagnostic::new(
                    &codes::DUPLICATE_PAGE,
                    id.span(),
                    format!("another page has the id `{}` too", id.value),
                )
                .related(*taken, "the first page with this id"),
            ),
        }
    }
    references
}

fn reference(page: &Page, sources: &SourceSet, sink: &mut Sink) -> PageRef {
    let file = sources.get(page.source);
    let title = page.title.as_ref().or(page.meta.title.as_ref());
    let id = match (&page.meta.page_id, title) {
        (Some(page_id), _) => {
            let last = page_id.value.rsplit(['/', ':']).next().unwrap_or_default();
            Fact::new(slug(last), How::Stated, page_id.span)
        }
        (None, Some(title)) => Fact::new(slug(&title.value), How::Inferred, title.span),
        (None, None) => {
            let stem = file.path.rsplit('/').next().unwrap_or_default();
            let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
            if !file.text.trim().is_empty() {
                let span = file.line_span(1);
                sink.push(Diagnostic::new(
                    &codes::NO_TITLE,
                    span,
                    format!("no title, so the page is called `{stem}`"),
                ));
            }
            Fact::new(slug(stem), How::Inferred, file.line_span(1))
        }
    };
    if !page.meta.present && !file.text.trim().is_empty() {
        let first = file.line_span(1);
        let message = format!("no front matter; the id `{}` is inferred", id.value);
        let finding = Diagnostic::new(&codes::NO_FRONT_MATTER, first, message);
        sink.push(match title {
            Some(title) => finding.related(title.span, "made from the title"),
            None => finding,
        });
    }
    let url = page.meta.canonical_url.as_ref();
    let url = url.map(|url| Fact::new(url.value.clone(), How::Stated, url.span));
    PageRef { source: page.source, path: file.path.clone(), id, url }
}

/// Lower-case words joined by `-`, as the docs' own ids are: `Create Store (PingOne)`
/// is `create-store-pingone`.
fn slug(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let slug = words.map(str::to_lowercase).collect::<Vec<_>>().join("-");
    if slug.is_empty() { "page".into() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_agree_with_the_docs_own() {
        assert_eq!(slug("Create Store (PingOne)"), "create-store-pingone");
        assert_eq!(slug("  "), "page");
    }
}
