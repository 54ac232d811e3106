//! An OpenAPI Overlay 1.0 file in, the changes that people want in the documents out.
//!
//! Changes are made last. One without a reason, or whose target is gone, is a finding at the
//! action in the file, and nothing is written.

mod apply;
mod node;
mod read;
mod references;

use docparse::diag::{Diagnostic, Sink, codes};
use docparse::json::Json;
use docparse::source::{SourceFile, Spanned};
use serde_json::Value;
use serde_json_path::JsonPath;

/// The changes, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Overlay {
    actions: Vec<Action>,
}

/// One change.
#[derive(Debug)]
struct Action {
    /// What it is about, as written.
    target: Spanned<String>,
    path: JsonPath,
    change: Change,
}

#[derive(Debug)]
enum Change {
    Remove,
    Update(Json),
}

impl Overlay {
    /// Reads `file`, YAML or JSON.
    pub(super) fn read(file: &SourceFile, sink: &mut Sink) -> Self {
        let actions = node::read(file, sink).map(|root| read::actions(&root, file, sink));
        Self { actions: actions.unwrap_or_default() }
    }

    /// Changes the document of all pages, in which every action has to find its target.
    pub(super) fn apply(&self, document: &mut Value, sink: &mut Sink) {
        if self.actions.is_empty() {
            return;
        }
        let before = document.clone();
        for action in &self.actions {
            let found = apply::to(action, document, sink);
            if found == 0 {
                let message = format!("nothing in the documents matches `{}`", action.target.value);
                sink.push(
                    Diagnostic::new(&codes::OVERLAY_TARGET_GONE, action.target.span, message)
                        .label("selects nothing")
                        .help("look the place up in `openapi.json`; remove the action if it is not needed any more"),
                );
            }
        }
        let mut dangling = references::dangling(document);
        dangling.retain(|_| !sink.has_errors());
        for reference in dangling {
            let Some(action) = self.breaks(&before, &reference) else { continue };
            let message = format!("after this action, `{reference}` leads nowhere");
            sink.push(
                Diagnostic::new(&codes::BAD_OVERLAY, action.target.span, message)
                    .help("remove what refers to it too, or add what it refers to"),
            );
        }
    }

    /// Changes the document of one page, which need not have every target.
    /// Components that an action refers to, and this document lacks, are taken from `bundle`.
    pub(super) fn apply_where_it_fits(&self, document: &mut Value, bundle: &Value) {
        for action in &self.actions {
            // What is wrong with an action was said of the document of all pages.
            apply::to(action, document, &mut Sink::new());
        }
        if !self.actions.is_empty() {
            references::complete(document, bundle);
        }
    }

    /// The action after which `reference` leads nowhere.
    fn breaks(&self, before: &Value, reference: &str) -> Option<&Action> {
        let mut document = before.clone();
        let mut broken = None;
        for action in &self.actions {
            apply::to(action, &mut document, &mut Sink::new());
            match references::dangling(&document).contains(reference) {
                true => broken = broken.or(Some(action)),
                false => broken = None,
            }
        }
        broken
    }
}
