//! Code in, words, numbers, strings and marks out, for the languages that have them alike.

use super::text::{Builder, Text};
use crate::source::Span;

/// How a language writes comments and strings.
pub(super) struct Syntax {
    /// What starts a comment that ends with the line.
    pub(super) comment: &'static str,
    /// Openings of strings, and how they go on. The first that fits counts.
    pub(super) strings: &'static [(&'static str, Quoting)],
    /// What joins strings.
    pub(super) join: u8,
}

/// How a string is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quoting {
    /// `"a\n"`: escapes as in C and its many heirs.
    Escaped,
    /// `'a\'b'`: backslash and quote are escaped. The docs' exporter writes line ends as `\n`
    /// here too, though they are not: read as meant.
    Single,
    /// `@"a""b"`: a quote is doubled, and nothing else is special.
    Doubled,
    /// No escapes.
    Raw,
}

/// A piece of code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What a piece of code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Number,
    /// A string; the length of its opening, and whether it is closed.
    Text(Quoting, u8, bool),
    Mark(u8),
}

/// Code as tokens.
pub(super) struct Code<'a> {
    pub(super) text: &'a str,
    pub(super) span: Span,
    pub(super) tokens: Vec<Token>,
    join: u8,
}

impl<'a> Code<'a> {
    pub(super) fn new(text: &'a str, span: Span, syntax: &Syntax) -> Self {
        Self { text, span, tokens: tokens(text, syntax), join: syntax.join }
    }

    /// Where `start..end` of the code stands.
    pub(super) fn place(&self, start: usize, end: usize) -> Span {
        let base = self.span.start as usize;
        Span::new(self.span.source, base + start, base + end)
    }

    /// Where a token stands.
    pub(super) fn place_of(&self, at: usize) -> Span {
        match self.tokens.get(at).or(self.tokens.last()) {
            Some(token) => self.place(token.start, token.end),
            None => self.place(0, 0),
        }
    }

    /// The first string that is never closed.
    pub(super) fn unclosed(&self) -> Option<Span> {
        let open = |token: &&Token| matches!(token.kind, Kind::Text(_, _, false));
        self.tokens.last().filter(open).map(|token| self.place(token.start, token.end))
    }

    /// The code of a token; of a string, with its quotes.
    pub(super) fn raw(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| &self.text[token.start..token.end])
    }

    /// The word at `at`, or nothing.
    pub(super) fn word(&self, at: usize) -> &'a str {
        match self.tokens.get(at) {
            Some(Token { kind: Kind::Word, start, end }) => &self.text[*start..*end],
            _ => "",
        }
    }

    /// Whether a mark stands at `at`.
    pub(super) fn is(&self, at: usize, mark: u8) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == Kind::Mark(mark))
    }

    /// Whether these words and marks follow each other from `at`.
    pub(super) fn follows(&self, at: usize, what: &[&str]) -> bool {
        what.iter().enumerate().all(|(offset, what)| {
            !matches!(self.tokens.get(at + offset), None | Some(Token { kind: Kind::Text(..), .. }))
                && self.raw(at + offset) == *what
        })
    }

    /// The string at `at`, with those joined to it, and the token after them.
    pub(super) fn string(&self, at: usize) -> Option<(Text<'a>, usize)> {
        let first = self.tokens.get(at)?;
        let Kind::Text(_, open, _) = first.kind else { return None };
        let mut text = Builder::new(self.text, self.span, first.start + usize::from(open));
        self.unquote(first, &mut text);
        let mut at = at + 1;
        while self.is(at, self.join)
            && let Some(token @ Token { kind: Kind::Text(..), .. }) = self.tokens.get(at + 1)
        {
            self.unquote(token, &mut text);
            at += 2;
        }
        Some((text.finish(), at))
    }

    fn unquote(&self, token: &Token, text: &mut Builder<'a>) {
        let Kind::Text(quoting, open, closed) = token.kind else { return };
        let start = token.start + usize::from(open);
        let end = if closed { token.end - 1 } else { token.end };
        match quoting {
            Quoting::Raw => text.raw(start, end),
            Quoting::Doubled => doubled(self.text, start, end, text),
            Quoting::Escaped => escaped(self.text, start, end, text, true),
            Quoting::Single => escaped(self.text, start, end, text, false),
        }
    }

    /// The token after the bracket that closes the one at `at`.
    pub(super) fn past(&self, at: usize) -> usize {
        let mut depth = 0usize;
        for (offset, token) in self.tokens.iter().enumerate().skip(at) {
            match token.kind {
                Kind::Mark(b'(' | b'[' | b'{') => depth += 1,
                Kind::Mark(b')' | b']' | b'}') => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return offset + 1;
                    }
                }
                _ if depth == 0 => return offset + 1,
                _ => {}
            }
        }
        self.tokens.len()
    }

    /// The keys in the bracket at `at`, `{"key": …}` or `array('key' => …)`, each with the
    /// token its value starts at; and the token after the bracket.
    pub(super) fn entries(&self, at: usize) -> (Vec<(Text<'a>, usize)>, usize) {
        let mut entries = Vec::new();
        let mut at = at + 1;
        while at < self.tokens.len() {
            if matches!(self.tokens[at].kind, Kind::Mark(b')' | b']' | b'}')) {
                return (entries, at + 1);
            }
            let key = match self.tokens[at] {
                Token { kind: Kind::Word, start, end } => {
                    let mut text = Builder::new(self.text, self.span, start);
                    text.raw(start, end);
                    Some((text.finish(), at + 1))
                }
                _ => self.string(at),
            };
            if let Some((key, next)) = key
                && let Some(value) = self.arrow(next)
            {
                entries.push((key, value));
                at = value;
            }
            while at < self.tokens.len()
                && !matches!(self.tokens[at].kind, Kind::Mark(b',' | b')' | b']' | b'}'))
            {
                at = self.past(at);
            }
            if self.is(at, b',') {
                at += 1;
            }
        }
        (entries, at)
    }

    /// The token behind `:` or `=>`.
    pub(super) fn arrow(&self, at: usize) -> Option<usize> {
        if self.is(at, b':') {
            return Some(at + 1);
        }
        (self.is(at, b'=') && self.is(at + 1, b'>')).then_some(at + 2)
    }
}

fn tokens(text: &str, syntax: &Syntax) -> Vec<Token> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::with_capacity(text.len() / 8);
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let byte = bytes[at];
        if byte.is_ascii_whitespace() {
            at += 1;
            continue;
        }
        if !syntax.comment.is_empty() && bytes[at..].starts_with(syntax.comment.as_bytes()) {
            at += bytes[at..].iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len() - at);
            continue;
        }
        let opens = |(open, _): &&(&str, Quoting)| bytes[at..].starts_with(open.as_bytes());
        let kind = if let Some((open, quoting)) = syntax.strings.iter().find(opens) {
            let (end, closed) = string_end(bytes, at + open.len(), *quoting);
            at = end;
            Kind::Text(*quoting, open.len() as u8, closed)
        } else if byte.is_ascii_digit() {
            let goes_on = |byte: u8, before: u8| {
                byte.is_ascii_alphanumeric()
                    || byte == b'.'
                    || matches!(byte, b'+' | b'-') && matches!(before, b'e' | b'E')
            };
            at += 1;
            while at < bytes.len() && goes_on(bytes[at], bytes[at - 1]) {
                at += 1;
            }
            Kind::Number
        } else if byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'$') || byte >= 0x80 {
            while at < bytes.len()
                && (bytes[at].is_ascii_alphanumeric()
                    || matches!(bytes[at], b'_' | b'$')
                    || bytes[at] >= 0x80)
            {
                at += 1;
            }
            Kind::Word
        } else {
            at += 1;
            Kind::Mark(byte)
        };
        tokens.push(Token { kind, start, end: at });
    }
    tokens
}

/// One past the string's closing quote, and whether there is one. `at` is behind the opening.
fn string_end(bytes: &[u8], at: usize, quoting: Quoting) -> (usize, bool) {
    let quote = bytes[at - 1];
    let mut at = at;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if matches!(quoting, Quoting::Escaped | Quoting::Single) => at += 2,
            byte if byte == quote => {
                if quoting == Quoting::Doubled && bytes.get(at + 1) == Some(&quote) {
                    at += 2;
                } else {
                    return (at + 1, true);
                }
            }
            _ => at += 1,
        }
    }
    (bytes.len(), false)
}

fn doubled(code: &str, start: usize, end: usize, text: &mut Builder<'_>) {
    let mut from = start;
    while let Some(at) = code[from..end].find("\"\"") {
        text.raw(from, from + at);
        text.escape('"', from + at, from + at + 2);
        from += at + 2;
    }
    text.raw(from, end);
}

/// Resolves escapes. `all` of them, or only those of single-quoted strings.
pub(super) fn escaped<'a>(code: &'a str, start: usize, end: usize, text: &mut Builder<'a>, all: bool) {
    let mut from = start;
    while let Some(at) = code[from..end].find('\\') {
        let at = from + at;
        text.raw(from, at);
        let Some(next) = code[at + 1..end].chars().next() else {
            from = at;
            break;
        };
        let after = at + 1 + next.len_utf8();
        let (meant, past) = match next {
            'n' => ('\n', after),
            '\\' | '\'' => (next, after),
            't' if all => ('\t', after),
            'r' if all => ('\r', after),
            'b' if all => ('\u{8}', after),
            'f' if all => ('\u{c}', after),
            'u' | 'x' if all => match code_point(&code[..end], after, next) {
                Some(found) => found,
                None => ('\\', at + 1),
            },
            // A line that goes on.
            '\n' if all => {
                from = after;
                continue;
            }
            'a'..='z' | 'A'..='Z' | '0'..='9' => ('\\', at + 1),
            _ if all => (next, after),
            _ => ('\\', at + 1),
        };
        text.escape(meant, at, past);
        from = past;
    }
    text.raw(from, end);
}

/// `XXXX` (two of them for what needs it), `{X…}`, or `XX` after `x`; and where it ends.
fn code_point(code: &str, at: usize, kind: char) -> Option<(char, usize)> {
    if let Some(rest) = code.get(at..)?.strip_prefix('{') {
        let len = rest.bytes().take(9).position(|byte| byte == b'}')?;
        return Some((char::from_u32(hex(rest, 0, len)?)?, at + len + 2));
    }
    let len = if kind == 'x' { 2 } else { 4 };
    let first = hex(code, at, len)?;
    let end = at + len;
    if (0xd800..0xdc00).contains(&first) && code.get(end..end + 2) == Some("\\u") {
        let second = hex(code, end + 2, 4).filter(|second| (0xdc00..0xe000).contains(second))?;
        let point = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
        return Some((char::from_u32(point)?, end + 6));
    }
    Some((char::from_u32(first)?, end))
}

fn hex(code: &str, at: usize, len: usize) -> Option<u32> {
    let digits =
        code.get(at..at + len).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    u32::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    const SYNTAX: Syntax = Syntax {
        comment: "//",
        strings: &[
            ("@\"", Quoting::Doubled),
            ("\"", Quoting::Escaped),
            ("'", Quoting::Single),
            ("`", Quoting::Raw),
        ],
        join: b'+',
    };

    fn string(code: &str) -> String {
        let code = Code::new(code, Span::new(SourceId(0), 0, code.len()), &SYNTAX);
        code.string(0).map(|(text, _)| text.value.into_owned()).unwrap_or_default()
    }

    #[test]
    fn strings_of_every_kind() {
        assert_eq!(string(r#"@"a""b\" + "\n" + @"c""#), "a\"b\\\nc");
        assert_eq!(string(r#""a\"\\\u00e9\ud83d\ude00\x41\u{1f600}\/""#), "a\"\\é😀A😀/");
        assert_eq!(string(r"'a\nb\'c\\\tq\d'"), "a\nb'c\\\\tq\\d");
        assert_eq!(string("`a\\n`+\"`\"+`b`"), "a\\n`b");
        assert_eq!(string(r#""\ud800 \u12""#), "\\ud800 \\u12");
        assert_eq!(string("\"open"), "open");
        assert_eq!(string("\"open\\"), "open\\");
    }

    #[test]
    fn entries_are_those_of_the_bracket_alone() {
        let text = "{ 'a': [1, {'x': 2}], b: f('y', 3), \"c\" => 4 } end";
        let code = Code::new(text, Span::new(SourceId(0), 0, text.len()), &SYNTAX);
        let (entries, next) = code.entries(0);
        let found: Vec<_> = entries.iter().map(|(key, at)| (key.value.as_ref(), code.raw(*at))).collect();
        assert_eq!(found, [("a", "["), ("b", "f"), ("c", "4")]);
        assert_eq!(code.word(next), "end");
    }
}
