//! What the settings of two editions say of the service in, how that differs out.

use docparse::ir::{Auth, Fact, Service};
use docparse::source::Span;

use super::kinds::*;
use super::walk::{About, Found, Walk};
use super::{Kind, Subject};

/// Compares servers, sign-in and errors.
pub(super) fn compare(walk: &mut Walk<'_>) {
    let (old, new) = (&walk.old.api.service, &walk.new.api.service);
    let mut found = Vec::new();
    servers(old, new, &mut found);
    sign_in(old.auth.as_ref(), new.auth.as_ref(), &mut found);
    errors(old, new, &mut found);
    let id = |service: &'_ Service| service.request_id_header.clone();
    let same = |old: &Fact<String>, new: &Fact<String>| old.value.eq_ignore_ascii_case(&new.value);
    one(Subject::RequestId, id(old).as_ref(), id(new).as_ref(), same, &VALUE_CHANGED, &mut found);
    found.into_iter().for_each(|one| walk.found(About::Service, one));
}

fn servers(old: &Service, new: &Service, found: &mut Vec<Found>) {
    let key = |server: &docparse::ir::Server| (server.placeholder.value.clone(), server.name.value.clone());
    let of = |service: &Service, wanted: &(String, String)| {
        service.servers.iter().find(|server| key(server) == *wanted).map(|server| server.url.clone())
    };
    let mut keys: Vec<_> = new.servers.iter().chain(&old.servers).map(key).collect();
    let mut seen = std::collections::BTreeSet::new();
    keys.retain(|key| seen.insert(key.clone()));
    for key in keys {
        let subject = Subject::Server(format!("{} ({{{{{}}}}})", key.1, key.0));
        let same = |old: &Fact<String>, new: &Fact<String>| old.value == new.value;
        one(subject, of(old, &key).as_ref(), of(new, &key).as_ref(), same, &ADDRESS_CHANGED, found);
    }
}

fn sign_in(old: Option<&Auth>, new: Option<&Auth>, found: &mut Vec<Found>) {
    // Who sends no credentials today need not know of them tomorrow, and the other way round.
    let kind = match (old, new) {
        (None, Some(_)) => Some(&ADDED_REQUIRED),
        (Some(_), None) => Some(&NOT_NEEDED),
        _ => None,
    };
    let at = |auth: Option<&Auth>| auth.map(|auth| auth.scheme.span());
    if let Some(kind) = kind {
        found.push(Found::new(kind, Subject::SignIn, at(old), at(new)));
    }
    let (Some(old), Some(new)) = (old, new) else { return };
    type Part = fn(&Auth) -> Option<&Fact<String>>;
    let parts: [Part; 4] = [
        |auth| Some(&auth.scheme),
        |auth| auth.token_url.as_ref(),
        |auth| auth.client_authentication.as_ref(),
        |auth| auth.scope.as_ref(),
    ];
    for part in parts {
        let (Some(from), Some(to)) = (part(old), part(new)) else { continue };
        if from.value != to.value {
            let one = Found::new(&SIGN_IN_CHANGED, Subject::SignIn, Some(from.span()), Some(to.span()));
            found.push(one.saying(from.value.clone(), to.value.clone()));
        }
    }
}

fn errors(old: &Service, new: &Service, found: &mut Vec<Found>) {
    let status = |service: &Service, wanted: u16| {
        service.errors.iter().find(|error| error.status.value == wanted).map(|error| error.status.span())
    };
    let lone = |kind: &'static Kind, subject, from: Option<Span>, to: Option<Span>| {
        Found::new(kind, subject, from, to)
    };
    for error in new.errors.iter().filter(|error| status(old, error.status.value).is_none()) {
        let subject = Subject::CommonError(error.status.value);
        found.push(lone(&ADDED, subject, None, Some(error.status.span())));
    }
    for error in old.errors.iter().filter(|error| status(new, error.status.value).is_none()) {
        let subject = Subject::CommonError(error.status.value);
        found.push(lone(&NOT_ANSWERED, subject, Some(error.status.span()), None));
    }
    let property = |service: &Service, wanted: &str| {
        service
            .error_body
            .iter()
            .find(|property| property.name.value == wanted)
            .map(|property| property.ty.clone())
    };
    let names = new.error_body.iter().chain(&old.error_body).map(|property| property.name.value.clone());
    let names: std::collections::BTreeSet<String> = names.collect();
    for name in names {
        let same = |old: &Fact<String>, new: &Fact<String>| old.value.eq_ignore_ascii_case(&new.value);
        let (from, to) = (property(old, &name), property(new, &name));
        one(Subject::ErrorProperty(name), from.as_ref(), to.as_ref(), same, &TYPE_CHANGED, found);
    }
}

/// What became of one thing that is a text.
fn one(
    subject: Subject,
    old: Option<&Fact<String>>,
    new: Option<&Fact<String>>,
    same: fn(&Fact<String>, &Fact<String>) -> bool,
    changed: &'static Kind,
    found: &mut Vec<Found>,
) {
    let kind = match (old, new) {
        (None, Some(_)) => &ADDED,
        (Some(_), None) => &REMOVED,
        (Some(old), Some(new)) if !same(old, new) => changed,
        _ => return,
    };
    let value = |fact: Option<&Fact<String>>| fact.map(|fact| fact.value.clone());
    let one = Found::new(kind, subject, old.map(Fact::span), new.map(Fact::span));
    found.push(one.saying(value(old), value(new)));
}
