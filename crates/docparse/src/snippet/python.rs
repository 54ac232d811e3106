//! `url = "…"`, `payload = json.dumps({…})`, `headers = {…}`, `requests.request("POST", …)`.

use super::lex::{Code, Quoting, Syntax};
use super::literal::{self, Refused};
use super::{Draft, SnippetBody, Words, Written, whole};
use crate::source::Span;

const SYNTAX: Syntax =
    Syntax { comment: "#", strings: &[("\"", Quoting::Escaped), ("'", Quoting::Escaped)], join: b'+' };

pub(super) fn read<'a>(code: &'a str, span: Span, out: &mut Draft<'a>) -> Result<(), Refused> {
    let code = whole(code, span, &SYNTAX)?;
    let mut at = 0;
    while at < code.tokens.len() {
        let word = code.word(at);
        at += 1;
        match word {
            "url" if code.is(at, b'=') => at = out.url_at(&code, at + 1),
            "headers" if code.follows(at, &["=", "{"]) => at = out.headers_in(&code, at + 1),
            "payload" if code.is(at, b'=') => at = payload(&code, at + 1, out)?,
            "files" if code.follows(at, &["=", "["]) => {
                // `[('name', ('file', open('path', 'rb'), 'type')), …]`
                at = out.parts_in(&code, at + 1, b'(', |_| None);
            }
            "requests" if code.follows(at, &[".", "request", "("]) => at = out.method_at(&code, at + 3),
            "requests" if code.is(at, b'.') && code.is(at + 2, b'(') => {
                out.method(code.word(at + 1), code.place_of(at + 1));
                at = out.url_at(&code, at + 3);
            }
            _ => {}
        }
    }
    out.forms();
    Ok(())
}

fn payload<'a>(code: &Code<'a>, at: usize, out: &mut Draft<'a>) -> Result<usize, Refused> {
    if code.follows(at, &["json", ".", "dumps", "("]) {
        let (value, next) = literal::value(code, at + 4)?;
        out.body = Some(SnippetBody::Value(value, Words::Python));
        return Ok(next);
    }
    if code.is(at, b'{') {
        return Ok(out.fields_in(code, at));
    }
    if let Some((text, next)) = code.string(at) {
        let quote = code.raw(at).chars().next().unwrap_or('"');
        out.text(text, Written::Escaped(quote));
        return Ok(next);
    }
    Ok(at)
}
