//! What pages show as replies, for tests without a network. Secrets are not in it.

use std::collections::BTreeSet;

use docparse::ir::{Api, Endpoint, Operation};

use super::tokens::{Code, quoted};
use crate::openapi::redact;

/// A table with a line for each page's successful reply.
pub(super) fn examples(api: &Api, code: &mut Code) {
    code.line("use crate::runtime::testing::Example;");
    code.space();
    code.doc(["What the documentation shows."]);
    let all =
        api.endpoints.iter().flat_map(|endpoint| endpoint.operations.iter().map(move |one| (endpoint, one)));
    let all: Vec<_> = all.collect();
    if all.is_empty() {
        code.line("pub(crate) const EXAMPLES: &[Example] = &[];");
        return;
    }
    let each = |code: &mut Code| {
        all.iter().for_each(|(endpoint, operation)| example(api, endpoint, operation, code));
    };
    code.nest("pub(crate) const EXAMPLES: &[Example] = &[", each, "];");
}

fn example(api: &Api, endpoint: &Endpoint, operation: &Operation, code: &mut Code) {
    let success = |status: u16| (200..300).contains(&status);
    let reply = operation.responses.iter().find(|response| success(response.status.value));
    // A page that says nothing of the status means the one that has no body.
    let status = reply.map_or(204, |reply| reply.status.value);
    let shown = reply.and_then(|reply| Some((reply.examples.first()?, reply.ty.as_ref())));
    let body = shown.map_or_else(String::new, |(example, ty)| {
        redact(api, &example.json, ty, &mut BTreeSet::new()).to_string()
    });
    let tag = match &operation.tag {
        Some(tag) => format!("Some(({}, {}))", quoted(&tag.property), quoted(&tag.value.value)),
        None => "None".to_owned(),
    };
    let (method, route) = (quoted(endpoint.method.value.wire()), quoted(&endpoint.path.template()));
    let body = quoted(&body);
    code.line(format!(
        "Example {{ method: {method}, route: {route}, tag: {tag}, status: {status}, body: {body} }},"
    ));
}
