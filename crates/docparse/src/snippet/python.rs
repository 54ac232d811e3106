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
            "url" if code.is(at, b'=') => {
                if let Some((url, next)) = code.string(at + 1) {
                    out.url = Some(url);
                    at = next;
                }
            }
            "headers" if code.follows(at, &["=", "{"]) => at = out.headers_in(&code, at + 1),
            "payload" if code.is(at, b'=') => at = payload(&code, at + 1, out)?,
            "files" if code.follows(at, &["=", "["]) => at = files(&code, at + 1, out),
            "requests" if code.follows(at, &[".", "request", "("]) => {
                if let Some((method, next)) = code.string(at + 3) {
                    out.method_text(method);
                    at = next;
                }
            }
            "requests" if code.is(at, b'.') && code.is(at + 2, b'(') => {
                out.method(code.word(at + 1), code.place_of(at + 1));
                if let Some((url, next)) = code.string(at + 3) {
                    out.url = Some(url);
                    at = next;
                }
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

/// `[('name', ('file', open('path', 'rb'), 'type')), …]`
fn files<'a>(code: &Code<'a>, at: usize, out: &mut Draft<'a>) -> usize {
    let end = code.past(at);
    let mut at = at + 1;
    while at < end {
        if code.is(at, b'(')
            && let Some((name, _)) = code.string(at + 1)
        {
            out.field(name, None);
            at = code.past(at);
        } else {
            at += 1;
        }
    }
    end
}
