//! Two operations in, how what stands in their paths, queries and headers differs out.

use docparse::ir::{Api, Header, HeaderValue, Operation, Path, Presence, QueryParam, Type};

use super::kinds::*;
use super::properties::{Said, flipped, value};
use super::walk::{About, Found, Walk, Way};
use super::{Kind, Subject};

/// Headers that say what other parts of an operation say too, and that every client sets itself.
const SAID_ELSEWHERE: &[&str] = &["accept", "content-type", "content-length", "host", "user-agent"];

/// Compares the parameters of a path. It has the same shape in both, or it was found to have moved.
pub(super) fn path(walk: &mut Walk<'_>, operation: usize, old: &Path, new: &Path) {
    for (before, after) in old.params().zip(new.params()) {
        let subject = || Subject::PathParameter(after.name.wire.clone());
        let (from, to) = (before.ty.span(), after.ty.span());
        if before.name.wire != after.name.wire {
            let found = Found::new(&RENAMED, subject(), Some(from), Some(to));
            let found = found.saying(before.name.wire.clone(), after.name.wire.clone());
            push(walk, operation, found);
        }
        values(walk, operation, &subject(), &Said::of_type(&before.ty), &Said::of_type(&after.ty));
    }
}

/// Compares what may stand in the query.
pub(super) fn query(walk: &mut Walk<'_>, operation: usize, old: &Operation, new: &Operation) {
    let named = |list: &'_ [QueryParam], wire: &str| list.iter().position(|param| param.name.wire == wire);
    let apis = (walk.old.api, walk.new.api);
    let subject = |param: &QueryParam| Subject::QueryParameter(param.name.wire.clone());
    for param in &new.query {
        match named(&old.query, &param.name.wire) {
            Some(before) => {
                values(
                    walk,
                    operation,
                    &subject(param),
                    &said(&old.query[before], apis.0),
                    &said(param, apis.1),
                );
            }
            None => {
                let required = param.presence.value == Presence::Required;
                let kind = if required { &ADDED_REQUIRED } else { &ADDED };
                push(walk, operation, Found::new(kind, subject(param), None, Some(param.ty.span())));
            }
        }
    }
    for param in old.query.iter().filter(|param| named(&new.query, &param.name.wire).is_none()) {
        push(walk, operation, Found::new(&REMOVED, subject(param), Some(param.ty.span()), None));
    }
}

fn said<'a>(param: &'a QueryParam, api: &Api) -> Said<'a> {
    Said {
        presence: Some(&param.presence),
        values: &param.values,
        default: param.default.as_ref(),
        limits: Some(&param.limits),
        docs: &param.docs,
        closed: api.service.closed_enums.is_some(),
        secret: docparse::is_secret_name(&param.name.wire),
        ..Said::of_type(&param.ty)
    }
}

fn values(walk: &mut Walk<'_>, operation: usize, subject: &Subject, old: &Said<'_>, new: &Said<'_>) {
    let mut found = Vec::new();
    value(old, new, &mut found);
    for mut one in found {
        one.subject = subject.clone();
        one.kind = as_text(one.kind, old, new);
        push(walk, operation, one);
    }
}

/// All that stands in a path or a query is text, so whatever was fine there still is.
fn as_text(kind: &'static Kind, old: &Said<'_>, new: &Said<'_>) -> &'static Kind {
    let changed = kind.id == TYPE_CHANGED.id;
    match (&old.ty.value, &new.ty.value) {
        (Type::Boolean | Type::Integer | Type::Number, Type::String) if changed => &TYPE_WIDENED,
        (Type::String, Type::Boolean | Type::Integer | Type::Number) if changed => &TYPE_NARROWED,
        _ => kind,
    }
}

/// Compares the headers that are sent.
pub(super) fn headers(walk: &mut Walk<'_>, operation: usize, old: &Operation, new: &Operation) {
    let old = own(&old.headers);
    let new = own(&new.headers);
    // Names of headers have no case (RFC 9110, section 5.1).
    let named = |list: &[&Header], wire: &str| {
        list.iter().position(|header| header.name.wire.eq_ignore_ascii_case(wire))
    };
    for header in &new {
        let subject = Subject::Header(header.name.wire.clone());
        match named(&old, &header.name.wire).map(|at| old[at]) {
            None => {
                let kind = if required(header) { &ADDED_REQUIRED } else { &ADDED };
                push(walk, operation, Found::new(kind, subject, None, Some(header.span)));
            }
            Some(before) => {
                let flip = flipped(required(before), required(header), &MADE_REQUIRED, &MADE_OPTIONAL);
                if let Some(kind) = flip {
                    let found = Found::new(kind, subject.clone(), Some(before.span), Some(header.span));
                    push(walk, operation, found);
                }
                let (from, to) = (shown(before), shown(header));
                let kind = match (&before.value, &header.value) {
                    // What the caller fills in may be called anything.
                    (HeaderValue::From(_), HeaderValue::From(_)) => continue,
                    (
                        HeaderValue::Credential { scheme: from, .. },
                        HeaderValue::Credential { scheme: to, .. },
                    ) if from == to => {
                        continue;
                    }
                    _ if from == to => continue,
                    (_, HeaderValue::From(_)) => &CONSTANT_REMOVED,
                    (HeaderValue::From(_), _) => &CONSTANT_ADDED,
                    _ => &VALUE_CHANGED,
                };
                let found = Found::new(kind, subject, Some(before.span), Some(header.span));
                push(walk, operation, found.saying(from, to));
            }
        }
    }
    for header in old.iter().filter(|header| named(&new, &header.name.wire).is_none()) {
        let subject = Subject::Header(header.name.wire.clone());
        // A server ignores what it does not know (RFC 9110, section 5.1); what one could ask for with
        // a header is gone with it.
        let kind = if required(header) { &NOT_NEEDED } else { &REMOVED };
        push(walk, operation, Found::new(kind, subject, Some(header.span), None));
    }
}

fn required(header: &Header) -> bool {
    header.presence == Presence::Required
}

fn own(headers: &[Header]) -> Vec<&Header> {
    let elsewhere =
        |header: &&Header| !SAID_ELSEWHERE.contains(&header.name.wire.to_ascii_lowercase().as_str());
    headers.iter().filter(elsewhere).collect()
}

fn shown(header: &Header) -> String {
    match &header.value {
        HeaderValue::Fixed(_) if docparse::is_secret_name(&header.name.wire) => "***".to_owned(),
        HeaderValue::Fixed(value) => value.clone(),
        HeaderValue::Credential { scheme, .. } => format!("{scheme} and a credential"),
        HeaderValue::From(_) => "a value of the caller's".to_owned(),
    }
}

fn push(walk: &mut Walk<'_>, operation: usize, found: Found) {
    walk.found(About::Operation(operation, vec![Way::Request]), found);
}
