//! `new RestClientOptions("URL")`, `new RestRequest("", Method.Post)`, `request.AddHeader(…)`.

use super::lex::{Quoting, Syntax};
use super::literal::Refused;
use super::{Draft, Written, whole};
use crate::source::Span;

const SYNTAX: Syntax =
    Syntax { comment: "//", strings: &[("@\"", Quoting::Doubled), ("\"", Quoting::Escaped)], join: b'+' };

pub(super) fn read<'a>(code: &'a str, span: Span, out: &mut Draft<'a>) -> Result<(), Refused> {
    let code = whole(code, span, &SYNTAX)?;
    let mut body = None;
    let mut at = 0;
    while at < code.tokens.len() {
        let word = code.word(at);
        at += 1;
        match word {
            "RestClientOptions" | "RestClient" if code.is(at, b'(') => at = out.url_at(&code, at + 1),
            // With a server in the options, the path stands here.
            "RestRequest" if code.is(at, b'(') => {
                if let Some((path, next)) = code.string(at + 1) {
                    if !path.value.is_empty() {
                        out.host = out.url.replace(path);
                    }
                    at = next;
                }
            }
            "Method" if code.is(at, b'.') => out.method(code.word(at + 1), code.place_of(at + 1)),
            "AddHeader" if code.is(at, b'(') => at = out.header_at(&code, at + 1),
            "body" if code.is(at, b'=') => {
                if let Some((text, next)) = code.string(at + 1) {
                    body = Some((text, code.raw(at + 1).starts_with('@')));
                    at = next;
                }
            }
            "AddStringBody" | "AddJsonBody" | "AddBody" if code.is(at, b'(') => {
                at += 1;
                if let Some((text, next)) = code.string(at) {
                    body = Some((text, code.raw(at).starts_with('@')));
                    at = next;
                }
            }
            "AddParameter" if code.is(at, b'(') => {
                let Some((name, next)) = code.string(at + 1) else { continue };
                at = next;
                // The first is the media type if a body follows.
                let Some((value, next)) = code.string(at + 1) else { continue };
                at = next;
                if code.is(next, b',') && code.word(next + 1) == "ParameterType" {
                    body = Some((value, false));
                } else {
                    out.field(name, Some(value));
                }
            }
            "AddFile" if code.is(at, b'(') => {
                if let Some((name, next)) = code.string(at + 1) {
                    out.field(name, None);
                    at = next;
                }
            }
            _ => {}
        }
    }
    if let Some((text, doubled)) = body {
        out.text(text, if doubled { Written::Doubled } else { Written::Escaped('"') });
    }
    out.forms();
    Ok(())
}
