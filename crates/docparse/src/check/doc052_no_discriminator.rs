//! DOC052: several pages document one method and path, and nothing tells them apart.

use super::Context;
use crate::diag::{Diagnostic, Sink, codes};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for endpoint in &cx.api.endpoints {
        if endpoint.calls.len() < 2 {
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
