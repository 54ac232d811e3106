//! Facts in, sentences out.

use std::collections::BTreeSet;

use docparse::ir::{Api, Evidence, Field, Format, Literal, Model, Role};
use docparse::page::{Inline, Text};
use docparse::source::{SourceId, Span, Spanned};

use super::Language;

/// More pages than this are counted, not listed.
const LISTED: usize = 3;

/// Writes sentences in a language's comments.
pub(super) struct Docs<'a> {
    pub(super) api: &'a Api,
    pub(super) language: &'a dyn Language,
}

/// Collects the inlines of a sentence.
#[derive(Default)]
pub(super) struct Sentence(Vec<Inline>);

impl Sentence {
    pub(super) fn text(mut self, text: impl Into<String>) -> Self {
        self.0.push(Inline::Text(nowhere(text)));
        self
    }

    pub(super) fn code(mut self, code: impl Into<String>) -> Self {
        self.0.push(Inline::Code(nowhere(code)));
        self
    }

    fn link(mut self, text: impl Into<String>, target: Option<&str>) -> Self {
        self.0.push(match target {
            Some(target) => Inline::Link { text: nowhere(text), target: target.to_owned() },
            None => Inline::Text(nowhere(text)),
        });
        self
    }
}

/// Our own words stand on no page.
fn nowhere(text: impl Into<String>) -> Spanned<String> {
    Spanned::new(text.into(), Span::new(SourceId(0), 0, 0))
}

impl Docs<'_> {
    /// One sentence.
    pub(super) fn sentence(&self, sentence: Sentence) -> Vec<String> {
        let text = Text { inlines: sentence.0, span: Span::new(SourceId(0), 0, 0) };
        self.language.paragraph(&text, None)
    }

    /// A page's paragraphs, with an empty line between two.
    pub(super) fn paragraphs<'t>(&self, texts: impl IntoIterator<Item = &'t Text>) -> Vec<String> {
        let mut lines = Vec::new();
        let mut seen = BTreeSet::new();
        for text in texts {
            let base = self.url(text.span.source);
            let paragraph = self.language.paragraph(text, base);
            if seen.insert(paragraph.clone()) {
                join(&mut lines, paragraph);
            }
        }
        lines
    }

    /// A page's address.
    pub(super) fn url(&self, source: SourceId) -> Option<&str> {
        Some(self.api.page(source)?.url.as_ref()?.value.as_str())
    }

    /// A page's title, or its id.
    pub(super) fn title(&self, source: SourceId) -> String {
        let operations = self.api.endpoints.iter().flat_map(|endpoint| &endpoint.operations);
        let title = operations.into_iter().find(|operation| operation.page == source);
        match (title, self.api.page(source)) {
            (Some(operation), _) => operation.title.value.clone(),
            (None, Some(page)) => page.id.value.clone(),
            (None, None) => "the documentation".to_owned(),
        }
    }

    /// A page's title with a link to it.
    pub(super) fn page_link(&self, source: SourceId) -> Vec<String> {
        self.sentence(Sentence::default().link(self.title(source), self.url(source)))
    }

    fn pages(&self, mut sentence: Sentence, pages: &[SourceId]) -> Sentence {
        for (index, page) in pages.iter().take(LISTED).enumerate() {
            if index > 0 {
                sentence = sentence.text(", ");
            }
            sentence = sentence.link(self.title(*page), self.url(*page));
        }
        match pages.len().saturating_sub(LISTED) {
            0 => sentence.text("."),
            1 => sentence.text(" and one more page."),
            more => sentence.text(format!(" and {more} more pages.")),
        }
    }

    /// What to say of a model.
    pub(super) fn model(&self, model: &Model) -> Vec<String> {
        let mut lines = self.paragraphs(model.doc.iter().map(|doc| &doc.value));
        let way = match model.role {
            Role::Request => "What to send",
            Role::Response => "What comes back",
            Role::Both => "What is sent and comes back",
        };
        let sentence = match model.path.as_str() {
            "" => Sentence::default().text(format!("{way}: the body on ")),
            path => Sentence::default().text(format!("{way}: ")).code(path).text(" on "),
        };
        join(&mut lines, self.sentence(self.pages(sentence, &model.pages)));
        lines
    }

    /// What to say of a union.
    pub(super) fn union(&self, tag: &str) -> Vec<String> {
        self.sentence(Sentence::default().text("One of several objects, told apart by ").code(tag).text("."))
    }

    /// What to say of an arm.
    pub(super) fn variant(&self, tag: &str, value: &str, page: SourceId) -> Vec<String> {
        let json = |text: &str| serde_json::Value::from(text).to_string();
        let pair = format!("{}: {}", json(tag), json(value));
        self.sentence(self.pages(Sentence::default().code(pair).text(" on "), &[page]))
    }

    /// What to say of a field.
    pub(super) fn field(&self, model: &Model, field: &Field) -> Vec<String> {
        let mut lines = self.paragraphs(field.docs.iter().map(|doc| &doc.value));
        for sentence in facts(field) {
            join(&mut lines, self.sentence(sentence));
        }
        let mut pages = self.sources(field);
        if pages.is_empty() {
            pages.clone_from(&model.pages);
        }
        let source = Sentence::default().code(&field.path).text(" on ");
        join(&mut lines, self.sentence(self.pages(source, &pages)));
        lines
    }

    /// The pages that tell of a field, in order. Settings are none.
    fn sources(&self, field: &Field) -> Vec<SourceId> {
        let facts = [&field.ty.from, &field.presence.from].into_iter();
        let all = facts.chain(&field.ty.also).chain(&field.presence.also).chain(&field.seen);
        let pages: BTreeSet<SourceId> = all.map(|evidence: &Evidence| evidence.span.source).collect();
        pages.into_iter().filter(|page| self.api.page(*page).is_some()).collect()
    }
}

/// Adds a paragraph.
pub(super) fn join(lines: &mut Vec<String>, paragraph: Vec<String>) {
    if !lines.is_empty() && !paragraph.is_empty() {
        lines.push(String::new());
    }
    lines.extend(paragraph);
}

fn facts(field: &Field) -> Vec<Sentence> {
    let mut facts = Vec::new();
    if let Some(default) = &field.default {
        facts.push(
            Sentence::default()
                .text("The service assumes ")
                .code(literal(&default.value))
                .text(" if it is left out."),
        );
    }
    if let Some(format) = &field.format {
        facts.push(Sentence::default().text(match format.value {
            Format::DateTime => "A date and time as in RFC 3339, as far as examples show.",
            Format::Uuid => "A UUID, as far as examples show.",
            Format::Uri => "An address, as far as examples show.",
        }));
    }
    // `true` is an example of nothing, and a secret's is not to be shown.
    let telling = |literal: &Literal| !matches!(literal, Literal::Boolean(_) | Literal::Null);
    let example = field.example.as_ref().map(|example| &example.value).filter(|value| telling(value));
    if let Some(example) = example.filter(|_| field.secret.is_none() && field.format.is_none()) {
        facts.push(Sentence::default().text("For example ").code(literal(example)).text("."));
    }
    if field.nullable.is_some() {
        facts.push(Sentence::default().text("May be ").code("null").text("."));
    }
    facts
}

fn literal(literal: &Literal) -> String {
    match literal {
        Literal::Null => "null".to_owned(),
        Literal::Boolean(value) => value.to_string(),
        Literal::Number(number) => number.to_string(),
        Literal::String(text) => serde_json::Value::from(text.as_str()).to_string(),
    }
}
