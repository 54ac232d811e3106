//! OpenAPI for other teams: the API in, documents and two lists of facts out.
//!
//! ```text
//! openapi.yaml, openapi.json   all pages, their operations merged by route
//! fragments/<page>.yaml        one page, a whole document by itself
//! 3.0/openapi.yaml, .json      the bundle for tools that stop at OpenAPI 3.0
//! 3.0/lost.txt                 what it says less of
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
mod edition;
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
use docparse::parallel;
use docparse::source::{SourceId, SourceSet};

use crate::names::Scopes;
use crate::output::{File, FileSet};
use crate::{Backend, RenderError};
use bundle::Parts;
use context::Context;
use document::Document;
pub(crate) use examples::redact;

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
        let bundle = parts.bundle(&cx);
        let all: Vec<SourceId> = api.pages.iter().map(|page| page.source).collect();
        let of_all = |path: &str, text: String| vec![(path.to_owned(), File::new(text, all.clone()))];
        // The largest first: they are written side by side.
        let files: [&(dyn Fn() -> Made + Sync); 6] = [
            &|| Ok(of_all("openapi.yaml", write::yaml("openapi.yaml", &bundle)?)),
            &|| Ok(of_all("openapi.json", write::json("openapi.json", &bundle)?)),
            &|| {
                let facts = provenance::provenance(&cx, &routes);
                Ok(of_all("provenance.json", write::json("provenance.json", &facts)?))
            },
            &|| older(&bundle, &all),
            &|| fragments(&cx, &parts),
            &|| Ok(of_all("surface.txt", surface::surface(&cx, &routes))),
        ];
        let made: Result<Vec<_>, _> = parallel::map(&files, |file| file()).into_iter().collect();
        Ok(made?.into_iter().flatten().collect())
    }
}

type Made = Result<Vec<(String, File)>, RenderError>;

/// The bundle as OpenAPI 3.0.3, and what it says less of.
fn older(bundle: &Document, pages: &[SourceId]) -> Made {
    let fail = |error| RenderError::new("3.0/openapi.json", error);
    let (older, lost) = edition::translate(serde_json::to_value(bundle).map_err(fail)?);
    let mut texts = vec![
        ("3.0/openapi.json", write::json("3.0/openapi.json", &older)?),
        ("3.0/openapi.yaml", write::yaml("3.0/openapi.yaml", &older)?),
    ];
    if !lost.is_empty() {
        texts.push(("3.0/lost.txt", write::lines(&lost)));
    }
    Ok(texts.into_iter().map(|(path, text)| (path.to_owned(), File::new(text, pages.to_vec()))).collect())
}

/// A document for each page that has an operation.
fn fragments(cx: &Context<'_>, parts: &Parts<'_>) -> Made {
    let fragment = |(page, document)| {
        let path = format!("fragments/{}.yaml", cx.names.file(page));
        let text = write::yaml(&path, &document)?;
        Ok((path, File::new(text, vec![page])))
    };
    parts.fragments(cx).map(fragment).collect()
}
