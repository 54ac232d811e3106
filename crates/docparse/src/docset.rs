//! `docset.toml` in, settings with positions out.
use crate::diag::Sink;
use crate::ir::Service;
use crate::source::SourceFile;
/// stub
#[derive(Debug)]
pub struct Docset {
    /// s
    pub service: Service,
}
impl Docset {
    /// Reads.
    pub fn read(_file: &SourceFile, _sink: &mut Sink) -> Self {
        todo!()
    }
}
