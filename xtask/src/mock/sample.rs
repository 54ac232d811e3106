//! A schema in, a value that fits it out: for replies that no page shows.

use serde_json::{Map, Value, json};

use super::document::members;
use super::schema::Shapes;

/// The least value of `schema` that says something: its example, default or first known value.
pub(super) fn sample(shapes: &Shapes, schema: &Value) -> Value {
    at(shapes, schema, 0)
}

fn at(shapes: &Shapes, schema: &Value, depth: u8) -> Value {
    let schema = shapes.component(schema);
    let shown = [
        &schema["const"],
        &schema["examples"][0],
        &schema["example"],
        &schema["default"],
        &schema["enum"][0],
        &schema["x-extensible-enum"][0],
    ];
    if let Some(value) = shown.into_iter().find(|value| !value.is_null()) {
        return value.clone();
    }
    let arm = schema["oneOf"].get(0).or_else(|| schema["anyOf"].get(0));
    if let Some(arm) = arm.filter(|_| depth < 8) {
        return at(shapes, arm, depth + 1);
    }
    let kind = schema["type"].as_str().or_else(|| schema["type"][0].as_str());
    match kind {
        Some("object") => {
            let shown = members(&schema["properties"]).filter(|_| depth < 8);
            let object: Map<String, Value> =
                shown.map(|(name, property)| (name.to_owned(), at(shapes, property, depth + 1))).collect();
            object.into()
        }
        Some("array") => json!([]),
        Some("integer" | "number") => schema.get("minimum").cloned().unwrap_or_else(|| 0.into()),
        Some("boolean") => false.into(),
        Some("string") => match schema["format"].as_str() {
            Some("date-time") => "2000-01-01T00:00:00Z".into(),
            Some("uuid") => super::names::id(0, &Value::Null),
            Some("uri") => "https://example.com".into(),
            _ => "string".into(),
        },
        _ => Value::Null,
    }
}
