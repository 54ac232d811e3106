//! Models and calls in, what can be made of a read resource to send it back out.
//!
//! What `GET` answers on a path is what `PUT` on that path replaces (RFC 9110 section 9.3.4).
//! `PATCH` has none: it is to hold the changes only.

use std::collections::BTreeSet;

use docparse::ir::ModelId;

use super::docs::{Docs, Sentence, join};
use super::{CallView, ModelView, PathPart, ResourceView, SendBackView, TypeView, UnionView};

/// The key that stands for every key of a map.
const EVERY: &str = "*";

/// Says of every model and union that is read what can be sent back.
pub(super) fn add(
    docs: &Docs<'_>,
    resources: &[ResourceView],
    models: &mut [ModelView],
    unions: &mut [UnionView],
) {
    let calls = || resources.iter().flat_map(|resource| &resource.calls);
    for put in calls().filter(|call| call.method == "PUT") {
        let Some(sent) = put.body.as_ref().and_then(|body| body.ty.clone()) else { continue };
        let gets = calls().filter(|call| call.method == "GET" && is_same_path(put, call));
        let read: Vec<TypeView> = gets.chain([put]).filter_map(|call| call.reply.clone()).collect();
        // Without a page about reading, the reply to the last change is what is known.
        for read in read {
            match (&read, &sent) {
                (read, sent) if read == sent => {}
                (TypeView::Model(read), TypeView::Model(_) | TypeView::Union(_)) => {
                    model(docs, put, *read, &sent, models, unions);
                }
                (TypeView::Union(read), TypeView::Model(_) | TypeView::Union(_)) => {
                    let arms: Vec<ModelId> =
                        unions[read.0 as usize].variants.iter().map(|variant| variant.model).collect();
                    arms.into_iter().for_each(|arm| model(docs, put, arm, &sent, models, unions));
                    let view = view(docs, put, &sent, Vec::new(), Vec::new());
                    push(&mut unions[read.0 as usize].send_back, view);
                }
                _ => {}
            }
        }
    }
}

fn model(
    docs: &Docs<'_>,
    put: &CallView,
    read: ModelId,
    sent: &TypeView,
    models: &mut [ModelView],
    unions: &[UnionView],
) {
    let targets = targets(sent, unions);
    let own = &models[read.0 as usize];
    let mut walk = Walk { told: own.fields.iter().any(|field| field.kept_back), ..Walk::default() };
    let mut left_out = Vec::new();
    leave_out(read, &targets, models, unions, &mut walk, &mut left_out);
    let mut anew: Vec<String> = Vec::new();
    for field in targets.iter().flat_map(|target| &models[target.0 as usize].fields) {
        let comes_back = own.fields.iter().any(|known| known.wire == field.wire)
            || own.constants.iter().any(|known| known.wire == field.wire);
        if !comes_back && !anew.contains(&field.name) {
            anew.push(field.name.clone());
        }
    }
    let view = view(docs, put, sent, left_out, anew);
    push(&mut models[read.0 as usize].send_back, view);
}

fn push(views: &mut Vec<SendBackView>, view: SendBackView) {
    if !views.iter().any(|known| known.call == view.call) {
        views.push(view);
    }
}

fn view(
    docs: &Docs<'_>,
    put: &CallView,
    sent: &TypeView,
    left_out: Vec<Vec<String>>,
    anew: Vec<String>,
) -> SendBackView {
    let mut doc = docs.starts(&put.pages);
    if !anew.is_empty() {
        let mut sentence =
            Sentence::default().text("Not known from what was read, so to be set if need be: ");
        for (index, name) in anew.iter().enumerate() {
            sentence = sentence.text(if index == 0 { "" } else { ", " }).code(name);
        }
        join(&mut doc, docs.sentence(sentence.text(".")));
    }
    SendBackView { call: put.name.clone(), ty: sent.clone(), left_out, doc }
}

/// Whether two calls are about the same thing, whatever its parameters are called.
fn is_same_path(a: &CallView, b: &CallView) -> bool {
    let same = |pair: (&PathPart, &PathPart)| match pair {
        (PathPart::Literal(a), PathPart::Literal(b)) => a == b,
        (PathPart::Param { .. }, PathPart::Param { .. }) => true,
        _ => false,
    };
    a.base == b.base && a.path.len() == b.path.len() && a.path.iter().zip(&b.path).all(same)
}

/// The models that a value of a type may be an object of.
fn targets(ty: &TypeView, unions: &[UnionView]) -> Vec<ModelId> {
    match ty {
        TypeView::Model(id) => vec![*id],
        TypeView::Union(id) => unions[id.0 as usize].variants.iter().map(|variant| variant.model).collect(),
        TypeView::List(item) | TypeView::Map(item) => targets(item, unions),
        _ => Vec::new(),
    }
}

/// The way down from the whole body.
#[derive(Default)]
struct Walk {
    path: Vec<String>,
    /// Whether the docs tell what only comes back; if not, it is what the request lacks.
    told: bool,
    /// Models that are being looked at: they may hold themselves.
    open: BTreeSet<ModelId>,
}

/// Collects the keys of `read` that cannot be sent back and that none of `targets` has. What
/// can be changed goes back, though the request's page may not list it: a replacement would
/// lose it. HAL's own members are about the reply (draft-kelly-json-hal-11 section 4.1).
fn leave_out(
    read: ModelId,
    targets: &[ModelId],
    models: &[ModelView],
    unions: &[UnionView],
    walk: &mut Walk,
    left_out: &mut Vec<Vec<String>>,
) {
    if targets.is_empty() || !walk.open.insert(read) {
        return;
    }
    for field in &models[read.0 as usize].fields {
        let named = |target: &&ModelView| {
            target.fields.iter().any(|known| known.wire == field.wire)
                || target.constants.iter().any(|known| known.wire == field.wire)
        };
        let sent: Vec<&ModelView> =
            targets.iter().map(|target| &models[target.0 as usize]).filter(named).collect();
        walk.path.push(field.wire.clone());
        if sent.is_empty() {
            if !walk.told || field.kept_back || matches!(field.wire.as_str(), "_links" | "_embedded") {
                left_out.push(walk.path.clone());
            }
        } else {
            let known = sent.iter().flat_map(|target| &target.fields);
            let known = known.filter(|known| known.wire == field.wire);
            let inner: Vec<ModelId> = known.flat_map(|known| self::targets(&known.ty, unions)).collect();
            let depth = walk.path.len();
            walk.path.extend(maps(&field.ty));
            for held in self::targets(&field.ty, unions) {
                if !inner.contains(&held) {
                    leave_out(held, &inner, models, unions, walk, left_out);
                }
            }
            walk.path.truncate(depth);
        }
        walk.path.pop();
    }
    walk.open.remove(&read);
}

/// A step for every map around what a type holds.
fn maps(ty: &TypeView) -> Vec<String> {
    match ty {
        TypeView::Map(item) => [EVERY.to_owned()].into_iter().chain(maps(item)).collect(),
        TypeView::List(item) => maps(item),
        _ => Vec::new(),
    }
}
