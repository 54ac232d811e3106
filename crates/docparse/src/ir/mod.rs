//! What the documentation says, in no programming language, with evidence on every fact.
//!
//! ```text
//! Api ─┬─ endpoints ─┬─ calls ──── what a client can call
//!      │             └─ operations: one page's way of calling it
//!      ├─ models ─── fields
//!      └─ unions ─── variants, told apart by a tag
//! ```

mod contradiction;
mod endpoint;
mod evidence;
mod model;
mod service;

use serde::Serialize;

use crate::page::Text;
use crate::source::{SourceId, Span};
pub use contradiction::*;
pub use endpoint::*;
pub use evidence::*;
pub use model::*;
pub use service::*;

/// Everything the pages and the settings say.
#[derive(Clone, Debug, Serialize)]
pub struct Api {
    /// What the settings say of the service as a whole.
    pub service: Service,
    /// The pages, in order of path.
    pub pages: Vec<PageRef>,
    /// By path, then method.
    pub endpoints: Vec<Endpoint>,
    /// [`ModelId`] is an index.
    pub models: Vec<Model>,
    /// [`UnionId`] is an index.
    pub unions: Vec<Union>,
    /// What pages say twice and differently, in page order.
    pub contradictions: Vec<Contradiction>,
    /// The values of secrets on the pages, so that no excerpt shows one.
    pub secrets: Vec<Span>,
}

/// A page that was read.
#[derive(Clone, Debug, Serialize)]
pub struct PageRef {
    /// The page's source.
    pub source: SourceId,
    /// Its path under the docs folder.
    pub path: String,
    /// `create-store-pingone`: the last part of the `page_id`, or made from the title.
    pub id: Fact<String>,
    /// The page's public address.
    pub url: Option<Fact<String>>,
    /// What it introduces, if it documents no operation.
    pub overview: Option<Overview>,
}

/// What a page without a request says first: often of a resource and all of its operations.
#[derive(Clone, Debug, Serialize)]
pub struct Overview {
    /// The page's title: `Sign-on policies`.
    pub title: Fact<String>,
    /// The paragraphs below it, up to anything else.
    pub text: Vec<Fact<Text>>,
}

impl Api {
    /// The model numbered `id`.
    pub fn model(&self, id: ModelId) -> &Model {
        &self.models[id.0 as usize]
    }

    /// The union numbered `id`.
    pub fn union(&self, id: UnionId) -> &Union {
        &self.unions[id.0 as usize]
    }

    /// The page that `source` is.
    pub fn page(&self, source: SourceId) -> Option<&PageRef> {
        self.pages.iter().find(|page| page.source == source)
    }

    /// Every endpoint's calls, in order.
    pub fn calls(&self) -> impl Iterator<Item = (&Endpoint, &Call)> {
        self.endpoints.iter().flat_map(|endpoint| endpoint.calls.iter().map(move |call| (endpoint, call)))
    }
}
