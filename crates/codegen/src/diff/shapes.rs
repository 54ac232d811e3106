//! Two types in, how they differ out; two shapes in, what they are made of and how they differ.

use docparse::ir::{Api, ModelId, Type};
use docparse::source::{SourceId, Span};

use super::kinds::{TAG_CHANGED, TYPE_CHANGED, TYPE_NARROWED, TYPE_WIDENED, VARIANT_ADDED, VARIANT_REMOVED};
use super::walk::{About, Found, Pair, Shape, Walk};
use super::{Kind, Subject, properties};
use crate::openapi::join;

/// How `new` differs from `old`, apart from what is in their shapes.
pub(super) fn kind(old: &Type, new: &Type) -> Option<&'static Kind> {
    if Shape::of(old).is_some() && Shape::of(new).is_some() {
        return None;
    }
    match (old, new) {
        (Type::List(old), Type::List(new)) | (Type::Map(old), Type::Map(new)) => kind(old, new),
        (old, new) if old == new => None,
        (old, new) if holds(new, old) => Some(&TYPE_WIDENED),
        (old, new) if holds(old, new) => Some(&TYPE_NARROWED),
        _ => Some(&TYPE_CHANGED),
    }
}

/// Whether every value of `narrow` is one of `wide`.
fn holds(wide: &Type, narrow: &Type) -> bool {
    match (wide, narrow) {
        (Type::Any, Type::Binary) => false,
        (Type::Any, _) | (Type::Number, Type::Integer) => true,
        (Type::OneOf(wide), Type::OneOf(narrow)) => {
            narrow.iter().all(|narrow| wide.iter().any(|wide| wide == narrow || holds(wide, narrow)))
        }
        (Type::OneOf(wide), narrow) => wide.iter().any(|wide| wide == narrow || holds(wide, narrow)),
        (Type::Map(_), narrow) => Shape::of(narrow).is_some(),
        _ => false,
    }
}

/// The word for a type: `array of string`.
pub(super) fn words(ty: &Type) -> String {
    match ty {
        Type::Model(_) | Type::Union(_) => "object".to_owned(),
        ty => crate::openapi::type_words(ty),
    }
}

/// The pair of shapes in a pair of types, and the path to it.
pub(super) fn inner(old: &Type, new: &Type, path: &str) -> Option<(Pair, String)> {
    match (old, new) {
        (Type::List(old), Type::List(new)) => inner(old, new, &format!("{path}[]")),
        (Type::Map(old), Type::Map(new)) => inner(old, new, &join(path, "*")),
        _ => Some(((Shape::of(old)?, Shape::of(new)?), path.to_owned())),
    }
}

/// What a pair of shapes is made of, with the path to each.
pub(super) fn parts(walk: &Walk<'_>, pair: Pair, path: &str) -> Vec<(Pair, String)> {
    if let (Shape::Model(old), Shape::Model(new)) = pair {
        return properties::common(walk, old, new)
            .into_iter()
            .filter_map(|(old, new)| inner(&old.ty.value, &new.ty.value, &join(path, &new.name.wire)))
            .collect();
    }
    let (arms, _, _) = matched(&arms(walk.old.api, pair.0), &arms(walk.new.api, pair.1));
    arms.into_iter()
        .map(|(old, new)| ((Shape::Model(old.model), Shape::Model(new.model)), path.to_owned()))
        .collect()
}

/// Compares what a pair of shapes says itself.
pub(super) fn compare(walk: &mut Walk<'_>, pair: Pair) {
    if let (Shape::Model(old), Shape::Model(new)) = pair {
        return properties::compare(walk, old, new);
    }
    let (old, new) = (arms(walk.old.api, pair.0), arms(walk.new.api, pair.1));
    let (both, gone, more) = matched(&old, &new);
    let at = |arms: &[Arm<'_>]| arms.first().and_then(|arm| arm.span);
    let about = || About::Shapes { pair, request: true, reply: true, path: String::new() };
    if let (Shape::Union(before), Shape::Union(after)) = pair {
        let (before, after) = (&walk.old.api.union(before).tag.wire, &walk.new.api.union(after).tag.wire);
        if before != after {
            let (before, after) = (before.clone(), after.clone());
            let found = Found::new(&TAG_CHANGED, Subject::RequestBody, at(&old), at(&new));
            walk.found(about(), found.saying(before, after));
        }
    }
    if both.is_empty() {
        let words = |shape| match shape {
            Shape::Model(_) => "one object".to_owned(),
            Shape::Union(_) => "one of several objects".to_owned(),
        };
        let found = Found::new(&TYPE_CHANGED, Subject::RequestBody, at(&old), at(&new));
        return walk.found(about(), found.saying(words(pair.0), words(pair.1)));
    }
    for arm in gone {
        let found = Found::new(&VARIANT_REMOVED, Subject::RequestBody, arm.span, None);
        walk.found(about(), found.saying(arm.tag.map(str::to_owned), None));
    }
    for arm in more {
        let found = Found::new(&VARIANT_ADDED, Subject::RequestBody, None, arm.span);
        walk.found(about(), found.saying(None, arm.tag.map(str::to_owned)));
    }
}

/// One of several objects. A shape that is no choice is one without a tag.
#[derive(Clone, Copy)]
struct Arm<'a> {
    tag: Option<&'a str>,
    model: ModelId,
    page: Option<SourceId>,
    page_id: &'a str,
    span: Option<Span>,
}

fn arms(api: &Api, shape: Shape) -> Vec<Arm<'_>> {
    let page_id = |page: Option<SourceId>| page.map_or("", |page| super::page_id(api, page));
    match shape {
        Shape::Model(model) => {
            let page = api.model(model).pages.first().copied();
            let span = properties::span(api, model);
            vec![Arm { tag: None, model, page, page_id: page_id(page), span }]
        }
        Shape::Union(id) => {
            let arm = |variant: &'_ docparse::ir::Variant| (variant.model, variant.page, variant.tag.span());
            let variants = api.union(id).variants.iter();
            variants
                .map(|variant| {
                    let (model, page, span) = arm(variant);
                    Arm {
                        tag: Some(&variant.tag.value),
                        model,
                        page: Some(page),
                        page_id: page_id(Some(page)),
                        span: Some(span),
                    }
                })
                .collect()
        }
    }
}

type Matched<'a> = (Vec<(Arm<'a>, Arm<'a>)>, Vec<Arm<'a>>, Vec<Arm<'a>>);

/// Arms of one tag; of what has none, those of one page; then what is alone on both sides. And
/// what is left on either.
fn matched<'a>(old: &[Arm<'a>], new: &[Arm<'a>]) -> Matched<'a> {
    let (mut old, mut new) = (old.to_vec(), new.to_vec());
    let mut both = Vec::new();
    let rules: [fn(&Arm<'_>, &Arm<'_>) -> bool; 2] = [
        |old, new| old.tag.is_some() && old.tag == new.tag,
        |old, new| {
            (old.tag.is_none() || new.tag.is_none()) && old.page.is_some() && old.page_id == new.page_id
        },
    ];
    for same in rules {
        old.retain(|arm| match new.iter().position(|other| same(arm, other)) {
            Some(at) => {
                both.push((*arm, new.remove(at)));
                false
            }
            None => true,
        });
    }
    (both, old, new)
}
