//! A span in, the line around it out: short, with nothing in it that must not be shown.

use std::ops::Range;

use docparse::source::{LineCol, SourceFile, Span};

/// Lines of more characters are cut to the part around the span.
const LONGEST: usize = 200;

/// Of a line that is cut, this many characters before the span are shown.
const BEFORE: usize = 60;

/// What a cut line is looked at before and after what is shown, in bytes: enough to
/// see that a value belongs to a secret's name. A line may be as long as its page.
const AROUND: usize = 4096;

/// Marks where a line was cut.
const CUT: char = '…';

/// A line, or the part of it that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Excerpt {
    pub text: String,
    /// The bytes of `text` to point at.
    pub mark: Range<usize>,
}

/// The line that `span` starts on. Values of secrets are masked character for
/// character, so that columns stay what they are.
pub(crate) fn cut(file: &SourceFile, span: Span, start: LineCol, secrets: &[Span]) -> Excerpt {
    let line = file.line_span(start.line).range();
    let begin = floor(&file.text, (span.start as usize).clamp(line.start, line.end));
    let end = floor(&file.text, (span.end as usize).clamp(begin, line.end));

    let near = floor(&file.text, begin.saturating_sub(AROUND)).max(line.start)
        ..floor(&file.text, (begin + AROUND).min(line.end)).max(begin);
    let end = end.min(near.end);
    let mut shown = mask(file, &near, secrets);
    let index = |byte: usize| file.text[near.start..byte].chars().count();
    let mut mark = index(begin)..index(end);

    // A byte-order mark is not a character of the line.
    if near.start == 0 && shown.first() == Some(&'\u{feff}') {
        shown.remove(0);
        mark = mark.start.saturating_sub(1)..mark.end.saturating_sub(1);
    }
    let cut_before = near.start > line.start;
    let cut_after = near.end < line.end;
    if shown.len() > LONGEST || cut_before || cut_after {
        let from = mark.start.saturating_sub(BEFORE);
        let to = (from + LONGEST).min(shown.len());
        let cut_after = cut_after || to < shown.len();
        let cut_before = cut_before || from > 0;
        shown = shown[from..to].to_vec();
        mark = mark.start - from..mark.end.min(to) - from;
        if cut_before {
            shown.insert(0, CUT);
            mark = mark.start + 1..mark.end + 1;
        }
        if cut_after {
            shown.push(CUT);
        }
    }
    let bytes = |count: usize| shown[..count].iter().map(|c| c.len_utf8()).sum::<usize>();
    Excerpt { mark: bytes(mark.start)..bytes(mark.end), text: shown.iter().collect() }
}

/// Text with nothing in it that would move a terminal's cursor.
pub(crate) fn clean(text: &str) -> String {
    text.chars().map(visible).collect()
}

/// The characters of `range`, those of secret values as `*`.
fn mask(file: &SourceFile, range: &Range<usize>, secrets: &[Span]) -> Vec<char> {
    let text = &file.text[range.clone()];
    let by_name = docparse::mask_secrets(text);
    let hidden = |at: usize| {
        secrets.iter().any(|span| span.source == file.id && span.range().contains(&(range.start + at)))
    };
    // Masking goes character for character, so both have as many.
    let masked = text.char_indices().zip(by_name.chars());
    masked.map(|((at, _), c)| if hidden(at) { '*' } else { visible(c) }).collect()
}

fn visible(c: char) -> char {
    match c {
        '\t' => ' ',
        // Controls, and characters that reorder the text around them.
        c if c.is_control() => '\u{fffd}',
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        '\u{2028}' | '\u{2029}' | super::human::MARK => '\u{fffd}',
        c => c,
    }
}

/// The start of the character that byte `at` is in.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use docparse::source::{SourceId, SourceKind, SourceSet};

    use super::*;

    /// The excerpt around `needle`, with what is pointed at in brackets.
    fn check(text: &str, needle: &str, secret: &str) -> String {
        let set = SourceSet::new(vec![("p.md".into(), SourceKind::Page, text.into())]);
        let file = set.get(SourceId(0));
        let span = |part: &str| text.find(part).map(|at| file.span(at..at + part.len()));
        let secrets: Vec<_> = if secret.is_empty() { vec![] } else { span(secret).into_iter().collect() };
        let span = span(needle).unwrap();
        let excerpt = cut(file, span, set.start(span), &secrets);
        let (before, rest) = excerpt.text.split_at(excerpt.mark.start);
        let (mark, after) = rest.split_at(excerpt.mark.len());
        format!("{before}[{mark}]{after}")
    }

    #[test]
    fn only_the_line_is_shown() {
        assert_eq!(check("one\r\ntwo three\r\nfour", "three", ""), "two [three]");
    }

    #[test]
    fn of_several_lines_the_first_is_shown() {
        assert_eq!(check("a b\nc d", "b\nc", ""), "a [b]");
    }

    #[test]
    fn secrets_are_hidden_by_name_and_by_place() {
        assert_eq!(check(r#""CLIENT_SECRET": "abc""#, "CLIENT_SECRET", ""), r#""[CLIENT_SECRET]": "***""#);
        assert_eq!(check("value is abc here", "value", "abc"), "[value] is *** here");
        assert_eq!(check("value is abc here", "abc", "abc"), "value is [***] here");
    }

    #[test]
    fn control_characters_are_replaced_one_for_one() {
        assert_eq!(check("a\u{1b}[31m\tb\0c", "b", ""), "a\u{fffd}[31m [b]\u{fffd}c");
    }

    #[test]
    fn a_byte_order_mark_is_not_shown() {
        assert_eq!(check("\u{feff}ab c", "c", ""), "ab [c]");
    }

    #[test]
    fn long_lines_are_cut_around_the_span() {
        let long = format!("{} here {}", "é".repeat(1000), "y".repeat(50_000));
        let shown = check(&long, "here", "");
        assert!(shown.starts_with("…é") && shown.ends_with("y…"), "{shown}");
        assert!(shown.contains(" [here] ") && shown.chars().count() < 210, "{shown}");
    }

    #[test]
    fn a_secret_that_starts_before_the_cut_stays_hidden() {
        let long = format!("\"CLIENT_SECRET\": \"{}here\"", "s".repeat(1000));
        assert!(!check(&long, "here", "").contains('s'));
    }
}
