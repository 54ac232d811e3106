//! A body and the way to one member in, its text or number out; nothing else of the body is kept.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// The text at the end of `keys` in `body`, if there is one.
pub(crate) fn text_at(body: &[u8], keys: &[&str]) -> Option<String> {
    match at(body, keys) {
        Some(Found::Text(text)) => Some(text),
        _ => None,
    }
}

/// The whole number at the end of `keys` in `body`, if there is one; of a list, how long it is.
pub(crate) fn number_at(body: &[u8], keys: &[&str]) -> Option<u64> {
    match at(body, keys) {
        Some(Found::Number(number)) => Some(number),
        _ => None,
    }
}

fn at(body: &[u8], keys: &[&str]) -> Option<Found> {
    At(keys).deserialize(&mut serde_json::Deserializer::from_slice(body)).ok().flatten()
}

enum Found {
    Text(String),
    Number(u64),
}

struct At<'k>(&'k [&'k str]);

impl<'de> DeserializeSeed<'de> for At<'_> {
    type Value = Option<Found>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for At<'_> {
    type Value = Option<Found>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(key) = map.next_key::<String>()? {
            match self.0.split_first() {
                Some((first, rest)) if *first == key => found = map.next_value_seed(At(rest))?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(found)
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(self.0.is_empty().then(|| Found::Text(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut count = 0;
        while items.next_element::<IgnoredAny>()?.is_some() {
            count += 1;
        }
        Ok(self.0.is_empty().then_some(Found::Number(count)))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(self.0.is_empty().then_some(Found::Number(number)))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_text_at_the_end_of_the_way_is_found() {
        let at = |body: &str| text_at(body.as_bytes(), &["a", "b"]);
        assert_eq!(at(r#"{"x": [1, {"a": 2}], "a": {"c": 1, "b": "t"}, "y": null}"#).as_deref(), Some("t"));
        for body in [r#"{"a": "t"}"#, r#"{"a": {"b": 1}}"#, r#"{"a": {"b": {"c": "t"}}}"#, "[]", "{", "\"t\""]
        {
            assert_eq!(at(body), None, "{body}");
        }
    }
}
