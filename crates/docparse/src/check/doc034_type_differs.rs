//! DOC034: the request model gives a property one type, and the example shows another.

use super::Context;
use crate::diag::{Diagnostic, Sink, codes};
use crate::ir::ContradictionKind;

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in cx.contradictions(ContradictionKind::TypeDiffers) {
        let (stated, shown) = (&found.winner.says, &found.losers[0]);
        let message = format!(
            "`{}` is {stated} in the request model, and the example shows {}",
            found.property, shown.says
        );
        sink.push(
            Diagnostic::new(&codes::TYPE_DIFFERS, found.winner.evidence.span, message)
                .label("believed")
                .related(shown.evidence.span, format!("a value of type {}", shown.says))
                .help("correct the type in the table, or the value in the example"),
        );
    }
}
