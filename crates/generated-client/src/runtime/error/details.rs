//! An error body's members, each taken out if it fits. Whatever does not stays with the rest.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::runtime::model::Extra;

/// Takes `key` out, if its value is a `T`.
pub(crate) fn take<T: DeserializeOwned>(object: &mut Map<String, Value>, key: &str) -> Option<T> {
    let value = T::deserialize(object.get(key)?).ok()?;
    object.remove(key);
    Some(value)
}

/// Takes the object at `key` out.
pub(crate) fn one<T>(
    object: &mut Map<String, Value>,
    key: &str,
    read: fn(Map<String, Value>) -> T,
) -> Option<T> {
    take(object, key).map(read)
}

/// Takes the list at `key` out, if all of its items are objects.
pub(crate) fn list<T>(
    object: &mut Map<String, Value>,
    key: &str,
    read: fn(Map<String, Value>) -> T,
) -> Vec<T> {
    let items: Option<Vec<Map<String, Value>>> = take(object, key);
    items.unwrap_or_default().into_iter().map(read).collect()
}

/// The service's word for what is wrong, where the documentation does not say which member has
/// it: `code`, also inside `error`, or `error` itself (RFC 6749 section 5.2).
pub(crate) fn code(extra: &Extra) -> Option<&str> {
    let error = extra.get("error");
    let known = [extra.get("code"), error.and_then(|error| error.get("code")), error];
    known.into_iter().flatten().find_map(Value::as_str)
}
