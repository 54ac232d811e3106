//! Two trees of one object in, whether they agree and what either has out.

use super::shape::{Prop, Shape};

/// Whether no property has one type here and another there, and the two are about the same
/// object: they share more than half of the smaller one's properties, HAL's own aside.
pub(super) fn is_same(a: &Prop, b: &Prop) -> bool {
    let own = |prop: &&Prop| !prop.wire.starts_with('_');
    let size = |prop: &Prop| prop.node.props.iter().filter(own).count();
    let common = a.node.props.iter().filter(own).filter(|prop| b.node.get(&prop.wire).is_some()).count();
    common > 0 && common * 2 > size(a).min(size(b)) && agrees(a, b)
}

/// Whether no property has one type here and another there.
pub(super) fn agrees(a: &Prop, b: &Prop) -> bool {
    b.node.props.iter().all(|theirs| match a.node.get(&theirs.wire) {
        Some(own) => fits(&own.shape().value, &theirs.shape().value) && agrees(own, theirs),
        None => true,
    })
}

/// Whether one may stand for the other: what was only seen empty or `null` tells nothing.
fn fits(a: &Shape, b: &Shape) -> bool {
    let empty = |shape: &Shape| matches!(shape, Shape::Map(_)) && is_vague(shape);
    match (a, b) {
        (Shape::Any, _) | (_, Shape::Any) => true,
        (Shape::List(a), Shape::List(b)) | (Shape::Map(a), Shape::Map(b)) => fits(a, b),
        (Shape::Object, other) | (other, Shape::Object) if empty(other) => true,
        (Shape::Integer, Shape::Number) | (Shape::Number, Shape::Integer) => true,
        (a, b) => a == b,
    }
}

fn is_vague(shape: &Shape) -> bool {
    match shape {
        Shape::Any => true,
        Shape::List(item) | Shape::Map(item) => is_vague(item),
        _ => false,
    }
}

/// Adds what `other` says to `prop`. The first statement about a thing stays.
pub(super) fn merge(prop: &mut Prop, other: &Prop) {
    // The first example decides on the type: one that is empty tells less than any other.
    let at = if is_vague(&prop.shape().value) { 0 } else { prop.shown.len() };
    prop.shown.splice(at..at, other.shown.iter().cloned());
    prop.stated = prop.stated.take().or(other.stated.clone());
    prop.deprecated = prop.deprecated.or(other.deprecated);
    prop.row = prop.row.or(other.row);
    prop.mutable = prop.mutable.take().or(other.mutable.clone());
    prop.description = prop.description.take().or(other.description.clone());
    prop.listed |= other.listed;
    for child in &other.node.props {
        match prop.node.get_mut(&child.wire) {
            Some(own) => merge(own, child),
            None => prop.node.add(below(child, &prop.path)),
        }
    }
}

/// The same tree as a whole body: an item of a list is what its own page shows.
pub(super) fn as_whole(prop: &Prop) -> Prop {
    let mut whole = prop.clone();
    whole.wire.clear();
    whole.listed = false;
    set_path(&mut whole, String::new());
    whole
}

/// The same tree under another object.
fn below(prop: &Prop, parent: &str) -> Prop {
    let mut moved = prop.clone();
    let path = if parent.is_empty() { prop.wire.clone() } else { format!("{parent}.{}", prop.wire) };
    set_path(&mut moved, path);
    moved
}

fn set_path(prop: &mut Prop, path: String) {
    for child in &mut prop.node.props {
        let own = if path.is_empty() { child.wire.clone() } else { format!("{path}.{}", child.wire) };
        set_path(child, own);
    }
    prop.node.set_path(&path);
    prop.path = path;
}
