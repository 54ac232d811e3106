//! DOC036: a documented reply shows the value of a secret.

use super::Context;
use crate::diag::{Diagnostic, Sink, codes};
use crate::lower::each_secret;

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let operations = cx.api.endpoints.iter().flat_map(|endpoint| &endpoint.operations);
    let responses = operations.flat_map(|operation| &operation.responses);
    for example in responses.flat_map(|response| &response.examples) {
        each_secret(&example.json, &mut |value, key| {
            let message = format!("the reply shows a value of `{key}`, which is a secret");
            sink.push(
                Diagnostic::new(&codes::SECRET_IN_REPLY, value.inner(), message)
                    .label("hidden in everything generated")
                    .help("use a placeholder such as `{{clientSecret}}` if the value is real"),
            );
        });
    }
}
