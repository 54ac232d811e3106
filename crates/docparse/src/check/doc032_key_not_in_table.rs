//! DOC032: the body example has a property that the request model does not list.

use super::Context;
use crate::diag::{Diagnostic, Sink, codes};
use crate::ir::ContradictionKind;

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in cx.contradictions(ContradictionKind::NotInTable) {
        let message = format!("`{}` is in the example and not in the request model", found.property);
        sink.push(
            Diagnostic::new(&codes::KEY_NOT_IN_TABLE, found.winner.evidence.span, message)
                .label("read as optional")
                .related(found.losers[0].evidence.span, "the rows of this object end here")
                .help("add a row for it to the request model"),
        );
    }
}
