//! `URI("…")`, `Net::HTTP::Post.new(url)`, `request["Name"] = "value"`, `JSON.dump({…})`.

use super::lex::{Code, Kind, Quoting, Syntax};
use super::literal::{self, RUBY_NULL, Refused};
use super::{Draft, Slip, SnippetBody, Words, Written, whole};
use crate::source::{Span, Spanned};

const SYNTAX: Syntax =
    Syntax { comment: "#", strings: &[("\"", Quoting::Escaped), ("'", Quoting::Single)], join: b'+' };

pub(super) fn read<'a>(code: &'a str, span: Span, out: &mut Draft<'a>) -> Result<(), Refused> {
    let code = whole(code, span, &SYNTAX)?;
    let mut at = 0;
    while at < code.tokens.len() {
        let word = code.word(at);
        at += 1;
        match word {
            "URI" if code.is(at, b'(') => at = out.url_at(&code, at + 1),
            "HTTP" if code.follows(at, &[":", ":"]) && code.follows(at + 3, &[".", "new"]) => {
                out.method(code.word(at + 2), code.place_of(at + 2));
            }
            "request" if code.is(at, b'[') => {
                if let Some((name, next)) = code.string(at + 1)
                    && code.follows(next, &["]", "="])
                    && let Some((value, next)) = code.string(next + 2)
                {
                    out.header(name, value);
                    at = next;
                }
            }
            "request" if code.follows(at, &[".", "body", "="]) => at = body(&code, at + 3, out)?,
            "form_data" if code.follows(at, &["=", "["]) => {
                // `[['name', 'value'],['file', File.open('path')]]`
                let value = |next| code.string(next + 1).map(|(value, _)| value);
                at = out.parts_in(&code, at + 1, b'[', value);
            }
            _ => {}
        }
    }
    out.forms();
    Ok(())
}

fn body<'a>(code: &Code<'a>, at: usize, out: &mut Draft<'a>) -> Result<usize, Refused> {
    if code.follows(at, &["JSON", ".", "dump", "("]) {
        let (value, next) = literal::value(code, at + 4)?;
        slip(code, at + 4, next, out);
        out.body = Some(SnippetBody::Value(value, Words::Ruby));
        return Ok(next);
    }
    let Some((text, next)) = code.string(at) else { return Ok(at) };
    let double = code.raw(at).starts_with('"');
    out.text(text, if double { Written::Ruby } else { Written::Escaped('\'') });
    Ok(next)
}

fn slip(code: &Code<'_>, start: usize, end: usize, out: &mut Draft<'_>) {
    // The mark is written with a backslash before `#`.
    let len = RUBY_NULL.len() + 3;
    let mark = (start..end).find(|at| {
        let token = code.tokens[*at];
        matches!(token.kind, Kind::Text(..))
            && token.end - token.start <= len
            && code.string(*at).is_some_and(|(text, _)| text.value == RUBY_NULL)
    });
    out.slips.extend(mark.map(|at| Spanned::new(Slip::NullMark, code.place_of(at))));
}
