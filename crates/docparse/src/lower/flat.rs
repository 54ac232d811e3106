//! A sentence in, its words as one text out, with the way back to their places.

use std::ops::Range;

use crate::page::{Inline, Text};
use crate::source::{Span, Spanned};

/// The words of a sentence, whatever marks they have.
pub(super) struct Flat<'a> {
    pub(super) plain: String,
    /// The same with ASCII letters in lower case: places in it are places in `plain`.
    pub(super) lower: String,
    inlines: &'a [Inline],
}

impl<'a> Flat<'a> {
    pub(super) fn new(text: &'a Text) -> Self {
        let plain = text.plain();
        Self { lower: plain.to_ascii_lowercase(), plain, inlines: &text.inlines }
    }

    /// Which piece of the sentence holds the byte at `at`.
    pub(super) fn index(&self, at: usize) -> Option<usize> {
        self.find(at).map(|(index, _)| index)
    }

    fn find(&self, at: usize) -> Option<(usize, usize)> {
        let mut start = 0;
        for (index, inline) in self.inlines.iter().enumerate() {
            let end = start + inline.shown().value.len();
            if at < end {
                return Some((index, start));
            }
            start = end;
        }
        None
    }

    /// The words at `range`, and their place on the page: that of the whole piece they
    /// start in if escapes or entities make it longer there.
    pub(super) fn piece(&self, range: Range<usize>) -> Spanned<String> {
        let value = self.plain[range.clone()].to_owned();
        let Some((index, start)) = self.find(range.start) else {
            let last = self
                .inlines
                .last()
                .map_or(Span::new(crate::source::SourceId(0), 0, 0), |inline| inline.shown().span);
            return Spanned::new(value, last);
        };
        let piece = self.inlines[index].shown();
        let span = piece.span;
        let exact = piece.value.len() == span.range().len() && range.end <= start + piece.value.len();
        let base = span.start as usize + range.start.saturating_sub(start);
        let span = if exact { Span::new(span.source, base, base + range.len()) } else { span };
        Spanned::new(value, span)
    }
}
