//! What a page is called: its id and its public address.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Sink, codes};
use crate::ir::{Fact, How, Overview, PageRef};
use crate::page::{Block, Page};
use crate::source::{SourceSet, Span};

/// References to all pages, with ids that are unique.
pub(super) fn all(pages: &[Page], sources: &SourceSet, sink: &mut Sink) -> Vec<PageRef> {
    let mut references: Vec<PageRef> = pages.iter().map(|page| reference(page, sources, sink)).collect();
    qualify(pages, &mut references);
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    for reference in &mut references {
        let id = reference.id.clone();
        let Some(taken) = first.get(&id.value) else {
            first.insert(id.value.clone(), id.span());
            continue;
        };
        let message = format!("another page has the id `{}` too", id.value);
        sink.push(
            Diagnostic::new(&codes::DUPLICATE_PAGE, id.span(), message)
                .related(*taken, "the first page with this id"),
        );
        // So that whatever is built in spite of the error has names of its own.
        reference.id.value = format!("{}-{}", id.value, reference.source.0);
    }
    references
}

/// The last part of a page's id need not be unique: two groups may each have a
/// `create-language`. Those are told apart by the part before it.
fn qualify(pages: &[Page], references: &mut [PageRef]) {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for reference in references.iter() {
        *count.entry(reference.id.value.clone()).or_default() += 1;
    }
    for (page, reference) in pages.iter().zip(references) {
        if count[&reference.id.value] < 2 {
            continue;
        }
        reference.id.value = match &page.meta.page_id {
            Some(page_id) => {
                let mut parts = page_id.value.rsplit(['/', ':']).skip(1).filter(|part| !part.is_empty());
                parts.next().map_or(reference.id.value.clone(), |group| {
                    format!("{}-{}", slug(group), reference.id.value)
                })
            }
            None => slug(stem(&reference.path)),
        };
    }
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
            let stem = stem(&file.path);
            if !page.refused && !file.body().0.trim().is_empty() {
                let span = file.first_line();
                sink.push(Diagnostic::new(
                    &codes::NO_TITLE,
                    span,
                    format!("no title, so the page is called `{stem}`"),
                ));
            }
            Fact::new(slug(stem), How::Inferred, file.first_line())
        }
    };
    if !page.refused && !page.meta.present && !file.body().0.trim().is_empty() {
        let first = file.first_line();
        let message = format!("no front matter; the id `{}` is inferred", id.value);
        let finding = Diagnostic::new(&codes::NO_FRONT_MATTER, first, message);
        sink.push(match title {
            Some(title) => finding.related(title.span, "made from the title"),
            None => finding,
        });
    }
    let url = page.meta.canonical_url.as_ref();
    let url = url.map(|url| Fact::new(url.value.clone(), How::Stated, url.span));
    PageRef { source: page.source, path: file.path.clone(), id, url, overview: overview(page) }
}

/// Title and first paragraphs of a page without a request.
fn overview(page: &Page) -> Option<Overview> {
    let title = page.title.as_ref().or(page.meta.title.as_ref()).filter(|_| page.request_line.is_none())?;
    let paragraphs = page.intro.iter().map_while(|block| match block {
        Block::Paragraph(text) => Some(Fact::new(text.clone(), How::Prose, text.span)),
        _ => None,
    });
    let text: Vec<_> = paragraphs.collect();
    let title = Fact::new(title.value.clone(), How::Stated, title.span);
    (!text.is_empty()).then_some(Overview { title, text })
}

/// A file's name without its folder and ending.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
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
