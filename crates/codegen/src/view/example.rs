//! JSON of a page in, a value that fits the types out.
//!
//! What does not fit is left out: an example must compile, whatever a page shows.

use docparse::ir::ModelId;
use docparse::json::{Json, Value, placeholder};

use super::{Expr, ModelView, TypeView, UnionView};

/// `json` as a value of `ty`.
pub(super) fn expr(models: &[ModelView], unions: &[UnionView], ty: &TypeView, json: &Json) -> Option<Expr> {
    match (ty, &json.value) {
        (TypeView::Secret, Value::String(_) | Value::Placeholder(_)) => Some(Expr::Secret),
        (TypeView::String | TypeView::Values(_), Value::String(text)) => Some(Expr::String(readable(text))),
        (TypeView::String | TypeView::Values(_), Value::Placeholder(name)) => {
            Some(Expr::String(hyphenated(name)))
        }
        (TypeView::Boolean, Value::Boolean(value)) => Some(Expr::Boolean(*value)),
        (TypeView::Integer, Value::Number(number)) => number.as_i64().map(Expr::Integer),
        (TypeView::Number, Value::Number(number)) => number.as_f64().map(Expr::Number),
        // Of lists of lists, and of empty ones, no example could leave the item's type out.
        (TypeView::List(item), Value::Array(items)) if !is_many(item) => {
            let items: Vec<Expr> = items.iter().filter_map(|json| expr(models, unions, item, json)).collect();
            (!items.is_empty()).then_some(Expr::List(items))
        }
        (TypeView::Map(item), Value::Object(members)) if !is_many(item) => {
            let entry = |member: &docparse::json::Member| {
                Some((member.key.value.clone(), expr(models, unions, item, &member.value)?))
            };
            let entries: Vec<(String, Expr)> = members.iter().filter_map(entry).collect();
            (!entries.is_empty()).then_some(Expr::Map(entries))
        }
        (TypeView::Model(id), Value::Object(_)) => model(models, unions, *id, json),
        (TypeView::Union(id), Value::Object(_)) => {
            let union = &unions[id.0 as usize];
            let tag = json.get(&union.tag)?.value.as_str()?;
            let arm = union.variants.iter().position(|variant| variant.tag == tag)?;
            let value = model(models, unions, union.variants[arm].model, json)?;
            Some(Expr::Arm(*id, arm, Box::new(value)))
        }
        (TypeView::Any, _) => Some(Expr::Any(without_secrets(json))),
        _ => None,
    }
}

fn model(models: &[ModelView], unions: &[UnionView], id: ModelId, json: &Json) -> Option<Expr> {
    let view = &models[id.0 as usize];
    view.builder.as_ref()?;
    let mut values = Vec::new();
    for (index, field) in view.fields.iter().enumerate() {
        // A new program should not start with what is on its way out.
        if field.hidden || field.deprecated.is_some() && !field.required {
            continue;
        }
        let member = json.get(&field.wire);
        values
            .extend(member.and_then(|member| Some((index, expr(models, unions, &field.ty, &member.value)?))));
    }
    Some(Expr::Model(id, values))
}

fn is_many(ty: &TypeView) -> bool {
    matches!(ty, TypeView::List(_) | TypeView::Map(_))
}

/// `{{envID}}` in text becomes `env-id`.
fn readable(text: &str) -> String {
    if let Some(name) = placeholder(text) {
        return hyphenated(name);
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else { break };
        out.push_str(before);
        out.push_str(&hyphenated(name));
        rest = after;
    }
    out + rest
}

/// `envID` becomes `env-id`.
pub(super) fn hyphenated(name: &str) -> String {
    docparse::words(name).join("-")
}

fn without_secrets(json: &Json) -> serde_json::Value {
    match &json.value {
        Value::Object(members) => {
            let member = |member: &docparse::json::Member| {
                let secret = docparse::is_secret_name(&member.key.value);
                let value = if secret { "***".into() } else { without_secrets(&member.value) };
                (member.key.value.clone(), value)
            };
            members.iter().map(member).collect()
        }
        Value::Array(items) => items.iter().map(without_secrets).collect(),
        Value::String(text) => readable(text).into(),
        Value::Placeholder(name) => hyphenated(name).into(),
        _ => json.to_value(),
    }
}
