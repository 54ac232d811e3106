//! Two editions in, pairs of operations out, compared; and those that only one has.

use docparse::ir::{Endpoint, Evidence, Fact, Method, Operation};
use docparse::page::Text;
use docparse::source::{SourceSet, Span};

use super::kinds::*;
use super::properties::{flipped, said};
use super::walk::{About, Found, Walk, Way};
use super::{Edition, Kind, Place, Subject, page_id, parameters, replies};

const BOTH_WAYS: [Way; 2] = [Way::Request, Way::Reply];

/// An operation, and what it is found again by.
struct One<'a> {
    endpoint: &'a Endpoint,
    operation: &'a Operation,
    /// The path whatever its parameters are called, and the method.
    route: (String, Method),
    /// The id of its page.
    page: &'a str,
}

impl One<'_> {
    fn tag(&self) -> Option<&str> {
        self.operation.tag.as_ref().map(|tag| tag.value.value.as_str())
    }

    /// `POST /v1/stores`
    fn heading(&self) -> String {
        format!("{} {}", self.endpoint.method.value.wire(), self.endpoint.path.template())
    }
}

/// Compares every operation.
pub(super) fn compare(walk: &mut Walk<'_>) {
    let (old, new) = (all(walk.old), all(walk.new));
    let mut lines = matched(&old, &new);
    // By route of the new edition; what is gone stands where it was.
    lines.sort_by_key(|(old, new)| new.or(*old).map(|one| (&one.route, one.operation.page)));
    for line in lines {
        match line {
            (Some(old), Some(new)) => both(walk, old, new),
            (Some(gone), None) => lone(walk, gone, &new, false),
            (None, Some(more)) => lone(walk, more, &old, true),
            (None, None) => {}
        }
    }
}

fn all<'a>(edition: Edition<'a>) -> Vec<One<'a>> {
    let one = |endpoint: &'a Endpoint, operation: &'a Operation| One {
        endpoint,
        operation,
        route: (shape(endpoint), endpoint.method.value),
        page: page_id(edition.api, operation.page),
    };
    let endpoints = edition.api.endpoints.iter();
    endpoints.flat_map(|endpoint| endpoint.operations.iter().map(move |each| one(endpoint, each))).collect()
}

fn shape(endpoint: &Endpoint) -> String {
    // The same path at another server is another path.
    let base = endpoint.path.base.as_ref().map_or("", |base| base.value.as_str());
    format!("{base}{}", endpoint.path.shape())
}

type Line<'s, 'a> = (Option<&'s One<'a>>, Option<&'s One<'a>>);

/// Each operation with what it was: on one route those of one page, then of one value that
/// selects them, then what alone is left on both sides; last, a page that calls another route.
fn matched<'s, 'a>(old: &'s [One<'a>], new: &'s [One<'a>]) -> Vec<Line<'s, 'a>> {
    type Same = fn(&One<'_>, &One<'_>) -> bool;
    let rules: [(Same, bool); 4] = [
        (|old, new| old.route == new.route && old.page == new.page, false),
        (|old, new| old.route == new.route && old.tag().is_some() && old.tag() == new.tag(), false),
        (|old, new| old.route == new.route, true),
        (|old, new| old.page == new.page, true),
    ];
    let mut old: Vec<&One<'_>> = old.iter().collect();
    let mut new: Vec<&One<'_>> = new.iter().collect();
    let mut lines = Vec::new();
    for (same, alone) in rules {
        let (left, right) = (old.clone(), new.clone());
        old.retain(|one| {
            let mut others = new.iter().enumerate().filter(|(_, other)| same(one, other));
            let Some((at, _)) = others.next() else { return true };
            let only = |list: &[&One<'_>], is: &dyn Fn(&One<'_>) -> bool| {
                list.iter().filter(|other| is(other)).count() == 1
            };
            if alone
                && !(only(&right, &|other| same(one, other)) && only(&left, &|other| same(other, new[at])))
            {
                return true;
            }
            lines.push((Some(*one), Some(new.remove(at))));
            false
        });
    }
    lines.extend(old.into_iter().map(|one| (Some(one), None)));
    lines.extend(new.into_iter().map(|one| (None, Some(one))));
    lines
}

/// An operation that only one edition has. `others` are those of the edition that lacks it.
fn lone(walk: &mut Walk<'_>, one: &One<'_>, others: &[One<'_>], added: bool) {
    let api = if added { walk.new.api } else { walk.old.api };
    let number = walk.operation(Place::of(api, one.heading(), one.operation));
    let at = one.operation.title.span();
    let (old, new) = if added { (None, Some(at)) } else { (Some(at), None) };
    let shared = others.iter().any(|other| other.route == one.route && other.tag().is_some());
    let found = |kind| Found::new(kind, Subject::Operation, old, new);
    match one.tag().filter(|_| shared).map(str::to_owned) {
        // Replies of a kind come to those who asked for it.
        Some(tag) if added => {
            walk.found(About::Operation(number, vec![Way::Request]), found(&VARIANT_ADDED).saying(None, tag))
        }
        Some(tag) => walk
            .found(About::Operation(number, vec![Way::Request]), found(&VARIANT_REMOVED).saying(tag, None)),
        None => {
            let kind = if added { &ADDED } else { &REMOVED };
            walk.found(About::Operation(number, BOTH_WAYS.to_vec()), found(kind));
        }
    }
}

fn both(walk: &mut Walk<'_>, old: &One<'_>, new: &One<'_>) {
    let number = walk.operation(Place::of(walk.new.api, new.heading(), new.operation));
    let (before, after) = (old.operation, new.operation);
    let mut found = Vec::new();
    route(old, new, &mut found);
    let line = (Some(before.request_line), Some(after.request_line));
    let mut add = |kind: &'static Kind, old: Option<Span>, new: Option<Span>| {
        found.push(Found::new(kind, Subject::Operation, old.or(line.0), new.or(line.1)));
    };
    let span = |evidence: Option<Evidence>| evidence.map(|evidence| evidence.span);
    let (was, is) = (before.deprecated, after.deprecated);
    if let Some(kind) = flipped(was.is_some(), is.is_some(), &DEPRECATED, &NOT_DEPRECATED) {
        add(kind, span(was), span(is));
    }
    let texts = |operation: &Operation| -> (String, Vec<String>) {
        let texts: Vec<Fact<Text>> = operation.summary.iter().chain(&operation.notes).cloned().collect();
        (operation.title.value.trim().to_owned(), said(&texts))
    };
    if texts(before) != texts(after) {
        let at = |operation: &Operation| Some(operation.title.span());
        add(&TEXT_CHANGED, at(before), at(after));
    }
    if let Some((from, to)) = examples(walk, before, after) {
        add(&EXAMPLES_CHANGED, from, to);
    }
    for one in found {
        walk.found(About::Operation(number, BOTH_WAYS.to_vec()), one);
    }
    parameters::path(walk, number, &old.endpoint.path, &new.endpoint.path);
    parameters::query(walk, number, before, after);
    parameters::headers(walk, number, before, after);
    replies::body(walk, number, before, after);
    replies::replies(walk, number, before, after);
}

/// Where it is called, on what page, and by what value it is selected.
fn route(old: &One<'_>, new: &One<'_>, found: &mut Vec<Found>) {
    let (before, after) = (old.operation, new.operation);
    let lines = (Some(before.request_line), Some(after.request_line));
    let mut add =
        |kind: &'static Kind, from: String, to: String, (old, new): (Option<Span>, Option<Span>)| {
            found.push(Found::new(kind, Subject::Operation, old, new).saying(from, to));
        };
    if old.route != new.route {
        let whole = |one: &One<'_>| {
            let base = one.endpoint.path.base.as_ref();
            let base = base.map(|base| format!("{{{{{}}}}}", base.value)).unwrap_or_default();
            format!("{} {base}{}", one.endpoint.method.value.wire(), one.endpoint.path.template())
        };
        add(&PATH_CHANGED, whole(old), whole(new), lines);
    }
    if old.page != new.page {
        add(
            &RENAMED,
            old.page.to_owned(),
            new.page.to_owned(),
            (Some(before.title.span()), Some(after.title.span())),
        );
    }
    if let (Some(from), Some(to)) = (&before.tag, &after.tag)
        && (&from.property, &from.value.value) != (&to.property, &to.value.value)
    {
        let words = |tag: &docparse::ir::Tag| format!("{} = {}", tag.property, tag.value.value);
        add(&TAG_CHANGED, words(from), words(to), (Some(from.value.span()), Some(to.value.span())));
    }
}

/// The first example or sample that differs, apart from white space.
fn examples(walk: &Walk<'_>, old: &Operation, new: &Operation) -> Option<(Option<Span>, Option<Span>)> {
    let (before, after) = (shown(old), shown(new));
    let differs = |at: &usize| match (before.get(*at), after.get(*at)) {
        (Some(old), Some(new)) => !same(walk.old.sources, *old, walk.new.sources, *new),
        _ => true,
    };
    let at = (0..before.len().max(after.len())).find(differs)?;
    Some((before.get(at).copied(), after.get(at).copied()))
}

/// Where everything stands that a page shows of an operation.
fn shown(operation: &Operation) -> Vec<Span> {
    let sent = operation.body.iter().flat_map(|body| &body.examples);
    let comes = operation.responses.iter().flat_map(|reply| &reply.examples);
    let samples = operation.samples.iter().map(|sample| sample.code.span);
    sent.chain(comes).map(|example| example.json.span).chain(samples).collect()
}

fn same(old: &SourceSet, from: Span, new: &SourceSet, to: Span) -> bool {
    let (old, new) = (old.text(from), new.text(to));
    old == new || old.split_whitespace().eq(new.split_whitespace())
}
