//! DOC039: a sample could not be read back. Found while samples are compared (DOC038).

use super::Context;
use crate::diag::{Diagnostic, codes};
use crate::ir::Sample;
use crate::snippet::Unread;

pub(super) fn finding(cx: &Context<'_>, sample: &Sample, unread: &Unread) -> Diagnostic {
    let file = cx.sources.get(sample.code.span.source);
    let mut first = file.line_span(file.line(sample.code.span.start));
    first.start = sample.code.span.start.min(first.end);
    let message = format!("the {} sample was not read: {}", sample.language.value.trim(), unread.why);
    let finding = Diagnostic::new(&codes::SAMPLE_UNREAD, first, message)
        .label("not compared with the page")
        .help("compare it by hand");
    if unread.span == sample.code.span {
        finding
    } else {
        finding.related(unread.span, "the reading ended here")
    }
}
