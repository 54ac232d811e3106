use crate::{diag::Sink, docset::Docset, ir::Api, page::Page, source::SourceSet};
pub(crate) fn lower(_p: &[Page], _s: &SourceSet, _d: &Docset, _k: &mut Sink) -> Api {
    todo!()
}
