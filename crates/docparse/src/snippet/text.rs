//! Pieces of a page in, one text out, in which every byte knows where it stands on the page.

use std::borrow::Cow;

use crate::source::{SourceId, Span};

/// Text as a sample's language means it: escapes resolved, pieces joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text<'a> {
    /// The text.
    pub value: Cow<'a, str>,
    source: SourceId,
    /// Where the text would stand if there is none.
    at: u32,
    runs: Vec<Run>,
}

/// Bytes of the text that follow each other on the page too, or all stand for one escape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    /// The first byte, in the text.
    text: u32,
    /// The first byte, on the page.
    page: u32,
    /// An escape's length on the page; 0 for bytes that stand there as they are.
    escape: u32,
}

impl<'a> Text<'a> {
    /// Where bytes `start..end` of the text stand on the page.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let from = self.run(start).map_or(self.at, |run| run.first(start as u32));
        let to = match end.checked_sub(1).filter(|last| *last >= start) {
            Some(last) => self.run(last).map_or(self.at, |run| run.last(last as u32)),
            None => from,
        };
        Span::new(self.source, from as usize, to as usize)
    }

    /// Where all of it stands.
    pub fn whole(&self) -> Span {
        self.span(0, self.value.len())
    }

    fn run(&self, at: usize) -> Option<&Run> {
        self.runs.get(self.runs.partition_point(|run| run.text as usize <= at).checked_sub(1)?)
    }

    /// A part of the text.
    pub(super) fn part(&self, start: usize, end: usize) -> Text<'a> {
        let value = match &self.value {
            Cow::Borrowed(text) => Cow::Borrowed(&text[start..end]),
            Cow::Owned(text) => Cow::Owned(text[start..end].to_owned()),
        };
        let first = self.runs.partition_point(|run| run.text as usize <= start).saturating_sub(1);
        let runs = self.runs.iter().skip(first).take_while(|run| (run.text as usize) < end);
        let runs = runs.map(|run| match run.text as usize >= start {
            true => Run { text: run.text - start as u32, ..*run },
            // The part starts inside of this run.
            false if run.escape > 0 => Run { text: 0, ..*run },
            false => Run { text: 0, page: run.first(start as u32), escape: 0 },
        });
        Text { value, source: self.source, at: self.span(start, start).start, runs: runs.collect() }
    }

    /// The text without white space around it.
    pub(super) fn trimmed(&self) -> Text<'a> {
        let start = self.value.len() - self.value.trim_start().len();
        self.part(start, start.max(self.value.trim_end().len()))
    }
}

impl Run {
    fn first(&self, at: u32) -> u32 {
        if self.escape > 0 { self.page } else { self.page + (at - self.text) }
    }

    fn last(&self, at: u32) -> u32 {
        if self.escape > 0 { self.page + self.escape } else { self.page + (at - self.text) + 1 }
    }
}

/// A text in the making. Nothing is copied until a second piece comes.
pub(super) struct Builder<'a> {
    code: &'a str,
    source: SourceId,
    base: u32,
    borrowed: Option<&'a str>,
    owned: String,
    runs: Vec<Run>,
    at: u32,
}

impl<'a> Builder<'a> {
    /// A text made of pieces of `code`, which stands at `span`; `at` is where it starts there.
    pub(super) fn new(code: &'a str, span: Span, at: usize) -> Self {
        Self {
            code,
            source: span.source,
            base: span.start,
            borrowed: None,
            owned: String::new(),
            runs: Vec::new(),
            at: span.start + at as u32,
        }
    }

    fn len(&self) -> usize {
        self.borrowed.map_or(self.owned.len(), str::len)
    }

    fn own(&mut self) -> &mut String {
        if let Some(text) = self.borrowed.take() {
            self.owned.push_str(text);
        }
        &mut self.owned
    }

    /// Adds what stands at `start..end` as it is.
    pub(super) fn raw(&mut self, start: usize, end: usize) {
        let piece = &self.code[start..end];
        if piece.is_empty() {
            return;
        }
        self.runs.push(Run { text: self.len() as u32, page: self.base + start as u32, escape: 0 });
        if self.runs.len() == 1 {
            self.borrowed = Some(piece);
        } else {
            self.own().push_str(piece);
        }
    }

    /// Adds `meant`, which is written as `start..end`.
    pub(super) fn escape(&mut self, meant: char, start: usize, end: usize) {
        let escape = (end - start) as u32;
        self.runs.push(Run { text: self.len() as u32, page: self.base + start as u32, escape });
        self.own().push(meant);
    }

    pub(super) fn finish(mut self) -> Text<'a> {
        let value = match self.borrowed.take() {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Owned(self.owned),
        };
        Text { value, source: self.source, at: self.at, runs: self.runs }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_knows_its_place() {
        let code = r#"ab\ncd"#;
        let span = Span::new(SourceId(0), 100, 106);
        let mut builder = Builder::new(code, span, 0);
        builder.raw(0, 2);
        builder.escape('\n', 2, 4);
        builder.raw(4, 6);
        let text = builder.finish();
        assert_eq!(text.value, "ab\ncd");
        assert_eq!(text.whole().range(), 100..106);
        assert_eq!(text.span(2, 3).range(), 102..104);
        assert_eq!(text.span(3, 4).range(), 104..105);
        assert_eq!(text.span(3, 3).range(), 104..104);
        let part = text.part(1, 4);
        assert_eq!((&*part.value, part.whole().range()), ("b\nc", 101..105));
        assert_eq!(part.span(2, 3).range(), 104..105);
    }

    #[test]
    fn one_piece_is_not_copied() {
        let mut builder = Builder::new("x{}", Span::new(SourceId(0), 7, 10), 1);
        builder.raw(1, 3);
        assert!(matches!(builder.finish().value, Cow::Borrowed("{}")));
    }

    #[test]
    fn no_text_has_a_place_too() {
        let text = Builder::new("''", Span::new(SourceId(0), 7, 9), 1).finish();
        assert_eq!((text.whole().range(), text.trimmed().whole().range()), (8..8, 8..8));
    }
}
