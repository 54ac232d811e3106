//! stub
use crate::{Backend, RenderError, output::FileSet};
use docparse::{diag::Sink, ir::Api, source::SourceSet};
/// The back end.
pub struct Rust;
impl Backend for Rust {
    fn id(&self) -> &'static str {
        "rust"
    }
    fn root(&self) -> &'static str {
        "crates/generated-client/src/generated"
    }
    fn emit(&self, _api: &Api, _sources: &SourceSet, _sink: &mut Sink) -> Result<FileSet, RenderError> {
        todo!()
    }
}
