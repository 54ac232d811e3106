//! DOC035: a property is required in the table, and may be left out in a sentence.

use super::Context;
use crate::diag::{Diagnostic, Sink, codes};
use crate::ir::{How, Presence};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for (_, field) in cx.request_fields() {
        let against = field.presence.against.iter().find(|claim| claim.evidence.how == How::Prose);
        let Some(prose) = against.filter(|_| field.presence.value == Presence::Required) else { continue };
        let message =
            format!("`{}` is required in the table, and the text says it may be left out", field.path);
        sink.push(
            Diagnostic::new(&codes::PRESENCE_DIFFERS, field.presence.span(), message)
                .label("believed")
                .related(prose.evidence.span, "the text")
                .help("make the row say `Optional`, or change the sentence"),
        );
    }
}
