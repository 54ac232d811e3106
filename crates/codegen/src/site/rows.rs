//! A type in, a row for each property in it out: what a table of the site shows.

use docparse::ir::{Contradiction, Fact, Field, Format, Limits, Literal, Presence, Type, Union};
use docparse::source::SourceId;

use super::context::Context;
use super::html::Html;
use super::places::Place;
use crate::openapi::{join, type_words};

/// A property, parameter or header.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    /// Its anchor, unique on the page.
    pub(super) id: String,
    /// `configuration.`
    pub(super) prefix: String,
    /// `REGION`
    pub(super) name: String,
    /// `string`
    pub(super) ty: String,
    /// `required`, `optional` or nothing.
    pub(super) presence: &'static str,
    /// What else is to be seen at once: `deprecated`, `read-only`.
    pub(super) marks: Vec<&'static str>,
    /// The variants that have it; empty if all do.
    pub(super) only: Vec<String>,
    /// Whether those are others than the one whose table this is in.
    pub(super) also: bool,
    /// What the pages say of it.
    pub(super) docs: Vec<Html>,
    /// Values and bounds.
    pub(super) known: Vec<Known>,
    /// Where it is documented.
    pub(super) places: Vec<Place>,
    /// What the pages say twice and differently.
    pub(super) conflicts: Vec<Conflict>,
}

/// Something with values: `Default`, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) what: &'static str,
    pub(super) values: Vec<String>,
}

/// Statements that cannot all be right.
#[derive(Clone, Debug)]
pub(super) struct Conflict {
    pub(super) believed: (Html, Place),
    pub(super) lost: Vec<(Html, Place)>,
    /// Why: a sentence's part.
    pub(super) rule: &'static str,
}

impl Row {
    /// `configuration.REGION`
    pub(super) fn path(&self) -> String {
        format!("{}{}", self.prefix, self.name)
    }

    /// Whether both are one property, of which one page may say more than another.
    fn is_same(&self, other: &Self) -> bool {
        let agree = |known: &Known| {
            known.what == EXAMPLE
                || other.known.iter().all(|other| other.what != known.what || other.values == known.values)
        };
        (&self.prefix, &self.name, &self.ty) == (&other.prefix, &other.name, &other.ty)
            && self.presence == other.presence
            && self.known.iter().all(agree)
    }

    /// Takes in what another page says of the same property.
    fn hear(&mut self, other: Self) {
        let is_news = |known: &Known| self.known.iter().all(|mine| mine.what != known.what);
        let news: Vec<Known> = other.known.into_iter().filter(is_news).collect();
        self.known.extend(news);
        extend(&mut self.marks, other.marks);
        extend(&mut self.docs, other.docs);
        extend(&mut self.places, other.places);
        self.conflicts.extend(other.conflicts);
    }
}

fn extend<T: PartialEq>(known: &mut Vec<T>, more: Vec<T>) {
    for new in more {
        if !known.contains(&new) {
            known.push(new);
        }
    }
}

/// What the only value is called.
pub(super) const ALWAYS: &str = "Always";

/// What a value is called that a page shows.
pub(super) const EXAMPLE: &str = "Example";

/// What rows are made for.
#[derive(Clone, Copy)]
pub(super) struct Scope<'c> {
    pub(super) cx: &'c Context<'c>,
    /// The documentation page that is shown.
    pub(super) page: SourceId,
    /// From there to the top of the site.
    pub(super) root: &'c str,
    /// Whether it is sent: only then anything can be required.
    pub(super) sent: bool,
    /// Whether the page's contradictions are about this.
    pub(super) contradicted: bool,
}

impl Scope<'_> {
    /// The rows of all that is in `ty`.
    pub(super) fn rows(self, ty: &Type) -> Vec<Row> {
        let mut walk = Walk { scope: self, open: Vec::new() };
        walk.ty(ty, "")
    }

    /// The rows of each arm of `union`, apart.
    pub(super) fn arms(self, union: &Union) -> Vec<(String, Vec<Row>)> {
        let mut walk = Walk { scope: self, open: Vec::new() };
        walk.arms(union, "")
    }
}

/// Rows of several variants in, each once out, with the variants that have it.
pub(super) fn merge(arms: Vec<(String, Vec<Row>)>) -> Vec<Row> {
    let count = arms.len();
    let mut merged: Vec<Row> = Vec::new();
    for (label, rows) in arms {
        let mut at = 0;
        for mut row in rows {
            match merged.iter().position(|known| known.is_same(&row)) {
                Some(same) => {
                    merged[same].only.push(label.clone());
                    merged[same].hear(row);
                    at = same + 1;
                }
                None => {
                    row.only = vec![label.clone()];
                    merged.insert(at, row);
                    at += 1;
                }
            }
        }
    }
    for row in &mut merged {
        row.only.dedup();
        if row.only.len() == count {
            row.only.clear();
        }
    }
    merged
}

struct Walk<'c> {
    scope: Scope<'c>,
    /// The types around: a shape may hold itself.
    open: Vec<Type>,
}

impl Walk<'_> {
    fn ty(&mut self, ty: &Type, path: &str) -> Vec<Row> {
        if self.open.contains(ty) {
            return Vec::new();
        }
        self.open.push(ty.clone());
        let rows = match ty {
            Type::List(item) => self.ty(item, &format!("{path}[]")),
            Type::Map(value) => self.ty(value, &join(path, "*")),
            Type::Model(id) => self.fields(&self.scope.cx.api.model(*id).fields, path),
            Type::Union(id) => {
                let arms = self.arms(self.scope.cx.api.union(*id), path);
                merge(arms)
            }
            _ => Vec::new(),
        };
        self.open.pop();
        rows
    }

    fn arms(&mut self, union: &Union, path: &str) -> Vec<(String, Vec<Row>)> {
        let mut arms = Vec::new();
        for variant in &union.variants {
            let fields = &self.scope.cx.api.model(variant.model).fields;
            arms.push((variant.tag.value.clone(), self.fields(fields, path)));
        }
        arms
    }

    fn fields(&mut self, fields: &[Field], path: &str) -> Vec<Row> {
        let mut rows = Vec::new();
        for field in fields {
            let whole = join(path, &field.name.wire);
            let inside = self.ty(&field.ty.value, &whole);
            if inside.is_empty()
                || !self.scope.cx.is_implied(field)
                || field.presence.value == Presence::Required
            {
                rows.push(self.row(field, path, &whole));
            }
            rows.extend(inside);
        }
        rows
    }

    fn row(&self, field: &Field, path: &str, whole: &str) -> Row {
        let Scope { cx, page, root, sent, contradicted } = self.scope;
        let mut docs = cx.paragraphs(&field.docs, root);
        docs.extend(field.deprecated.as_ref().and_then(|known| known.replacement.as_ref()).map(|instead| {
            let mut html = Html::of("Use ");
            html.code(&instead.value);
            html.text(" instead.");
            html
        }));
        let conflicts = cx
            .api
            .contradictions
            .iter()
            .filter(|known| contradicted && known.page == page && known.property == whole);
        Row {
            id: String::new(),
            prefix: if path.is_empty() { String::new() } else { format!("{path}.") },
            name: field.name.wire.clone(),
            ty: typed(&field.ty.value, field.format.as_ref(), field.nullable.is_some()),
            presence: if sent { presence(field.presence.value) } else { "" },
            marks: marks(field),
            only: Vec::new(),
            also: false,
            docs,
            known: if field.secret.is_some() { Vec::new() } else { known(field) },
            places: cx.told_of(field, page, root),
            conflicts: conflicts.map(|known| conflict(cx, known, root)).collect(),
        }
    }
}

/// `string (date-time) or null`
pub(super) fn typed(ty: &Type, format: Option<&Fact<Format>>, nullable: bool) -> String {
    let mut words = type_words(ty);
    if let (Type::String, Some(format)) = (ty, format) {
        words = format!("{words} ({})", crate::openapi::format_word(format.value));
    }
    if nullable { format!("{words} or null") } else { words }
}

pub(super) fn presence(presence: Presence) -> &'static str {
    match presence {
        Presence::Required => "required",
        Presence::Optional => "optional",
        Presence::Unstated => "",
    }
}

fn marks(field: &Field) -> Vec<&'static str> {
    let all = [
        (field.deprecated.is_some(), "deprecated"),
        (field.secret.is_some(), "secret"),
        (field.read_only.is_some(), "read-only"),
        (field.write_only.is_some(), "write-only"),
        (field.immutable.is_some(), "set once"),
    ];
    all.into_iter().filter_map(|(is, word)| is.then_some(word)).collect()
}

fn known(field: &Field) -> Vec<Known> {
    let mut known = Vec::new();
    let constant = field.constant.as_ref();
    add(&mut known, ALWAYS, constant);
    add(&mut known, "One of", &field.values);
    add(&mut known, "Default", field.default.as_ref());
    bounds(&mut known, &field.limits);
    // A constant is its own example.
    add(&mut known, EXAMPLE, field.example.as_ref().filter(|_| constant.is_none()));
    known
}

/// Adds values, if there are any.
pub(super) fn add<'f>(
    known: &mut Vec<Known>,
    what: &'static str,
    facts: impl IntoIterator<Item = &'f Fact<Literal>>,
) {
    let values: Vec<String> = facts.into_iter().map(|fact| literal(&fact.value)).collect();
    if !values.is_empty() {
        known.push(Known { what, values });
    }
}

/// Adds what values are bounded by: `Length` and `1 to 256`.
pub(super) fn bounds(known: &mut Vec<Known>, limits: &Limits) {
    let exact = |bound: &Option<Fact<u64>>| bound.as_ref().map(|fact| fact.value.to_string());
    let number = |bound: &Option<Fact<serde_json::Number>>| bound.as_ref().map(|fact| fact.value.to_string());
    for (what, least, most) in [
        ("Range", number(&limits.minimum), number(&limits.maximum)),
        ("Length", exact(&limits.min_length), exact(&limits.max_length)),
        ("Items", exact(&limits.min_items), exact(&limits.max_items)),
    ] {
        let value = match (least, most) {
            (Some(least), Some(most)) => format!("{least} to {most}"),
            (Some(least), None) => format!("at least {least}"),
            (None, Some(most)) => format!("at most {most}"),
            (None, None) => continue,
        };
        known.push(Known { what, values: vec![value] });
    }
}

fn literal(value: &Literal) -> String {
    match value {
        Literal::String(text) if !text.is_empty() => text.clone(),
        other => serde_json::to_string(other).unwrap_or_default(),
    }
}

fn conflict(cx: &Context<'_>, known: &Contradiction, root: &str) -> Conflict {
    let said =
        |says: &docparse::ir::Statement| (Html::ticked(&says.says), cx.told(says.evidence, known.page, root));
    Conflict {
        believed: said(&known.winner),
        lost: known.losers.iter().map(said).collect(),
        rule: known.kind.rule(),
    }
}
