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
        if self.extra.get(key).is_some() {
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

/// Collects the names of required fields that nobody set.
pub(crate) struct Required {
    model: &'static str,
    missing: Vec<&'static str>,
}

impl Required {
    /// The check for `model`.
    pub(crate) fn of(model: &'static str) -> Self {
        Self { model, missing: Vec::new() }
    }

    /// Notes `name` if `value` is not there.
    pub(crate) fn check<T>(&mut self, name: &'static str, value: &Option<T>) {
        if value.is_none() {
            self.missing.push(name);
        }
    }

    /// The error that lists them all.
    pub(crate) fn error(self) -> Error {
        let problems = self.missing.iter().map(|name| format!("`{name}` of `{}` is missing", self.model));
        let error = Error::build(problems.collect());
        // When the builder runs inside a decoder, this is why it refuses.
        trace::reason(&format!("missing {}", quoted(&self.missing)));
        error
    }

    /// `model`, or the error if anything is missing.
    pub(crate) fn finish<T>(self, model: T) -> Result<T, Error> {
        if self.missing.is_empty() { Ok(model) } else { Err(self.error()) }
    }
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
