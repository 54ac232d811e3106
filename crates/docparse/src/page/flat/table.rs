//! A flattened table: paragraphs in, rows out.
//!
//! Each cell became a paragraph, an empty cell vanished, and nothing marks the end.
//! Rows are realigned on what each column may hold.

use super::Reader;
use super::joined;
use super::words::{is_mutable, is_presence, is_property, is_type, is_word};
use crate::page::{Cell, Row, Table, Text};
use crate::source::Span;

/// Titles of columns, the longer before those they start with.
const TITLES: &[&str] = &[
    "Property",
    "Field",
    "Query parameter",
    "Parameter",
    "Type?",
    "Type",
    "Required?",
    "Required",
    "Provided?",
    "Mutable?",
    "Mutable",
    "Description",
    "Attributes (or allowed limits)",
    "Key",
    "Value",
    "Code",
    "Message",
];

/// What the head of a table that matters starts with.
const STARTS: &[[&str; 2]] = &[
    ["Property", "Type"],
    ["Field", "Type"],
    ["Parameter", "Description"],
    ["Query parameter", "Description"],
    ["Query parameter", "Attributes (or allowed limits)"],
    ["Key", "Value"],
    ["Code", "Message"],
];

/// Whether a line is the head of a property table.
pub(super) fn is_head(line: &str) -> bool {
    columns(line).is_some()
}

/// The titles in a line: parted by spaces, or by nothing.
fn columns(line: &str) -> Option<Vec<&'static str>> {
    let mut rest = line;
    let mut columns = Vec::new();
    while !rest.is_empty() {
        let title = TITLES.iter().find(|title| rest.starts_with(**title))?;
        columns.push(*title);
        rest = rest[title.len()..].trim_start_matches(' ');
    }
    let [first, second, ..] = columns[..] else { return None };
    let plain = second.trim_end_matches('?');
    STARTS.contains(&[first, plain]).then_some(columns)
}

/// Reads the table whose head is line `head`, and says which line follows it.
pub(super) fn read(reader: &Reader<'_>, head: usize) -> (Table, usize) {
    let columns = columns(reader.text(head)).unwrap_or_default();
    let place = reader.span(head);
    let mut at = place.start as usize;
    let head_cells = columns.iter().map(|column| {
        let start = at + reader.file.text[at..place.end as usize].find(column).unwrap_or(0);
        at = start + column.len();
        Cell { text: Text::of(*column, reader.file.span(start..at)) }
    });
    let table = Table { head: head_cells.collect(), rows: Vec::new(), span: place };
    let mut cells = Cells { reader, next: head + 1, end: reader.next_title(head), columns };
    let table = cells.rows(table);
    (table, cells.next)
}

/// Whether a table without a head starts at `line`: a name, a type and whether it is required.
pub(super) fn starts_without_head(reader: &Reader<'_>, line: usize) -> bool {
    headless(reader, line).strong(line)
}

/// Reads the table whose first row is at `line`; that row stands in for the head.
pub(super) fn read_without_head(reader: &Reader<'_>, line: usize) -> (Table, usize) {
    let mut cells = headless(reader, line);
    let first = cells.row();
    let table = cells.rows(Table { head: first.cells, rows: Vec::new(), span: first.span });
    (table, cells.next)
}

fn headless<'a, 'r>(reader: &'r Reader<'a>, line: usize) -> Cells<'a, 'r> {
    let mut cells = Cells {
        reader,
        next: line,
        end: reader.next_title(line),
        columns: vec!["Property", "Type", "Required"],
    };
    if is_mutable(cells.ahead(line)[3]) {
        cells.columns.extend(["Mutable", "Description"]);
    }
    cells
}

/// The lines behind a table's head. Every line with words on it may be a cell.
struct Cells<'a, 'r> {
    reader: &'r Reader<'a>,
    next: usize,
    end: usize,
    columns: Vec<&'static str>,
}

impl Cells<'_, '_> {
    fn rows(&mut self, mut table: Table) -> Table {
        while self.starts_row(self.next) || self.is_joined() {
            let row = self.row();
            table.span = table.span.to(row.span);
            table.rows.push(row);
        }
        table
    }

    fn row(&mut self) -> Row {
        if let Some(row) = self.joined() {
            return row;
        }
        let mut cells: Vec<Cell> = self.take_name().into_iter().collect();
        for index in 1..self.columns.len() {
            let column = self.columns[index];
            let cell = match column.trim_end_matches('?') {
                "Description" if self.typed() => self.take_description(),
                _ if self.fits(column) => self.take(),
                _ => None,
            };
            let end = cells.last().map_or(0, |cell| cell.text.span.end as usize);
            // A cell that vanished would stand where the one before it ends.
            let empty = || Text { inlines: Vec::new(), span: self.reader.file.span(end..end) };
            cells.push(cell.unwrap_or_else(|| Cell { text: empty() }));
        }
        let span = cells.iter().map(|cell| cell.text.span).reduce(Span::to);
        Row { span: span.unwrap_or(self.reader.span(self.next)), cells }
    }

    /// Whether names are followed by types.
    fn typed(&self) -> bool {
        self.columns[1].starts_with("Type")
    }

    /// The lines with words on them, from `line` on.
    fn filled(&self, line: usize) -> impl Iterator<Item = usize> {
        (line..self.end).filter(|line| !self.reader.text(*line).is_empty())
    }

    /// The next lines with words on them.
    fn ahead(&self, line: usize) -> [&str; 4] {
        let mut ahead = [""; 4];
        for (place, line) in ahead.iter_mut().zip(self.filled(line)) {
            *place = self.reader.text(line);
        }
        ahead
    }

    fn take(&mut self) -> Option<Cell> {
        let line = self.filled(self.next).next()?;
        self.next = line + 1;
        Some(Cell { text: Text::of(self.reader.text(line), self.reader.span(line)) })
    }

    /// The name, which may have been broken over several lines where it has colons and dots.
    fn take_name(&mut self) -> Option<Cell> {
        let lines = self.name_lines(self.next);
        let (first, last) = (*lines.first()?, *lines.last()?);
        self.next = last + 1;
        let name: String = lines.iter().map(|line| self.reader.text(*line)).collect();
        Some(Cell { text: Text::of(name, self.reader.span(first).to(self.reader.span(last))) })
    }

    /// The lines of the name that may start at `line`.
    fn name_lines(&self, line: usize) -> Vec<usize> {
        let lines: Vec<usize> = self.filled(line).take(5).collect();
        let text = |at: usize| lines.get(at).map_or("", |line| self.reader.text(*line));
        let length = match text(0).starts_with("urn:") {
            true => (1..=4).find(|at| is_type(text(*at)) || !is_word_piece(text(*at))).unwrap_or(1),
            false => 1,
        };
        let whole = length == 1 || is_type(text(length));
        lines.into_iter().take(if whole { length } else { 1 }).collect()
    }

    /// What follows the name that may start at `line`, and the name.
    fn name_and_rest(&self, line: usize) -> Option<(String, [&str; 4])> {
        let lines = self.name_lines(line);
        let name = lines.iter().map(|line| self.reader.text(*line)).collect();
        Some((name, self.ahead(*lines.last()? + 1)))
    }

    /// Whether a row starts here: a property's name, then a type or a presence word.
    fn starts_row(&self, line: usize) -> bool {
        let Some((name, [second, third, ..])) = self.name_and_rest(line) else { return false };
        let follows = if self.typed() {
            is_type(second)
                || is_presence(second)
                || may_be_type(second) && (is_presence(third) || is_mutable(third))
        } else {
            !second.is_empty()
        };
        is_property(&name) && follows || self.strong(line)
    }

    /// Whether a row starts here for certain: a type we know, and whether it is required.
    fn strong(&self, line: usize) -> bool {
        let Some((name, [second, third, ..])) = self.name_and_rest(line) else { return false };
        let is_name = name.len() < 60 && name.split(' ').count() < 4 && !name.ends_with(['.', ':', ',']);
        is_name && is_type(second) && (is_presence(third) || is_mutable(third))
    }

    /// Whether the next line can be a cell of `column`.
    fn fits(&self, column: &str) -> bool {
        let [word, second, third, _] = self.ahead(self.next);
        let unknown = |word| is_word(word) && !self.starts_row(self.next);
        match column.trim_end_matches('?') {
            _ if word.is_empty() => false,
            "Type" => is_type(word) || may_be_type(word) && !is_presence(word) || is_type_slip(word, second),
            // Of two columns whose words are close, one cell may have vanished.
            "Required" if self.columns.iter().any(|column| column.starts_with("Mutable")) => {
                is_presence(word)
                    || is_mutable(word) && (is_presence(second) || is_mutable(second))
                    || !is_mutable(word) && unknown(word) && (is_mutable(second) || third.is_empty())
            }
            // An unknown word is still the cell, unless the next row starts with it.
            "Required" => is_presence(word) || is_mutable(word) || unknown(word),
            "Mutable" => is_mutable(word) || is_presence(word),
            _ => !self.typed() || !self.starts_row(self.next),
        }
    }

    /// The lines of a paragraph, and paragraphs as long as more rows follow.
    fn take_description(&mut self) -> Option<Cell> {
        let first = self.filled(self.next).next().filter(|line| !self.starts_row(*line))?;
        let stops = |line: &usize| self.starts_row(*line) || is_head(self.reader.text(*line));
        let glued = (first + 1..self.end).take_while(|line| !self.reader.text(*line).is_empty());
        let mut last = glued.take_while(|line| !stops(line)).last().unwrap_or(first);
        let below: Vec<usize> = self.filled(last + 1).take(8).collect();
        let next = below.iter().position(stops);
        if let Some(next) = next.filter(|next| *next > 0 && self.strong(below[*next])) {
            last = below[next - 1];
        }
        self.next = last + 1;
        let words: Vec<&str> = (first..=last).map(|line| self.reader.text(line)).collect();
        let text = words.iter().filter(|words| !words.is_empty()).copied().collect::<Vec<_>>().join(" ");
        Some(Cell { text: Text::of(text, self.reader.span(first).to(self.reader.span(last))) })
    }

    fn is_joined(&self) -> bool {
        let Some(line) = self.filled(self.next).next() else { return false };
        self.typed() && joined::is_row(self.reader.text(line), self.ahead(line + 1)[0])
    }

    /// A row whose cells stand on one line, or with bars on two.
    fn joined(&mut self) -> Option<Row> {
        let line = self.filled(self.next).next().filter(|_| self.typed())?;
        let below = self.filled(line + 1).next();
        let text = |line: usize| (self.reader.text(line), self.reader.span(line).start as usize);
        let (cells, last) = match joined::split(text(line)) {
            Some(cells) => (cells, line),
            None => (joined::split_by_bars(text(line), text(below?))?, below?),
        };
        if self.starts_row(self.next) && last == line {
            return None;
        }
        self.next = last + 1;
        let cell = |range: &std::ops::Range<usize>| Cell {
            text: Text::of(&self.reader.file.text[range.clone()], self.reader.file.span(range.clone())),
        };
        let span = self.reader.span(line).to(self.reader.span(last));
        Some(Row { cells: cells.iter().map(cell).collect(), span })
    }
}

/// A piece of a name that was broken.
fn is_word_piece(text: &str) -> bool {
    !text.is_empty() && text.len() < 100 && !text.contains(char::is_whitespace) && !is_presence(text)
}

/// Whether a type may be meant: a word, or the name of a model.
fn may_be_type(text: &str) -> bool {
    is_word(text) || text.len() < 60 && text.split(' ').count() < 4 && !text.ends_with(['.', ':', ','])
}

/// `Optional` where a type should be, and `Required` where that belongs.
fn is_type_slip(word: &str, second: &str) -> bool {
    is_presence(word) && (is_presence(second) || is_mutable(second)) && !is_mutable(word)
}
