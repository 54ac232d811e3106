//! Looks at the whole API for contradictions and gaps.
use crate::{diag::Sink, ir::Api, page::Page, source::SourceSet};
/// What a check may look at.
#[allow(missing_docs)]
pub struct Context<'a> {
    pub api: &'a Api,
    pub pages: &'a [Page],
    pub sources: &'a SourceSet,
}
/// Runs all.
pub fn check(_cx: &Context<'_>, _sink: &mut Sink) {}
