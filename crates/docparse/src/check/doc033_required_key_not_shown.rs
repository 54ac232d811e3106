//! DOC033: a property is required, and the body example does not have it.

use super::{Context, is_listed};
use crate::diag::{Diagnostic, Sink, codes};
use crate::ir::{How, Presence};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for (model, field) in cx.request_fields() {
        // An example that lacks the object lacks what is in it, and is not told so twice.
        let has_example = model.fields.iter().any(|field| !field.seen.is_empty());
        let stated = field.presence.from.how >= How::Stated;
        if field.presence.value == Presence::Required
            && stated
            && field.seen.is_empty()
            && has_example
            && is_listed(field)
        {
            let message = format!("`{}` is required, and the example does not have it", field.path);
            sink.push(
                Diagnostic::new(&codes::REQUIRED_KEY_NOT_SHOWN, field.presence.span(), message)
                    .label("required here")
                    .help("add it to the example, or make the row say `Optional`"),
            );
        }
    }
}
