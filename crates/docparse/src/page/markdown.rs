//! The Markdown front end: CommonMark with tables and front matter in, a [`Page`] out.
//!
//! One loop over the parser's events, with no recursion, so that no depth of
//! nesting can exhaust the stack.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::inlines::Collector;
use super::sections::Builder;
use super::{Block, Cell, CodeBlock, Meta, Page, PageFormat, Row, SectionKind, Tab, Table, Text, snippets};
use crate::diag::{Diagnostic, Sink, codes};
use crate::source::{SourceFile, Spanned};

pub(super) fn read(file: &SourceFile, sink: &mut Sink) -> Page {
    let (text, mut offset) = file.body();
    let mut reader = Reader::new(file, sink);
    let mut markdown = text;
    if let Some((yaml, rest)) = front_matter(text) {
        let meta = Meta::read(file, offset + yaml.start..offset + yaml.end, reader.sink);
        reader.page.meta(meta);
        (markdown, offset) = (&text[rest..], offset + rest);
    }
    for (event, range) in Parser::new_ext(markdown, Options::ENABLE_TABLES).into_offset_iter() {
        reader.event(event, offset + range.start..offset + range.end);
    }
    reader.finish()
}

/// Where the YAML at the top of a page stands, without its `---` lines, and where the page goes on.
/// Further down, `---` is a rule.
fn front_matter(text: &str) -> Option<(Range<usize>, usize)> {
    let mut lines = text.split_inclusive('\n');
    let start = lines.next().filter(|line| line.trim_end() == "---")?.len();
    let mut end = start;
    for line in lines {
        match line.trim_end() {
            "" if end == start => return None,
            "---" | "..." => return Some((start..end, end + line.len())),
            _ => end += line.len(),
        }
    }
    None
}

struct Reader<'a, 's> {
    file: &'a SourceFile,
    sink: &'s mut Sink,
    page: Builder,
    inline: Option<Collector<'a>>,
    quotes: usize,
    /// The depth of quotes at which the collapse we are in began.
    collapse: Option<usize>,
    lists: usize,
    items: Vec<Text>,
    table: Option<Table>,
    row: Vec<Cell>,
    code: Option<Code>,
}

/// A code block in the making.
struct Code {
    info: Option<Spanned<String>>,
    /// Where its lines stand, without a quote's marks.
    pieces: Vec<Range<usize>>,
    place: Range<usize>,
}

impl<'a, 's> Reader<'a, 's> {
    fn new(file: &'a SourceFile, sink: &'s mut Sink) -> Self {
        Self {
            file,
            sink,
            page: Builder::new(file, PageFormat::Markdown),
            inline: None,
            quotes: 0,
            collapse: None,
            lists: 0,
            items: Vec::new(),
            table: None,
            row: Vec::new(),
            code: None,
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => match (&mut self.code, &mut self.inline) {
                (Some(code), _) => code.pieces.push(range),
                (None, Some(inline)) => inline.text(&text, range),
                (None, None) => {}
            },
            Event::Code(code) => {
                if let Some(inline) = &mut self.inline {
                    inline.code(&code, range);
                }
            }
            Event::InlineHtml(html) | Event::Html(html) => {
                if let Some(inline) = &mut self.inline {
                    inline.text(&html, range);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(inline) = &mut self.inline {
                    inline.text(" ", range);
                }
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::BlockQuote(_) => self.quotes += 1,
            Tag::List(_) => self.lists += 1,
            Tag::Heading { .. } => {
                // What an item said before it is not lost.
                self.item(range);
                self.inline = Some(Collector::new(self.file));
            }
            Tag::TableCell => self.inline = Some(Collector::new(self.file)),
            Tag::Item => {
                // A nested list is its own item; what stood before it is one too.
                self.item(range.clone());
                self.inline = Some(Collector::new(self.file));
            }
            Tag::Paragraph => match &mut self.inline {
                Some(inline) if !inline.is_empty() => inline.text(" ", range.start..range.start),
                _ => self.inline = Some(Collector::new(self.file)),
            },
            Tag::Link { dest_url, .. } => {
                if let Some(inline) = &mut self.inline {
                    inline.open_link(&dest_url);
                }
            }
            Tag::Table(_) => {
                self.item(range.clone());
                self.table = Some(Table { head: Vec::new(), rows: Vec::new(), span: self.file.span(range) });
            }
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) if !info.is_empty() => {
                        let line = self.file.line_span(self.file.line(range.start as u32));
                        let at = self.file.text[line.range()]
                            .find(&*info)
                            .map_or(range.start, |at| line.start as usize + at);
                        Some(Spanned::new(info.to_string(), self.file.span(at..at + info.len())))
                    }
                    _ => None,
                };
                self.code = Some(Code { info, pieces: Vec::new(), place: range });
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::BlockQuote(_) => {
                self.quotes -= 1;
                if self.collapse == Some(self.quotes + 1) {
                    self.collapse = None;
                    self.page.notes();
                }
            }
            TagEnd::Heading(level) => {
                if let Some(title) = self.text(range) {
                    self.page.heading(level as u8, &title);
                }
            }
            TagEnd::Paragraph if self.lists == 0 => {
                if let Some(text) = self.text(range) {
                    self.paragraph(text);
                }
            }
            TagEnd::Item => self.item(range),
            TagEnd::List(_) => {
                self.lists -= 1;
                if self.lists == 0 && !self.items.is_empty() {
                    let items = std::mem::take(&mut self.items);
                    self.page.push(Block::List(items));
                }
            }
            TagEnd::Link => {
                if let Some(inline) = &mut self.inline {
                    inline.close_link();
                }
            }
            TagEnd::TableCell => {
                let text = self.text(range);
                self.row.extend(text.map(|text| Cell { text }));
            }
            TagEnd::TableHead => {
                let cells = std::mem::take(&mut self.row);
                if let Some(table) = &mut self.table {
                    table.head = cells;
                }
            }
            TagEnd::TableRow => {
                let row = Row { cells: std::mem::take(&mut self.row), span: self.file.span(range) };
                if let Some(table) = &mut self.table {
                    table.rows.push(row);
                }
            }
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    self.table(table);
                }
            }
            TagEnd::CodeBlock => {
                if let Some(code) = self.code.take() {
                    self.code(code);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, place: Range<usize>) -> Option<Text> {
        self.inline.take().map(|inline| inline.finish(place))
    }

    fn item(&mut self, place: Range<usize>) {
        if let Some(text) = self.text(place).filter(|text| !text.inlines.is_empty()) {
            self.items.push(text);
        }
    }

    fn paragraph(&mut self, text: Text) {
        let plain = text.plain();
        if self.quotes > 0 && plain.starts_with("Collapse:") {
            self.collapse = Some(self.quotes);
            self.page.section(Spanned::new(plain, text.span));
        } else {
            self.page.paragraph(text);
        }
    }

    fn table(&mut self, table: Table) {
        // A callout is a table with an empty head.
        if table.head.iter().all(|cell| cell.text.inlines.is_empty()) {
            for row in table.rows {
                let said =
                    row.cells.into_iter().map(|cell| cell.text).filter(|text| !text.inlines.is_empty());
                for text in said {
                    self.page.push(Block::Note(text));
                }
            }
        } else {
            self.page.push(Block::Table(table));
        }
    }

    fn code(&mut self, code: Code) {
        let body = body(self.file, &code);
        let line = body.value.trim();
        let above = self.page.kind().is_none() && self.quotes == 0 && self.lists == 0;
        if above && snippets::is_request_line(line) && !line.contains('\n') {
            let start = body.span.start as usize + body.value.find(line).unwrap_or(0);
            let line = Spanned::new(line.to_owned(), self.file.span(start..start + line.len()));
            self.page.maybe_request_line(line);
        }
        self.page.push(Block::Code(CodeBlock { info: code.info, body }));
    }

    fn finish(self) -> Page {
        let mut page = self.page.finish();
        for section in &mut page.sections {
            if section.kind == SectionKind::ExampleRequest {
                section.blocks = tabs(std::mem::take(&mut section.blocks), self.sink);
            }
        }
        page
    }
}

/// The code with as many bytes as it has on the page: what is not code is blanked.
fn body(file: &SourceFile, code: &Code) -> Spanned<String> {
    let (Some(first), Some(last)) = (code.pieces.first(), code.pieces.last()) else {
        return Spanned::new(String::new(), file.span(code.place.start..code.place.start));
    };
    let span = file.span(first.start..last.end);
    let mut text = String::with_capacity(last.end - first.start);
    for piece in &code.pieces {
        // Between two lines may stand a line's end, then a quote's mark.
        for byte in file.text[first.start + text.len()..piece.start].bytes() {
            text.push(if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' });
        }
        text.push_str(&file.text[piece.clone()]);
    }
    Spanned::new(text, span)
}

/// Pairs the names of tabs with the code that follows them, by order: two languages
/// share one info string, so that cannot tell.
fn tabs(blocks: Vec<Block>, sink: &mut Sink) -> Vec<Block> {
    let mut out = Vec::new();
    let mut names: Vec<Text> = Vec::new();
    let mut fences: Vec<CodeBlock> = Vec::new();
    for block in blocks {
        match block {
            Block::List(items) if names.is_empty() => names = items,
            Block::Code(code) if !names.is_empty() => fences.push(code),
            other => out.push(other),
        }
    }
    if names.is_empty() {
        return out;
    }
    if names.len() != fences.len() {
        let span = names[0].span.to(names[names.len() - 1].span);
        let message = format!("{} languages are named, and {} code blocks follow", names.len(), fences.len());
        sink.push(Diagnostic::new(&codes::UNCLEAR_TABS, span, message).label("paired in order"));
    }
    let pairs = names.into_iter().zip(fences);
    let tabs = pairs.map(|(name, code)| Tab { name: Spanned::new(name.plain(), name.span), code });
    out.push(Block::Tabs(tabs.collect()));
    out
}
