//! Tables of a request model in, rows with a meaning out.
//!
//! The only place that looks at cells: what follows can rely on a row having a
//! property's name, and on its type and presence being what the vocabulary knows.

use std::collections::BTreeMap;

use super::decisions::Decisions;
use crate::diag::{Diagnostic, Sink, codes};
use crate::ir::{Claim, Evidence, How, Presence};
use crate::json::Json;
use crate::page::{Block, Cell, Page, Row, SectionKind, Table, Text};
use crate::source::{SourceSet, Span, Spanned};
use crate::vocabulary::{self, TypeWord};

/// A row of a model table.
#[derive(Clone, Debug)]
pub(super) struct ModelRow {
    /// The dotted name, as written: `configuration.REGION`.
    pub(super) name: Spanned<String>,
    /// The type column, if it says anything.
    pub(super) ty: Option<Claim<TypeWord>>,
    /// The required column, if it says anything.
    pub(super) presence: Option<Claim<Presence>>,
    /// `(deprecated)`.
    pub(super) deprecated: Option<Evidence>,
    /// What the mutable column says.
    pub(super) mutable: Option<Spanned<String>>,
    /// What the description column says.
    pub(super) description: Option<Text>,
}

/// What rows are read with.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) page_id: &'a str,
    pub(super) sources: &'a SourceSet,
    pub(super) decisions: &'a Decisions<'a>,
}

/// The rows of every model table on the page. `example` is the body, for judging slips.
pub(super) fn read(page: &Page, example: Option<&Json>, cx: Context<'_>, sink: &mut Sink) -> Vec<ModelRow> {
    let mut reader = Reader { cx, example, sink, seen: BTreeMap::new() };
    let sections = page.sections.iter().filter(|section| section.kind != SectionKind::QueryParameters);
    let mut rows = Vec::new();
    for block in page.intro.iter().chain(sections.flat_map(|section| &section.blocks)) {
        if let Block::Table(table) = block {
            rows.extend(reader.table(table));
        }
    }
    rows
}

/// The rows of one table; none if its head is not that of a model.
pub(super) fn of_table(table: &Table, cx: Context<'_>, sink: &mut Sink) -> Vec<ModelRow> {
    Reader { cx, example: None, sink, seen: BTreeMap::new() }.table(table)
}

/// Which column is which. A table is a model only if its head says so.
pub(super) struct Columns {
    name: usize,
    ty: usize,
    presence: Option<usize>,
    mutable: Option<usize>,
    description: Option<usize>,
}

impl Columns {
    pub(super) fn of(table: &Table) -> Option<Self> {
        let find = |title: &str| {
            table
                .head
                .iter()
                .position(|cell| cell.text.plain().trim_end_matches('?').eq_ignore_ascii_case(title))
        };
        Some(Self {
            name: find("Property")?,
            ty: find("Type")?,
            presence: find("Required"),
            mutable: find("Mutable"),
            description: find("Description"),
        })
    }
}

struct Reader<'a> {
    cx: Context<'a>,
    example: Option<&'a Json>,
    sink: &'a mut Sink,
    seen: BTreeMap<String, Span>,
}

impl Reader<'_> {
    fn table(&mut self, table: &Table) -> Vec<ModelRow> {
        let Some(columns) = Columns::of(table) else { return Vec::new() };
        table.rows.iter().filter_map(|row| self.row(table, &columns, row)).collect()
    }

    fn row(&mut self, table: &Table, columns: &Columns, row: &Row) -> Option<ModelRow> {
        let (name, deprecated) = self.name(table, row, row.cells.get(columns.name)?)?;
        if let Some(first) = self.seen.get(&name.value) {
            self.sink.push(
                Diagnostic::new(&codes::DUPLICATE_ROW, name.span, format!("`{}` has two rows", name.value))
                    .label("this one was left out")
                    .related(*first, "the first row"),
            );
            return None;
        }
        self.seen.insert(name.value.clone(), name.span);
        let ty = row.cells.get(columns.ty).and_then(|cell| self.ty(&name.value, cell));
        let presence = columns.presence.and_then(|column| self.presence(&name.value, row.cells.get(column)?));
        let cell = |column: Option<usize>| row.cells.get(column?).map(|cell| &cell.text);
        let mutable = cell(columns.mutable).map(|text| Spanned::new(text.plain(), text.span));
        let description = cell(columns.description).filter(|text| !text.inlines.is_empty()).cloned();
        Some(ModelRow { name, ty, presence, deprecated, mutable, description })
    }

    fn name(&mut self, table: &Table, row: &Row, cell: &Cell) -> Option<(Spanned<String>, Option<Evidence>)> {
        if !self.has_all_cells(table, row) {
            let message =
                format!("this row has not the {} cells that the table's head has", table.head.len());
            self.sink.push(Diagnostic::new(
                &codes::BROKEN_ROW,
                first_line(row.span, self.cx.sources),
                message,
            ));
            return None;
        }
        let mut deprecated = None;
        let mut name = None;
        for inline in &cell.text.inlines {
            let shown = inline.shown();
            let lower = shown.value.to_lowercase();
            if let Some(at) = lower.find("(deprecated)") {
                let start = shown.span.start as usize + at;
                deprecated =
                    Some(Evidence::new(How::Stated, Span::new(shown.span.source, start, start + 12)));
            }
            let text =
                lower.find("(deprecated)").map_or(shown.value.as_str(), |at| &shown.value[..at]).trim();
            if name.is_none() && !text.is_empty() {
                let start = shown.span.start as usize + shown.value.find(text).unwrap_or(0);
                name = Some(Spanned::new(
                    text.replace('\\', ""),
                    Span::new(shown.span.source, start, start + text.len()),
                ));
            }
        }
        if name.is_none() {
            let message = "this row names no property";
            self.sink.push(Diagnostic::new(
                &codes::BROKEN_ROW,
                first_line(row.span, self.cx.sources),
                message,
            ));
        }
        name.map(|name| (name, deprecated))
    }

    /// The Markdown parser fills short rows up, so the bars are counted on the page.
    fn has_all_cells(&self, table: &Table, row: &Row) -> bool {
        let text = self.cx.sources.text(row.span).trim().trim_start_matches('>').trim();
        if !text.starts_with('|') {
            return true;
        }
        let bars = text.bytes().zip(std::iter::once(0).chain(text.bytes()));
        let bars = bars.filter(|(byte, before)| *byte == b'|' && *before != b'\\').count();
        bars == table.head.len() + 1 || (bars == table.head.len() && !text.ends_with('|'))
    }

    fn ty(&mut self, property: &str, cell: &Cell) -> Option<Claim<TypeWord>> {
        let word = cell.text.plain();
        let span = cell.text.span;
        if let Some(ty) = vocabulary::type_word(&word) {
            return Some(Claim { value: ty, evidence: Evidence::new(How::Stated, span) });
        }
        for code in [&codes::UNREADABLE_TYPE, &codes::UNKNOWN_TYPE_WORD] {
            if let Some(read_as) = self.cx.decisions.read_as(code, self.cx.page_id, property)
                && let Some(ty) = vocabulary::type_word(&read_as.value)
            {
                return Some(Claim { value: ty, evidence: Evidence::new(How::Decided, read_as.span) });
            }
        }
        let shown = self.example.and_then(|example| at_path(example, property));
        match vocabulary::near_type_word(&word) {
            Some((near, ty)) if shown.is_none_or(|shown| super::shape::fits(&ty, shown)) => {
                let message = format!("unknown type word `{word}`, read as `{near}`");
                let mut finding = Diagnostic::new(&codes::UNKNOWN_TYPE_WORD, span, message)
                    .label("not a type these docs use")
                    .help(format!("write `{near}`; `cargo xtask lint --fix` does"))
                    .edit(span, near);
                if let Some(shown) = shown {
                    finding = finding.related(shown.span, "the example agrees");
                }
                self.sink.push(finding);
                Some(Claim { value: ty, evidence: Evidence::new(How::Stated, span) })
            }
            _ => {
                let message = match word.is_empty() {
                    true => format!("`{property}` has no type"),
                    false => format!("`{word}` is not a type"),
                };
                let mut finding = Diagnostic::new(&codes::UNREADABLE_TYPE, span, message).help(format!(
                    "correct the page, or add a decision to docset.toml: code = \"DOC021\", page = \"{}\", at = \"{property}\", read_as = \"String\"",
                    self.cx.page_id
                ));
                if let Some(shown) = shown {
                    finding = finding.related(
                        shown.span,
                        format!("the example shows a value of type {}", shown.type_word()),
                    );
                }
                self.sink.push(finding);
                None
            }
        }
    }

    fn presence(&mut self, property: &str, cell: &Cell) -> Option<Claim<Presence>> {
        let word = cell.text.plain();
        let span = cell.text.span;
        let code = &codes::UNKNOWN_PRESENCE_WORD;
        if let Some(read_as) = self.cx.decisions.read_as(code, self.cx.page_id, property)
            && let Some(presence) = vocabulary::presence_word(&read_as.value)
        {
            return Some(Claim { value: presence, evidence: Evidence::new(How::Decided, read_as.span) });
        }
        let presence = vocabulary::presence_word(&word);
        if presence.is_none() {
            let near = crate::words::closest(&word, ["Required", "Optional"].into_iter());
            let help = near.map_or("write `Required` or `Optional`".to_owned(), |near| {
                format!("did you mean `{near}`?")
            });
            let message = format!("`{word}` says neither required nor optional");
            self.sink.push(Diagnostic::new(code, span, message).help(help));
        }
        presence.map(|value| Claim { value, evidence: Evidence::new(How::Stated, span) })
    }
}

/// The value that an example has at a dotted name.
fn at_path<'a>(example: &'a Json, name: &str) -> Option<&'a Json> {
    name.split('.').try_fold(example, |json, key| {
        let json = match &json.value {
            crate::json::Value::Array(items) => items.first()?,
            _ => json,
        };
        json.get(key.split('[').next()?).map(|member| &member.value)
    })
}

/// A broken row may reach over several lines; the finding points at the first.
fn first_line(span: Span, sources: &SourceSet) -> Span {
    let line = sources.text(span).lines().next().map_or(0, |line| line.trim_end().len());
    Span::new(span.source, span.start as usize, span.start as usize + line)
}
