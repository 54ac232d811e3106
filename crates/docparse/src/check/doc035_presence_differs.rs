//! DOC035: a property is required in the table, and may be left out in a sentence.

use super::Context;
use crate::diag::{Diagnostic, Sink, codes};
use crate::ir::ContradictionKind;

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in cx.contradictions(ContradictionKind::PresenceDiffers) {
        let message =
            format!("`{}` is required in the table, and the text says it may be left out", found.property);
        sink.push(
            Diagnostic::new(&codes::PRESENCE_DIFFERS, found.winner.evidence.span, message)
                .label("believed")
                .related(found.losers[0].evidence.span, "the text")
                .help("make the row say `Optional`, or change the sentence"),
        );
    }
}
