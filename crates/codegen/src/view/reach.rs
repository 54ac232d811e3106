//! Which models are reached from which types.

use std::collections::BTreeSet;

use docparse::ir::{Api, Field, Model, ModelId, Role, Type, UnionId};

/// Models and unions.
#[derive(Default)]
pub(super) struct Reached {
    pub(super) models: BTreeSet<ModelId>,
    pub(super) unions: BTreeSet<UnionId>,
}

impl Reached {
    /// Adds everything that `ty` is made of.
    pub(super) fn add(&mut self, api: &Api, ty: &Type) {
        // Models may hold themselves, and chains of them may be long.
        let mut waiting = vec![ty];
        while let Some(ty) = waiting.pop() {
            match ty {
                Type::List(item) | Type::Map(item) => waiting.push(item),
                Type::Model(id) => self.model(api, *id, &mut waiting),
                Type::Union(id) if self.unions.insert(*id) => {
                    for variant in &api.union(*id).variants {
                        self.model(api, variant.model, &mut waiting);
                    }
                }
                _ => {}
            }
        }
    }

    fn model<'a>(&mut self, api: &'a Api, id: ModelId, waiting: &mut Vec<&'a Type>) {
        if self.models.insert(id) {
            let model = api.model(id);
            let fields = model.fields.iter().filter(|field| travels(model, field));
            waiting.extend(fields.map(|field| &field.ty.value));
        }
    }
}

/// Whether a field is part of what a language makes of its model: nobody has to be offered
/// to send what only the service sets.
pub(super) fn travels(model: &Model, field: &Field) -> bool {
    model.role != Role::Request || field.read_only.is_none()
}

/// Whether a value of model `from` holds one of model `to` with nothing but models between:
/// lists, maps and arms of unions have a size of their own.
pub(super) fn holds(api: &Api, from: ModelId, to: ModelId) -> bool {
    let mut seen = BTreeSet::new();
    let mut waiting = vec![from];
    while let Some(id) = waiting.pop() {
        if id == to {
            return true;
        }
        if seen.insert(id) {
            waiting.extend(api.model(id).fields.iter().filter_map(|field| match field.ty.value {
                Type::Model(id) => Some(id),
                _ => None,
            }));
        }
    }
    false
}

/// What the fields that do not travel are made of.
pub(super) fn unsent(api: &Api) -> Reached {
    let mut reached = Reached::default();
    for model in &api.models {
        let unsent = model.fields.iter().filter(|field| !travels(model, field));
        unsent.for_each(|field| reached.add(api, &field.ty.value));
    }
    reached
}
