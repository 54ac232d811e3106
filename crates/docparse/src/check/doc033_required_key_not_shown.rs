//! DOC033: a property is required, and the body example does not have it.

use super::Context;
use crate::diag::{Diagnostic, Sink, codes};
use crate::ir::ContradictionKind;

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in cx.contradictions(ContradictionKind::RequiredNotShown) {
        let message = format!("`{}` is required, and the example does not have it", found.property);
        sink.push(
            Diagnostic::new(&codes::REQUIRED_KEY_NOT_SHOWN, found.winner.evidence.span, message)
                .label("required here")
                .help("add it to the example, or make the row say `Optional`"),
        );
    }
}
