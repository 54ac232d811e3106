//! Looks at the whole API for contradictions and gaps: one file per finding.
//!
//! `CHECKS` is the list. A check reads facts and their evidence, and never a page;
//! only the samples, which are evidence of nothing, are read here.

mod doc025_parent_is_not_an_object;
mod doc032_key_not_in_table;
mod doc033_required_key_not_shown;
mod doc034_type_differs;
mod doc035_presence_differs;
mod doc036_secret_in_reply;
mod doc038_sample_differs;
mod doc039_sample_unread;
mod doc040_sample_exporter_slip;
mod doc052_no_discriminator;

use crate::diag::Sink;
use crate::ir::{Api, Contradiction, ContradictionKind};
use crate::source::SourceSet;

/// What a check may look at.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The API as it was settled.
    pub api: &'a Api,
    /// The pages' text, for what the API has no facts of.
    pub sources: &'a SourceSet,
}

const CHECKS: &[fn(&Context<'_>, &mut Sink)] = &[
    doc025_parent_is_not_an_object::check,
    doc032_key_not_in_table::check,
    doc033_required_key_not_shown::check,
    doc034_type_differs::check,
    doc035_presence_differs::check,
    doc036_secret_in_reply::check,
    doc038_sample_differs::check,
    doc052_no_discriminator::check,
];

/// Runs every check.
pub(crate) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for check in CHECKS {
        check(cx, sink);
    }
}

impl<'a> Context<'a> {
    /// The contradictions of one kind.
    fn contradictions(&self, kind: ContradictionKind) -> impl Iterator<Item = &'a Contradiction> {
        self.api.contradictions.iter().filter(move |found| found.kind == kind)
    }
}
