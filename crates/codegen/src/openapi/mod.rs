//! OpenAPI for other teams: the API in, documents and two lists of facts out.
//!
//! ```text
//! openapi.yaml, openapi.json   all pages, their operations merged by route
//! fragments/<page>.yaml        one page, a whole document by itself
//! 3.0/openapi.yaml, .json      the bundle for tools that stop at OpenAPI 3.0, without samples
//! 3.0/lost.txt                 what it says less of
//! surface.txt                  one line per public fact
//! provenance.json              where each fact stands
//! ```
//!
//! Each page's operations are built once (`operation.rs`); a fragment holds one page's,
//! the bundle all of them, with those that share a route merged (`merge`). Names are
//! given once too (`names`), so fragment and bundle agree on every component. The changes of
//! an overlay are made last, to all of them.

mod bundle;
mod context;
mod document;
mod edition;
pub(crate) mod errors;
mod examples;
mod hide;
mod merge;
mod models;
pub(crate) mod names;
mod operation;
mod overlay;
mod provenance;
mod read;
mod routes;
mod samples;
mod schema;
mod security;
mod servers;
mod surface;
mod tags;
pub(crate) mod text;
mod token_urls;
mod walk;
mod write;

use docparse::diag::Sink;
use docparse::ir::Api;
use docparse::parallel;
use docparse::source::{SourceId, SourceSet};
use serde_json::Value;

use crate::names::Scopes;
use crate::output::{File, FileSet};
use crate::{Backend, RenderError};
use bundle::Parts;
use context::Context;
pub(crate) use context::type_words;
pub(crate) use examples::redact;
pub(crate) use models::format_word;
use overlay::Overlay;
pub use read::read;
pub(crate) use samples::of_page as samples_of;
pub(crate) use surface::is_implied;
pub(crate) use tags::introduction;
pub(crate) use walk::join;

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
        sink: &mut Sink,
    ) -> Result<FileSet, RenderError> {
        let routes = routes::routes(api);
        let cx = Context::new(api, sources, &routes);
        let parts = Parts::new(&cx, &routes);
        let mut bundle = write::value("openapi.json", &parts.bundle(&cx))?;
        let overlay = sources.overlay().map(|file| Overlay::read(file, sink)).unwrap_or_default();
        overlay.apply(&mut bundle, sink);
        let all: Vec<SourceId> = api.pages.iter().map(|page| page.source).collect();
        let of_all = |path: &str, text: String| vec![(path.to_owned(), File::new(text, all.clone()))];
        // The largest first: they are written side by side.
        let files: [&(dyn Fn() -> Made + Sync); 5] = [
            &|| Ok(of_all("openapi.yaml", write::yaml("openapi.yaml", &bundle)?)),
            &|| Ok(of_all("openapi.json", write::json("openapi.json", &bundle)?)),
            &|| {
                let facts = provenance::provenance(&cx, &routes);
                Ok(of_all("provenance.json", write::json_lines("provenance.json", &facts)?))
            },
            &|| fragments(&cx, &parts, &overlay, &bundle),
            &|| Ok(of_all("surface.txt", surface::surface(&cx, &routes))),
        ];
        let mut made: Vec<Made> = parallel::map(&files, |file| file());
        made.push(older(bundle, &all));
        Ok(made.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }
}

type Writer = fn(&str, &Value) -> Result<String, RenderError>;
type Made = Result<Vec<(String, File)>, RenderError>;

/// The bundle as OpenAPI 3.0.3, and what it says less of. It goes without the pages' samples,
/// which are most of it: the generators that it is for have a limit for what they read.
fn older(mut bundle: Value, pages: &[SourceId]) -> Made {
    let paths = bundle["paths"].as_object_mut().into_iter().flatten();
    let operations = paths.flat_map(|(_, item)| item.as_object_mut().into_iter().flatten());
    for operation in operations.filter_map(|(_, operation)| operation.as_object_mut()) {
        operation.shift_remove("x-codeSamples");
    }
    let (older, lost) = edition::translate(bundle);
    let file = |path: &str, text: String| (path.to_owned(), File::new(text, pages.to_vec()));
    let writers: [(&str, Writer); 2] = [("3.0/openapi.yaml", write::yaml), ("3.0/openapi.json", write::json)];
    let lost = (!lost.is_empty()).then(|| Ok(file("3.0/lost.txt", write::lines(&lost))));
    let texts = parallel::map(&writers, |(path, write)| Ok(file(path, write(path, &older)?)));
    texts.into_iter().chain(lost).collect()
}

/// A document for each page that has an operation.
fn fragments(cx: &Context<'_>, parts: &Parts<'_>, overlay: &Overlay, bundle: &Value) -> Made {
    let fragment = |(page, document)| {
        let path = format!("fragments/{}.yaml", cx.names.file(page));
        let mut document = write::value(&path, &document)?;
        overlay.apply_where_it_fits(&mut document, bundle);
        let text = write::yaml(&path, &document)?;
        Ok((path, File::new(text, vec![page])))
    };
    parts.fragments(cx).map(fragment).collect()
}
