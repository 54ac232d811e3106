//! DOC052: several pages document one method and path, and nothing tells them apart.

use std::collections::BTreeSet;

use super::Context;
use crate::diag::{Diagnostic, Sink, codes};
use crate::ir::{Endpoint, HeaderValue, Operation};

/// Whether each page sends another media type: that tells them apart.
fn media_types_differ(endpoint: &Endpoint) -> bool {
    let types: BTreeSet<&str> = endpoint.operations.iter().filter_map(media_type).collect();
    types.len() == endpoint.operations.len()
}

/// What a page says it sends, even where it shows no body.
fn media_type(operation: &Operation) -> Option<&str> {
    let header = operation.headers.iter().find_map(|header| match &header.value {
        HeaderValue::Fixed(value) if header.name.wire.eq_ignore_ascii_case("content-type") => {
            Some(value.as_str())
        }
        _ => None,
    });
    operation.body.as_ref().map(|body| body.media_type.value.as_str()).or(header)
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
