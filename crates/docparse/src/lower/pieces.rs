//! A property's dotted name in, the keys it is made of out.

use std::ops::Range;

use crate::json::{Json, Value};

/// One key of a dotted name.
pub(super) struct Piece<'a> {
    /// The key, without brackets and quotes.
    pub(super) key: &'a str,
    /// Where it stands in the name.
    pub(super) place: Range<usize>,
    /// Whether the notation says that it holds a list: `rules[].id`, `rules.element.id`.
    pub(super) listed: bool,
}

/// The keys of `name`. Where dots could be read in two ways, the keys of `example` decide.
pub(super) fn pieces<'a>(name: &'a str, example: Option<&Json>) -> Vec<Piece<'a>> {
    let mut pieces: Vec<Piece<'a>> = Vec::new();
    let mut json = example;
    let mut at = 0;
    while at < name.len() {
        let rest = &name[at..];
        let length = key_length(rest, json);
        let whole = &rest[..length];
        let key = whole.strip_prefix('"').and_then(|key| key.strip_suffix('"')).unwrap_or(whole);
        let brackets: usize = rest[length..].find('.').unwrap_or(rest.len() - length);
        let listed = rest[length..].starts_with('[');
        let start = at + usize::from(key.len() < whole.len());
        at += length + brackets + 1;
        let shown = json.and_then(|json| json.get(key));
        match pieces.last_mut() {
            // `groups.element.id`: the items of `groups`, unless they have such a key.
            Some(list) if key == "element" && shown.is_none() => list.listed = true,
            _ if key.is_empty() => {}
            _ => {
                pieces.push(Piece { key, place: start..start + key.len(), listed });
                json = shown.map(|member| item(&member.value));
            }
        }
    }
    pieces
}

/// How much of a dotted name is one key: what stands in quotes, else the longest key that the
/// example has, else what reaches to the next dot. Keys such as `urn:example:2.0:User` hold dots
/// themselves, up to their last colon.
fn key_length(rest: &str, example: Option<&Json>) -> usize {
    if rest.starts_with('"')
        && let Some(end) = rest[1..].find('"')
    {
        return end + 2;
    }
    let known = match example.map(item) {
        Some(Json { value: Value::Object(members), .. }) => {
            ends(rest, members.longest()).find(|end| members.get(&rest[..*end]).is_some())
        }
        _ => None,
    };
    known.unwrap_or_else(|| {
        let from = if rest.starts_with("urn:") { rest.rfind(':').unwrap_or(0) } else { 0 };
        rest[from..].find(['.', '[']).map_or(rest.len(), |end| from + end)
    })
}

/// Where a key of at most `longest` bytes may end that a dotted name starts with, the longest first.
fn ends(name: &str, longest: usize) -> impl Iterator<Item = usize> {
    let whole = (name.len() <= longest).then_some(name.len());
    let before = &name.as_bytes()[..name.len().min(longest + 1)];
    let parts = before.iter().enumerate().rev().filter(|(_, byte)| matches!(byte, b'.' | b'['));
    whole.into_iter().chain(parts.map(|(at, _)| at)).filter(|end| *end > 0)
}

/// The value that an example has at a dotted name.
pub(super) fn value_at<'a>(example: &'a Json, name: &str) -> Option<&'a Json> {
    let pieces = pieces(name, Some(example));
    pieces.iter().try_fold(example, |json, piece| Some(&item(json).get(piece.key)?.value))
}

/// The first item of a list, or the value itself.
fn item(json: &Json) -> &Json {
    match &json.value {
        Value::Array(items) => items.first().map_or(json, item),
        _ => json,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;
    use crate::source::SourceId;

    fn keys(name: &str, example: &str) -> Vec<(String, bool)> {
        let reading = json::read(SourceId(0), example, 0);
        let pieces = pieces(name, reading.value.as_ref());
        for piece in &pieces {
            assert_eq!(&name[piece.place.clone()], piece.key);
        }
        pieces.iter().map(|piece| (piece.key.to_owned(), piece.listed)).collect()
    }

    #[test]
    fn every_notation_for_lists() {
        let list = [("a".to_owned(), true), ("b".to_owned(), false)];
        for name in ["a[].b", "a[0].b", "a.element.b"] {
            assert_eq!(keys(name, "{}"), list, "{name}");
        }
        assert_eq!(keys("a[]", "{}"), [("a".to_owned(), true)]);
        assert_eq!(keys("a.element", r#"{"a": {"element": 1}}"#).len(), 2);
    }

    #[test]
    fn keys_that_hold_dots_and_spaces() {
        let plain =
            |name, example| -> Vec<String> { keys(name, example).into_iter().map(|(key, _)| key).collect() };
        let urn = "urn:example:2.0:User.population.id";
        assert_eq!(plain(urn, "{}"), ["urn:example:2.0:User", "population", "id"]);
        assert_eq!(plain("a.b.c", r#"{"a.b": {"c": 1}}"#), ["a.b", "c"]);
        assert_eq!(plain(r#"_links."password.reset".href"#, "{}"), ["_links", "password.reset", "href"]);
        assert_eq!(plain("North America.id", "{}"), ["North America", "id"]);
        for odd in [".", "..a", "a..b", "[", "\"", "a[", "urn:", "\"a", "é.ü"] {
            plain(odd, "{}");
        }
    }
}
