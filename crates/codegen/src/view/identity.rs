//! The API in, what the lock knows its types, calls and properties by out.
//!
//! A type is known by a place it is used at, `create-store#request.configuration`, and not
//! by its name, which our own rules make: a better rule must not rename it.

use std::collections::{BTreeMap, BTreeSet};

use docparse::ir::{Api, Endpoint, Field, ModelId, Operation, Presence, QueryParam, Type, UnionId};
use docparse::source::SourceId;

use crate::names::SUCCESS;

/// Every place each type is used at, sorted.
#[derive(Default)]
pub(super) struct Places<'a> {
    pages: BTreeMap<SourceId, &'a str>,
    /// Operations on each page: most have one.
    operations: BTreeMap<SourceId, usize>,
    models: BTreeMap<ModelId, BTreeSet<String>>,
    unions: BTreeMap<UnionId, BTreeSet<String>>,
}

impl<'a> Places<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let pages = api.pages.iter().map(|page| (page.source, page.id.value.as_str())).collect();
        let mut places = Self { pages, ..Self::default() };
        let none = &BTreeSet::new();
        for operation in api.endpoints.iter().flat_map(|endpoint| &endpoint.operations) {
            *places.operations.entry(operation.page).or_default() += 1;
        }
        for endpoint in &api.endpoints {
            for operation in &endpoint.operations {
                let page = places.page(endpoint, operation);
                if let Some(body) = &operation.body {
                    places.walk(api, &body.ty, format!("{page}#request"), none);
                }
                for (status, ty) in replies(operation) {
                    places.walk(api, ty, format!("{page}#{status}"), none);
                }
            }
        }
        // What a client sends and gets may be a choice of what pages have one by one, which
        // are known by their own pages already.
        let own: BTreeSet<ModelId> = places.models.keys().copied().collect();
        for (endpoint, call) in api.calls() {
            for operation in call.operations.iter().map(|index| &endpoint.operations[*index]) {
                let page = places.page(endpoint, operation);
                if let Some((_, ty)) = &call.body {
                    places.walk(api, ty, format!("{page}#request"), &own);
                }
                if let Some(ty) = &call.reply {
                    places.walk(api, ty, format!("{page}#reply"), &own);
                }
            }
        }
        places
    }

    /// The id of an operation's page; on a page with several, what it calls, too.
    pub(super) fn page(&self, endpoint: &Endpoint, operation: &Operation) -> String {
        let page = self.pages.get(&operation.page).copied().unwrap_or_default();
        match self.operations.get(&operation.page) {
            Some(2..) => format!("{page} {}", route(endpoint)),
            _ => page.to_owned(),
        }
    }

    pub(super) fn model(&self, id: ModelId) -> Vec<String> {
        self.models.get(&id).into_iter().flatten().cloned().collect()
    }

    pub(super) fn union(&self, id: UnionId) -> Vec<String> {
        self.unions.get(&id).into_iter().flatten().cloned().collect()
    }

    /// Where `field` of any of `models` is.
    pub(super) fn field(&self, models: &[ModelId], field: &Field) -> Vec<String> {
        let places = models.iter().filter_map(|id| self.models.get(id)).flatten();
        let places: BTreeSet<String> = places.map(|place| format!("{place}.{}", field.name.wire)).collect();
        places.into_iter().collect()
    }

    /// Notes what `ty`, used at `place`, is made of, but for models in `but`. Each model is
    /// entered once, at its first place.
    fn walk(&mut self, api: &Api, ty: &Type, place: String, but: &BTreeSet<ModelId>) {
        let mut seen = but.clone();
        let mut waiting = vec![(ty, place)];
        while let Some((ty, place)) = waiting.pop() {
            let mut model = |id: ModelId, place: String, waiting: &mut Vec<_>| {
                if seen.insert(id) {
                    let field = |field| -> (&Type, String) { part(field, &place) };
                    waiting.extend(api.model(id).fields.iter().map(field));
                    self.models.entry(id).or_default().insert(place);
                }
            };
            match ty {
                Type::List(item) | Type::Map(item) => waiting.push((item, place)),
                Type::Model(id) => model(*id, place, &mut waiting),
                Type::Union(id) => {
                    let union = api.union(*id);
                    if self.unions.entry(*id).or_default().insert(format!("{place}|{}", union.tag.wire)) {
                        for variant in &union.variants {
                            model(variant.model, format!("{place}|{}", variant.tag.value), &mut waiting);
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

/// What an operation may answer with, by status. Where there is one success, whatever its status
/// is, it is known as that: another status makes no other type of it.
fn replies(operation: &Operation) -> impl Iterator<Item = (String, &Type)> {
    let typed = operation.responses.iter().filter_map(|reply| Some((reply.status.value, reply.ty.as_ref()?)));
    let is_success = |status: u16| (200..300).contains(&status);
    let successes = typed.clone().filter(|(status, _)| is_success(*status)).count();
    typed.map(move |(status, ty)| match is_success(status) && successes == 1 {
        true => (SUCCESS.to_owned(), ty),
        false => (status.to_string(), ty),
    })
}

fn part<'f>(field: &'f Field, place: &str) -> (&'f Type, String) {
    (&field.ty.value, format!("{place}.{}", field.name.wire))
}

/// `nullable list of string required`: what code that uses a property depends on, whatever the
/// property is called.
pub(super) fn kind(field: &Field, listed: bool) -> String {
    let word = match &field.ty.value {
        _ if listed => Some("enumeration"),
        ty if field.secret.is_some() && *innermost(ty) == Type::String => Some("secret"),
        _ => None,
    };
    let text = of_type(&field.ty.value, word, field.presence.value);
    if field.nullable.is_some() { format!("nullable {text}") } else { text }
}

/// The same of a parameter.
pub(super) fn kind_of_param(param: &QueryParam) -> String {
    of_type(&param.ty.value, None, param.presence.value)
}

fn innermost(ty: &Type) -> &Type {
    match ty {
        Type::List(item) | Type::Map(item) => innermost(item),
        ty => ty,
    }
}

fn of_type(mut ty: &Type, word: Option<&str>, presence: Presence) -> String {
    let mut text = String::new();
    loop {
        match ty {
            Type::List(item) => {
                text.push_str("list of ");
                ty = item;
            }
            Type::Map(item) => {
                text.push_str("map of ");
                ty = item;
            }
            _ => break,
        }
    }
    text.push_str(word.unwrap_or(ty.word()));
    if presence == Presence::Required {
        text.push_str(" required");
    }
    text
}

/// `POST /v1/environments/{}/stores`: what a call does, whatever its parameters are called.
pub(super) fn route(endpoint: &Endpoint) -> String {
    format!("{} {}", endpoint.method.value.wire(), endpoint.path.shape())
}
