//! Collects the pieces of a paragraph, a heading or a cell into one [`Text`].

use std::ops::Range;

use super::{Inline, Text};
use crate::source::{SourceFile, Span, Spanned};

/// A text in the making.
pub(super) struct Collector<'a> {
    file: &'a SourceFile,
    inlines: Vec<Inline>,
    /// Where the link we are in leads, and what it shows so far.
    link: Option<(String, Option<Spanned<String>>)>,
}

impl<'a> Collector<'a> {
    pub(super) fn new(file: &'a SourceFile) -> Self {
        Self { file, inlines: Vec::new(), link: None }
    }

    pub(super) fn text(&mut self, text: &str, range: Range<usize>) {
        let span = self.file.span(range);
        let target = match &mut self.link {
            Some((_, shown)) => shown,
            None => match self.inlines.last_mut() {
                Some(Inline::Text(last)) => {
                    append(last, text, span);
                    return;
                }
                _ => {
                    self.inlines.push(Inline::Text(Spanned::new(text.to_owned(), span)));
                    return;
                }
            },
        };
        match target {
            Some(shown) => append(shown, text, span),
            None => *target = Some(Spanned::new(text.to_owned(), span)),
        }
    }

    pub(super) fn code(&mut self, code: &str, range: Range<usize>) {
        if self.link.is_some() {
            return self.text(code, range);
        }
        // The range has the backticks in it; the span should not.
        let raw = &self.file.text[range.clone()];
        let start = raw.find(code).map_or(range.start, |at| range.start + at);
        let end = if raw.contains(code) { start + code.len() } else { range.end };
        self.inlines.push(Inline::Code(Spanned::new(code.to_owned(), self.file.span(start..end))));
    }

    pub(super) fn open_link(&mut self, target: &str) {
        self.link = Some((target.to_owned(), None));
    }

    pub(super) fn close_link(&mut self) {
        if let Some((target, Some(text))) = self.link.take() {
            self.inlines.push(Inline::Link { text, target });
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.inlines.is_empty() && self.link.is_none()
    }

    /// The text, trimmed; `place` is its span if it is empty.
    pub(super) fn finish(mut self, place: Range<usize>) -> Text {
        self.close_link();
        let mut inlines = self.inlines;
        if let Some(Inline::Text(first)) = inlines.first_mut() {
            trim_start(first);
        }
        if let Some(Inline::Text(last)) = inlines.last_mut() {
            trim_end(last);
        }
        inlines.retain(|inline| !inline.shown().value.is_empty());
        let span = match (inlines.first(), inlines.last()) {
            (Some(first), Some(last)) => first.shown().span.to(last.shown().span),
            _ => self.file.span(place.start..place.start),
        };
        Text { inlines, span }
    }
}

fn append(last: &mut Spanned<String>, text: &str, span: Span) {
    last.value.push_str(text);
    last.span = last.span.to(span);
}

/// No-break spaces are spaces to a reader, and `trim` thinks so too.
fn trim_start(text: &mut Spanned<String>) {
    let trimmed = text.value.trim_start();
    text.span.start += (text.value.len() - trimmed.len()) as u32;
    text.span.start = text.span.start.min(text.span.end);
    text.value = trimmed.to_owned();
}

fn trim_end(text: &mut Spanned<String>) {
    let trimmed = text.value.trim_end();
    text.span.end -= ((text.value.len() - trimmed.len()) as u32).min(text.span.end - text.span.start);
    text.value = trimmed.to_owned();
}
