//! The bytes of a request in, the value that its schema describes out.

use serde_json::{Map, Value};

use super::document::members;
use super::error::{BODY, Problem};
use super::schema::Shapes;

/// The value in `bytes`; nothing, if the media type is none that can be looked into.
pub(super) fn read(
    shapes: &Shapes,
    media_type: &str,
    schema: &Value,
    bytes: &[u8],
) -> Result<Option<Value>, Problem> {
    if is_json(media_type) {
        return serde_json::from_slice(bytes).map(Some).map_err(|error| {
            let place = format!("is not JSON: line {}, column {}", error.line(), error.column());
            Problem::wrong(BODY, &place)
        });
    }
    if media_type == "application/x-www-form-urlencoded" {
        let pairs = form_urlencoded::parse(bytes).into_owned();
        return Ok(Some(object(shapes, schema, pairs)));
    }
    Ok(None)
}

pub(super) fn is_json(media_type: &str) -> bool {
    media_type == "application/json" || media_type.ends_with("+json")
}

/// The fields of a form as an object. Text becomes what the schema says it is, if it can.
fn object(shapes: &Shapes, schema: &Value, pairs: impl Iterator<Item = (String, String)>) -> Value {
    let properties = &shapes.component(schema)["properties"];
    let mut object: Map<String, Value> = Map::new();
    for (key, text) in pairs {
        let property =
            members(properties).find(|(name, _)| *name == key).map_or(&Value::Null, |(_, schema)| schema);
        let property = shapes.component(property);
        if property["type"] == "array" {
            let list = object.entry(key).or_insert_with(|| Value::Array(Vec::new()));
            list.as_array_mut().expect("made a line above").push(scalar(&property["items"], &text));
        } else {
            object.insert(key, scalar(property, &text));
        }
    }
    object.into()
}

/// `text` as the JSON type that `schema` asks for; text that is none stays text, and is refused later.
pub(super) fn scalar(schema: &Value, text: &str) -> Value {
    let is = |kind: &str| match &schema["type"] {
        Value::String(word) => word == kind,
        Value::Array(words) => words.iter().any(|word| word == kind),
        _ => false,
    };
    let read = if is("integer") || is("number") || is("boolean") {
        serde_json::from_str(text).ok().filter(|value: &Value| value.is_number() || value.is_boolean())
    } else {
        None
    };
    read.unwrap_or_else(|| text.into())
}
