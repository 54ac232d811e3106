//! A page's JSON in, the same without secrets as HTML out.

use std::collections::BTreeSet;

use docparse::ir::{Example, Type};

use super::context::Context;
use super::html::Html;
use super::json;
use crate::openapi::redact;

/// JSON from a page.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    /// What its tab is called: `201`.
    pub(super) label: String,
    pub(super) code: Html,
}

/// The examples of a body of type `ty`.
pub(super) fn shown(cx: &Context<'_>, label: &str, examples: &[Example], ty: Option<&Type>) -> Vec<Shown> {
    let mut shown: Vec<Shown> = Vec::new();
    for (number, example) in (1..).zip(examples) {
        let label = if number == 1 { label.to_owned() } else { format!("{label} ({number})") };
        let value = redact(cx.api, &example.json, ty, &mut BTreeSet::new());
        shown.push(Shown { label, code: json::html(&value) });
    }
    shown
}
