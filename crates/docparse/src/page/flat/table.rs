//! A flattened table: paragraphs in, rows out.
//!
//! Each cell became a paragraph, an empty cell vanished, and nothing marks the end.
//! Rows are realigned on what each column may hold.

use super::Reader;
use crate::page::{Cell, Row, Table, Text};
use crate::vocabulary;

/// Heads as one line of words, and their columns.
const HEADS: &[(&str, &[&str])] = &[
    ("Property Type Required?", &["Property", "Type", "Required?"]),
    ("Property Type Required", &["Property", "Type", "Required"]),
    (
        "Property Type? Required? Mutable? Description",
        &["Property", "Type?", "Required?", "Mutable?", "Description"],
    ),
    (
        "Property Type Required Mutable Description",
        &["Property", "Type", "Required", "Mutable", "Description"],
    ),
    (
        "Property Type Required? Mutable? Description",
        &["Property", "Type", "Required?", "Mutable?", "Description"],
    ),
    ("Parameter Description", &["Parameter", "Description"]),
    ("Query parameter Description", &["Query parameter", "Description"]),
    (
        "Query parameter Attributes (or allowed limits)",
        &["Query parameter", "Attributes (or allowed limits)"],
    ),
];

/// Whether a line is the head of a property table.
pub(super) fn is_head(line: &str) -> bool {
    columns(line).is_some()
}

fn columns(line: &str) -> Option<&'static [&'static str]> {
    HEADS.iter().find(|(head, _)| *head == line).map(|(_, columns)| *columns)
}

/// Reads the table whose head is line `head`, and says which line follows it.
pub(super) fn read(reader: &Reader<'_>, head: usize) -> (Table, usize) {
    let columns = columns(reader.text(head)).unwrap_or(&[]);
    let place = reader.span(head);
    let mut at = place.start as usize;
    let head_cells = columns.iter().map(|column| {
        let start = at + reader.file.text[at..place.end as usize].find(column).unwrap_or(0);
        at = start + column.len();
        Cell { text: Text::of(*column, reader.file.span(start..at)) }
    });
    let mut table = Table { head: head_cells.collect(), rows: Vec::new(), span: place };

    let end = reader.next_title(head);
    let typed = columns.contains(&"Type") || columns.contains(&"Type?");
    let mut cells = Cells { reader, next: head + 1, end, typed };
    while cells.starts_row() {
        let mut row: Vec<Cell> = cells.take().into_iter().collect();
        for column in &columns[1..] {
            let place = row[row.len() - 1].text.span;
            // A cell that vanished would stand where the one before it ends.
            let empty = || Text {
                inlines: Vec::new(),
                span: reader.file.span(place.end as usize..place.end as usize),
            };
            let cell = if cells.fits(column) { cells.take() } else { None };
            row.push(cell.unwrap_or_else(|| Cell { text: empty() }));
        }
        let span = row[0].text.span.to(row[row.len() - 1].text.span);
        table.span = table.span.to(span);
        table.rows.push(Row { cells: row, span });
    }
    (table, cells.next)
}

/// The lines behind a table's head. Every line with words on it may be a cell.
struct Cells<'a, 'r> {
    reader: &'r Reader<'a>,
    next: usize,
    end: usize,
    /// Whether names are followed by types.
    typed: bool,
}

impl Cells<'_, '_> {
    /// The next three lines with words on them.
    fn ahead(&self) -> [&str; 3] {
        let lines = (self.next..self.end).map(|line| self.reader.text(line)).filter(|text| !text.is_empty());
        let mut ahead = [""; 3];
        for (place, text) in ahead.iter_mut().zip(lines) {
            *place = text;
        }
        ahead
    }

    fn take(&mut self) -> Option<Cell> {
        let line = (self.next..self.end).find(|line| !self.reader.text(*line).is_empty())?;
        self.next = line + 1;
        Some(Cell { text: Text::of(self.reader.text(line), self.reader.span(line)) })
    }

    /// Whether a row starts here: a property's name, then a type or a presence word.
    fn starts_row(&self) -> bool {
        let [name, second, third] = self.ahead();
        is_property(name)
            && (!self.typed && !second.is_empty()
                || is_type(second)
                || !second.is_empty() && is_presence(second)
                || is_word(second) && !third.is_empty() && is_presence(third))
    }

    /// Whether the next line can be a cell of `column`.
    fn fits(&self, column: &str) -> bool {
        let [word, ..] = self.ahead();
        match column.trim_end_matches('?') {
            _ if word.is_empty() => false,
            "Type" => is_type(word) || is_word(word) && !is_presence(word),
            // An unknown word is still the cell, unless the next row starts with it.
            "Required" | "Mutable" => {
                is_presence(word) || is_mutable(word) || is_word(word) && !self.starts_row()
            }
            _ => !self.typed || !self.starts_row(),
        }
    }
}

fn is_property(text: &str) -> bool {
    let name = text.strip_suffix("(deprecated)").or(text.strip_suffix("(Deprecated)")).unwrap_or(text).trim();
    !name.is_empty()
        && name.len() < 200
        && !name.contains(char::is_whitespace)
        && !name.ends_with(['.', ':', ','])
}

fn is_type(text: &str) -> bool {
    vocabulary::type_word(text).is_some() || vocabulary::near_type_word(text).is_some()
}

fn is_presence(text: &str) -> bool {
    vocabulary::presence_word(text).is_some()
}

fn is_mutable(text: &str) -> bool {
    matches!(text.to_lowercase().as_str(), "mutable" | "immutable" | "read-only" | "read only" | "optional")
}

fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text.len() < 60
        && !text.contains(char::is_whitespace)
        && !text.ends_with(['.', ':', ','])
}
