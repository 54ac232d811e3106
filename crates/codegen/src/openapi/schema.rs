//! A JSON Schema (draft 2020-12) as OpenAPI 3.1 uses it.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value;

use super::document::Source;

/// A schema. Field order is key order in the files.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Schema {
    #[serde(rename = "$ref", skip_serializing_if = "Option::is_none")]
    pub(super) reference: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Vec::is_empty", serialize_with = "one_or_many")]
    pub(super) types: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) format: Option<&'static str>,
    /// All values that there are.
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    pub(super) closed: Vec<Value>,
    #[serde(rename = "const", skip_serializing_if = "Option::is_none")]
    pub(super) constant: Option<Value>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) description: String,
    #[serde(skip_serializing_if = "is_false")]
    pub(super) deprecated: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub(super) read_only: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub(super) write_only: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) minimum: Option<serde_json::Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) maximum: Option<serde_json::Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) min_length: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) max_length: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) min_items: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) max_items: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) default: Option<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) examples: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) one_of: Vec<Schema>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) any_of: Vec<Schema>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) discriminator: Option<Discriminator>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) items: Option<Box<Schema>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) required: Vec<String>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub(super) properties: IndexMap<String, Schema>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) additional_properties: Option<Box<Schema>>,
    /// Values that the documentation lists; there may be others, so this is no `enum`.
    #[serde(rename = "x-extensible-enum", skip_serializing_if = "Vec::is_empty")]
    pub(super) values: Vec<Value>,
    #[serde(rename = "x-sensitive", skip_serializing_if = "is_false")]
    pub(super) sensitive: bool,
    #[serde(rename = "x-source", skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<Source>,
}

/// Which property's value selects which schema (OpenAPI 3.1, section 4.8.25).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Discriminator {
    pub(super) property_name: String,
    pub(super) mapping: BTreeMap<String, String>,
}

impl Schema {
    /// A schema of one JSON type.
    pub(super) fn of(kind: &'static str) -> Self {
        Self { types: vec![kind], ..Self::default() }
    }

    /// A reference to a component.
    pub(super) fn to(component: &str) -> Self {
        Self { reference: Some(reference(component)), ..Self::default() }
    }

    /// What a page writes as `shown`, as a value of this schema's type: `1` is the text `"1"`
    /// where text is wanted, and the other way round. Nothing, if it is none.
    pub(super) fn fit(&self, shown: Value) -> Option<Value> {
        let text = match &shown {
            Value::String(text) => text.clone(),
            Value::Null | Value::Array(_) | Value::Object(_) => return Some(shown),
            scalar => scalar.to_string(),
        };
        let read = || serde_json::from_str::<Value>(&text).ok();
        match (self.types.as_slice(), &self.items) {
            (["string"], _) => Some(text.into()),
            (["boolean"], _) => read().filter(Value::is_boolean),
            (["integer"], _) => read().filter(|value| value.is_i64() || value.is_u64()),
            (["number"], _) => read().filter(Value::is_number),
            (["array"], Some(items)) => text.split(',').map(|item| items.fit(item.trim().into())).collect(),
            _ => Some(shown),
        }
    }

    /// The names of the components this schema refers to.
    pub(super) fn references<'s>(&'s self, found: &mut Vec<&'s str>) {
        found.extend(self.reference.iter().filter_map(|to| to.strip_prefix(SCHEMAS)));
        let parts = self.one_of.iter().chain(&self.any_of).chain(self.properties.values());
        for part in parts.chain(self.items.as_deref()).chain(self.additional_properties.as_deref()) {
            part.references(found);
        }
    }
}

/// The address of the component `name` in the same document.
pub(super) fn reference(name: &str) -> String {
    format!("{SCHEMAS}{name}")
}

const SCHEMAS: &str = "#/components/schemas/";

pub(super) fn is_false(flag: &bool) -> bool {
    !*flag
}

/// One type is written as a word, several as a list.
fn one_or_many<S: serde::Serializer>(types: &[&str], serializer: S) -> Result<S::Ok, S::Error> {
    match types {
        [one] => serializer.serialize_str(one),
        many => serializer.collect_seq(many),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_a_page_writes_gets_the_type_of_its_schema() {
        let numbers = Schema { items: Some(Box::new(Schema::of("integer"))), ..Schema::of("array") };
        for (schema, shown, value) in [
            (Schema::of("integer"), json!("50"), Some(json!(50))),
            (Schema::of("string"), json!(1), Some(json!("1"))),
            (Schema::of("boolean"), json!("true"), Some(json!(true))),
            (Schema::of("integer"), json!("many"), None),
            (numbers, json!("1, 2"), Some(json!([1, 2]))),
        ] {
            assert_eq!(schema.fit(shown), value);
        }
    }
}
