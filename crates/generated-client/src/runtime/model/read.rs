//! A JSON object in, a model out.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::{Extra, Nullable, trace};

/// What takes the members of an object one by one: a model, or its builder.
pub(crate) trait Object: Default {
    /// Takes the value of `key`.
    fn read<'de, A: MapAccess<'de>>(&mut self, key: &str, value: Value<'_, A>) -> Result<(), A::Error>;
}

/// Reads an object.
pub(crate) fn object<'de, O: Object, D: Deserializer<'de>>(deserializer: D) -> Result<O, D::Error> {
    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

struct ObjectVisitor<O>(PhantomData<O>);

impl<'de, O: Object> Visitor<'de> for ObjectVisitor<O> {
    type Value = O;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<O, A::Error> {
        let mut object = O::default();
        while let Some(Key(key)) = map.next_key()? {
            object.read(&key, Value { map: &mut map, key: &key })?;
        }
        Ok(object)
    }
}

/// The value that is to be read next.
pub(crate) struct Value<'m, A> {
    map: &'m mut A,
    key: &'m str,
}

impl<'de, A: MapAccess<'de>> Value<'_, A> {
    fn next<T: Deserialize<'de>>(self) -> Result<T, A::Error> {
        self.map.next_value().inspect_err(|_| trace::key(self.key))
    }

    /// Puts the value into `slot`; `null` empties it.
    pub(crate) fn set<T: Deserialize<'de>>(self, slot: &mut Option<T>) -> Result<(), A::Error> {
        *slot = self.next()?;
        Ok(())
    }

    /// Puts the value into `slot`; `null` is a value too.
    pub(crate) fn nullable<T: Deserialize<'de>>(
        self,
        slot: &mut Option<Nullable<T>>,
    ) -> Result<(), A::Error> {
        *slot = Some(self.next()?);
        Ok(())
    }

    /// Puts a list into `slot`.
    pub(crate) fn list<T: Deserialize<'de>>(self, slot: &mut Option<Vec<T>>) -> Result<(), A::Error> {
        *slot = self.next::<Option<List<T>>>()?.map(|list| list.0);
        Ok(())
    }

    /// Puts an object with free keys into `slot`.
    pub(crate) fn map<T: Deserialize<'de>>(
        self,
        slot: &mut Option<BTreeMap<String, T>>,
    ) -> Result<(), A::Error> {
        *slot = self.next::<Option<Map<T>>>()?.map(|map| map.0);
        Ok(())
    }

    /// Keeps the value as it is.
    pub(crate) fn extra(self, extra: &mut Extra) -> Result<(), A::Error> {
        let key = self.key.to_owned();
        let value: serde_json::Value = self.next()?;
        extra.insert(key, value);
        Ok(())
    }

    /// Reads a value that is always the same. Another one is kept, and sent back as it came:
    /// a service that learned a new value is no reason to fail.
    pub(crate) fn constant(self, constant: impl Serialize, extra: &mut Extra) -> Result<(), A::Error> {
        let key = self.key.to_owned();
        let value: serde_json::Value = self.next()?;
        if serde_json::to_value(constant).is_ok_and(|constant| constant == value) {
            return Ok(());
        }
        extra.insert(key, value);
        Ok(())
    }
}

/// A key; not copied if the text it is read from lives long enough.
struct Key<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(KeyVisitor)
    }
}

struct KeyVisitor;

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = Key<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E: Error>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Key(Cow::Borrowed(key)))
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Key(Cow::Owned(key.to_owned())))
    }

    fn visit_string<E: Error>(self, key: String) -> Result<Self::Value, E> {
        Ok(Key(Cow::Owned(key)))
    }
}

/// A list that says which item failed.
struct List<T>(Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ListVisitor(PhantomData))
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = List<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Item(PhantomData, list.len()))? {
            list.push(item);
        }
        Ok(List(list))
    }
}

/// One item; its number goes into the path if it fails.
struct Item<T>(PhantomData<T>, usize);

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Item<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        // Not at the list's own syntax errors: they are no item's.
        T::deserialize(deserializer).inspect_err(|_| trace::index(self.1))
    }
}

/// An object with free keys that says which of them failed.
struct Map<T>(BTreeMap<String, T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Map<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MapVisitor(PhantomData))
    }
}

struct MapVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for MapVisitor<T> {
    type Value = Map<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut values = BTreeMap::new();
        while let Some(key) = map.next_key::<String>()? {
            let value = map.next_value().inspect_err(|_| trace::key(&key))?;
            values.insert(key, value);
        }
        Ok(Map(values))
    }
}
