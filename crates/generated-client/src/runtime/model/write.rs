//! A model in, a JSON object out.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Extra, trace};
use crate::runtime::Error;

/// Writes the members of an object. After an error it writes nothing more, and `end` says it: a
/// `?` after each member would be most of what the compiler has to look at in a large crate.
pub(crate) struct Writer<'a, S: Serializer> {
    map: S::SerializeMap,
    extra: &'a Extra,
    failed: Option<S::Error>,
}

impl<'a, S: Serializer> Writer<'a, S> {
    /// Starts an object that ends with `extra`.
    pub(crate) fn new(serializer: S, extra: &'a Extra) -> Result<Self, S::Error> {
        Ok(Self { map: serializer.serialize_map(None)?, extra, failed: None })
    }

    /// Writes `value` under `key`, unless `extra` has that key: it then says what to write.
    pub(crate) fn field<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) {
        if self.failed.is_none() && (self.extra.is_empty() || self.extra.get(key).is_none()) {
            self.failed = self.map.serialize_entry(key, value).err();
        }
    }

    /// Writes `value` if there is one.
    pub(crate) fn optional<T: Serialize>(&mut self, key: &str, value: &Option<T>) {
        if let Some(value) = value {
            self.field(key, value);
        }
    }

    /// Ends the object.
    pub(crate) fn end(mut self) -> Result<S::Ok, S::Error> {
        if let Some(error) = self.failed {
            return Err(error);
        }
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
