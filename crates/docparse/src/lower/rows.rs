//! Tables of a request model in, rows with a meaning out.
//!
//! The only place that looks at cells: what follows can rely on a row having a
//! property's name, and on its type and presence being what the vocabulary knows.

use std::collections::BTreeMap;

use super::columns::Columns;
use super::decisions::Decisions;
use super::pieces::value_at;
use crate::diag::{Diagnostic, Severity, Sink, codes};
use crate::ir::{Claim, Evidence, How, Presence};
use crate::json::{Json, Value};
use crate::page::{Block, Cell, Inline, Page, Row, SectionKind, Table, Text};
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
    /// Where the type column leads to: the table that describes the property's object.
    pub(super) model: Option<String>,
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
    resolve_links(&mut rows, page.meta.canonical_url.as_ref().map(|url| url.value.as_str()));
    rows
}

/// Makes the links of types absolute, on the page with this address.
pub(super) fn resolve_links(rows: &mut [ModelRow], url: Option<&str>) {
    for row in rows {
        row.model = row.model.take().and_then(|target| super::text::resolve(&target, url));
    }
}

/// The rows of one table; none if its head is not that of a model.
pub(super) fn of_table(table: &Table, cx: Context<'_>, sink: &mut Sink) -> Vec<ModelRow> {
    Reader { cx, example: None, sink, seen: BTreeMap::new() }.table(table)
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
        let first = columns
            .head_is_row
            .then(|| Row { cells: table.head.clone(), span: first_line(table.span, self.cx.sources) });
        if let Some(row) = &first {
            let message = "this table has no heading row; its first row was read as a property";
            self.sink.push(
                Diagnostic::new(&codes::NO_HEADING_ROW, row.cells[0].text.span, message)
                    .label("stands where the heading should")
                    .help("put a heading row, such as `Property | Type | Required`, above it"),
            );
        }
        first.iter().chain(&table.rows).filter_map(|row| self.row(table, &columns, row)).collect()
    }

    fn row(&mut self, table: &Table, columns: &Columns, row: &Row) -> Option<ModelRow> {
        let (name, deprecated) = self.name(table, row, row.cells.get(columns.name)?)?;
        if super::shape::is_too_deep(&name.value) {
            let message = "this name has more than 128 parts, and no JSON is read that deep";
            self.sink.push(Diagnostic::new(
                &codes::BROKEN_ROW,
                first_line(row.span, self.cx.sources),
                message,
            ));
            return None;
        }
        if let Some(first) = self.seen.get(&name.value) {
            self.sink.push(
                Diagnostic::new(&codes::DUPLICATE_ROW, name.span, format!("`{}` has two rows", name.value))
                    .label("this one was left out")
                    .related(*first, "the first row"),
            );
            return None;
        }
        self.seen.insert(name.value.clone(), name.span);
        let cell = |column: Option<usize>| row.cells.get(column?).map(|cell| &cell.text);
        let ty_cell = row.cells.get(columns.ty)?;
        let ty = self.ty(&name.value, ty_cell);
        let (required, mutable) = self.in_order(&name.value, cell(columns.presence), cell(columns.mutable));
        let presence = required.and_then(|text| self.presence(&name.value, text));
        let mutable = mutable.and_then(|text| {
            let word = vocabulary::mutable_word(&text.plain())?;
            Some(Spanned::new(word.to_owned(), text.span))
        });
        let mut description = cell(columns.description).filter(|text| !text.inlines.is_empty()).cloned();
        let model = link(&ty_cell.text).map(str::to_owned);
        if vocabulary::type_word(&ty_cell.text.plain()).is_none() && is_object(ty.as_ref()) {
            // The name of the model says more than that it is an object.
            description = description.or_else(|| Some(ty_cell.text.clone()));
        }
        Some(ModelRow { name, ty, presence, deprecated, mutable, description, model })
    }

    /// What says whether a property is required, and what says whether it can change: the
    /// cells of those columns, exchanged where each holds a word of the other.
    fn in_order<'c>(
        &mut self,
        property: &str,
        required: Option<&'c Text>,
        mutable: Option<&'c Text>,
    ) -> (Option<&'c Text>, Option<&'c Text>) {
        let (Some(first), Some(second)) = (required, mutable) else { return (required, mutable) };
        let (first_word, second_word) = (first.plain(), second.plain());
        let swapped = vocabulary::mutable_word(&first_word).is_some()
            && !second_word.is_empty()
            && vocabulary::presence_word(&second_word).is_some();
        if !swapped {
            return (required, mutable);
        }
        let mut finding = Diagnostic::new(
            &codes::COLUMNS_SWAPPED,
            first.span,
            format!("the cells of `{property}` are exchanged: required says `{first_word}`, mutable `{second_word}`"),
        )
        .label("read as what the mutable column should say")
        .related(second.span, "read as what the required column should say")
        .help("exchange the two cells; `cargo xtask lint --fix` does");
        let text = |span| self.cx.sources.text(span);
        if first.span.range().end <= second.span.range().start {
            let between = Span::new(first.span.source, first.span.range().end, second.span.range().start);
            let exchanged = format!("{}{}{}", text(second.span), text(between), text(first.span));
            finding = finding.edit(first.span.to(second.span), exchanged);
        }
        self.sink.push(finding);
        (mutable, required)
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
            let lower = shown.value.to_ascii_lowercase();
            if let Some(at) = lower.find("(deprecated)") {
                let start = shown.span.start as usize + at;
                deprecated =
                    Some(Evidence::new(How::Stated, Span::new(shown.span.source, start, start + 12)));
            }
            let text = lower.find("(deprecated)").map_or(shown.value.as_str(), |at| &shown.value[..at]);
            // A code span that an escape broke is text with its marks: `\`name \``.
            let text = text.trim_matches(|c: char| c.is_whitespace() || c == '`');
            if name.is_none() && !text.is_empty() {
                let start = shown.span.start as usize + shown.value.find(text).unwrap_or(0);
                // Where an escape or a broken line makes the text differ from its source, the whole span stays.
                let exact = shown.value.len() == shown.span.range().len();
                let span = match exact {
                    true => Span::new(shown.span.source, start, start + text.len()),
                    false => shown.span,
                };
                name = Some(Spanned::new(text.replace('\\', ""), span));
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
            return row.cells.len() == table.head.len();
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
        let shown = self.example.and_then(|example| value_at(example, property));
        let linked = link(&cell.text).is_some();
        if let Some(ty) = vocabulary::named_type(&word, linked)
            && (linked || vocabulary::near_type_word(&word).is_none())
            && shown.is_none_or(|shown| super::shape::fits(&ty, shown))
        {
            if !linked {
                let message = format!("`{word}` names a model that no table describes; read as an object");
                self.sink.push(Diagnostic::new(&codes::NAMED_TYPE, span, message));
            }
            return Some(Claim { value: ty, evidence: Evidence::new(How::Stated, span) });
        }
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
                    // A word of another column contradicts nothing: the example alone tells.
                    let says_nothing = vocabulary::presence_word(&word).is_some();
                    if says_nothing && !matches!(shown.value, Value::Null | Value::Placeholder(_)) {
                        finding.severity = Severity::Warning;
                        finding.message += "; read as the example shows";
                    }
                }
                self.sink.push(finding);
                None
            }
        }
    }

    fn presence(&mut self, property: &str, cell: &Text) -> Option<Claim<Presence>> {
        let word = cell.plain();
        let span = cell.span;
        for code in [&codes::UNKNOWN_PRESENCE_WORD, &codes::PRESENCE_UNSTATED] {
            if let Some(read_as) = self.cx.decisions.read_as(code, self.cx.page_id, property)
                && let Some(presence) = vocabulary::presence_word(&read_as.value)
            {
                return Some(Claim { value: presence, evidence: Evidence::new(How::Decided, read_as.span) });
            }
        }
        let presence = vocabulary::presence_word(&word);
        if presence.is_none() && vocabulary::mutable_word(&word).is_some() {
            let message = format!("`{word}` does not say whether a request must have `{property}`");
            let mut finding = Diagnostic::new(&codes::PRESENCE_UNSTATED, span, message)
                .help("write `Required`, `Optional` or `N/A`");
            if let Some(shown) = self.example.and_then(|example| value_at(example, property)) {
                finding = finding.related(shown.span, "the example sends it");
            }
            self.sink.push(finding);
        } else if presence.is_none() {
            let near = crate::words::closest(&word, ["Required", "Optional"].into_iter());
            let help = near.map_or("write `Required` or `Optional`".to_owned(), |near| {
                format!("did you mean `{near}`?")
            });
            let message = format!("`{word}` says neither required nor optional");
            self.sink.push(Diagnostic::new(&codes::UNKNOWN_PRESENCE_WORD, span, message).help(help));
        }
        presence.map(|value| Claim { value, evidence: Evidence::new(How::Stated, span) })
    }
}

fn is_object(ty: Option<&Claim<TypeWord>>) -> bool {
    ty.is_some_and(|claim| match &claim.value {
        TypeWord::List(item) => **item == TypeWord::Object,
        ty => *ty == TypeWord::Object,
    })
}

/// Where the first link in a text leads.
fn link(text: &Text) -> Option<&str> {
    text.inlines.iter().find_map(|inline| match inline {
        Inline::Link { target, .. } => Some(target.as_str()),
        _ => None,
    })
}

/// A broken row may reach over several lines; the finding points at the first.
fn first_line(span: Span, sources: &SourceSet) -> Span {
    let line = sources.text(span).lines().next().map_or(0, |line| line.trim_end().len());
    Span::new(span.source, span.start as usize, span.start as usize + line)
}
