//! The reader: one pass over the bytes, no backtracking.

use super::{Json, Member, Value};
use crate::source::{SourceId, Span, Spanned};

/// Deeper values are refused, as `serde_json` does.
pub(crate) const MAX_DEPTH: usize = 127;

/// What was read, and what was wrong with it.
#[derive(Debug)]
pub struct Reading {
    /// The value, whole or as far as it could be read.
    pub value: Option<Json>,
    /// In the order they were met.
    pub problems: Vec<Problem>,
    /// The offset one past the value, in the page.
    pub end: usize,
}

impl Reading {
    /// Whether the value is all that the author meant.
    pub fn is_whole(&self) -> bool {
        self.value.is_some() && self.problems.iter().all(|problem| problem.kind.is_slip())
    }
}

/// Something wrong in the JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What.
    pub kind: ProblemKind,
    /// Where.
    pub span: Span,
}

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// A comma before `}` or `]`.
    TrailingComma,
    /// `{{name}}` where a quoted string was meant.
    BarePlaceholder,
    /// A key that the object has already.
    DuplicateKey,
    /// `\q`, a lone surrogate, or a raw control character in a string.
    BadString,
    /// The text ends, or `...` stands, before the value does.
    CutOff,
    /// Something that cannot stand here.
    Unexpected,
    /// More text after the value.
    TrailingText,
    /// Nested too deeply.
    TooDeep,
}

impl ProblemKind {
    /// Whether the value was read as meant all the same.
    pub fn is_slip(self) -> bool {
        matches!(self, Self::TrailingComma | Self::BarePlaceholder | Self::DuplicateKey | Self::BadString)
    }
}

/// Reads one JSON value that should be all of `text`, which stands at byte `base` of `source`.
pub fn read(source: SourceId, text: &str, base: usize) -> Reading {
    let mut reader = Reader::new(source, text, base);
    let value = reader.top();
    if value.is_some() && reader.alive {
        reader.space();
        if reader.at < text.len() {
            let rest = text[reader.at..].trim_end().len();
            // The docs' authors cut long replies short with `}...`.
            let kind = if text[reader.at..].starts_with("...") {
                ProblemKind::CutOff
            } else {
                ProblemKind::TrailingText
            };
            reader.problem(kind, reader.at, reader.at + rest);
        }
    }
    reader.finish(value)
}

/// Reads the JSON value that `text` starts with, and stops behind it.
pub fn read_prefix(source: SourceId, text: &str, base: usize) -> Reading {
    let mut reader = Reader::new(source, text, base);
    let value = reader.top();
    reader.finish(value)
}

struct Reader<'a> {
    source: SourceId,
    text: &'a str,
    bytes: &'a [u8],
    base: usize,
    at: usize,
    depth: usize,
    /// False once something was met that cannot be understood.
    alive: bool,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    fn new(source: SourceId, text: &'a str, base: usize) -> Self {
        Self {
            source,
            text,
            bytes: text.as_bytes(),
            base,
            at: 0,
            depth: 0,
            alive: true,
            problems: Vec::new(),
        }
    }

    fn top(&mut self) -> Option<Json> {
        self.space();
        self.value()
    }

    fn finish(self, value: Option<Json>) -> Reading {
        Reading { value, problems: self.problems, end: self.base + self.at }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.source, self.base + start, self.base + end)
    }

    fn problem(&mut self, kind: ProblemKind, start: usize, end: usize) {
        if !kind.is_slip() {
            self.alive = false;
        }
        let span = self.span(start, end);
        self.problems.push(Problem { kind, span });
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        // No-break spaces come from pages that were pasted together.
        loop {
            match self.peek() {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                Some(0xc2) if self.bytes.get(self.at + 1) == Some(&0xa0) => self.at += 2,
                _ => return,
            }
        }
    }

    /// Stops the reading at the next character.
    fn unexpected(&mut self) {
        let rest = &self.text[self.at..];
        let cut = rest.is_empty() || rest.starts_with("...") || rest.starts_with('…');
        let kind = if cut { ProblemKind::CutOff } else { ProblemKind::Unexpected };
        let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let len = word.max(rest.chars().next().map_or(0, char::len_utf8));
        // At the end, point at the last thing that is there.
        let start = if rest.is_empty() {
            self.text.trim_end().char_indices().last().map_or(0, |(at, _)| at)
        } else {
            self.at
        };
        let end = if rest.is_empty() { self.text.trim_end().len() } else { self.at + len };
        self.problem(kind, start, end);
    }

    fn value(&mut self) -> Option<Json> {
        let start = self.at;
        let value = match self.peek() {
            Some(b'{') if self.bytes[self.at..].starts_with(b"{{") => self.bare_placeholder()?,
            Some(b'{') => self.nested(Self::object)?,
            Some(b'[') => self.nested(Self::array)?,
            Some(b'"') => Value::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => self.word()?,
        };
        Some(Json { value, span: self.span(start, self.at) })
    }

    fn nested(&mut self, read: fn(&mut Self) -> Value) -> Option<Value> {
        if self.depth == MAX_DEPTH {
            self.problem(ProblemKind::TooDeep, self.at, self.at + 1);
            return None;
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        Some(value)
    }

    fn object(&mut self) -> Value {
        let mut members: Vec<Member> = Vec::new();
        let mut keys = std::collections::BTreeSet::new();
        self.at += 1;
        let mut comma = None;
        loop {
            self.space();
            let start = self.at;
            match self.peek() {
                Some(b'}') => {
                    self.at += 1;
                    self.trailing(comma);
                    return Value::Object(members.into());
                }
                Some(b'"') if members.is_empty() || comma.is_some() => {}
                _ => {
                    self.unexpected();
                    return Value::Object(members.into());
                }
            }
            let Some(key) = self.string() else {
                return Value::Object(members.into());
            };
            let key = Spanned::new(key, self.span(start, self.at));
            self.space();
            if self.peek() != Some(b':') {
                self.unexpected();
                return Value::Object(members.into());
            }
            self.at += 1;
            self.space();
            let value = self.value();
            if !keys.insert(key.value.clone()) {
                self.problems.push(Problem { kind: ProblemKind::DuplicateKey, span: key.span });
            }
            members.extend(value.map(|value| Member { key, value }));
            if !self.alive {
                return Value::Object(members.into());
            }
            comma = self.comma();
        }
    }

    fn array(&mut self) -> Value {
        let mut items = Vec::new();
        self.at += 1;
        let mut comma = None;
        loop {
            self.space();
            if self.peek() == Some(b']') {
                self.at += 1;
                self.trailing(comma);
                return Value::Array(items.into());
            }
            if !items.is_empty() && comma.is_none() {
                self.unexpected();
                return Value::Array(items.into());
            }
            items.extend(self.value());
            if !self.alive {
                return Value::Array(items.into());
            }
            comma = self.comma();
        }
    }

    /// Passes a comma, and says where it was.
    fn comma(&mut self) -> Option<usize> {
        self.space();
        (self.peek() == Some(b',')).then(|| {
            self.at += 1;
            self.at - 1
        })
    }

    fn trailing(&mut self, comma: Option<usize>) {
        if let Some(at) = comma {
            self.problem(ProblemKind::TrailingComma, at, at + 1);
        }
    }

    fn bare_placeholder(&mut self) -> Option<Value> {
        let rest = &self.text[self.at..];
        let close = rest.find("}}");
        let Some((name, close)) = close
            .map(|close| (rest[2..close].trim(), close))
            .filter(|(name, _)| !name.is_empty() && !name.contains(['{', '"', '\n']))
        else {
            self.at += 1;
            self.unexpected();
            return None;
        };
        let end = self.at + close + 2;
        self.problem(ProblemKind::BarePlaceholder, self.at, end);
        self.at = end;
        Some(Value::Placeholder(name.to_owned()))
    }

    fn word(&mut self) -> Option<Value> {
        for (word, value) in
            [("null", Value::Null), ("true", Value::Boolean(true)), ("false", Value::Boolean(false))]
        {
            let rest = &self.bytes[self.at..];
            let ends = |byte: &u8| !byte.is_ascii_alphanumeric() && *byte != b'_';
            if rest.starts_with(word.as_bytes()) && rest.get(word.len()).is_none_or(ends) {
                self.at += word.len();
                return Some(value);
            }
        }
        self.unexpected();
        None
    }

    fn number(&mut self) -> Option<Value> {
        let start = self.at;
        while matches!(self.peek(), Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')) {
            self.at += 1;
        }
        match serde_json::from_str(&self.text[start..self.at]) {
            Ok(number) => Some(Value::Number(number)),
            Err(_) => {
                self.problem(ProblemKind::Unexpected, start, self.at);
                None
            }
        }
    }

    fn string(&mut self) -> Option<String> {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            let run = self.bytes[self.at..].iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f));
            let Some(run) = run else {
                self.at = self.bytes.len();
                self.problem(ProblemKind::CutOff, start, self.bytes.len());
                return None;
            };
            text.push_str(&self.text[self.at..self.at + run]);
            self.at += run;
            match self.bytes[self.at] {
                b'"' => {
                    self.at += 1;
                    return Some(text);
                }
                b'\\' => self.escape(&mut text),
                // A string that never closes would swallow the page, so it ends with its line.
                b'\n' | b'\r' => {
                    self.problem(ProblemKind::CutOff, start, self.at);
                    return None;
                }
                control => {
                    self.problem(ProblemKind::BadString, self.at, self.at + 1);
                    text.push(char::from(control));
                    self.at += 1;
                }
            }
        }
    }

    fn escape(&mut self, text: &mut String) {
        let start = self.at;
        self.at += 1;
        let plain = match self.peek() {
            Some(b'n') => '\n',
            Some(b't') => '\t',
            Some(b'r') => '\r',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'u') => {
                self.at += 1;
                match self.unicode() {
                    Some(character) => text.push(character),
                    None => {
                        self.problem(ProblemKind::BadString, start, self.at);
                        text.push(char::REPLACEMENT_CHARACTER);
                    }
                }
                return;
            }
            _ => {
                // Not an escape: the backslash is kept, and what follows is read as itself.
                self.problem(ProblemKind::BadString, start, self.at);
                text.push('\\');
                return;
            }
        };
        text.push(plain);
        self.at += 1;
    }

    fn unicode(&mut self) -> Option<char> {
        let first = self.hex4()?;
        if let Some(character) = char::from_u32(first) {
            return Some(character);
        }
        if !(0xd800..0xdc00).contains(&first) || !self.bytes[self.at..].starts_with(b"\\u") {
            return None;
        }
        self.at += 2;
        let second = self.hex4()?;
        if !(0xdc00..0xe000).contains(&second) {
            return None;
        }
        char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00))
    }

    fn hex4(&mut self) -> Option<u32> {
        let digits =
            self.bytes.get(self.at..self.at + 4).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))?;
        let value =
            digits.iter().fold(0, |value, digit| value * 16 + char::from(*digit).to_digit(16).unwrap_or(0));
        self.at += 4;
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(text: &str) -> Reading {
        read(SourceId(0), text, 0)
    }

    fn problems(text: &str) -> Vec<(ProblemKind, &str)> {
        reading(text)
            .problems
            .into_iter()
            .map(|problem| (problem.kind, &text[problem.span.range()]))
            .collect()
    }

    #[test]
    fn agrees_with_serde_json_on_valid_json() {
        for text in [
            "{}",
            "[]",
            " [1, -0.5e3, 0, 18446744073709551615, \"a\\u00e9\\ud83d\\ude00\\n\\/\"] ",
            "null",
            "\"\"",
            "{\"a\": {\"b\": [true, false, null, {}]}, \"c d\": 1.0}",
            "\"\u{7f}é\"",
        ] {
            let ours = reading(text);
            assert!(ours.problems.is_empty(), "{text}: {:?}", ours.problems);
            assert_eq!(
                ours.value.unwrap().to_value(),
                serde_json::from_str::<serde_json::Value>(text).unwrap()
            );
        }
    }

    #[test]
    fn what_serde_json_refuses_is_never_read_without_a_problem() {
        for text in [
            "",
            "{",
            "[1,]",
            "{\"a\":1,}",
            "01",
            "1.",
            "+1",
            "nul",
            "truex",
            "\"\\q\"",
            "\"\\ud800\"",
            "{\"a\" 1}",
            "{a:1}",
            "[1 2]",
            "\"a\nb\"",
            "1 2",
            "{,}",
            "[,]",
            "\"\t\"",
            "1e999",
        ] {
            assert!(serde_json::from_str::<serde_json::Value>(text).is_err(), "{text}");
            assert!(!reading(text).problems.is_empty(), "{text}");
        }
    }

    #[test]
    fn positions_are_those_of_the_page() {
        let text = "{ \"k\": [ 12 ] }";
        let value = read(SourceId(0), text, 100).value.unwrap();
        let member = &value.members()[0];
        assert_eq!(member.key.span.range(), 102..105);
        let Value::Array(items) = &member.value.value else { panic!("a list") };
        assert_eq!(items[0].span.range(), 109..111);
    }

    #[test]
    fn slips_are_read_as_meant() {
        let text = "{\"a\": {{date}}, \"b\": [1,], \"a\": 2,}";
        assert_eq!(
            problems(text),
            [
                (ProblemKind::BarePlaceholder, "{{date}}"),
                (ProblemKind::TrailingComma, ","),
                (ProblemKind::DuplicateKey, "\"a\""),
                (ProblemKind::TrailingComma, ","),
            ]
        );
        assert!(reading(text).is_whole());
    }

    #[test]
    fn a_value_cut_short_keeps_what_was_there() {
        let cut = reading("{\"a\": 1, \"b\": {\"c\": 2");
        assert_eq!(cut.problems[0].kind, ProblemKind::CutOff);
        assert_eq!(cut.value.unwrap().to_value(), serde_json::json!({"a": 1, "b": {"c": 2}}));
        assert_eq!(problems("{\"a\": 1}..."), [(ProblemKind::CutOff, "...")]);
        assert_eq!(problems("{\"a\": \"b"), [(ProblemKind::CutOff, "\"b")]);
    }

    #[test]
    fn depth_is_bounded() {
        let deep = "[".repeat(100_000);
        assert_eq!(reading(&deep).problems[0].kind, ProblemKind::TooDeep);
    }

    #[test]
    fn an_object_in_braces_of_a_placeholder_is_not_one() {
        assert_eq!(problems("{{ \"a\": 1 }}")[0].0, ProblemKind::Unexpected);
    }
}
