//! The flat front end: a page flattened to plain text in, a [`Page`] out.
//!
//! Flattening keeps the words and loses the marks: a table cell is a paragraph of
//! its own, code has no fence, and the languages of a sample follow each other with
//! nothing between. So this reads raw lines, and knows what each section holds.

mod joined;
mod samples;
mod table;
mod words;

use std::ops::Range;

use super::sections::Builder;
use super::{Block, CodeBlock, Page, PageFormat, SectionKind, Table, Text, snippets, titles};
use crate::diag::Sink;
use crate::json;
use crate::source::{SourceFile, Span, Spanned};

/// Whether a line is the head of a flattened table.
pub(super) fn is_table_head(line: &str) -> bool {
    table::is_head(line.trim())
}

pub(super) fn read(file: &SourceFile, sink: &mut Sink) -> Page {
    let mut reader = Reader::new(file);
    reader.head();
    while reader.at < reader.lines.len() {
        reader.block(sink);
    }
    reader.page.finish()
}

struct Reader<'a> {
    file: &'a SourceFile,
    /// Every line, without its ending and the space around it.
    lines: Vec<Range<usize>>,
    /// The lines that are titles of sections.
    titles: Vec<usize>,
    at: usize,
    page: Builder,
}

fn lines(file: &SourceFile) -> Vec<Range<usize>> {
    let (text, offset) = file.body();
    let mut start = offset;
    let mut lines = Vec::new();
    for line in text.split('\n') {
        // Trimming takes carriage returns and no-break spaces too.
        let lead = line.len() - line.trim_start().len();
        let content = line.trim();
        lines.push(start + lead..start + lead + content.len());
        start += line.len() + 1;
    }
    lines
}

impl<'a> Reader<'a> {
    fn new(file: &'a SourceFile) -> Self {
        let lines = lines(file);
        let is_title = |line: &usize| {
            // A property may be called `body`; titles start with a capital.
            let text = &file.text[lines[*line].clone()];
            text.starts_with(char::is_uppercase) && titles::known(text).is_some()
        };
        let titles = (0..lines.len()).filter(is_title).collect();
        Self { file, lines, titles, at: 0, page: Builder::new(file, PageFormat::Flat) }
    }

    fn text(&self, line: usize) -> &str {
        self.lines.get(line).map_or("", |range| &self.file.text[range.clone()])
    }

    fn span(&self, line: usize) -> Span {
        self.lines.get(line).map_or(self.file.span(0..0), |range| self.file.span(range.clone()))
    }

    fn spanned(&self, line: usize) -> Spanned<String> {
        Spanned::new(self.text(line).to_owned(), self.span(line))
    }

    fn is_title(&self, line: usize) -> bool {
        self.titles.binary_search(&line).is_ok()
    }

    /// The first title at or behind `line`, or where the lines end.
    fn next_title(&self, line: usize) -> usize {
        let next = self.titles.partition_point(|title| *title < line);
        self.titles.get(next).copied().unwrap_or(self.lines.len())
    }

    /// The lines above the request line: the product, then the title.
    fn head(&mut self) {
        let first_section = self.next_title(0);
        let request = (0..first_section).find(|line| snippets::is_request_line(self.text(*line)));
        let above: Vec<usize> =
            (0..request.unwrap_or(first_section)).filter(|line| !self.text(*line).is_empty()).collect();
        // Below a sentence, a request is a sample of one: the page is prose.
        let is_sample = above.last().is_some_and(|line| self.text(*line).ends_with(['.', ':']));
        let request = request.filter(|_| !is_sample);
        let title = match (request, above[..].first(), above[..].get(1)) {
            (Some(_), Some(first), None) => Some(*first),
            (Some(_), _, Some(_)) => above.last().copied(),
            (None, Some(first), second) => Some(*second.unwrap_or(first)),
            _ => None,
        };
        if let Some(line) = title {
            let title = self.spanned(line);
            self.page.title(title);
            self.at = line + 1;
        }
        if let Some(line) = request {
            let request = self.spanned(line);
            self.page.request_line(request);
            self.at = line + 1;
        }
    }

    fn block(&mut self, sink: &mut Sink) {
        let line = self.at;
        let text = self.text(line);
        if text.is_empty() {
            self.at += 1;
        } else if self.is_title(line) || self.names_a_table(line) {
            let title = self.spanned(line);
            self.page.section(title);
            self.at += 1;
        } else if table::is_head(text) {
            self.table(table::read(self, line));
        } else if self.page.opens(SectionKind::RequestModel) && table::starts_without_head(self, line) {
            self.table(table::read_without_head(self, line));
        } else if text.starts_with(['{', '[']) && !text.starts_with("{{") {
            self.json();
        } else if text.starts_with('•') {
            self.list(sink);
        } else {
            self.paragraph();
        }
    }

    fn table(&mut self, (table, end): (Table, usize)) {
        self.page.push(Block::Table(table));
        self.at = end;
        // The end of a table is not marked; what follows is about the operation again.
        if matches!(self.page.kind(), Some(SectionKind::RequestModel | SectionKind::QueryParameters)) {
            self.page.notes();
        }
    }

    /// A line of its own right above a table's head is the table's title.
    fn names_a_table(&self, line: usize) -> bool {
        let mut below = (line + 1..self.lines.len()).filter(|line| !self.text(*line).is_empty());
        self.text(line + 1).is_empty()
            // What stands above a form says how it is sent.
            && self.page.kind() != Some(SectionKind::Body)
            && !self.text(line).ends_with('.')
            && !table::is_head(self.text(line))
            && below.next().is_some_and(|next| table::is_head(self.text(next)))
    }

    fn paragraph(&mut self) {
        let start = self.at;
        while self.at < self.lines.len()
            && !self.text(self.at).is_empty()
            && (self.at == start || !(self.is_title(self.at) || table::is_head(self.text(self.at))))
        {
            self.at += 1;
        }
        let span = self.span(start).to(self.span(self.at - 1));
        let words: Vec<&str> = (start..self.at).map(|line| self.text(line)).collect();
        let text = Text::of(words.join(" "), span);
        self.page.paragraph(text);
    }

    /// JSON from this line on. Where it cannot be read to its end, the region goes on to the next title.
    fn json(&mut self) {
        let start = self.lines[self.at].start;
        let limit = self.next_title(self.at);
        let limit = self.lines.get(limit).map_or(self.file.part.end, |line| line.start);
        let text = &self.file.text[start..limit];
        let reading = json::read_prefix(self.file.id, text, start);
        let mut end = if reading.is_whole() { reading.end } else { start + text.trim_end().len() };
        // `}...`: what the author cut short is part of it.
        let last = self.lines.partition_point(|line| line.start < end).saturating_sub(1);
        end = end.max(self.lines[last].end);
        let body = Spanned::new(self.file.text[start..end].to_owned(), self.file.span(start..end));
        self.page.push(Block::Code(CodeBlock { info: None, body }));
        self.at = self.lines.partition_point(|line| line.start < end);
    }

    fn list(&mut self, sink: &mut Sink) {
        let mut items = Vec::new();
        while self.text(self.at).starts_with('•')
            || (self.text(self.at).is_empty() && self.text(self.at + 1).starts_with('•'))
        {
            let text = self.text(self.at);
            let lead = text.len() - text.trim_start_matches('•').trim_start().len();
            let range = self.span(self.at).range();
            if lead > 0 {
                let span = self.file.span(range.start + lead..range.end);
                items.push(Text::of(&text[lead..], span));
            }
            self.at += 1;
        }
        if self.page.kind() == Some(SectionKind::ExampleRequest) && items.len() > 1 {
            let start = self.at;
            let end = self.next_title(start);
            let tabs = samples::split(self, &items, start..end, sink);
            self.page.push(Block::Tabs(tabs));
            self.at = end;
        } else {
            self.page.push(Block::List(items));
        }
    }
}
