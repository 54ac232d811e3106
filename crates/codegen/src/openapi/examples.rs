//! JSON from pages in, the same with the values of secrets replaced out.

use std::collections::BTreeSet;

use docparse::ir::{Api, Fact, Field, Format, Literal, Type};
use docparse::json::{Json, Member, placeholder};
use docparse::{is_secret_name, json};
use serde_json::Value;

/// What stands in place of a secret.
pub(super) const MASK: &str = "********";

/// `json`, read as a `ty`, without its secrets. Their values are added to `found`.
pub(crate) fn redact(api: &Api, json: &Json, ty: Option<&Type>, found: &mut BTreeSet<String>) -> Value {
    Redact { api, found, fill: false }.value(json, ty, false)
}

/// The same, with values of their format where the page has placeholders: an example has to
/// fit its schema.
pub(super) fn shown(api: &Api, json: &Json, ty: Option<&Type>, found: &mut BTreeSet<String>) -> Value {
    Redact { api, found, fill: true }.value(json, ty, false)
}

/// A value for `field`, if `value` is a placeholder or a mask, which is none: one that the pages
/// show for that placeholder, or any of the field's format.
fn filled(api: &Api, field: &Field, value: &Value) -> Option<Value> {
    let text = value.as_str().filter(|text| placeholder(text).is_some() || *text == MASK)?;
    if field.ty.value != Type::String || field.secret.is_some() {
        return None;
    }
    let known = field.example.as_ref().and_then(|example| match &example.value {
        Literal::String(known) if placeholder(known).is_none() && text != MASK => Some(known.as_str()),
        _ => None,
    });
    let Some(format) = field.format.as_ref().map(|format| format.value) else {
        return in_a_path(api, text).map(|param| param.value.as_str().into());
    };
    let sample = known.unwrap_or(match format {
        // The nil UUID (RFC 9562 section 5.9).
        Format::Uuid => "00000000-0000-0000-0000-000000000000",
        Format::DateTime => "1970-01-01T00:00:00Z",
        Format::Uri => "https://example.com/",
    });
    Some(sample.into())
}

/// What stands in paths where the pages write the placeholder `text`: it is one variable of theirs.
fn in_a_path<'a>(api: &'a Api, text: &str) -> Option<&'a Fact<String>> {
    let name = placeholder(text)?;
    let params = api.endpoints.iter().flat_map(|endpoint| endpoint.path.params());
    params.filter(|param| param.name.wire == name).find_map(|param| param.example.as_ref())
}

struct Redact<'a> {
    api: &'a Api,
    found: &'a mut BTreeSet<String>,
    /// Whether placeholders give way to values.
    fill: bool,
}

impl Redact<'_> {
    fn value(&mut self, json: &Json, ty: Option<&Type>, secret: bool) -> Value {
        match &json.value {
            json::Value::String(text) if secret && placeholder(text).is_none() && !text.is_empty() => {
                self.found.insert(text.clone());
                MASK.into()
            }
            json::Value::Number(number) if secret => {
                self.found.insert(number.to_string());
                0.into()
            }
            json::Value::Array(items) => {
                let item = match ty {
                    Some(Type::List(item)) => Some(&**item),
                    _ => None,
                };
                items.iter().map(|json| self.value(json, item, secret)).collect()
            }
            json::Value::Object(members) => {
                let mut object = serde_json::Map::new();
                for member in members {
                    object.insert(member.key.value.clone(), self.member(member, json, ty, secret));
                }
                object.into()
            }
            _ => json.to_value(),
        }
    }

    fn member(&mut self, member: &Member, json: &Json, ty: Option<&Type>, secret: bool) -> Value {
        let known = field(self.api, ty, json, &member.key.value);
        let (ty, hidden) = match ty {
            Some(Type::Map(value)) => (Some(&**value), is_secret_name(&member.key.value)),
            _ => match known {
                // A constant is on every page, and the discriminator must stay.
                Some(field) if field.constant.is_some() && field.secret.is_none() => {
                    return member.value.to_value();
                }
                // Of an object, only the name tells.
                Some(field) => {
                    (Some(&field.ty.value), field.secret.is_some() || is_secret_name(&member.key.value))
                }
                None => (None, is_secret_name(&member.key.value)),
            },
        };
        // What is under a secret is one: `"password": {"value": …}`.
        let value = self.value(&member.value, ty, secret || hidden);
        let sample = known.filter(|_| self.fill).and_then(|field| filled(self.api, field, &value));
        sample.unwrap_or(value)
    }
}

/// The field `key` of `ty`; of a union, that of the arm the object's tag selects.
fn field<'a>(api: &'a Api, ty: Option<&Type>, object: &Json, key: &str) -> Option<&'a Field> {
    let named = |id| api.model(id).fields.iter().find(|field: &&Field| field.name.wire == key);
    match ty? {
        Type::Model(id) => named(*id),
        Type::Union(id) => {
            let union = api.union(*id);
            let tag = object.get(&union.tag.wire).and_then(|member| member.value.as_str());
            let arm = union.variants.iter().find(|variant| Some(variant.tag.value.as_str()) == tag);
            arm.and_then(|variant| named(variant.model))
        }
        _ => None,
    }
}
