//! DOC032: the body example has a property that the request model does not list.

use super::{Context, is_listed};
use crate::diag::{Diagnostic, Sink, codes};
use crate::ir::{Field, How, Model};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for (model, field) in cx.request_fields() {
        if is_listed(field) || !lists_any(model) {
            continue;
        }
        let Some(seen) = field.seen.iter().find(|evidence| evidence.how == How::Shown) else { continue };
        let on_page = |field: &&Field| is_listed(field) && field.ty.span().source == seen.span.source;
        let last = model.fields.iter().rfind(on_page);
        let mut finding = Diagnostic::new(
            &codes::KEY_NOT_IN_TABLE,
            seen.span,
            format!("`{}` is in the example and not in the request model", field.path),
        )
        .label("read as optional")
        .help("add a row for it to the request model");
        if let Some(last) = last {
            finding = finding.related(last.ty.span(), "the rows of this object end here");
        }
        sink.push(finding);
    }
}

/// Whether the page's table is about this object at all. An object with one row of its
/// own, and none for what is in it, is described by the example.
fn lists_any(model: &Model) -> bool {
    model.fields.iter().any(is_listed)
}
