//! stub
use crate::{Backend, RenderError, output::FileSet};
use docparse::{diag::Sink, ir::Api, source::SourceSet};
/// The back end.
pub struct OpenApi;
impl Backend for OpenApi {
    fn id(&self) -> &'static str {
        "openapi"
    }
    fn root(&self) -> &'static str {
        "openapi"
    }
    fn emit(&self, _api: &Api, _sources: &SourceSet, _sink: &mut Sink) -> Result<FileSet, RenderError> {
        todo!()
    }
}
