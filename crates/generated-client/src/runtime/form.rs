//! Keys and values in, `a=b&c=d` out: for queries and for forms.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::{Map, Value};

/// Everything but the unreserved characters of RFC 3986 section 2.3.
const NOT_UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// `text` percent-encoded, in pieces.
pub(crate) fn encoded(text: &str) -> impl Iterator<Item = &str> {
    utf8_percent_encode(text, NOT_UNRESERVED)
}

/// Encodes pairs. A space becomes `%20`, which servers read in queries and forms alike.
pub(crate) fn pairs<K: AsRef<str>, V: AsRef<str>>(pairs: &[(K, V)]) -> String {
    let mut text = String::new();
    for (key, value) in pairs {
        if !text.is_empty() {
            text.push('&');
        }
        text.extend(encoded(key.as_ref()));
        text.push('=');
        text.extend(encoded(value.as_ref()));
    }
    text
}

/// The members of an object as a form: a list has its key before each item, and what has
/// members of its own is written as JSON. `None` if `value` is no object.
pub(crate) fn encode<T: Serialize>(value: &T) -> Option<String> {
    match serde_json::to_value(value) {
        Ok(Value::Object(members)) => Some(members_of(&members)),
        _ => None,
    }
}

/// The form `text` with the members of `more` instead of its own.
pub(crate) fn replaced(text: &str, more: &Map<String, Value>) -> String {
    let keys: Vec<String> = more.keys().map(|key| encoded(key).collect()).collect();
    let key = |pair: &str| pair.split('=').next().unwrap_or_default().to_owned();
    let kept = text.split('&').filter(|pair| !pair.is_empty() && !keys.contains(&key(pair)));
    let kept = kept.map(str::to_owned).chain([members_of(more)]).filter(|pairs| !pairs.is_empty());
    kept.collect::<Vec<_>>().join("&")
}

fn members_of(members: &Map<String, Value>) -> String {
    let mut all = Vec::new();
    for (key, value) in members {
        match value {
            Value::Array(items) => all.extend(items.iter().map(|item| (key, text(item)))),
            Value::Null => {}
            value => all.push((key, text(value))),
        }
    }
    pairs(&all)
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}
