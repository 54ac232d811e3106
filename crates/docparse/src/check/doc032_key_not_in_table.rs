//! DOC032: the body example has a property that the request model does not list.

use super::{Context, is_listed};
use crate::diag::{Diagnostic, Sink, codes};
use crate::ir::{Field, Model};
use crate::source::Span;

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for model in cx.request_models() {
        // An object with one row of its own, and none for what is in it, is described by the example.
        if !model.fields.iter().any(is_listed) {
            continue;
        }
        for field in model.fields.iter().filter(|field| !is_listed(field)) {
            if let Some(seen) = field.seen.first() {
                sink.push(finding(model, field, seen.span));
            }
        }
    }
}

fn finding(model: &Model, field: &Field, seen: Span) -> Diagnostic {
    let message = format!("`{}` is in the example and not in the request model", field.path);
    let finding = Diagnostic::new(&codes::KEY_NOT_IN_TABLE, seen, message)
        .label("read as optional")
        .help("add a row for it to the request model");
    // Rows stand before what only the example has, so the last of them is found from the front.
    let listed = model.fields.iter().take_while(|field| is_listed(field));
    match listed.filter(|field| field.ty.span().source == seen.source).last() {
        Some(last) => {
            let row = last.row.map_or(last.ty.span(), |row| row.span);
            finding.related(row, "the rows of this object end here")
        }
        None => finding,
    }
}
