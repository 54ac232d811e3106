//! Operations in, replies that may hold any variant of a family out.
//!
//! `POST …/stores` makes stores of several kinds, told apart by `type`. `GET …/stores/{id}`
//! returns one of any kind, whatever kind its page shows, and `GET …/stores` a list of them.
//! That is so only if every example on the page has the tag, with a value that the family
//! knows. A kind that nobody documented is still kept as it came: unions of replies are open.
//! What such an example shows of its kind, the kind has wherever it comes back.

use super::draft::Draft;
use super::group::Group;
use super::shape::{self, Prop};
use super::{merge, path, reads};
use crate::ir::{Endpoint, Method, Model, ModelId, Type, Union, UnionId};
use crate::json::{Json, Value};

/// A route whose `POST` answers with a union.
struct Family {
    route: String,
    union: UnionId,
}

/// Adds to each variant's reply what the family's other operations show of that variant.
pub(super) fn teach(groups: &mut [Group<'_>]) {
    for family in 0..groups.len() {
        let Group { drafts, tag: Some(tag) } = &groups[family] else { continue };
        if drafts[0].method.value != Method::Post {
            continue;
        }
        let route = path::route(&drafts[0].path);
        let others = groups.iter().filter(|group| group.tag.is_none()).flat_map(|group| &group.drafts);
        let others = others.filter(|other| reads::route(other) == route);
        let shown: Vec<Json> = others.flat_map(shown_by).filter(|json| json.get(tag).is_some()).collect();
        let links = links(&shown);
        let tag = tag.clone();
        for draft in &mut groups[family].drafts {
            let Some(own) = draft.tags.iter().find(|own| own.property == tag) else { continue };
            let is_own = |json: &&Json| {
                json.get(&tag).is_some_and(|member| member.value.as_str() == Some(&own.value.value))
            };
            let shown: Vec<Json> = shown.iter().filter(is_own).cloned().collect();
            let replies = draft.replies.iter_mut().filter(|reply| (200..300).contains(&reply.status.value));
            for root in replies.filter_map(|reply| reply.root.as_mut()) {
                learn(root, &shown, draft.request.as_ref());
                // What can be done with a resource depends on its state, whatever its kind.
                if let Some(links) = &links {
                    merge::merge(root, links);
                }
            }
        }
    }
}

/// The resources that a page's replies show.
fn shown_by(draft: &Draft<'_>) -> Vec<Json> {
    let mut shown = Vec::new();
    for (reply, list) in reads::places(draft) {
        for example in &draft.replies[reply].examples {
            let inside = list.iter().try_fold(example, |json, key| Some(&json.get(key)?.value));
            match inside.map(|json| (json, &json.value)) {
                Some((_, Value::Array(items))) => shown.extend(items.iter().cloned()),
                Some((json, _)) => shown.push(json.clone()),
                None => {}
            }
        }
    }
    shown
}

/// Every link that any of the resources has, HAL's `_links` and nothing else.
fn links(shown: &[Json]) -> Option<Prop> {
    let only = |json: &Json| {
        let links = json.get("_links")?.clone();
        Some(Json { value: Value::Object(vec![links].into()), span: json.span })
    };
    let links: Vec<Json> = shown.iter().filter_map(only).collect();
    let mut links = shape::reply(&links)?;
    links.shown.clear();
    Some(links)
}

fn learn(root: &mut Prop, shown: &[Json], request: Option<&Prop>) {
    let Some(mut other) = shape::reply(shown) else { return };
    if let Some(request) = request {
        shape::echo(&mut other.node, &request.node);
    }
    if merge::agrees(root, &other) {
        merge::merge(root, &other);
    }
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
        Type::Model(id) if is_variant(*id, examples, known, models) => Some(Type::Union(union)),
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
    has_tag && !examples.is_empty() && examples.iter().all(|json| is_known(json, known))
}

fn is_known(json: &Json, known: &Union) -> bool {
    let value = json.get(&known.tag.wire).and_then(|member| member.value.as_str());
    known.variants.iter().any(|variant| Some(variant.tag.value.as_str()) == value)
}
