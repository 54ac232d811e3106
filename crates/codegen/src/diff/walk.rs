//! Differences as they are found in, changes out: each once, with the operations it is about.

use std::collections::{BTreeMap, BTreeSet};

use docparse::ir::{ModelId, Type, UnionId};
use docparse::source::Span;

use super::{Change, Class, Edition, Kind, Place, Subject, shapes};
use crate::openapi::join;

/// An object, or one of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    Model(ModelId),
    Union(UnionId),
}

impl Shape {
    pub(super) fn of(ty: &Type) -> Option<Self> {
        match ty {
            Type::Model(id) => Some(Self::Model(*id)),
            Type::Union(id) => Some(Self::Union(*id)),
            _ => None,
        }
    }
}

/// What a shape was, and what it is.
pub(super) type Pair = (Shape, Shape);

/// Which way something travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    Request,
    Reply,
}

/// Where a pair of shapes is used: by the number of an operation, the body and the path in it.
#[derive(Default)]
struct Uses {
    request: BTreeMap<usize, (Subject, String)>,
    reply: BTreeMap<usize, (Subject, String)>,
}

/// What a difference is about.
pub(super) enum About {
    /// All of the service.
    Service,
    /// One operation, and the ways it concerns.
    Operation(usize, Vec<Way>),
    /// Every use of a pair of shapes, but for the ways that are ruled out; and the path from there.
    Shapes { pair: Pair, request: bool, reply: bool, path: String },
}

/// A difference, as it is found.
pub(super) struct Found {
    pub(super) kind: &'static Kind,
    pub(super) subject: Subject,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    pub(super) old: Option<Span>,
    pub(super) new: Option<Span>,
}

impl Found {
    pub(super) fn new(kind: &'static Kind, subject: Subject, old: Option<Span>, new: Option<Span>) -> Self {
        Self { kind, subject, before: None, after: None, old, new }
    }

    /// What it was, and what it is.
    pub(super) fn saying(
        mut self,
        before: impl Into<Option<String>>,
        after: impl Into<Option<String>>,
    ) -> Self {
        self.before = before.into();
        self.after = after.into();
        self
    }
}

/// What was found so far.
pub(super) struct Walk<'a> {
    pub(super) old: Edition<'a>,
    pub(super) new: Edition<'a>,
    operations: Vec<Place>,
    pairs: BTreeMap<Pair, Uses>,
    found: Vec<(About, Found)>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(old: Edition<'a>, new: Edition<'a>) -> Self {
        Self { old, new, operations: Vec::new(), pairs: BTreeMap::new(), found: Vec::new() }
    }

    /// Takes in an operation, and gives its number.
    pub(super) fn operation(&mut self, place: Place) -> usize {
        self.operations.push(place);
        self.operations.len() - 1
    }

    pub(super) fn found(&mut self, about: About, found: Found) {
        self.found.push((about, found));
    }

    /// Follows a pair of shapes that `operation` uses at `path` in `body`, and whatever they are
    /// made of. A pair is compared when it is met first.
    pub(super) fn follow(&mut self, pair: Pair, operation: usize, body: &Subject, path: String) {
        let mut waiting = vec![(pair, path)];
        let mut seen = BTreeSet::new();
        while let Some((pair, path)) = waiting.pop() {
            if !seen.insert(pair) {
                continue;
            }
            let is_new = !self.pairs.contains_key(&pair);
            let uses = self.pairs.entry(pair).or_default();
            let uses = if *body == Subject::RequestBody { &mut uses.request } else { &mut uses.reply };
            uses.entry(operation).or_insert_with(|| (body.clone(), path.clone()));
            if is_new {
                shapes::compare(self, pair);
            }
            // What stands first on the page is taken first.
            waiting.extend(shapes::parts(self, pair, &path).into_iter().rev());
        }
    }

    pub(super) fn finish(self) -> Vec<Change> {
        let Self { operations, pairs, found, .. } = self;
        let changes =
            found.into_iter().filter_map(|(about, found)| change(&operations, &pairs, about, found));
        merged(changes)
    }
}

/// One row of a data model may describe a property of many shapes: what changed there is one
/// change, known by the place in either edition.
fn merged(changes: impl Iterator<Item = Change>) -> Vec<Change> {
    type Same = (&'static str, String, Option<String>, Option<String>, bool, Span);
    let mut places: BTreeMap<Same, usize> = BTreeMap::new();
    let mut merged: Vec<Change> = Vec::new();
    for change in changes {
        let Some((_, _, wire)) = change.keys.first() else {
            merged.push(change);
            continue;
        };
        let same = |(is_new, span): (bool, Option<Span>)| -> Option<Same> {
            Some((change.kind.id, wire.clone(), change.before.clone(), change.after.clone(), is_new, span?))
        };
        let same: Vec<Same> =
            [(false, change.old), (true, change.new)].into_iter().filter_map(same).collect();
        let known = same.iter().find_map(|same| places.get(same).copied());
        let at = known.unwrap_or(merged.len());
        same.into_iter().for_each(|same| {
            places.entry(same).or_insert(at);
        });
        match known {
            Some(at) => add(&mut merged[at], change),
            None => merged.push(change),
        }
    }
    merged
}

/// Adds to a change the same one of another shape. The shortest path names it.
fn add(change: &mut Change, other: Change) {
    change.request = change.request.max(other.request);
    change.reply = change.reply.max(other.reply);
    let length = |subject: &Subject| subject.words().1.map_or(0, |name| name.len());
    if length(&other.subject) < length(&change.subject) {
        change.subject = other.subject;
    }
    for place in other.operations {
        if !change.operations.contains(&place) {
            change.operations.push(place);
        }
    }
    change.keys.extend(other.keys);
}

fn change(operations: &[Place], pairs: &BTreeMap<Pair, Uses>, about: About, found: Found) -> Option<Change> {
    let Found { kind, mut subject, before, after, old, new } = found;
    let mut numbers = BTreeSet::new();
    let mut keys = Vec::new();
    let (request, reply) = match about {
        About::Service => (true, true),
        About::Operation(number, ways) => {
            numbers.insert(number);
            (ways.contains(&Way::Request), ways.contains(&Way::Reply))
        }
        About::Shapes { pair, request: sent, reply: comes, path } => {
            let none = Uses::default();
            let uses = pairs.get(&pair).unwrap_or(&none);
            let sent = Some(&uses.request).filter(|uses| sent && !uses.is_empty());
            let comes = Some(&uses.reply).filter(|uses| comes && !uses.is_empty());
            let (_, (body, root)) = sent.or(comes)?.first_key_value()?;
            if let (Shape::Model(old), Shape::Model(new)) = pair {
                keys.push((old, new, path.clone()));
            }
            subject = at(body, root, &path);
            numbers.extend(sent.into_iter().chain(comes).flat_map(BTreeMap::keys));
            (sent.is_some(), comes.is_some())
        }
    };
    let class = |on: bool, class: Class| on.then_some(class);
    Some(Change {
        kind,
        subject,
        request: class(request, kind.request),
        reply: class(reply, kind.reply),
        before,
        after,
        old,
        new,
        operations: numbers.into_iter().map(|number| operations[number].clone()).collect(),
        keys,
    })
}

/// A property by its whole path. What is at the root of a body is that body.
fn at(body: &Subject, root: &str, path: &str) -> Subject {
    match (root, path) {
        ("", "") => body.clone(),
        (root, "") => Subject::Property(root.to_owned()),
        (root, path) => Subject::Property(join(root, path)),
    }
}
