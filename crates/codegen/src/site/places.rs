//! Evidence in, links to the lines that it stands on out.

use docparse::ir::{Evidence, Fact, Field, How};
use docparse::source::{SourceId, SourceKind, Span};

use super::context::Context;

/// A line of a documentation page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// `example line 44`
    pub(super) words: String,
    /// `../pages/create-store.html#L44`; nothing, if it is in no page of the site.
    pub(super) href: String,
}

impl Context<'_> {
    /// The place of `span`, as seen from a page about `page`.
    pub(super) fn place(&self, span: Span, said: &str, page: SourceId, root: &str) -> Place {
        let file = self.sources.get(span.source);
        let line = file.line(span.start);
        let href = self.documents.get(&span.source).map(|path| format!("{root}{path}#L{line}"));
        let lead = if said.is_empty() { String::new() } else { format!("{said} ") };
        let words = match file.kind {
            SourceKind::Page if span.source == page => format!("{lead}line {line}"),
            _ => format!("{lead}{}:{line}", file.path),
        };
        Place { words, href: href.unwrap_or_default() }
    }

    /// Where `evidence` stands, and how it tells.
    pub(super) fn told(&self, evidence: Evidence, page: SourceId, root: &str) -> Place {
        let said = match evidence.how {
            How::Inferred => "concluded",
            How::Shown => "example",
            How::Prose => "text",
            How::Stated => "",
            How::Decided => "decided",
        };
        self.place(evidence.span, said, page, root)
    }

    /// Where `page` says something of a property: its row, and the first example that has it.
    /// Of a shape that it shares with others and says nothing of, what decided.
    pub(super) fn told_of(&self, field: &Field, page: SourceId, root: &str) -> Vec<Place> {
        let mut told: Vec<Evidence> = Vec::new();
        told.extend(field.row);
        told.extend(of_fact(&field.ty));
        told.extend(of_fact(&field.presence));
        let here: Vec<Evidence> = told.iter().copied().filter(|known| known.span.source == page).collect();
        let shown = field.seen.iter().copied().find(|seen| seen.span.source == page);
        let mut all: Vec<Evidence> =
            here.into_iter().filter(|known| known.how >= How::Prose).chain(shown).collect();
        if all.is_empty() {
            all.push(field.row.unwrap_or(field.ty.from));
        }
        let mut places: Vec<Place> = Vec::new();
        for known in all {
            let place = self.told(known, page, root);
            if !places.iter().any(|other| other.href == place.href) {
                places.push(place);
            }
        }
        places.truncate(3);
        places
    }
}

fn of_fact<T>(fact: &Fact<T>) -> impl Iterator<Item = Evidence> + '_ {
    std::iter::once(fact.from).chain(fact.also.iter().copied())
}
