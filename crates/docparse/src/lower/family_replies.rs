//! Endpoints with their models in, replies that may hold any variant of a family out.
//!
//! `POST …/stores` makes stores of several kinds, told apart by `type`. `GET …/stores/{id}`
//! returns one of any kind, whatever kind its page shows, and `GET …/stores` a list of them.
//! That is so only if every example on the page has the tag, with a value that the family
//! knows. A kind that nobody documented is still kept as it came: unions of replies are open.

use std::collections::BTreeSet;

use super::path;
use crate::ir::{Endpoint, Method, Model, ModelId, Role, Type, Union, UnionId};
use crate::json::{Json, Value};

/// A route whose `POST` answers with a union.
struct Family {
    route: String,
    union: UnionId,
}

/// Gives the replies of each family's other operations the family's union.
pub(super) fn unite(endpoints: &mut [Endpoint], models: &mut [Model], unions: &[Union]) {
    let creates = endpoints.iter().filter(|endpoint| endpoint.method.value == Method::Post);
    let families: Vec<Family> = creates
        .filter_map(|endpoint| {
            let union = endpoint.calls.iter().find_map(|call| match call.reply {
                Some(Type::Union(union)) => Some(union),
                _ => None,
            })?;
            Some(Family { route: path::route(&endpoint.path), union })
        })
        .collect();
    for family in &families {
        let one = format!("{}/{{}}", family.route);
        for endpoint in endpoints.iter_mut() {
            let route = path::route(&endpoint.path);
            let reads_one = route == one && endpoint.method.value != Method::Delete;
            let lists = route == family.route && endpoint.method.value == Method::Get;
            if reads_one || lists {
                answer(endpoint, family.union, models, unions);
            }
        }
    }
}

fn answer(endpoint: &mut Endpoint, union: UnionId, models: &mut [Model], unions: &[Union]) {
    let known = &unions[union.0 as usize];
    for at in 0..endpoint.operations.len() {
        for response in &mut endpoint.operations[at].responses {
            let Some(before) = response.ty.clone().filter(|_| response.status.value < 400) else { continue };
            let examples: Vec<&Json> = response.examples.iter().map(|example| &example.json).collect();
            let Some(ty) = united(&before, &examples, union, known, models) else { continue };
            let calls = endpoint.calls.iter_mut().filter(|call| call.operations.contains(&at));
            for call in calls.filter(|call| call.reply.as_ref() == Some(&before)) {
                call.reply = Some(ty.clone());
            }
            response.ty = Some(ty);
        }
    }
}

/// `ty` with the union in place of the model that is one of its variants: the reply itself,
/// or the items of a list in it. `None` if no such model is there.
fn united(
    ty: &Type,
    examples: &[&Json],
    union: UnionId,
    known: &Union,
    models: &mut [Model],
) -> Option<Type> {
    match ty {
        Type::List(item) => {
            let items: Vec<&Json> = examples.iter().flat_map(|json| items(json)).collect();
            let item = united(item, &items, union, known, models)?;
            Some(Type::List(Box::new(item)))
        }
        Type::Model(id) if is_variant(*id, examples, known, models) => {
            for json in examples {
                learn(*id, json, known, models);
            }
            Some(Type::Union(union))
        }
        Type::Model(id) => {
            let fields = models[id.0 as usize].fields.len();
            let mut found = false;
            for index in 0..fields {
                let field = &models[id.0 as usize].fields[index];
                let (key, inner) = (field.name.wire.clone(), field.ty.value.clone());
                let holds = matches!(inner, Type::List(_)) || key == "_embedded";
                let values: Vec<&Json> =
                    examples.iter().filter_map(|json| Some(&json.get(&key)?.value)).collect();
                if holds && let Some(ty) = united(&inner, &values, union, known, models) {
                    models[id.0 as usize].fields[index].ty.value = ty;
                    found = true;
                }
            }
            found.then_some(Type::Model(*id))
        }
        _ => None,
    }
}

fn items(json: &Json) -> &[Json] {
    match &json.value {
        Value::Array(items) => items,
        _ => &[],
    }
}

/// Whether every example has the tag, with the value of a variant.
fn is_variant(id: ModelId, examples: &[&Json], known: &Union, models: &[Model]) -> bool {
    let has_tag = models[id.0 as usize].fields.iter().any(|field| field.name.wire == known.tag.wire);
    has_tag && !examples.is_empty() && examples.iter().all(|json| variant(json, known).is_some())
}

fn variant(json: &Json, known: &Union) -> Option<ModelId> {
    let value = json.get(&known.tag.wire)?.value.as_str()?;
    known.variants.iter().find(|variant| variant.tag.value == value).map(|variant| variant.model)
}

/// Adds to the example's variant what this reply shows and the family's did not.
fn learn(from: ModelId, json: &Json, known: &Union, models: &mut [Model]) {
    if let Some(to) = variant(json, known) {
        complete(to, from, json, models, &mut BTreeSet::new());
    }
}

fn complete(
    to: ModelId,
    from: ModelId,
    json: &Json,
    models: &mut [Model],
    seen: &mut BTreeSet<(ModelId, ModelId)>,
) {
    // What can be sent too is not to get what only comes back.
    if to == from || models[to.0 as usize].role != Role::Response || !seen.insert((to, from)) {
        return;
    }
    for field in models[from.0 as usize].fields.clone() {
        let Some(member) = json.get(&field.name.wire) else { continue };
        let known = models[to.0 as usize].fields.iter().find(|known| known.name == field.name);
        match (known.map(|known| known.ty.value.clone()), &field.ty.value) {
            (None, _) => models[to.0 as usize].fields.push(field),
            (Some(Type::Model(to)), Type::Model(from)) => complete(to, *from, &member.value, models, seen),
            _ => {}
        }
    }
}
