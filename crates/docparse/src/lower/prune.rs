//! Models in, those that something holds out, numbered anew.

use std::collections::BTreeMap;

use crate::ir::{Endpoint, Model, ModelId, Type, Union};

/// Removes the models that no body, reply or union leads to.
pub(super) fn unused(endpoints: &mut [Endpoint], models: &mut Vec<Model>, unions: &mut [Union]) {
    let mut waiting: Vec<ModelId> = Vec::new();
    each_type(endpoints, &mut |ty| waiting.extend(held(ty)));
    waiting.extend(unions.iter().flat_map(|union| &union.variants).map(|variant| variant.model));
    let mut kept = vec![false; models.len()];
    while let Some(id) = waiting.pop() {
        if !std::mem::replace(&mut kept[id.0 as usize], true) {
            let fields = &models[id.0 as usize].fields;
            waiting.extend(fields.iter().filter_map(|field| held(&field.ty.value)));
        }
    }
    if kept.iter().all(|kept| *kept) {
        return;
    }
    let old = (0..).map(ModelId).zip(&kept).filter(|(_, kept)| **kept).map(|(id, _)| id);
    let new: BTreeMap<ModelId, ModelId> = old.zip((0..).map(ModelId)).collect();
    let mut flags = kept.iter();
    models.retain(|_| flags.next().copied().unwrap_or(true));
    each_type(endpoints, &mut |ty| renumber(ty, &new));
    for field in models.iter_mut().flat_map(|model| &mut model.fields) {
        renumber(&mut field.ty.value, &new);
    }
    for variant in unions.iter_mut().flat_map(|union| &mut union.variants) {
        variant.model = new[&variant.model];
    }
}

fn each_type(endpoints: &mut [Endpoint], visit: &mut impl FnMut(&mut Type)) {
    for endpoint in endpoints {
        for operation in &mut endpoint.operations {
            operation.body.iter_mut().for_each(|body| visit(&mut body.ty));
            operation.responses.iter_mut().filter_map(|response| response.ty.as_mut()).for_each(&mut *visit);
        }
        for call in &mut endpoint.calls {
            call.body.iter_mut().for_each(|(_, ty)| visit(ty));
            call.reply.iter_mut().for_each(&mut *visit);
        }
    }
}

/// The model that a type holds, alone or in lists and maps. Unions are asked for theirs.
fn held(ty: &Type) -> Option<ModelId> {
    match ty {
        Type::Model(id) => Some(*id),
        Type::List(item) | Type::Map(item) => held(item),
        _ => None,
    }
}

fn renumber(ty: &mut Type, new: &BTreeMap<ModelId, ModelId>) {
    match ty {
        Type::Model(id) => {
            if let Some(new) = new.get(id) {
                *id = *new;
            }
        }
        Type::List(item) | Type::Map(item) => renumber(item, new),
        Type::OneOf(types) => types.iter_mut().for_each(|ty| renumber(ty, new)),
        _ => {}
    }
}
