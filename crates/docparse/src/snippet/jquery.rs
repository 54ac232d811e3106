//! `var settings = { "url": …, "method": …, "headers": {…}, "data": … };`.

use super::lex::{Code, Quoting, Syntax};
use super::literal::{self, Refused};
use super::{Draft, SnippetBody, Words, Written, whole};
use crate::source::Span;

pub(super) const SYNTAX: Syntax = Syntax {
    comment: "//",
    strings: &[("\"", Quoting::Escaped), ("'", Quoting::Escaped), ("`", Quoting::Escaped)],
    join: b'+',
};

pub(super) fn read<'a>(code: &'a str, span: Span, out: &mut Draft<'a>) -> Result<(), Refused> {
    let code = whole(code, span, &SYNTAX)?;
    let mut at = 0;
    while at < code.tokens.len() {
        if code.follows(at, &["settings", "=", "{"]) {
            at = settings(&code, at + 2, out)?;
        } else if code.follows(at, &["form", ".", "append", "("])
            && let Some((name, next)) = code.string(at + 4)
        {
            out.field(name, code.string(next + 1).map(|(value, _)| value));
            at = code.past(at + 3);
        } else {
            at += 1;
        }
    }
    out.forms();
    Ok(())
}

/// Reads the object at `at`, and returns the token behind it.
pub(super) fn settings<'a>(code: &Code<'a>, at: usize, out: &mut Draft<'a>) -> Result<usize, Refused> {
    let (entries, next) = code.entries(at);
    for (key, value) in entries {
        match key.value.as_ref() {
            "url" | "uri" => out.url = code.string(value).map(|(url, _)| url),
            "method" | "type" => {
                if let Some((method, _)) = code.string(value) {
                    out.method_text(method);
                }
            }
            "headers" if code.is(value, b'{') => {
                out.headers_in(code, value);
            }
            "data" | "body" | "form" | "formData" => body(code, value, out)?,
            _ => {}
        }
    }
    Ok(next)
}

fn body<'a>(code: &Code<'a>, at: usize, out: &mut Draft<'a>) -> Result<(), Refused> {
    if code.follows(at, &["JSON", ".", "stringify", "("]) {
        out.body = Some(SnippetBody::Value(literal::value(code, at + 4)?.0, Words::Json));
    } else if code.is(at, b'{') {
        out.fields_in(code, at);
    } else if let Some((text, _)) = code.string(at) {
        let quote = code.raw(at).chars().next().unwrap_or('"');
        out.text(text, Written::Escaped(quote));
    }
    Ok(())
}
