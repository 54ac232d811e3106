//! Schemas of the bundle in, checks that name the property which is wrong out.

use std::sync::OnceLock;

use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind;
use serde_json::{Map, Value, json};

use super::document::members;
use super::error::Problem;

/// The components of the bundle.
pub(super) struct Shapes {
    bundle: Value,
}

/// A schema, compiled when the first request needs it.
pub(super) struct Check {
    pub schema: Value,
    compiled: OnceLock<Option<Validator>>,
}

impl Check {
    pub(super) fn new(schema: &Value) -> Self {
        Self { schema: schema.clone(), compiled: OnceLock::new() }
    }

    /// Everything in `value` that does not fit, by property.
    pub(super) fn problems(&self, shapes: &Shapes, value: &Value) -> Vec<Problem> {
        let errors = self.validator(shapes).into_iter().flat_map(|validator| validator.iter_errors(value));
        let mut problems: Vec<Problem> = errors.map(|error| Problem::of(&error)).collect();
        problems.sort();
        problems.dedup();
        problems
    }

    /// Takes the properties out of `value` that do not fit: what one page shows of a resource
    /// may be more than another page's reply is documented to hold. Formats do not count: an id
    /// is what the client calls it.
    pub(super) fn prune(&self, shapes: &Shapes, value: &mut Value) {
        let errors = self.validator(shapes).into_iter().flat_map(|validator| validator.iter_errors(value));
        let errors = errors.filter(|error| !matches!(error.kind(), ValidationErrorKind::Format { .. }));
        let misfits: Vec<String> = errors.map(|error| error.instance_path().as_str().to_owned()).collect();
        for pointer in misfits {
            let Some((parent, key)) = pointer.rsplit_once('/') else { continue };
            let key = key.replace("~1", "/").replace("~0", "~");
            if let Some(Value::Object(object)) = value.pointer_mut(parent) {
                object.shift_remove(&key);
            }
        }
    }

    fn validator(&self, shapes: &Shapes) -> Option<&Validator> {
        self.compiled.get_or_init(|| shapes.compile(&self.schema)).as_ref()
    }
}

impl Shapes {
    pub(super) fn new(bundle: &Value) -> Self {
        Self { bundle: json!({ "components": bundle["components"] }) }
    }

    /// What `value` refers to, or itself.
    pub(super) fn component<'a>(&'a self, value: &'a Value) -> &'a Value {
        let pointer = value["$ref"].as_str().and_then(|to| to.strip_prefix('#'));
        pointer.and_then(|pointer| self.bundle.pointer(pointer)).unwrap_or(value)
    }

    /// The schema that describes `value` under `schema`: references are followed, and of
    /// alternatives the one is taken that the discriminator selects.
    pub(super) fn select<'a>(&'a self, schema: &'a Value, value: &Value) -> &'a Value {
        let mut schema = self.component(schema);
        // Alternatives of alternatives end at some depth; a cycle must, too.
        for _ in 0..8 {
            let arm = match tag(schema) {
                Some(tag) => value[tag].as_str().map(|word| &schema["discriminator"]["mapping"][word]),
                None => {
                    schema["anyOf"].as_array().and_then(|arms| arms.iter().find(|arm| arm["type"] != "null"))
                }
            };
            schema = match arm {
                Some(Value::String(to)) => {
                    self.bundle.pointer(to.trim_start_matches('#')).unwrap_or(&Value::Null)
                }
                Some(arm) if !arm.is_null() => self.component(arm),
                _ => return schema,
            };
        }
        schema
    }

    /// The property that tells the shapes of `schema` apart.
    pub(super) fn tag<'a>(&'a self, schema: &'a Value) -> Option<&'a str> {
        tag(self.component(schema))
    }

    fn compile(&self, schema: &Value) -> Option<Validator> {
        let mut schemas = Map::new();
        let mut open = Vec::new();
        let root = self.plain(schema, &mut open);
        while let Some(name) = open.pop() {
            if !schemas.contains_key(&name) {
                let schema = self.plain(&self.bundle["components"]["schemas"][&name], &mut open);
                schemas.insert(name, schema);
            }
        }
        let whole = json!({ "allOf": [root], "components": { "schemas": schemas } });
        jsonschema::options().should_validate_formats(true).build(&whole).ok()
    }

    /// `schema` written so that each error stands at the property that is wrong: what a
    /// discriminator or `null` decides is `if` and `then`, where JSON Schema would only
    /// say that no alternative fits. The names of components it needs go to `open`.
    fn plain(&self, schema: &Value, open: &mut Vec<String>) -> Value {
        let Value::Object(object) = schema else {
            return match schema {
                Value::Array(items) => items.iter().map(|item| self.plain(item, open)).collect(),
                other => other.clone(),
            };
        };
        if let Some(tag) = tag(schema) {
            let arms = members(&schema["discriminator"]["mapping"]);
            let (mut words, mut rules) = (Vec::new(), Vec::new());
            for (word, to) in arms {
                words.push(word);
                let arm = self.plain(&json!({ "$ref": to }), open);
                rules.push(json!({ "if": { "properties": { tag: { "const": word } } }, "then": arm }));
            }
            let known =
                json!({ "type": "object", "required": [tag], "properties": { tag: { "enum": words } } });
            return json!({ "allOf": [known], "if": known, "then": { "allOf": rules } });
        }
        if let Some([arm, other]) = object.get("anyOf").and_then(Value::as_array).map(Vec::as_slice)
            && *other == json!({ "type": "null" })
        {
            return json!({ "if": { "type": "null" }, "else": self.plain(arm, open) });
        }
        let mut plain = Map::new();
        for (key, value) in object {
            match key.as_str() {
                "$ref" => {
                    let name = value.as_str().unwrap_or_default().rsplit('/').next().unwrap_or_default();
                    open.push(name.to_owned());
                    plain.insert(key.clone(), value.clone());
                }
                "properties" => {
                    let properties =
                        members(value).map(|(name, schema)| (name.to_owned(), self.plain(schema, open)));
                    let properties: Map<String, Value> = properties.collect();
                    plain.insert(key.clone(), properties.into());
                }
                "items" | "additionalProperties" | "anyOf" | "oneOf" | "allOf" => {
                    plain.insert(key.clone(), self.plain(value, open));
                }
                "type" | "format" | "const" | "enum" | "required" | "minimum" | "maximum" | "minLength"
                | "maxLength" | "minItems" | "maxItems" | "pattern" => {
                    plain.insert(key.clone(), value.clone());
                }
                // The rest describes, and refuses nothing.
                _ => {}
            }
        }
        plain.into()
    }
}

fn tag(schema: &Value) -> Option<&str> {
    schema["discriminator"]["propertyName"].as_str()
}
