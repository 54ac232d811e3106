//! DOC025: a property has rows for its children, and its own row gives a type that has none.

use super::Context;
use crate::diag::{Diagnostic, Sink, codes};
use crate::ir::ContradictionKind;

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in cx.contradictions(ContradictionKind::ParentNotObject) {
        let sides: Vec<_> = std::iter::once(&found.winner).chain(&found.losers).collect();
        let Some(own) = sides.iter().find(|side| side.says != "object") else { continue };
        let Some(child) = sides.iter().find(|side| side.says == "object") else { continue };
        let message = format!("`{}` is {}, and has rows for its properties", found.property, own.says);
        let read_as = if found.winner.says == "object" { "read as an object" } else { "believed" };
        sink.push(
            Diagnostic::new(&codes::PARENT_NOT_OBJECT, own.evidence.span, message)
                .label(read_as)
                .related(child.evidence.span, "a property of it")
                .help("write `Object` as its type, or remove the rows of its properties"),
        );
    }
}
