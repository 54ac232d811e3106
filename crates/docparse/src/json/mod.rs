//! JSON as real pages write it: text in, a value with positions and problems out.
//!
//! On valid JSON (RFC 8259) the value is what `serde_json` reads. `{{placeholder}}`
//! may stand where a value may, and slips whose meaning is clear (a trailing comma)
//! are read as meant and reported. What cannot be understood ends the reading;
//! what was read up to there is kept.

mod members;
mod reader;

use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::source::{Span, Spanned};
pub use members::Members;
pub(crate) use reader::MAX_DEPTH;
pub use reader::{Problem, ProblemKind, Reading, read, read_prefix};

/// A JSON value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Json {
    /// The value.
    pub value: Value,
    /// From its first byte to its last. A string's span includes its quotes.
    pub span: Span,
}

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`
    Null,
    /// `true`, `false`
    Boolean(bool),
    /// A number.
    Number(serde_json::Number),
    /// Text, which may hold placeholders.
    String(String),
    /// `{{name}}` without quotes: the name.
    Placeholder(String),
    /// A list. Copies share it.
    Array(Arc<[Json]>),
    /// An object's members, as written.
    Object(Members),
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The key; its span includes the quotes.
    pub key: Spanned<String>,
    /// The value.
    pub value: Json,
}

impl Json {
    /// The members, if this is an object.
    pub fn members(&self) -> &[Member] {
        match &self.value {
            Value::Object(members) => members,
            _ => &[],
        }
    }

    /// The value of `key`, if this is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Member> {
        match &self.value {
            Value::Object(members) => members.get(key),
            _ => None,
        }
    }

    /// The text, if this is a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// Where the value itself stands: a string's text without its quotes.
    pub fn inner(&self) -> Span {
        match self.value {
            Value::String(_) if self.span.end >= self.span.start + 2 => {
                Span { start: self.span.start + 1, end: self.span.end - 1, ..self.span }
            }
            _ => self.span,
        }
    }

    /// The same value without positions. A bare placeholder becomes the string `{{name}}`;
    /// of two equal keys the last one counts.
    pub fn to_value(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Boolean(value) => (*value).into(),
            Value::Number(number) => number.clone().into(),
            Value::String(text) => text.clone().into(),
            Value::Placeholder(name) => format!("{{{{{name}}}}}").into(),
            Value::Array(items) => items.iter().map(Self::to_value).collect(),
            Value::Object(members) => {
                members.iter().map(|member| (member.key.value.clone(), member.value.to_value())).collect()
            }
        }
    }

    /// The JSON word for the value's type. A placeholder may be anything.
    pub fn type_word(&self) -> &'static str {
        match &self.value {
            Value::Null => "null",
            Value::Boolean(_) => "boolean",
            Value::Number(number) if number.is_f64() => "number",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Placeholder(_) => "any",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        }
    }
}

/// Serializes as the plain value, for dumps.
impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_value().serialize(serializer)
    }
}

/// The name in `{{name}}`, if `text` is one placeholder and nothing else.
pub fn placeholder(text: &str) -> Option<&str> {
    let name = text.trim().strip_prefix("{{")?.strip_suffix("}}")?.trim();
    (!name.is_empty() && !name.contains(['{', '}'])).then_some(name)
}
