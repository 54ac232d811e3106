//! A page's request in other languages, and a call with the generated client.

use super::context::{Context, OperationRef};
use crate::openapi::samples_of;
use crate::rust::call_statements;

/// A request in one language.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    /// What its tab is called: `cURL`.
    pub(super) label: String,
    pub(super) code: String,
    /// Whether it is a call with the generated client.
    pub(super) ours: bool,
}

/// The samples of an operation, those of the page first.
pub(super) fn samples(cx: &Context<'_>, page: &OperationRef<'_>) -> Vec<Sample> {
    let own = samples_of(cx.api, cx.sources, page.operation);
    let mut samples: Vec<Sample> = own
        .into_iter()
        .map(|(label, code)| Sample { label, code: code.trim_end().to_owned(), ours: false })
        .collect();
    if let Some((resource, call, operation)) = cx.in_rust(page) {
        let lines = call_statements(cx.view, resource, call, operation);
        // After the command line, which is what most look for.
        let at = samples.len().min(1);
        samples.insert(at, Sample { label: "Rust client".into(), code: lines.join("\n"), ours: true });
    }
    samples
}
