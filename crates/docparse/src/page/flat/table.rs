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

    // Every line with words on it is a paragraph here, and so a cell.
    let cells: Vec<usize> = (head + 1..reader.lines.len())
        .take_while(|line| !reader.is_title(*line))
        .filter(|line| !reader.text(*line).is_empty())
        .collect();
    let mut next = 0;
    while let Some(name) = cells.get(next).copied().filter(|_| starts_row(reader, &cells[next..])) {
        next += 1;
        let mut row = vec![cell(reader, name)];
        for column in &columns[1..] {
            let fits = fits(reader, column, &cells[next..]);
            let line = cells.get(next).copied().filter(|_| fits);
            next += usize::from(line.is_some());
            let place = row[row.len() - 1].text.span;
            // A cell that vanished would stand where the one before it ends.
            let empty = || Text {
                inlines: Vec::new(),
                span: reader.file.span(place.end as usize..place.end as usize),
            };
            row.push(line.map_or_else(|| Cell { text: empty() }, |line| cell(reader, line)));
        }
        let span = row[0].text.span.to(row[row.len() - 1].text.span);
        table.span = table.span.to(span);
        table.rows.push(Row { cells: row, span });
    }
    let end = match next {
        0 => head + 1,
        _ => cells[next - 1] + 1,
    };
    (table, end)
}

fn cell(reader: &Reader<'_>, line: usize) -> Cell {
    Cell { text: Text::of(reader.text(line), reader.span(line)) }
}

/// Whether a row starts here: a property's name, then a type or a presence word.
fn starts_row(reader: &Reader<'_>, cells: &[usize]) -> bool {
    let text = |index: usize| cells.get(index).map_or("", |line| reader.text(*line));
    let (name, second, third) = (text(0), text(1), text(2));
    is_property(name)
        && (is_type(second)
            || !second.is_empty() && is_presence(second)
            || is_word(second) && !third.is_empty() && is_presence(third))
}

fn fits(reader: &Reader<'_>, column: &str, cells: &[usize]) -> bool {
    let text = |index: usize| cells.get(index).map_or("", |line| reader.text(*line));
    let word = text(0);
    match column.trim_end_matches('?') {
        _ if word.is_empty() => false,
        "Type" => is_type(word) || is_word(word) && !is_presence(word),
        // An unknown word is still the cell, unless the next row starts with it.
        "Required" | "Mutable" => {
            is_presence(word) || is_mutable(word) || is_word(word) && !starts_row(reader, cells)
        }
        _ => !starts_row(reader, cells),
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
