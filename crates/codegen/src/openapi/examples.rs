//! JSON from pages in, the same with the values of secrets replaced out.

use std::collections::BTreeSet;

use docparse::ir::{Api, Field, Type};
use docparse::json::{Json, Member, placeholder};
use docparse::{is_secret_name, json};
use serde_json::Value;

/// What stands in place of a secret.
pub(super) const MASK: &str = "********";

/// `json`, read as a `ty`, without its secrets. Their values are added to `found`.
pub(crate) fn redact(api: &Api, json: &Json, ty: Option<&Type>, found: &mut BTreeSet<String>) -> Value {
    Redact { api, found }.value(json, ty, false)
}

struct Redact<'a> {
    api: &'a Api,
    found: &'a mut BTreeSet<String>,
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
        let (ty, hidden) = match ty {
            Some(Type::Map(value)) => (Some(&**value), is_secret_name(&member.key.value)),
            ty => match field(self.api, ty, json, &member.key.value) {
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
        self.value(&member.value, ty, secret || hidden)
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
