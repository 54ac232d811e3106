//! Objects told apart by the value of one property.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Error, IntoDeserializer, MapAccess, Visitor};
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

/// One of several objects, told apart by the value of a property.
pub(crate) trait Union: Sized {
    /// The property.
    const TAG: &'static str;

    /// The arm that `tag` stands for, of `members`.
    fn read<'de, A: MapAccess<'de>>(tag: Option<&str>, members: Members<A>) -> Result<Self, A::Error>;
}

/// Reads a union.
pub(crate) fn tagged<'de, U: Union, D: Deserializer<'de>>(from: D) -> Result<U, D::Error> {
    from.deserialize_map(UnionVisitor(PhantomData))
}

struct UnionVisitor<U>(PhantomData<U>);

impl<'de, U: Union> Visitor<'de> for UnionVisitor<U> {
    type Value = U;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<U, A::Error> {
        let mut early = Vec::new();
        let mut tag = None;
        // What comes before the tag is kept until it is met; what comes behind it is read once.
        while let Some((key, value)) = map.next_entry::<String, Value>()? {
            let met = key == U::TAG;
            if met {
                tag = value.as_str().map(str::to_owned);
            }
            early.push((key, value));
            if met {
                break;
            }
        }
        U::read(tag.as_deref(), Members { early: early.into_iter(), value: None, rest: map })
    }
}

/// The members of an object: those that were met before its tag, and the rest.
pub(crate) struct Members<A> {
    early: std::vec::IntoIter<(String, Value)>,
    value: Option<Value>,
    rest: A,
}

impl<'de, A: MapAccess<'de>> Members<A> {
    /// The members as the model the tag stands for, in the arm `arm`.
    pub(crate) fn read_as<M: Deserialize<'de>, U>(self, arm: fn(Box<M>) -> U) -> Result<U, A::Error> {
        M::deserialize(MapAccessDeserializer::new(self)).map(|model| arm(Box::new(model)))
    }

    /// The members as they are.
    pub(crate) fn unknown(self, tag: Option<&str>) -> Result<UnknownVariant, A::Error> {
        let object = Map::deserialize(MapAccessDeserializer::new(self))?;
        Ok(UnknownVariant { tag: tag.map(str::to_owned), object })
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Members<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        match self.early.next() {
            Some((key, value)) => {
                self.value = Some(value);
                seed.deserialize(key.into_deserializer()).map(Some)
            }
            None => self.rest.next_key_seed(seed),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.value.take() {
            // Keys of the failing value are in the trace; the message is reduced by whoever shows it.
            Some(value) => seed.deserialize(value).map_err(A::Error::custom),
            None => self.rest.next_value_seed(seed),
        }
    }
}
