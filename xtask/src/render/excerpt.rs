//! A span in, the line around it out: short, with nothing in it that must not be shown.

use std::ops::Range;

use docparse::source::{SourceFile, Span};

use crate::lines::{Line, floor};

/// Lines of more characters are cut to the part around the span.
const LONGEST: usize = 200;

/// Of a line that is cut, this many characters before the span are shown.
const BEFORE: usize = 60;

/// Marks where a line was cut.
const CUT: char = '…';

/// A line, or the part of it that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Excerpt {
    pub text: String,
    /// The bytes of `text` to point at.
    pub mark: Range<usize>,
}

/// The part of `line` around `span`, which starts on it. Values of secrets are masked
/// character for character, so that columns stay what they are.
pub(crate) fn cut(file: &SourceFile, span: Span, line: &Line) -> Excerpt {
    let Range { start, end } = line.range;
    let begin = floor(&file.text, (span.start as usize).clamp(start, end));
    let stop = floor(&file.text, (span.end as usize).clamp(begin, end));

    // No more of the line is looked at than may be shown: it may be as long as its page.
    let shown = if line.length <= LONGEST { start..end } else { around(&file.text, begin, &line.range) };

    let mut text = String::new();
    let mut mark = 0..0;
    if shown.start > start {
        text.push(CUT);
    }
    for (at, c) in file.text[shown.clone()].char_indices().map(|(at, c)| (shown.start + at, c)) {
        // A byte-order mark is not a character of the line.
        if at == 0 && c == '\u{feff}' {
            continue;
        }
        if at <= begin {
            mark.start = text.len();
        }
        text.push(if line.hides(at) { '*' } else { visible(c) });
        if at < stop {
            mark.end = text.len();
        }
    }
    // Past the last character, or of no width.
    if begin >= shown.end {
        mark.start = text.len();
    }
    mark.end = mark.end.max(mark.start);
    if shown.end < end {
        text.push(CUT);
    }
    Excerpt { text, mark }
}

/// At most [`LONGEST`] characters of `line`, the one at `begin` not far from the first.
fn around(text: &str, begin: usize, line: &Range<usize>) -> Range<usize> {
    let before = text[line.start..begin].char_indices().rev().take(BEFORE).last();
    let start = before.map_or(begin, |(at, _)| line.start + at);
    let after = text[start..line.end].char_indices().nth(LONGEST);
    start..after.map_or(line.end, |(at, _)| start + at)
}

/// Text with nothing in it that would move a terminal's cursor.
pub(crate) fn clean(text: &str) -> String {
    text.chars().map(visible).collect()
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

#[cfg(test)]
mod tests {
    use docparse::source::{SourceId, SourceKind, SourceSet};

    use super::*;
    use crate::lines::Lines;

    /// The excerpt around `needle`, with what is pointed at in brackets.
    fn check(text: &str, needle: &str, secret: &str) -> String {
        let set = SourceSet::new(vec![("p.md".into(), SourceKind::Page, text.into())]);
        let file = set.get(SourceId(0));
        let span = |part: &str| text.find(part).map(|at| file.span(at..at + part.len()));
        let secrets: Vec<_> = if secret.is_empty() { vec![] } else { span(secret).into_iter().collect() };
        let span = span(needle).unwrap();
        let excerpt = cut(file, span, &Lines::new(&set, &secrets).line(file.id, span.start));
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
    fn a_place_of_no_width_is_pointed_at() {
        assert_eq!(check("abc", "", ""), "[]abc");
    }

    #[test]
    fn a_secret_that_starts_before_the_cut_stays_hidden() {
        let long = format!("\"CLIENT_SECRET\": \"{}here\"", "s".repeat(1000));
        assert!(!check(&long, "here", "").contains('s'));
    }
}
