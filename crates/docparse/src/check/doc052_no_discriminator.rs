//! DOC052: several pages document one method and path, and nothing tells them apart.

use std::collections::BTreeSet;

use super::Context;
use crate::diag::{Diagnostic, Sink, codes};
use crate::ir::Endpoint;

/// Whether each page sends another media type: that tells them apart.
fn media_types_differ(endpoint: &Endpoint) -> bool {
    let bodies = endpoint.operations.iter().filter_map(|operation| operation.body.as_ref());
    let types: BTreeSet<&str> = bodies.map(|body| body.media_type.value.as_str()).collect();
    types.len() == endpoint.operations.len()
}

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for endpoint in &cx.api.endpoints {
        if endpoint.calls.len() < 2 || media_types_differ(endpoint) {
            continue;
        }
        let (first, rest) = (&endpoint.operations[0], &endpoint.operations[1..]);
        let route = format!("{} {}", endpoint.method.value.wire(), endpoint.path.template());
        let message = format!(
            "{} pages document `{route}`, and no property tells them apart",
            endpoint.operations.len()
        );
        let mut finding = Diagnostic::new(&codes::NO_DISCRIMINATOR, first.title.span(), message);
        for operation in rest {
            finding = finding.related(operation.title.span(), "this page too");
        }
        sink.push(finding.help("each became an operation of its own name"));
    }
}
