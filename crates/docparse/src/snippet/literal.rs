//! An object written in a language's own literals in, JSON with positions out.

use super::lex::{Code, Kind};
use crate::json::{Json, Member, Value};
use crate::source::{Span, Spanned};

/// Deeper values are refused, as in JSON.
const MAX_DEPTH: usize = 127;

/// Why a value could not be read, and where.
pub(super) type Refused = (Span, &'static str);

/// The value at token `at`, and the token after it.
pub(super) fn value(code: &Code<'_>, at: usize) -> Result<(Json, usize), Refused> {
    nested(code, at, 0)
}

fn nested(code: &Code<'_>, at: usize, depth: usize) -> Result<(Json, usize), Refused> {
    let refuse = |why| Err((code.place_of(at), why));
    let Some(token) = code.tokens.get(at) else {
        return refuse("its body ends too soon");
    };
    if depth == MAX_DEPTH {
        return refuse("its body is nested more than 127 deep");
    }
    let (value, next) = match token.kind {
        Kind::Mark(b'{') => object(code, at + 1, depth)?,
        Kind::Mark(b'[') => array(code, at + 1, depth)?,
        Kind::Mark(b'-') => number(code, at, at + 1)?,
        Kind::Number => number(code, at, at)?,
        Kind::Text(..) => match code.string(at) {
            Some((text, next)) if text.value == RUBY_NULL => (Value::Null, next),
            Some((text, next)) => (Value::String(text.value.into_owned()), next),
            None => return refuse("its body has something that is no value"),
        },
        Kind::Word => match code.word(at) {
            "true" | "True" => (Value::Boolean(true), at + 1),
            "false" | "False" => (Value::Boolean(false), at + 1),
            "null" | "None" | "nil" => (Value::Null, at + 1),
            _ => return refuse("its body has something that is no value"),
        },
        Kind::Mark(_) => return refuse("its body has something that is no value"),
    };
    let end = code.tokens[next - 1].end;
    Ok((Json { value, span: code.place(token.start, end) }, next))
}

/// What one exporter leaves of a null.
pub(super) const RUBY_NULL: &str = "__RUBY#%0NULL__";

fn object(code: &Code<'_>, mut at: usize, depth: usize) -> Result<(Value, usize), Refused> {
    let mut members = Vec::new();
    loop {
        if code.is(at, b'}') {
            return Ok((Value::Object(members.into()), at + 1));
        }
        let refuse = |at| Err((code.place_of(at), "its body has something that is no key"));
        let start = at;
        let key = match code.string(at) {
            Some((key, next)) => {
                at = next;
                key.value.into_owned()
            }
            None if !code.word(at).is_empty() => {
                at += 1;
                code.word(at - 1).to_owned()
            }
            None => return refuse(at),
        };
        let key = Spanned::new(key, code.place(code.tokens[start].start, code.tokens[at - 1].end));
        let Some(next) = code.arrow(at) else { return refuse(at) };
        let (value, next) = nested(code, next, depth + 1)?;
        members.push(Member { key, value });
        at = next;
        if code.is(at, b',') {
            at += 1;
        } else if !code.is(at, b'}') {
            return Err((code.place_of(at), "its body has no comma here"));
        }
    }
}

fn array(code: &Code<'_>, mut at: usize, depth: usize) -> Result<(Value, usize), Refused> {
    let mut items = Vec::new();
    loop {
        if code.is(at, b']') {
            return Ok((Value::Array(items.into()), at + 1));
        }
        let (value, next) = nested(code, at, depth + 1)?;
        items.push(value);
        at = next;
        if code.is(at, b',') {
            at += 1;
        } else if !code.is(at, b']') {
            return Err((code.place_of(at), "its body has no comma here"));
        }
    }
}

fn number(code: &Code<'_>, first: usize, digits: usize) -> Result<(Value, usize), Refused> {
    let token = code.tokens.get(digits).filter(|token| token.kind == Kind::Number);
    let text = token.map(|token| &code.text[code.tokens[first].start..token.end]);
    match text.and_then(|text| serde_json::from_str(text).ok()) {
        Some(number) => Ok((Value::Number(number), digits + 1)),
        None => Err((code.place_of(first), "its body has a number that JSON cannot hold")),
    }
}
