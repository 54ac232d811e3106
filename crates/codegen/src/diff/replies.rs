//! Two operations in, how what they send and what comes back differs out.

use docparse::ir::{Body, Operation, Response, Type};
use docparse::source::Span;

use super::kinds::*;
use super::walk::{About, Found, Walk, Way};
use super::{Kind, Subject, shapes};

/// Compares what is sent.
pub(super) fn body(walk: &mut Walk<'_>, operation: usize, old: &Operation, new: &Operation) {
    let about = || About::Operation(operation, vec![Way::Request]);
    let at = |body: &Body| Some(body.media_type.span());
    match (&old.body, &new.body) {
        (None, None) => {}
        (None, Some(body)) => {
            walk.found(about(), Found::new(&ADDED_REQUIRED, Subject::RequestBody, None, at(body)));
        }
        (Some(body), None) => {
            walk.found(about(), Found::new(&REMOVED, Subject::RequestBody, at(body), None));
        }
        (Some(before), Some(after)) => {
            // Parameters of media types stay; names have no case (RFC 9110, section 8.3.1).
            let (from, to) = (&before.media_type.value, &after.media_type.value);
            if !from.eq_ignore_ascii_case(to) {
                let found = Found::new(&MEDIA_TYPE_CHANGED, Subject::RequestBody, at(before), at(after));
                walk.found(about(), found.saying(from.clone(), to.clone()));
            }
            let places = (at(before), at(after));
            whole(walk, operation, Way::Request, Subject::RequestBody, (&before.ty, &after.ty), places);
        }
    }
}

/// Compares what comes back.
pub(super) fn replies(walk: &mut Walk<'_>, operation: usize, old: &Operation, new: &Operation) {
    let about = || About::Operation(operation, vec![Way::Reply]);
    let of =
        |replies: &[Response], status: u16| replies.iter().position(|reply| reply.status.value == status);
    for after in &new.responses {
        let status = after.status.value;
        let to = Some(after.status.span());
        let Some(before) = of(&old.responses, status).map(|at| &old.responses[at]) else {
            walk.found(about(), Found::new(&ADDED, Subject::Reply(status), None, to));
            continue;
        };
        let from = Some(before.status.span());
        let mut lone = |kind: &'static Kind| {
            walk.found(about(), Found::new(kind, Subject::ReplyBody(status), from, to));
        };
        match (&before.ty, &after.ty) {
            (None, None) => {}
            (None, Some(_)) => lone(&ADDED),
            (Some(_), None) => lone(&REMOVED),
            (Some(before), Some(after)) => {
                let subject = Subject::ReplyBody(status);
                whole(walk, operation, Way::Reply, subject, (before, after), (from, to));
            }
        }
        let words = |reply: &Response| {
            reply.message.as_ref().map(|message| super::properties::said(std::slice::from_ref(message)))
        };
        if words(before) != words(after) {
            walk.found(about(), Found::new(&TEXT_CHANGED, Subject::Reply(status), from, to));
        }
    }
    for before in old.responses.iter().filter(|reply| of(&new.responses, reply.status.value).is_none()) {
        let status = before.status.value;
        // Nobody waits for an error.
        let kind = if status < 400 { &REMOVED } else { &NOT_ANSWERED };
        walk.found(about(), Found::new(kind, Subject::Reply(status), Some(before.status.span()), None));
    }
}

/// Compares whole bodies.
fn whole(
    walk: &mut Walk<'_>,
    operation: usize,
    way: Way,
    subject: Subject,
    (old, new): (&Type, &Type),
    (from, to): (Option<Span>, Option<Span>),
) {
    if let Some(kind) = shapes::kind(old, new) {
        let found = Found::new(kind, subject.clone(), from, to);
        let found = found.saying(shapes::words(old), shapes::words(new));
        walk.found(About::Operation(operation, vec![way]), found);
    }
    if let Some((pair, path)) = shapes::inner(old, new, "") {
        walk.follow(pair, operation, &subject, path);
    }
}
