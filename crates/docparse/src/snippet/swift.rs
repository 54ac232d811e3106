//! `let parameters = "…"`, `URL(string: "…")`, `request.addValue(…)`, `request.httpMethod = "POST"`.

use super::lex::{Code, Quoting, Syntax};
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
        match word {
            "parameters" if code.is(at, b'=') => {
                if let Some((text, next)) = code.string(at + 1) {
                    out.text(text, Written::Escaped('"'));
                    at = next;
                } else if code.is(at + 1, b'[') {
                    at = fields(&code, at + 1, out);
                }
            }
            "URL" if code.follows(at, &["(", "string", ":"]) => at = out.url_at(&code, at + 3),
            "addValue" | "setValue" if code.is(at, b'(') => {
                let Some((value, next)) = code.string(at + 1) else { continue };
                at = next;
                if code.follows(at, &[",", "forHTTPHeaderField", ":"])
                    && let Some((name, next)) = code.string(at + 3)
                {
                    out.header(name, value);
                    at = next;
                }
            }
            "httpMethod" if code.is(at, b'=') => at = out.method_at(&code, at + 1),
            _ => {}
        }
    }
    out.forms();
    Ok(())
}

/// `[["key": "name", "value": "text", "type": "text"], …]`
fn fields<'a>(code: &Code<'a>, at: usize, out: &mut Draft<'a>) -> usize {
    let end = code.past(at);
    let mut at = at + 1;
    while at < end {
        if !code.is(at, b'[') {
            at += 1;
            continue;
        }
        let (entries, next) = code.entries(at);
        let get = |wanted: &str| {
            let (_, value) = entries.iter().find(|(key, _)| key.value == wanted)?;
            code.string(*value).map(|(text, _)| text)
        };
        if let Some(name) = get("key") {
            out.field(name, get("value"));
        }
        at = next;
    }
    end
}
