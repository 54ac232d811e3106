//! What a documented example calls things in, what the request calls them out.
//!
//! Ids that the mock gives are UUIDs of version 8 (RFC 9562 section 5.8) that hold a
//! counter: the same requests give the same ids, and an id tells whether it is one of ours.
//! Errors have a counter and a range of their own.

use serde_json::Value;

use super::document::{Operation, Segment};
use super::route::split;

const START: &str = "00000000-0000-8000-8000-";
const ERROR_START: &str = "00000000-0000-8000-9000-";
/// Where numbers start, for resources that documented examples count.
const FIRST_NUMBER: u64 = 9_000_000_000_000;

/// The id with this number, of the kind that `documented` is.
pub(super) fn id(number: u64, documented: &Value) -> Value {
    if documented.is_number() {
        (FIRST_NUMBER + number).into()
    } else {
        format!("{START}{number:012x}").into()
    }
}

/// The id of the error with this number.
pub(super) fn error_id(number: u64) -> String {
    format!("{ERROR_START}{number:012x}")
}

/// Whether `id` is one that the mock gave, or would give.
pub(super) fn is_ours(id: &str) -> bool {
    id.strip_prefix(START)
        .is_some_and(|rest| rest.len() == 12 && rest.bytes().all(|byte| byte.is_ascii_hexdigit()))
        || id.parse().is_ok_and(|number: u64| (FIRST_NUMBER..2 * FIRST_NUMBER).contains(&number))
}

/// What to write instead of what an example has.
#[derive(Debug, Default)]
pub(super) struct Renaming<'a> {
    /// Documented and actual ids.
    pairs: Vec<(String, String)>,
    /// The addresses of documented servers, the longest first.
    servers: &'a [String],
    /// The mock's own address.
    origin: String,
}

impl<'a> Renaming<'a> {
    /// Reads from the links and ids of `example` what the documentation calls the parameters
    /// of the path, whose values in the request are in `segments`.
    pub(super) fn learn(
        operation: &Operation,
        segments: &[String],
        example: &Value,
        servers: &'a [String],
        origin: String,
    ) -> Self {
        let mut renaming = Self { pairs: Vec::new(), servers, origin };
        renaming.links(operation, segments, example);
        for (at, segment) in operation.segments.iter().enumerate() {
            let Segment::Param(_) = segment else { continue };
            let last = at + 1 == operation.segments.len();
            // `/environments/{envID}` is `"environment": {"id": …}`; the last one is the thing itself.
            let shown = match operation.segments.get(at.wrapping_sub(1)) {
                _ if last => &example["id"],
                Some(Segment::Literal(plural)) => &example[plural.trim_end_matches('s')]["id"],
                _ => &Value::Null,
            };
            renaming.add(shown, &segments[at]);
        }
        renaming
    }

    fn links(&mut self, operation: &Operation, segments: &[String], value: &Value) {
        match value {
            Value::String(text) => {
                let Some((_, path)) = self.server_of(text) else { return };
                let path = split(path.split('?').next().unwrap_or_default());
                let mut found = Vec::new();
                for ((template, shown), actual) in operation.segments.iter().zip(&path).zip(segments) {
                    match template {
                        Segment::Literal(literal) if literal != shown => return,
                        Segment::Literal(_) => {}
                        Segment::Param(_) => found.push((shown.clone(), actual.clone())),
                    }
                }
                found.into_iter().for_each(|(shown, actual)| self.add(&shown.into(), &actual));
            }
            Value::Array(items) => items.iter().for_each(|item| self.links(operation, segments, item)),
            Value::Object(object) => object.values().for_each(|value| self.links(operation, segments, value)),
            _ => {}
        }
    }

    /// Writes `actual` where the example has `shown`. What was learned first holds.
    pub(super) fn add(&mut self, shown: &Value, actual: &str) {
        let shown = match shown {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return,
        };
        if !shown.is_empty() && !self.knows(&shown) {
            self.pairs.push((shown, actual.to_owned()));
        }
    }

    pub(super) fn knows(&self, shown: &str) -> bool {
        self.pairs.iter().any(|(known, _)| known == shown)
    }

    fn server_of<'t>(&self, text: &'t str) -> Option<(&'a str, &'t str)> {
        self.servers.iter().find_map(|server| {
            let rest = text.strip_prefix(server.as_str())?;
            (rest.is_empty() || rest.starts_with(['/', '?'])).then_some((server.as_str(), rest))
        })
    }

    fn actual(&self, shown: &str) -> Option<&str> {
        self.pairs.iter().find(|(known, _)| known == shown).map(|(_, actual)| actual.as_str())
    }

    /// Renames everything in `value`.
    pub(super) fn apply(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(actual) = self.actual(text) {
                    actual.clone_into(text);
                } else if let Some((_, rest)) = self.server_of(text) {
                    *text = format!("{}{}", self.origin, self.path(rest));
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.apply(item)),
            Value::Object(object) => {
                for (key, value) in object.iter_mut() {
                    match value {
                        Value::Number(number) if key == "id" => {
                            let actual =
                                self.actual(&number.to_string()).and_then(|actual| actual.parse().ok());
                            *number = actual.unwrap_or_else(|| number.clone());
                        }
                        _ => self.apply(value),
                    }
                }
            }
            _ => {}
        }
    }

    fn path(&self, rest: &str) -> String {
        let (path, query) = rest.split_once('?').map_or((rest, None), |(path, query)| (path, Some(query)));
        let parts: Vec<&str> = path.split('/').map(|part| self.actual(part).unwrap_or(part)).collect();
        let path = parts.join("/");
        query.map_or_else(|| path.clone(), |query| format!("{path}?{query}"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn ids_are_counted_and_known_again() {
        let id = id(42, &json!("b1f0a2c4-7d15-4e0b-8a53-3f6f5d0c1a01"));
        assert_eq!(id, "00000000-0000-8000-8000-00000000002a");
        assert!(is_ours(id.as_str().unwrap_or_default()));
        assert!(!is_ours("b1f0a2c4-7d15-4e0b-8a53-3f6f5d0c1a01"));
    }

    #[test]
    fn ids_in_links_are_replaced_and_lead_to_the_mock() {
        let servers = ["https://api.example".to_owned()];
        let renaming = Renaming {
            pairs: vec![("doc".into(), "mine".into())],
            servers: &servers,
            origin: "http://localhost:1".into(),
        };
        let mut value = json!({
            "self": "https://api.example/v1/doc/x?limit=2",
            "other": "https://api.example.org/doc",
            "word": "doc",
        });
        renaming.apply(&mut value);
        assert_eq!(value["self"], "http://localhost:1/v1/mine/x?limit=2");
        assert_eq!(value["other"], "https://api.example.org/doc");
        assert_eq!(value["word"], "mine");
    }
}
