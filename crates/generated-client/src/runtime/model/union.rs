//! Objects told apart by the value of one property.

use std::fmt;

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// An object whose tag this version of the client does not know, as it came. It is sent
/// back unchanged.
///
/// `Debug` prints the tag and the keys, no values.
#[derive(Clone, PartialEq)]
pub struct UnknownVariant {
    tag: Option<String>,
    object: Map<String, Value>,
}

impl UnknownVariant {
    /// The value of the tag, if there is one.
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }

    /// The whole object.
    pub fn as_json(&self) -> &Map<String, Value> {
        &self.object
    }

    /// The whole object.
    pub fn into_json(self) -> Map<String, Value> {
        self.object
    }
}

impl fmt::Debug for UnknownVariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys: Vec<_> = self.object.keys().collect();
        f.debug_struct("UnknownVariant").field("tag", &self.tag).field("keys", &keys).finish()
    }
}

impl Serialize for UnknownVariant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.object.serialize(serializer)
    }
}

/// An object with a tag, not yet read as any model.
pub(crate) struct Tagged {
    tag: Option<String>,
    object: Map<String, Value>,
}

impl Tagged {
    /// Reads an object whose tag is `property`.
    pub(crate) fn read<'de, D: Deserializer<'de>>(property: &str, from: D) -> Result<Self, D::Error> {
        // The tag may come last, so the object has to be kept until it is met.
        let object = Map::deserialize(from)?;
        let tag = object.get(property).and_then(Value::as_str).map(str::to_owned);
        Ok(Self { tag, object })
    }

    /// The tag.
    pub(crate) fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }

    /// The object as the model the tag stands for, in the arm `arm`.
    pub(crate) fn read_as<M: DeserializeOwned, U, E: Error>(self, arm: fn(Box<M>) -> U) -> Result<U, E> {
        // Keys of the failing value are in the trace; the message is reduced by whoever shows it.
        M::deserialize(self.object).map(|model| arm(Box::new(model))).map_err(E::custom)
    }

    /// The object as it is.
    pub(crate) fn unknown(self) -> UnknownVariant {
        UnknownVariant { tag: self.tag, object: self.object }
    }
}
