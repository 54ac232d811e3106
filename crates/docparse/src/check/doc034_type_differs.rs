//! DOC034: the request model gives a property one type, and the example shows another.

use super::Context;
use crate::diag::{Diagnostic, Sink, codes};
use crate::ir::How;

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for (_, field) in cx.request_fields() {
        let Some(shown) = field.ty.against.iter().find(|claim| claim.evidence.how == How::Shown) else {
            continue;
        };
        let (stated, shows) = (field.ty.value.word(), shown.value.word());
        let message =
            format!("`{}` is {stated} in the request model, and the example shows {shows}", field.path);
        sink.push(
            Diagnostic::new(&codes::TYPE_DIFFERS, field.ty.span(), message)
                .label("believed")
                .related(shown.evidence.span, format!("a value of type {shows}"))
                .help("correct the type in the table, or the value in the example"),
        );
    }
}
