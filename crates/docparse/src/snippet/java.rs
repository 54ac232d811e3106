//! `RequestBody.create(mediaType, "…")`, `.url("…")`, `.method("POST", body)`, `.addHeader(…)`.

use super::lex::{Quoting, Syntax};
use super::literal::Refused;
use super::{Draft, Written, whole};
use crate::source::Span;

const SYNTAX: Syntax = Syntax { comment: "//", strings: &[("\"", Quoting::Escaped)], join: b'+' };

pub(super) fn read<'a>(code: &'a str, span: Span, out: &mut Draft<'a>) -> Result<(), Refused> {
    let code = whole(code, span, &SYNTAX)?;
    let mut at = 0;
    while at < code.tokens.len() {
        let word = code.word(at);
        at += 1;
        if !code.is(at, b'(') {
            continue;
        }
        match word {
            "url" => at = out.url_at(&code, at + 1),
            "method" => at = out.method_at(&code, at + 1),
            "addHeader" | "header" => at = out.header_at(&code, at + 1),
            "create" if code.is(at + 2, b',') => {
                if let Some((text, next)) = code.string(at + 3) {
                    out.text(text, Written::Escaped('"'));
                    at = next;
                }
            }
            "addFormDataPart" => {
                let Some((name, next)) = code.string(at + 1) else { continue };
                let Some((value, next)) = code.string(next + 1) else { continue };
                // A third argument is what a file holds.
                out.field(name, (!code.is(next, b',')).then_some(value));
                at = next;
            }
            _ => {}
        }
    }
    out.forms();
    Ok(())
}
