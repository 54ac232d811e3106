//! `url := "…"`, `method := "POST"`, ``strings.NewReader(`…`)``, `req.Header.Add(…)`.

use super::lex::{Quoting, Syntax};
use super::literal::Refused;
use super::{Draft, SnippetBody, Written, whole};
use crate::source::Span;

const SYNTAX: Syntax =
    Syntax { comment: "//", strings: &[("`", Quoting::Raw), ("\"", Quoting::Escaped)], join: b'+' };

pub(super) fn read<'a>(code: &'a str, span: Span, out: &mut Draft<'a>) -> Result<(), Refused> {
    let code = whole(code, span, &SYNTAX)?;
    let mut at = 0;
    while at < code.tokens.len() {
        let word = code.word(at);
        at += 1;
        let assigned = code.follows(at, &[":", "="]).then(|| code.string(at + 2)).flatten();
        match (word, assigned) {
            ("url", Some((url, next))) => {
                out.url = Some(url);
                at = next;
            }
            ("method", Some((method, next))) => {
                out.method_text(method);
                at = next;
            }
            ("Header", _) if code.is(at, b'.') && matches!(code.word(at + 1), "Add" | "Set") => {
                at = out.header_at(&code, at + 3);
            }
            ("NewReader", _) if code.is(at, b'(') => {
                if let Some((text, next)) = code.string(at + 1) {
                    let raw = code.raw(at + 1).starts_with('`');
                    out.text(text, if raw { Written::Plain } else { Written::Escaped('"') });
                    at = next;
                }
            }
            ("WriteField", _) if code.is(at, b'(') => {
                if let Some((name, next)) = code.string(at + 1)
                    && let Some((value, next)) = code.string(next + 1)
                {
                    out.field(name, Some(value));
                    at = next;
                }
            }
            ("CreateFormFile", _) if code.is(at, b'(') => {
                if let Some((name, next)) = code.string(at + 1) {
                    out.field(name, None);
                    at = next;
                }
            }
            ("NewWriter", _) => out.body = Some(SnippetBody::Form(Vec::new())),
            _ => {}
        }
    }
    out.forms();
    Ok(())
}
