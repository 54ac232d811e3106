//! A model in, a JSON object out.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Extra, trace};
use crate::runtime::Error;

/// Writes the members of an object.
pub(crate) struct Writer<'a, S: Serializer> {
    map: S::SerializeMap,
    extra: &'a Extra,
}

impl<'a, S: Serializer> Writer<'a, S> {
    /// Starts an object that ends with `extra`.
    pub(crate) fn new(serializer: S, extra: &'a Extra) -> Result<Self, S::Error> {
        Ok(Self { map: serializer.serialize_map(None)?, extra })
    }

    /// Writes `value` under `key`, unless `extra` has that key: it then says what to write.
    pub(crate) fn field<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), S::Error> {
        if !self.extra.is_empty() && self.extra.get(key).is_some() {
            return Ok(());
        }
        self.map.serialize_entry(key, value)
    }

    /// Writes `value` if there is one.
    pub(crate) fn optional<T: Serialize>(&mut self, key: &str, value: &Option<T>) -> Result<(), S::Error> {
        match value {
            Some(value) => self.field(key, value),
            None => Ok(()),
        }
    }

    /// Ends the object.
    pub(crate) fn end(mut self) -> Result<S::Ok, S::Error> {
        for (key, value) in self.extra.iter() {
            self.map.serialize_entry(key, value)?;
        }
        self.map.end()
    }
}

/// The error that lists every field of `model` that is required and not there, if one is.
pub(crate) fn missing(model: &str, required: &[(&'static str, bool)]) -> Option<Error> {
    let missing = required.iter().filter(|(_, missing)| *missing);
    let missing: Vec<&str> = missing.map(|(name, _)| name.strip_prefix("r#").unwrap_or(name)).collect();
    if missing.is_empty() {
        return None;
    }
    let problems = missing.iter().map(|name| format!("`{name}` of `{model}` is missing"));
    let error = Error::build(problems.collect());
    // When the builder runs inside a decoder, this is why it refuses.
    let quoted: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
    trace::reason(&format!("missing {}", quoted.join(", ")));
    Some(error)
}
