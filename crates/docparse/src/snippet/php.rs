//! `$request->setUrl('…')`, `setMethod(…)`, `setHeader(array(…))`, `setBody('…')`.

use super::lex::{Code, Quoting, Syntax};
use super::literal::Refused;
use super::{Draft, Slip, SnippetBody, Written, whole};
use crate::source::{Span, Spanned};

const SYNTAX: Syntax =
    Syntax { comment: "//", strings: &[("'", Quoting::Single), ("\"", Quoting::Escaped)], join: b'.' };

pub(super) fn read<'a>(code: &'a str, span: Span, out: &mut Draft<'a>) -> Result<(), Refused> {
    let code = whole(code, span, &SYNTAX)?;
    let mut at = 0;
    while at < code.tokens.len() {
        let word = code.word(at);
        at += 1;
        if !code.is(at, b'(') {
            continue;
        }
        let first = code.string(at + 1);
        match (word, first) {
            ("setUrl", Some((url, next))) => {
                out.url = Some(url);
                at = next;
            }
            ("setMethod", Some((method, next))) => {
                out.method_text(method);
                at = next;
            }
            ("setMethod", None) => {
                // HTTP_Request2::METHOD_POST
                if let Some(method) = code.word(at + 4).strip_prefix("METHOD_") {
                    let span = code.place_of(at + 4);
                    let start = span.end as usize - method.len();
                    out.method(method, Span::new(span.source, start, span.end as usize));
                }
            }
            ("setHeader", Some(_)) => at = out.header_at(&code, at + 1),
            ("setHeader", None) => at = out.headers_in(&code, open(&code, at + 1)),
            ("setBody", Some((text, next))) => {
                slip(&code, at + 1, out);
                let quote = code.raw(at + 1).chars().next().unwrap_or('\'');
                out.text(text, Written::Escaped(quote));
                at = next;
            }
            ("addPostParameter", None) => at = out.fields_in(&code, open(&code, at + 1)),
            ("addUpload", Some((name, next))) => {
                out.field(name, None);
                at = next;
            }
            _ => {}
        }
    }
    if out.body == Some(SnippetBody::Form(Vec::new())) {
        out.body = None;
    }
    out.forms();
    Ok(())
}

/// The bracket of `array(…)` or `[…]`.
fn open(code: &Code<'_>, at: usize) -> usize {
    if code.word(at) == "array" { at + 1 } else { at }
}

fn slip(code: &Code<'_>, at: usize, out: &mut Draft<'_>) {
    let raw = code.raw(at);
    if raw.starts_with('\'')
        && let Some(line_end) = line_end(raw)
    {
        let start = code.tokens[at].start + line_end;
        out.slips.push(Spanned::new(Slip::LineEndInSingleQuotes, code.place(start, start + 2)));
    }
}

/// The first `\n` that is not `\\n`.
fn line_end(raw: &str) -> Option<usize> {
    let bytes = raw.as_bytes();
    let mut at = 0;
    while at + 1 < bytes.len() {
        match (bytes[at], bytes[at + 1]) {
            (b'\\', b'n') => return Some(at),
            (b'\\', _) => at += 2,
            _ => at += 1,
        }
    }
    None
}
