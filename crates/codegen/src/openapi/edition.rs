//! A 3.1 document in, the same as OpenAPI 3.0.3 out, and what that cannot say.
//!
//! | 3.1 | 3.0.3 |
//! | --- | --- |
//! | `type: [T, "null"]` | `type: T` and `nullable` |
//! | `type: [T, U]` | `anyOf` |
//! | `const` | an `enum` of one |
//! | `examples` of a schema | `example`, the first |
//! | what stands beside a `$ref` | beside an `allOf` of it |
//! | bytes as they are | `format: binary` |
//! | a licence's `identifier` | its `url` at SPDX |
//! | a bound that is excluded | a bound, and `true` |
//!
//! What an overlay puts into a document may be of 3.1 only; then it is left out, and listed.

use serde_json::{Map, Value, json};

/// The document as 3.0.3, and a line for everything that it says less of.
pub(super) fn translate(mut document: Value) -> (Value, Vec<String>) {
    let mut translator = Translator { lost: Vec::new(), at: Vec::new() };
    document["openapi"] = "3.0.3".into();
    let license = document.pointer_mut("/info/license").and_then(Value::as_object_mut);
    if let Some(license) = license
        && let Some(identifier) = license.shift_remove("identifier")
    {
        license.insert("url".into(), spdx_url(identifier.as_str().unwrap_or_default()).into());
    }
    for (parent, key) in NEW_FIELDS {
        let parts = parent.split('/').filter(|part| !part.is_empty());
        translator.at = parts.map(str::to_owned).collect();
        let removed = document.pointer_mut(parent).and_then(Value::as_object_mut);
        if removed.and_then(|object| object.shift_remove(*key)).is_some() {
            translator.lose(&format!("`{key}` is left out"));
        }
    }
    translator.at.clear();
    translator.walk(&mut document);
    (document, translator.lost)
}

/// Where SPDX has the text of a licence; of an expression, the list of all.
fn spdx_url(identifier: &str) -> String {
    match identifier.contains(' ') {
        true => "https://spdx.org/licenses/".into(),
        false => format!("https://spdx.org/licenses/{identifier}.html"),
    }
}

/// Fields outside of schemas that came with 3.1: where they stand, and their names.
const NEW_FIELDS: &[(&str, &str)] =
    &[("", "webhooks"), ("", "jsonSchemaDialect"), ("/info", "summary"), ("/components", "pathItems")];

/// What a schema may have in 3.0.3 (section 4.7.24), besides extensions.
const KEYWORDS: &[&str] = &[
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "default",
    "deprecated",
    "description",
    "discriminator",
    "enum",
    "example",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "externalDocs",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "nullable",
    "oneOf",
    "pattern",
    "properties",
    "readOnly",
    "required",
    "title",
    "type",
    "uniqueItems",
    "writeOnly",
    "xml",
];

struct Translator {
    lost: Vec<String>,
    /// The keys that lead to where we are.
    at: Vec<String>,
}

impl Translator {
    fn lose(&mut self, what: &str) {
        self.lost.push(format!("#/{}: {what}", self.at.join("/")));
    }

    /// Finds the schemas in what is no schema itself.
    fn walk(&mut self, value: &mut Value) {
        match value {
            Value::Object(object) => {
                for (key, value) in object.iter_mut() {
                    self.at.push(key.replace('~', "~0").replace('/', "~1"));
                    match key.as_str() {
                        // Whatever is in an example or an extension is data.
                        "example" | "examples" => {}
                        key if key.starts_with("x-") => {}
                        "schema" => self.schema(value),
                        "schemas" if self.at.len() == 2 => self.each(value),
                        _ => self.walk(value),
                    }
                    self.at.pop();
                }
                bytes(object);
            }
            Value::Array(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.at.push(index.to_string());
                    self.walk(item);
                    self.at.pop();
                }
            }
            _ => {}
        }
    }

    fn each(&mut self, schemas: &mut Value) {
        for (name, schema) in schemas.as_object_mut().into_iter().flatten() {
            self.at.push(name.replace('~', "~0").replace('/', "~1"));
            self.schema(schema);
            self.at.pop();
        }
    }

    fn schema(&mut self, schema: &mut Value) {
        let Value::Object(object) = schema else { return };
        for key in ["items", "additionalProperties", "not"] {
            if let Some(inner) = object.get_mut(key) {
                self.at.push(key.into());
                self.schema(inner);
                self.at.pop();
            }
        }
        if let Some(properties) = object.get_mut("properties") {
            self.at.push("properties".into());
            self.each(properties);
            self.at.pop();
        }
        for key in ["oneOf", "anyOf", "allOf"] {
            for (index, arm) in
                object.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten().enumerate()
            {
                self.at.extend([key.into(), index.to_string()]);
                self.schema(arm);
                self.at.truncate(self.at.len() - 2);
            }
        }
        self.nullable(object);
        let keys: Vec<String> = object.keys().cloned().collect();
        let mut translated = Map::new();
        for key in keys {
            let Some(value) = object.shift_remove(&key) else { continue };
            match (key.as_str(), value) {
                ("type", Value::Array(types)) => self.types(types, &mut translated),
                ("const", value) => drop(translated.insert("enum".into(), json!([value]))),
                ("examples", Value::Array(examples)) => {
                    let mut examples = examples.into_iter();
                    examples
                        .next()
                        .into_iter()
                        .for_each(|first| drop(translated.insert("example".into(), first)));
                    if examples.len() > 0 {
                        self.lose("a schema has one example; the others are left out");
                    }
                }
                (key @ ("exclusiveMinimum" | "exclusiveMaximum"), Value::Number(bound)) => {
                    translated.insert(
                        if key.ends_with("Minimum") { "minimum" } else { "maximum" }.into(),
                        bound.into(),
                    );
                    translated.insert(key.into(), true.into());
                }
                (key, _) if !KEYWORDS.contains(&key) && !key.starts_with("x-") => {
                    self.lose(&format!("`{key}` is left out"));
                }
                // What stands beside a reference is not read.
                ("$ref", to) if object.keys().next().is_some() || !translated.is_empty() => {
                    translated.insert("allOf".into(), json!([{ "$ref": to }]));
                }
                (_, value) => drop(translated.insert(key, value)),
            }
        }
        *object = translated;
    }

    /// `anyOf` of something and `null`: what 3.1 says where a property holds a component or null.
    fn nullable(&mut self, object: &mut Map<String, Value>) {
        let is_null = |arm: &Value| *arm == json!({ "type": "null" });
        let Some(arms) = object.get_mut("anyOf").and_then(Value::as_array_mut) else { return };
        let before = arms.len();
        arms.retain(|arm| !is_null(arm));
        if arms.len() == before {
            return;
        }
        let arms = std::mem::take(arms);
        object.shift_remove("anyOf");
        let key = if arms.len() == 1 { "allOf" } else { "anyOf" };
        object.insert(key.into(), arms.into());
        object.insert("nullable".into(), true.into());
        self.lose("`nullable` beside a reference: some readers take no `null` here");
    }

    fn types(&mut self, mut types: Vec<Value>, translated: &mut Map<String, Value>) {
        let before = types.len();
        types.retain(|kind| kind != "null");
        if types.len() < before {
            translated.insert("nullable".into(), true.into());
        }
        match types.as_slice() {
            [one] => drop(translated.insert("type".into(), one.clone())),
            many => {
                let arms: Vec<Value> = many.iter().map(|kind| json!({ "type": kind })).collect();
                translated.insert("anyOf".into(), arms.into());
            }
        }
    }
}

/// A body that is no JSON, form or text is bytes (3.0.3, section 4.7.14.2).
fn bytes(object: &mut Map<String, Value>) {
    let Some(Value::Object(content)) = object.get_mut("content") else { return };
    let is_text = |name: &str| {
        name.ends_with("json") || name.starts_with("text/") || name.ends_with("xml") || name.contains("form")
    };
    for (_, media) in content.iter_mut().filter(|(name, _)| !is_text(name)) {
        if media["schema"]["type"] == "string" {
            media["schema"]["format"] = "binary".into();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_3_1_can_say_is_said_in_other_words() {
        let schema = |schema: Value| {
            let document = json!({ "components": { "schemas": { "A": schema } } });
            translate(document).0["components"]["schemas"]["A"].clone()
        };
        for (new, old) in [
            (json!({ "type": ["string", "null"] }), json!({ "nullable": true, "type": "string" })),
            (
                json!({ "type": ["string", "boolean"] }),
                json!({ "anyOf": [{ "type": "string" }, { "type": "boolean" }] }),
            ),
            (json!({ "type": "string", "const": "x" }), json!({ "type": "string", "enum": ["x"] })),
            (json!({ "type": "integer", "examples": [1] }), json!({ "type": "integer", "example": 1 })),
            (json!({ "$ref": "#/x" }), json!({ "$ref": "#/x" })),
            (
                json!({ "$ref": "#/x", "description": "D" }),
                json!({ "allOf": [{ "$ref": "#/x" }], "description": "D" }),
            ),
            (
                json!({ "anyOf": [{ "$ref": "#/x" }, { "type": "null" }] }),
                json!({ "allOf": [{ "$ref": "#/x" }], "nullable": true }),
            ),
            // The keys of properties and of examples mean nothing.
            (
                json!({ "properties": { "const": { "const": 1 } } }),
                json!({ "properties": { "const": { "enum": [1] } } }),
            ),
        ] {
            assert_eq!(schema(new.clone()), old, "{new}");
        }
    }

    #[test]
    fn what_is_lost_is_listed() {
        let document = json!({
            "info": { "license": { "name": "MIT", "identifier": "MIT" } },
            "paths": { "/a": { "get": { "parameters": [{ "schema": { "type": "integer", "examples": [1, 2] } }] } } },
        });
        let (document, lost) = translate(document);
        assert_eq!(document["openapi"], "3.0.3");
        let url = "https://spdx.org/licenses/MIT.html";
        assert_eq!(document["info"]["license"], json!({ "name": "MIT", "url": url }));
        assert_eq!(
            lost,
            ["#/paths/~1a/get/parameters/0/schema: a schema has one example; the others are left out",]
        );
    }
    #[test]
    fn nothing_is_made_up() {
        let (document, lost) = translate(json!({ "info": { "title": "T" } }));
        assert_eq!(document, json!({ "info": { "title": "T" }, "openapi": "3.0.3" }));
        assert!(lost.is_empty());
    }
}
