//! A request shown in some language in; its method, URL, headers and body out.
//!
//! The docs show each request in eleven languages, as one exporter writes them. Each has a
//! reader of its own that looks for what the exporter writes and passes over the rest;
//! `lex` is what most of them share. Everything that is read knows where it stands on
//! the page, byte for byte, also through a language's escapes.

mod compare;
mod csharp;
mod curl;
mod form;
mod go;
mod http;
mod java;
mod jquery;
mod lex;
mod literal;
mod nodejs;
mod php;
mod python;
mod ruby;
mod swift;
mod text;

use std::borrow::Cow;

use crate::json::Json;
use crate::source::{Span, Spanned};
pub use compare::{Difference, PageBody, PageRequest, compare, fields};
pub use form::{Field, decoded};
use lex::{Code, Syntax};
use literal::Refused;
pub use text::Text;

/// What a sample sends.
#[derive(Clone, Debug)]
pub struct Reading<'a> {
    /// The method, in capitals. Where it goes without saying, its place is the URL's.
    pub method: Spanned<Cow<'a, str>>,
    /// The server, where the sample says it apart from the rest of the URL.
    pub host: Option<Text<'a>>,
    /// The URL, or what follows the server.
    pub url: Text<'a>,
    /// The headers, as written. That of the server is not among them.
    pub headers: Vec<Header<'a>>,
    /// What is sent.
    pub body: SnippetBody<'a>,
    /// What the exporter gets wrong, read as meant.
    pub slips: Vec<Spanned<Slip>>,
}

/// A header of a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header<'a> {
    /// Its name.
    pub name: Text<'a>,
    /// Its value.
    pub value: Text<'a>,
}

/// The body of a sample.
#[derive(Clone, Debug, PartialEq)]
pub enum SnippetBody<'a> {
    /// Nothing.
    None,
    /// Text, and how its language writes it.
    Text(Text<'a>, Written),
    /// A value in the language's own literals.
    Value(Json, Words),
    /// A form.
    Form(Vec<Field<'a>>),
    /// What is in a file.
    File,
}

/// How text is written in a language, so that other text can be written in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// As it is.
    Plain,
    /// In single quotes of a shell.
    Shell,
    /// With doubled quotes.
    Doubled,
    /// With backslashes before backslashes and single or double quotes.
    Escaped(char),
    /// In double quotes, with a backslash before `#`, `$`, `` ` `` and `!` of the text too.
    Ruby,
}

/// How a language spells what JSON has words for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    /// As JSON does.
    Json,
    /// `True`, `False`, `None`.
    Python,
    /// `nil`.
    Ruby,
}

impl Words {
    /// A JSON value that is no object or list, in the language's own words.
    pub fn scalar(self, value: &serde_json::Value) -> String {
        match (self, value) {
            (Self::Python, serde_json::Value::Bool(true)) => "True".into(),
            (Self::Python, serde_json::Value::Bool(false)) => "False".into(),
            (Self::Python, serde_json::Value::Null) => "None".into(),
            (Self::Ruby, serde_json::Value::Null) => "nil".into(),
            (Self::Ruby, serde_json::Value::String(_)) => with_backslashes(&value.to_string(), &RUBY),
            _ => value.to_string(),
        }
    }
}

impl Written {
    /// `text`, written so that it is read as `text`.
    pub fn write(self, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Shell => text.replace('\'', r"'\''"),
            Self::Doubled => text.replace('"', "\"\""),
            Self::Escaped(quote) => with_backslashes(text, &['\\', quote]),
            Self::Ruby => with_backslashes(&with_backslashes(text, &RUBY), &['\\', '"']),
        }
    }
}

/// What the exporter puts a backslash before.
const RUBY: [char; 4] = ['#', '$', '`', '!'];

fn with_backslashes(text: &str, before: &[char]) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if before.contains(&c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Something the docs' exporter gets wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slip {
    /// `\n` in single quotes, where it is no line's end.
    LineEndInSingleQuotes,
    /// A mark of the exporter's own in place of a null.
    NullMark,
}

/// Why a sample could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Where the reading stopped.
    pub span: Span,
    /// Why, as the end of a sentence.
    pub why: Cow<'static, str>,
}

/// Reads a sample written in `language`, the name of its tab.
pub fn read<'a>(language: &str, code: &'a Spanned<String>) -> Result<Reading<'a>, Unread> {
    let Some((_, reader)) = READERS.iter().find(|(name, _)| name.eq_ignore_ascii_case(language.trim()))
    else {
        let why = format!("there is no reader for `{}`", language.trim());
        return Err(Unread { span: code.span, why: why.into() });
    };
    // The offsets of a code block are those of the page; anything else cannot be placed.
    if code.value.len() != (code.span.end - code.span.start) as usize {
        return Err(Unread { span: code.span, why: "its place on the page is unclear".into() });
    }
    let mut draft = Draft::default();
    let outcome = reader(&code.value, code.span, &mut draft);
    if let Err((span, why)) = outcome {
        return Err(Unread { span, why: why.into() });
    }
    let Some(url) = draft.url else {
        return Err(Unread { span: code.span, why: "it has no URL where one is expected".into() });
    };
    let method = draft.method.unwrap_or_else(|| Spanned::new("GET".into(), url.whole()));
    Ok(Reading {
        method,
        host: draft.host,
        url,
        headers: draft.headers,
        body: draft.body.unwrap_or(SnippetBody::None),
        slips: draft.slips,
    })
}

type Reader = for<'a> fn(&'a str, Span, &mut Draft<'a>) -> Result<(), Refused>;

/// The tabs' names, and who reads them.
const READERS: &[(&str, Reader)] = &[
    ("cURL", curl::read),
    ("C#", csharp::read),
    ("Go", go::read),
    ("HTTP", http::read),
    ("Java", java::read),
    ("jQuery", jquery::read),
    ("NodeJS", nodejs::read),
    ("Python", python::read),
    ("PHP", php::read),
    ("Ruby", ruby::read),
    ("Swift", swift::read),
];

/// What was found so far.
#[derive(Default)]
struct Draft<'a> {
    method: Option<Spanned<Cow<'a, str>>>,
    host: Option<Text<'a>>,
    url: Option<Text<'a>>,
    headers: Vec<Header<'a>>,
    body: Option<SnippetBody<'a>>,
    slips: Vec<Spanned<Slip>>,
}

impl<'a> Draft<'a> {
    fn method(&mut self, word: &'a str, span: Span) {
        let capitals = match word.bytes().any(|byte| byte.is_ascii_lowercase()) {
            true => Cow::Owned(word.to_ascii_uppercase()),
            false => Cow::Borrowed(word),
        };
        self.method = Some(Spanned::new(capitals, span));
    }

    fn method_text(&mut self, text: Text<'a>) {
        self.method = Some(Spanned::new(text.value.to_ascii_uppercase().into(), text.whole()));
    }

    fn header(&mut self, name: Text<'a>, value: Text<'a>) {
        self.headers.push(Header { name, value });
    }

    /// A body of text, which is a form if the headers, or the text, say so.
    fn text(&mut self, text: Text<'a>, written: Written) {
        self.body = Some(if text.value.trim().is_empty() {
            SnippetBody::None
        } else if matches!(text.value.trim().trim_matches('"'), FILE) {
            SnippetBody::File
        } else {
            SnippetBody::Text(text, written)
        });
    }

    fn field(&mut self, name: Text<'a>, value: Option<Text<'a>>) {
        match &mut self.body {
            Some(SnippetBody::Form(fields)) => fields.push(Field { name, value }),
            body => *body = Some(SnippetBody::Form(vec![Field { name, value }])),
        }
    }

    /// Once all is read: text under the media type of forms is a form.
    fn forms(&mut self) {
        let urlencoded = |header: &Header<'_>| {
            header.name.value.eq_ignore_ascii_case("content-type")
                && header.value.value.contains("x-www-form-urlencoded")
        };
        if let Some(SnippetBody::Text(text, _)) = &self.body
            && self.headers.iter().any(urlencoded)
        {
            self.body = Some(SnippetBody::Form(form::urlencoded(&text.trimmed())));
        }
    }
}

/// What the exporter writes for the contents of a file.
const FILE: &str = "<file contents here>";

/// The headers in `{"name": "value", …}`, or the fields of a form; and the token behind them.
fn pairs<'a>(code: &Code<'a>, at: usize) -> (Vec<(Text<'a>, Option<Text<'a>>)>, usize) {
    let (entries, next) = code.entries(at);
    let pairs = entries.into_iter().map(|(name, value)| (name, code.string(value).map(|(value, _)| value)));
    (pairs.collect(), next)
}

impl<'a> Draft<'a> {
    /// Takes the headers in the bracket at `at`.
    fn headers_in(&mut self, code: &Code<'a>, at: usize) -> usize {
        let (found, next) = pairs(code, at);
        for (name, value) in found {
            if let Some(value) = value {
                self.header(name, value);
            }
        }
        next
    }

    /// Takes the form's fields in the bracket at `at`.
    fn fields_in(&mut self, code: &Code<'a>, at: usize) -> usize {
        let (found, next) = pairs(code, at);
        for (name, value) in found {
            self.field(name, value);
        }
        next
    }

    /// Takes the form's fields in the bracket at `at`: each in a bracket of its own, `open`, that
    /// starts with its name. `value` reads what stands at the token behind the name.
    fn parts_in(
        &mut self,
        code: &Code<'a>,
        at: usize,
        open: u8,
        value: impl Fn(usize) -> Option<Text<'a>>,
    ) -> usize {
        let end = code.past(at);
        let mut at = at + 1;
        while at < end {
            if code.is(at, open)
                && let Some((name, next)) = code.string(at + 1)
            {
                self.field(name, value(next));
                at = code.past(at);
            } else {
                at += 1;
            }
        }
        end
    }

    /// Takes the address at token `at`, if a string stands there.
    fn url_at(&mut self, code: &Code<'a>, at: usize) -> usize {
        let Some((url, next)) = code.string(at) else { return at };
        self.url = Some(url);
        next
    }

    /// Takes the method at token `at`, if a string stands there.
    fn method_at(&mut self, code: &Code<'a>, at: usize) -> usize {
        let Some((method, next)) = code.string(at) else { return at };
        self.method_text(method);
        next
    }

    /// `name, value)` from token `at`, where a header is added.
    fn header_at(&mut self, code: &Code<'a>, at: usize) -> usize {
        if let Some((name, next)) = code.string(at)
            && code.is(next, b',')
            && let Some((value, next)) = code.string(next + 1)
        {
            self.header(name, value);
            return next;
        }
        at
    }
}

/// The code of a sample in tokens, if all of its strings are closed.
fn whole<'a>(code: &'a str, span: Span, syntax: &'static Syntax) -> Result<Code<'a>, Refused> {
    let code = Code::new(code, span, syntax);
    match code.unclosed() {
        Some(span) => Err((span, "a string in it is never closed")),
        None => Ok(code),
    }
}

#[cfg(test)]
mod tests;
