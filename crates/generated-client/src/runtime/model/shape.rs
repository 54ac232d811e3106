//! What `Debug` shows of values that might hold secrets: their shape.

use std::fmt;

use serde_json::Value;

/// Prints `***`.
pub(crate) struct Hidden;

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Prints the keys and types of JSON of unknown shape, no values.
pub(crate) struct Shape<'a, T>(pub(crate) &'a T);

impl<T: serde::Serialize> fmt::Debug for Shape<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match serde_json::to_value(self.0) {
            Ok(value) => shape(&value, f),
            Err(_) => f.write_str("?"),
        }
    }
}

fn shape(value: &Value, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match value {
        Value::Null => f.write_str("null"),
        Value::Bool(_) => f.write_str("boolean"),
        Value::Number(_) => f.write_str("number"),
        Value::String(_) => f.write_str("string"),
        Value::Array(items) => write!(f, "list of {}", items.len()),
        Value::Object(members) => f.debug_set().entries(members.keys()).finish(),
    }
}

/// Prints the keys of a body, or how long it is.
pub(crate) struct BodyShape<'a>(pub(crate) &'a [u8]);

impl fmt::Debug for BodyShape<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match serde_json::from_slice::<Value>(self.0) {
            Ok(value) => shape(&value, f),
            Err(_) => write!(f, "{} bytes", self.0.len()),
        }
    }
}
