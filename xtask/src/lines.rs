//! Bytes in, lines, columns and what must be hidden out; quick even on a line as long as its page.
//!
//! A line is looked at as a whole once, when something on it is asked for. After that,
//! a place on it costs the same wherever it is.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use docparse::source::{LineCol, SourceFile, SourceId, SourceSet, Span};

/// Columns are known at every so many bytes of a line, and counted from there.
const STRIDE: usize = 1024;

const BOM: char = '\u{feff}';

/// The lines of all sources.
pub(crate) struct Lines<'a> {
    sources: &'a SourceSet,
    /// Secret values in each source: sorted, none touching another.
    secrets: BTreeMap<SourceId, Vec<Range<usize>>>,
    known: RefCell<BTreeMap<(SourceId, u32), Rc<Line>>>,
}

/// One line.
pub(crate) struct Line {
    /// Its bytes, without the line ending.
    pub range: Range<usize>,
    /// How many characters it has.
    pub length: usize,
    /// Bytes to hide: sorted, none touching another.
    hidden: Vec<Range<usize>>,
    /// Every [`STRIDE`] bytes or so: a byte where a character starts, and its column.
    columns: Vec<(usize, u32)>,
}

impl<'a> Lines<'a> {
    /// The lines of `sources`, in which `secrets` are the values of secrets.
    pub(crate) fn new(sources: &'a SourceSet, secrets: &[Span]) -> Self {
        let mut by_source: BTreeMap<SourceId, Vec<Range<usize>>> = BTreeMap::new();
        for span in secrets {
            by_source.entry(span.source).or_default().push(span.range());
        }
        let secrets = by_source.into_iter().map(|(source, ranges)| (source, merged(ranges))).collect();
        Self { sources, secrets, known: RefCell::default() }
    }

    /// The line that byte `offset` is on.
    pub(crate) fn line(&self, source: SourceId, offset: u32) -> Rc<Line> {
        let file = self.sources.get(source);
        let number = file.line(offset);
        let mut known = self.known.borrow_mut();
        let line = known.entry((source, number)).or_insert_with(|| {
            let secrets = self.secrets.get(&source).map_or(&[][..], Vec::as_slice);
            Rc::new(Line::new(file, number, secrets))
        });
        Rc::clone(line)
    }

    /// Line and column of byte `offset`, as [`SourceSet::start`] counts them.
    pub(crate) fn position(&self, source: SourceId, offset: u32) -> LineCol {
        let file = self.sources.get(source);
        let offset = offset.min(file.text.len() as u32);
        let line = self.line(source, offset);
        LineCol { line: file.line(offset), column: line.column(file, floor(&file.text, offset as usize)) }
    }
}

impl Line {
    fn new(file: &SourceFile, number: u32, secrets: &[Range<usize>]) -> Self {
        let range = file.line_span(number).range();
        let text = &file.text[range.clone()];

        // Masking goes character for character, so both have as many.
        let by_name = docparse::mask_secrets(text);
        let masked = text.char_indices().zip(by_name.chars()).filter(|((_, was), is)| was != is);
        let mut hidden: Vec<_> =
            masked.map(|((at, was), _)| range.start + at..range.start + at + was.len_utf8()).collect();
        let first = secrets.partition_point(|secret| secret.end <= range.start);
        hidden.extend(secrets[first..].iter().take_while(|secret| secret.start < range.end).cloned());

        let (mut columns, mut column) = (vec![(range.start, 1)], 1);
        for (at, c) in text.char_indices() {
            if range.start + at - columns[columns.len() - 1].0 >= STRIDE {
                columns.push((range.start + at, column));
            }
            column += u32::from(c != BOM);
        }
        Self { range, length: text.chars().count(), hidden: merged(hidden), columns }
    }

    /// Whether the character at byte `at` is part of a secret.
    pub(crate) fn hides(&self, at: usize) -> bool {
        let next = self.hidden.partition_point(|range| range.end <= at);
        self.hidden.get(next).is_some_and(|range| range.contains(&at))
    }

    fn column(&self, file: &SourceFile, at: usize) -> u32 {
        let near = self.columns.partition_point(|(byte, _)| *byte <= at).max(1) - 1;
        let (byte, column) = self.columns[near];
        column + file.text[byte..at].chars().filter(|c| *c != BOM).count() as u32
    }
}

/// The start of the character that byte `at` is in.
pub(crate) fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use docparse::source::SourceKind;

    use super::*;

    #[test]
    fn positions_are_those_of_the_source_set() {
        let text =
            format!("\u{feff}é one\r\n\n{}\u{feff}{}\nend", "aé\u{1f600}".repeat(900), "b".repeat(3000));
        let set = SourceSet::new(vec![("a.md".into(), SourceKind::Page, text.clone().into_bytes())]);
        let lines = Lines::new(&set, &[]);
        for offset in 0..=text.len() as u32 + 1 {
            let expected = set.get(SourceId(0)).line_col(offset);
            assert_eq!(lines.position(SourceId(0), offset), expected, "at byte {offset}");
        }
    }

    #[test]
    fn secrets_are_hidden_wherever_they_come_from() {
        let text = "x abc \"PASSWORD\": \"def\" y";
        let set = SourceSet::new(vec![("a.md".into(), SourceKind::Page, text.into())]);
        let lines = Lines::new(&set, &[Span::new(SourceId(0), 2, 5), Span::new(SourceId(0), 3, 4)]);
        let line = lines.line(SourceId(0), 0);
        let shown: String = text.char_indices().map(|(at, c)| if line.hides(at) { '*' } else { c }).collect();
        assert_eq!(shown, "x *** \"PASSWORD\": \"***\" y");
    }
}
