//! A page with several models to choose from in, the base and the arms out.
//!
//! An update page may give a table for every kind of a thing, each under a title of its own,
//! below a base table that holds for all. A value that the base lists for a property, and
//! that an arm's title has, tells which arm holds when: the page is then read as one draft an
//! arm. Otherwise the arms are one model, in which only what the base requires is required.

use std::collections::BTreeSet;

use super::columns::Columns;
use super::constraints;
use super::draft::Draft;
use super::rows::{self, Context, ModelRow};
use super::shape;
use super::text::sentences;
use crate::diag::{Diagnostic, Sink, codes};
use crate::ir::{Claim, Evidence, Fact, How, Literal, Presence, Tag};
use crate::json::Json;
use crate::page::{Block, Page, SectionKind, Table, Text};
use crate::source::Spanned;

/// The rows of a page that gives alternatives.
pub(super) struct Alternatives {
    base: Vec<ModelRow>,
    arms: Vec<Arm>,
    /// What tells the arms apart: its values stand with the arms.
    tag: Option<String>,
}

struct Arm {
    title: Spanned<String>,
    rows: Vec<ModelRow>,
    value: Option<Fact<String>>,
}

/// The alternatives of a page; `None` if its tables are parts of one model.
pub(super) fn of(page: &Page, cx: Context<'_>, sink: &mut Sink) -> Option<Alternatives> {
    let tables = tables(page);
    let is_base = |table: &Titled<'_>| {
        table.title.as_ref().is_none_or(|title| {
            let title = title.value.to_lowercase();
            title.contains("base") || title.contains("common")
        })
    };
    let (mut base, mut arms): (Vec<_>, Vec<_>) = tables.into_iter().partition(is_base);
    let overlaps = |table: &Titled<'_>, others: &[Titled<'_>]| {
        others
            .iter()
            .any(|other| other.table.span != table.table.span && !table.names.is_disjoint(&other.names))
    };
    // A first table that shares nothing with the arms is what they have in common.
    if base.is_empty() && arms.len() > 2 && !overlaps(&arms[0], &arms) {
        base.push(arms.remove(0));
    }
    // Parts of one model have no row in common.
    let several = arms.iter().filter(|arm| overlaps(arm, &arms)).count();
    if arms.len() < 2 || several == 0 {
        return None;
    }
    let base: Vec<ModelRow> = base.iter().flat_map(|table| rows::of_table(table.table, cx, sink)).collect();
    let mut arms: Vec<Arm> = arms
        .into_iter()
        .filter_map(|arm| {
            let rows = rows::of_table(arm.table, cx, sink);
            Some(Arm { title: arm.title?, rows, value: None })
        })
        .collect();
    let tag = discriminate(&base, &mut arms);
    Some(Alternatives { base, arms, tag })
}

impl Alternatives {
    /// The rows as one model's: nothing is required but what the base requires.
    pub(super) fn merged(&self, page: &Page, sink: &mut Sink) -> Vec<ModelRow> {
        let mut rows = self.base.clone();
        for row in self.arms.iter().flat_map(|arm| &arm.rows) {
            if rows.iter().any(|known| known.name.value == row.name.value) {
                continue;
            }
            let mut row = row.clone();
            if let Some(presence) = &mut row.presence {
                let evidence = Evidence::new(How::Stated, presence.evidence.span);
                *presence = Claim { value: Presence::Optional, evidence };
            }
            rows.push(row);
        }
        if self.tag.is_none() {
            let first = self.arms.first().map_or(page.span, |arm| arm.title.span);
            let message =
                format!("{} alternative models, and nothing tells which holds when", self.arms.len());
            let mut finding = Diagnostic::new(&codes::ALTERNATIVES_MERGED, first, message)
                .label("the first of them")
                .help("list the values of the property that decides, and name one in each title");
            for arm in self.arms.iter().skip(1) {
                finding = finding.related(arm.title.span, "another");
            }
            sink.push(finding);
        }
        rows
    }

    /// One draft for each arm, if a tag tells them apart: the arm that the page's example is
    /// of keeps the example, the replies and the samples.
    pub(super) fn split<'a>(&self, draft: Draft<'a>) -> Vec<Draft<'a>> {
        let Some(property) = &self.tag else { return vec![draft] };
        let example = draft.body.as_ref().and_then(|body| body.json.as_ref());
        let shown = example.and_then(|json| text_at(json, property)).map(str::to_owned);
        let is_shown = |arm: &Arm| arm.value.as_ref().map(|value| &value.value) == shown.as_ref();
        let owner = self.arms.iter().position(is_shown).unwrap_or(0);
        let has_example = self.arms.iter().any(is_shown);
        let mut drafts = Vec::new();
        for (index, arm) in self.arms.iter().enumerate() {
            let Some(value) = &arm.value else { continue };
            let mut own = draft.clone();
            if index != owner {
                own.summary = None;
                own.notes.clear();
                own.samples.clear();
                for reply in &mut own.replies {
                    reply.examples.clear();
                    reply.root = None;
                }
            }
            let keeps = index == owner && has_example;
            if let Some(body) = own.body.as_mut().filter(|_| !keeps) {
                body.json = None;
            }
            let example = own.body.as_ref().and_then(|body| body.json.as_ref());
            let rows: Vec<ModelRow> = self.base.iter().chain(&arm.rows).cloned().collect();
            own.request = Some(shape::request(&rows, example, arm.title.span));
            own.id.value = format!("{}-{}", draft.id.value, crate::words(&value.value).join("-"));
            own.tags = vec![Tag { property: property.clone(), value: value.clone() }];
            drafts.push(own);
        }
        drafts
    }
}

fn text_at<'a>(json: &'a Json, property: &str) -> Option<&'a str> {
    json.get(property)?.value.as_str()
}

/// A table of a model, and the words above it.
struct Titled<'p> {
    title: Option<Spanned<String>>,
    table: &'p Table,
    names: BTreeSet<String>,
}

fn tables(page: &Page) -> Vec<Titled<'_>> {
    let mut tables = Vec::new();
    let sections = page.sections.iter().filter(|section| section.kind != SectionKind::QueryParameters);
    let intro = std::iter::once((None, &page.intro));
    let sections = sections.map(|section| {
        let title = section.title.as_ref().filter(|_| section.kind == SectionKind::Other);
        (title.cloned(), &section.blocks)
    });
    for (mut title, blocks) in intro.chain(sections) {
        for block in blocks {
            match block {
                // A bold line above a table is its title, as a heading is.
                Block::Paragraph(text) => title = sub_title(text).or(title),
                Block::Table(table) if Columns::of(table).is_some() => {
                    let name = |row: &crate::page::Row| Some(row.cells.first()?.text.plain());
                    let names = table.rows.iter().filter_map(name).collect();
                    tables.push(Titled { title: title.take(), table, names });
                }
                _ => {}
            }
        }
    }
    tables
}

/// A few words that are no sentence.
fn sub_title(text: &Text) -> Option<Spanned<String>> {
    let plain = text.plain();
    let short = (1..=10).contains(&plain.split_whitespace().count());
    let title = short && !plain.ends_with(['.', ':']) && plain.starts_with(char::is_uppercase);
    title.then(|| Spanned::new(plain, text.span))
}

/// Gives each arm the value it holds for: one that the base's row lists and the arm's title
/// has, or the only one that the arm's own row of that property lists. All arms, or none.
fn discriminate(base: &[ModelRow], arms: &mut [Arm]) -> Option<String> {
    let candidates = base.iter().chain(arms.iter().flat_map(|arm| &arm.rows));
    let mut names: Vec<String> = candidates.map(|row| row.name.value.clone()).collect();
    names.retain(|name| !name.contains(['.', '[']));
    names.dedup();
    for name in names {
        let listed = values(base, &name);
        let found: Vec<Option<Fact<String>>> = arms
            .iter()
            .map(|arm| match &values(&arm.rows, &name)[..] {
                [only] => Some(only.clone()),
                _ => in_title(&arm.title, &listed),
            })
            .collect();
        let distinct: BTreeSet<&str> = found.iter().flatten().map(|value| value.value.as_str()).collect();
        if distinct.len() == arms.len() {
            arms.iter_mut().zip(found).for_each(|(arm, value)| arm.value = value);
            return Some(name);
        }
    }
    None
}

/// The values that the row of a property lists in words.
fn values(rows: &[ModelRow], name: &str) -> Vec<Fact<String>> {
    let row = rows.iter().find(|row| row.name.value == name);
    let description = row.and_then(|row| row.description.as_ref());
    let said = description.into_iter().flat_map(sentences);
    let said: Vec<Fact<Text>> =
        said.map(|sentence| Fact::new(sentence.clone(), How::Stated, sentence.span)).collect();
    let text = |value: Fact<Literal>| match &value.value {
        Literal::String(text) => Some(Fact::new(text.clone(), value.from.how, value.from.span)),
        _ => None,
    };
    constraints::read(&said).values.into_iter().filter_map(text).collect()
}

/// The longest value whose letters stand in a title: `SalesforceContacts`, not `Salesforce`.
fn in_title(title: &Spanned<String>, listed: &[Fact<String>]) -> Option<Fact<String>> {
    let folded = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let words = folded(&title.value);
    let has = |value: &&Fact<String>| {
        let value = folded(&value.value);
        !value.is_empty() && words.contains(&value)
    };
    let value = listed.iter().filter(has).max_by_key(|value| folded(&value.value).len())?;
    let mut value = value.clone();
    value.also.push(Evidence::new(How::Prose, title.span));
    Some(value)
}
