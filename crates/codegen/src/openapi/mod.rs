//! OpenAPI 3.1 for other teams: the API in, documents and two lists of facts out.
//!
//! ```text
//! openapi.yaml, openapi.json   all pages, their operations merged by route
//! fragments/<page>.yaml        one page, a whole document by itself
//! surface.txt                  one line per public fact
//! provenance.json              where each fact stands
//! ```
//!
//! Each page's operations are built once (`operation.rs`); a fragment holds one page's,
//! the bundle all of them, with those that share a route merged (`merge`). Names are
//! given once too (`names`), so fragment and bundle agree on every component.

mod bundle;
mod context;
mod document;
mod errors;
mod examples;
mod hide;
mod merge;
mod models;
mod names;
mod operation;
mod provenance;
mod routes;
mod samples;
mod schema;
mod security;
mod servers;
mod surface;
mod text;
mod walk;
mod write;

use docparse::diag::Sink;
use docparse::ir::Api;
use docparse::source::{SourceId, SourceSet};

use crate::names::Scopes;
use crate::output::{File, FileSet};
use crate::{Backend, RenderError};
use bundle::Parts;
use context::Context;

/// The back end.
pub struct OpenApi;

impl Backend for OpenApi {
    fn id(&self) -> &'static str {
        "openapi"
    }

    fn root(&self) -> &'static str {
        "openapi"
    }

    fn emit(
        &self,
        api: &Api,
        sources: &SourceSet,
        _names: &mut Scopes,
        _sink: &mut Sink,
    ) -> Result<FileSet, RenderError> {
        let routes = routes::routes(api);
        let cx = Context::new(api, sources, &routes);
        let parts = Parts::new(&cx, &routes);
        let pages: Vec<SourceId> = api.pages.iter().map(|page| page.source).collect();
        let mut files = FileSet::new();
        let mut add = |path: String, text: String, pages: Vec<SourceId>| {
            files.insert(path, File::new(text, pages));
        };

        let bundle = write::value("openapi.json", &parts.document(&cx, |_| true))?;
        add("openapi.json".into(), write::json("openapi.json", &bundle)?, pages.clone());
        add("openapi.yaml".into(), write::yaml("openapi.yaml", &bundle)?, pages.clone());
        for page in &api.pages {
            // An overview page documents no operation, and a document without one says nothing.
            if routes.iter().flat_map(|route| &route.arms).any(|arm| arm.operation.page == page.source) {
                let path = format!("fragments/{}.yaml", cx.names.file(page.source));
                let document = parts.document(&cx, |arm| arm.operation.page == page.source);
                let text = write::yaml(&path, &write::value(&path, &document)?)?;
                add(path, text, vec![page.source]);
            }
        }
        add("surface.txt".into(), surface::surface(&cx, &routes), pages.clone());
        let provenance = write::value("provenance.json", &provenance::provenance(&cx, &routes))?;
        add("provenance.json".into(), write::json("provenance.json", &provenance)?, pages);
        Ok(files)
    }
}
