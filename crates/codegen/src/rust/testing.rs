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
    code.line("pub(crate) const EXAMPLES: &[Example] = &[");
    for (endpoint, operation) in all {
        example(api, endpoint, operation, code);
    }
    code.line("];");
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
    code.block("    Example", |code| {
        code.line(format!("    method: {},", quoted(endpoint.method.value.wire())));
        code.line(format!("    route: {},", quoted(&endpoint.path.template())));
        code.line(format!("    tag: {tag},"));
        code.line(format!("    status: {status},"));
        code.line(format!("    body: {},", quoted(&body)));
    });
    code.end_with(",");
}
