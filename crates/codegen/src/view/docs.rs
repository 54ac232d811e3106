//! Facts in, sentences out.

use std::collections::{BTreeMap, BTreeSet};

use docparse::ir::{Api, Evidence, Fact, Field, Format, Limits, Literal, Model, PageRef, QueryParam, Role};
use docparse::page::{Inline, Text};
use docparse::source::{SourceId, Span, Spanned};

use super::Language;

/// More pages than this are counted, not listed.
const LISTED: usize = 3;

/// Writes sentences in a language's comments.
pub(super) struct Docs<'a> {
    pub(super) api: &'a Api,
    pub(super) language: &'a dyn Language,
    /// Title and address of every page: they are asked for at every field.
    pages: BTreeMap<SourceId, (&'a str, Option<&'a str>)>,
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

impl<'a> Docs<'a> {
    pub(super) fn new(api: &'a Api, language: &'a dyn Language) -> Self {
        let page = |page: &'a PageRef| {
            let url = page.url.as_ref().map(|url| url.value.as_str());
            (page.source, (page.id.value.as_str(), url))
        };
        let mut pages: BTreeMap<_, _> = api.pages.iter().map(page).collect();
        // The first operation of a page has its title.
        for operation in api.endpoints.iter().flat_map(|endpoint| &endpoint.operations).rev() {
            if let Some((title, _)) = pages.get_mut(&operation.page) {
                *title = &operation.title.value;
            }
        }
        Self { api, language, pages }
    }

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
    pub(super) fn url(&self, source: SourceId) -> Option<&'a str> {
        self.pages.get(&source)?.1
    }

    /// A page's title, or its id.
    pub(super) fn title(&self, source: SourceId) -> &'a str {
        self.pages.get(&source).map_or("the documentation", |(title, _)| title)
    }

    /// A page's title with a link to it.
    pub(super) fn page_link(&self, source: SourceId) -> Vec<String> {
        self.sentence(Sentence::default().link(self.title(source), self.url(source)))
    }

    fn pages(&self, sentence: Sentence, pages: &[SourceId]) -> Sentence {
        self.listed(sentence, pages, |page| self.url(page))
    }

    /// Titles only: links on every field would drown what is said of it.
    fn titles(&self, sentence: Sentence, pages: &[SourceId]) -> Sentence {
        self.listed(sentence, pages, |_| None)
    }

    fn listed(
        &self,
        mut sentence: Sentence,
        pages: &[SourceId],
        url: impl Fn(SourceId) -> Option<&'a str>,
    ) -> Sentence {
        for (index, page) in pages.iter().take(LISTED).enumerate() {
            if index > 0 {
                sentence = sentence.text(", ");
            }
            sentence = sentence.link(self.title(*page), url(*page));
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

    /// What to say of what is made to be sent back.
    pub(super) fn starts(&self, pages: &[SourceId]) -> Vec<String> {
        let mut sentence = Sentence::default().text("Starts ");
        if let Some(page) = pages.first() {
            sentence = sentence.link(self.title(*page), self.url(*page));
        }
        let rest =
            " with what was read: all that can be sent, and members that the documentation does not name.";
        self.sentence(sentence.text(rest))
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

    /// What to say of a field. Values that have a type of their own are listed there.
    pub(super) fn field(&self, model: &Model, field: &Field, listed: bool) -> Vec<String> {
        let mut lines = self.paragraphs(field.docs.iter().map(|doc| &doc.value));
        let mut sentence = facts(field, listed, model.role == Role::Both);
        let mut pages = self.sources(field);
        if pages.is_empty() {
            pages.clone_from(&model.pages);
        }
        sentence = sentence.code(&field.path).text(" on ");
        join(&mut lines, self.sentence(self.titles(sentence, &pages)));
        lines
    }

    /// What to say of an open enumeration.
    pub(super) fn values(&self, path: &str, model: &Model) -> Vec<String> {
        let sentence = Sentence::default().text("What ").code(path).text(" may be, on ");
        self.sentence(self.titles(sentence, &model.pages))
    }

    /// What to say of a parameter of the query.
    pub(super) fn query(&self, param: &QueryParam) -> Vec<String> {
        let mut lines = self.paragraphs(param.docs.iter().map(|doc| &doc.value));
        let mut sentence = assumed(Sentence::default(), param.default.as_ref());
        sentence = limits(sentence, &param.limits);
        if let Some(example) = &param.example {
            sentence = sentence.text("For example ").code(&example.value).text(". ");
        }
        join(&mut lines, self.sentence(all_values(sentence, &param.values)));
        lines
    }

    /// The pages that tell of a field, in order. Settings are none.
    fn sources(&self, field: &Field) -> Vec<SourceId> {
        let facts = [&field.ty.from, &field.presence.from].into_iter();
        let all = facts.chain(&field.ty.also).chain(&field.presence.also).chain(&field.seen);
        let pages: BTreeSet<SourceId> = all.map(|evidence: &Evidence| evidence.span.source).collect();
        pages.into_iter().filter(|page| self.pages.contains_key(page)).collect()
    }
}

/// Adds a paragraph.
pub(super) fn join(lines: &mut Vec<String>, paragraph: Vec<String>) {
    if !lines.is_empty() && !paragraph.is_empty() {
        lines.push(String::new());
    }
    lines.extend(paragraph);
}

/// Facts about a field, each with a space behind it.
fn facts(field: &Field, listed: bool, both_ways: bool) -> Sentence {
    let mut facts = Sentence::default();
    // What only travels one way need not say so again.
    for (flag, text) in [
        (field.read_only.is_some() && both_ways, "Only comes back. "),
        (field.write_only.is_some() && both_ways, "Can be sent, and never comes back. "),
        (field.immutable.is_some(), "Cannot be changed once it is set. "),
    ] {
        if flag {
            facts = facts.text(text);
        }
    }
    facts = assumed(facts, field.default.as_ref());
    if let Some(format) = &field.format {
        facts = facts.text(match format.value {
            Format::DateTime => "A date and time as in RFC 3339, as far as examples show. ",
            Format::Uuid => "A UUID, as far as examples show. ",
            Format::Uri => "An address, as far as examples show. ",
        });
    }
    let secret = field.secret.is_some();
    if !listed && !secret {
        facts = all_values(facts, &field.values);
    }
    facts = limits(facts, &field.limits);
    // `true` is an example of nothing, and a secret's is not to be shown.
    let telling = |literal: &Literal| !matches!(literal, Literal::Boolean(_) | Literal::Null);
    let example = field.example.as_ref().map(|example| &example.value).filter(|value| telling(value));
    if let Some(example) = example.filter(|_| !secret && !listed && field.format.is_none()) {
        facts = facts.text("For example ").code(literal(example)).text(". ");
    }
    if field.nullable.is_some() {
        facts = facts.text("May be ").code("null").text(". ");
    }
    facts
}

fn assumed(sentence: Sentence, default: Option<&Fact<Literal>>) -> Sentence {
    match default {
        Some(default) => {
            sentence.text("The service assumes ").code(literal(&default.value)).text(" if it is left out. ")
        }
        None => sentence,
    }
}

/// Values that a page lists.
fn all_values(mut sentence: Sentence, values: &[Fact<Literal>]) -> Sentence {
    for (index, value) in values.iter().enumerate() {
        sentence = sentence.text(if index == 0 { "Listed are " } else { ", " }).code(literal(&value.value));
    }
    if values.is_empty() { sentence } else { sentence.text(". ") }
}

/// `From 1 to 10.`
fn limits(mut sentence: Sentence, limits: &Limits) -> Sentence {
    fn text<T: ToString>(fact: &Option<Fact<T>>) -> Option<String> {
        fact.as_ref().map(|fact| fact.value.to_string())
    }
    for (least, most, what) in [
        (text(&limits.minimum), text(&limits.maximum), ""),
        (text(&limits.min_length), text(&limits.max_length), " characters"),
        (text(&limits.min_items), text(&limits.max_items), " items"),
    ] {
        sentence = match (least, most) {
            (Some(least), Some(most)) => sentence.text(format!("From {least} to {most}{what}. ")),
            (Some(least), None) => sentence.text(format!("At least {least}{what}. ")),
            (None, Some(most)) => sentence.text(format!("At most {most}{what}. ")),
            (None, None) => sentence,
        };
    }
    sentence
}

fn literal(literal: &Literal) -> String {
    match literal {
        Literal::Null => "null".to_owned(),
        Literal::Boolean(value) => value.to_string(),
        Literal::Number(number) => number.to_string(),
        Literal::String(text) => serde_json::Value::from(text.as_str()).to_string(),
    }
}
