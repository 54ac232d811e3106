//! Types in, JSON that fits them out, with a marker wherever a secret may be.

use std::cell::RefCell;
use std::collections::BTreeSet;

use docparse::ir::{Literal, ModelId};
use serde_json::{Map, Value, json};

use crate::view::{FieldView, ModelView, TypeView, UnionView, View};

/// Stands for text that must not be shown; the client's `runtime/contract.rs` looks for it.
const MARKER: &str = "m4rker";
/// Stands for a number that must not be shown.
const NUMBER: i64 = 7_034_700_347;
/// The value of no tag.
const UNKNOWN: &str = "UNHEARD_OF";

/// Samples of the types of a view.
pub(super) struct Samples<'a> {
    view: &'a View,
    /// Models whose values may hold a secret.
    holders: BTreeSet<ModelId>,
    /// Models that are being sampled: they may hold themselves.
    open: RefCell<BTreeSet<ModelId>>,
}

impl<'a> Samples<'a> {
    pub(super) fn new(view: &'a View) -> Self {
        let mut samples = Self { view, holders: BTreeSet::new(), open: RefCell::default() };
        loop {
            let known = samples.holders.len();
            for (index, model) in view.models.iter().enumerate() {
                if model.fields.iter().any(|field| field.hidden || samples.may_hold_secrets(&field.ty)) {
                    samples.holders.insert(ModelId(index as u32));
                }
            }
            if samples.holders.len() == known {
                return samples;
            }
        }
    }

    /// Whether a value of `ty` may hold a secret: one that pages name, one inside any JSON, or
    /// one in an arm that nobody knows yet.
    pub(super) fn may_hold_secrets(&self, ty: &TypeView) -> bool {
        match ty {
            TypeView::Secret | TypeView::Any | TypeView::Union(_) => true,
            TypeView::Map(item) if **item == TypeView::String => true,
            TypeView::List(item) | TypeView::Map(item) => self.may_hold_secrets(item),
            TypeView::Model(id) => self.holders.contains(id),
            _ => false,
        }
    }

    /// A value of `ty`, if there is one that ends.
    pub(super) fn of(&self, ty: &TypeView) -> Option<Value> {
        self.value(ty, false)
    }

    /// A value of each arm that may hold a secret, and one of an arm that nobody knows.
    pub(super) fn of_union(&self, union: &UnionView) -> Vec<Value> {
        let arms = union.variants.iter().filter(|variant| self.holders.contains(&variant.model));
        let arms = arms.filter_map(|variant| self.arm(union, &variant.tag, variant.model));
        arms.chain([unknown(union)]).collect()
    }

    fn value(&self, ty: &TypeView, hidden: bool) -> Option<Value> {
        Some(match ty {
            TypeView::Secret => MARKER.into(),
            TypeView::String | TypeView::Values(_) if hidden => MARKER.into(),
            TypeView::Integer | TypeView::Number if hidden => NUMBER.into(),
            TypeView::String | TypeView::Binary => "text".into(),
            TypeView::Values(index) => {
                self.view.values[*index].arms.first().map_or("text", |(_, text)| text).into()
            }
            TypeView::Boolean => true.into(),
            TypeView::Integer | TypeView::Number => 1.into(),
            TypeView::Any => json!({"password": MARKER, "other": [MARKER]}),
            TypeView::List(item) => self.value(item, hidden).into_iter().collect(),
            // Free keys may be called anything.
            TypeView::Map(item) if **item == TypeView::String => json!({"password": MARKER}),
            TypeView::Map(item) => {
                self.value(item, hidden).map(|value| ("key".to_owned(), value)).into_iter().collect()
            }
            TypeView::Model(id) => self.model(*id, hidden)?.into(),
            TypeView::Union(id) => {
                let union = &self.view.unions[id.0 as usize];
                let mut arms = union.variants.iter().filter(|variant| self.holders.contains(&variant.model));
                let arm = arms.find_map(|variant| self.arm(union, &variant.tag, variant.model));
                arm.unwrap_or_else(|| unknown(union))
            }
        })
    }

    fn arm(&self, union: &UnionView, tag: &str, model: ModelId) -> Option<Value> {
        let mut object = Map::from_iter([(union.tag.clone(), tag.into())]);
        for (key, value) in self.model(model, false)? {
            object.entry(key).or_insert(value);
        }
        Some(object.into())
    }

    /// An object with all that must be there, all that is no object, and all that holds secrets.
    fn model(&self, id: ModelId, hidden: bool) -> Option<Map<String, Value>> {
        if !self.open.borrow_mut().insert(id) {
            return None;
        }
        let model = &self.view.models[id.0 as usize];
        let object = self.members(model, hidden);
        self.open.borrow_mut().remove(&id);
        object
    }

    fn members(&self, model: &ModelView, hidden: bool) -> Option<Map<String, Value>> {
        let constants = model.constants.iter().map(|known| (known.wire.clone(), constant(&known.value)));
        let mut object: Map<String, Value> = constants.collect();
        for field in &model.fields {
            let must = field.required && !model.received;
            let wanted =
                must || hidden || field.hidden || is_plain(field) || self.may_hold_secrets(&field.ty);
            if !wanted {
                continue;
            }
            match self.value(&field.ty, hidden || field.hidden) {
                Some(value) => drop(object.insert(field.wire.clone(), value)),
                None if must => return None,
                None => {}
            }
        }
        Some(object)
    }
}

fn constant(value: &Literal) -> Value {
    match value {
        Literal::Null => Value::Null,
        Literal::Boolean(value) => (*value).into(),
        Literal::Number(number) => Value::Number(number.clone()),
        Literal::String(text) => text.as_str().into(),
    }
}

/// An arm that nobody knows.
fn unknown(union: &UnionView) -> Value {
    json!({(union.tag.as_str()): UNKNOWN, "name": "text", "password": MARKER})
}

fn is_plain(field: &FieldView) -> bool {
    matches!(
        field.ty,
        TypeView::String | TypeView::Boolean | TypeView::Integer | TypeView::Number | TypeView::Values(_)
    )
}

/// Whether what a page shows is what its tables say: if not, no type can hold it unchanged.
pub(super) fn fits(view: &View, ty: &TypeView, shown: &Value) -> bool {
    match (ty, shown) {
        (TypeView::Any | TypeView::Binary, _) => true,
        (TypeView::String | TypeView::Secret | TypeView::Values(_), shown) => shown.is_string(),
        (TypeView::Boolean, shown) => shown.is_boolean(),
        (TypeView::Integer, shown) => shown.is_i64(),
        (TypeView::Number, shown) => shown.is_number(),
        (TypeView::List(item), Value::Array(items)) => items.iter().all(|shown| fits(view, item, shown)),
        (TypeView::Map(item), Value::Object(members)) => {
            members.values().all(|shown| fits(view, item, shown))
        }
        (TypeView::Model(id), Value::Object(members)) => {
            let model = &view.models[id.0 as usize];
            let constants =
                model.constants.iter().all(|known| members.get(&known.wire) == Some(&constant(&known.value)));
            constants
                && model.fields.iter().all(|field| match members.get(&field.wire) {
                    None => model.received || !field.required,
                    Some(Value::Null) => field.nullable,
                    Some(shown) => fits(view, &field.ty, shown),
                })
        }
        (TypeView::Union(id), Value::Object(members)) => {
            let union = &view.unions[id.0 as usize];
            let tag = members.get(&union.tag).and_then(Value::as_str);
            let mut arms = union.variants.iter();
            let arm = arms.find(|variant| Some(variant.tag.as_str()) == tag);
            arm.is_some_and(|variant| fits(view, &TypeView::Model(variant.model), shown))
        }
        _ => false,
    }
}
