//! The boundary between the API and what is made from it.

use std::fmt;

use docparse::diag::Sink;
use docparse::ir::Api;
use docparse::source::SourceSet;

use crate::names::{NameRules, Scopes};
use crate::output::FileSet;

/// Anything that turns the API into files under one root.
pub trait Backend: Sync {
    /// `rust`, `openapi`: what `--only` takes.
    fn id(&self) -> &'static str;

    /// The folder it owns, from the top of the output tree, with `/`.
    fn root(&self) -> &'static str;

    /// How its names are made, if they are names of a language: then `names.lock` keeps them.
    fn name_rules(&self) -> Option<&'static NameRules> {
        None
    }

    /// The files, with paths under [`root`](Self::root). The manifest that lists them is the
    /// caller's: it may add files of its own.
    ///
    /// `names` has the names of the last run, and those of this one afterwards.
    ///
    /// # Errors
    ///
    /// Only by our own fault: a template that does not render, tokens that do not parse.
    fn emit(
        &self,
        api: &Api,
        sources: &SourceSet,
        names: &mut Scopes,
        sink: &mut Sink,
    ) -> Result<FileSet, RenderError>;
}

/// Every back end, in the order they run.
pub static BACKENDS: &[&dyn Backend] = &[&crate::openapi::OpenApi, &crate::rust::Rust];

/// A mistake of ours: what could not be rendered, and why.
#[derive(Debug)]
pub struct RenderError {
    /// The file, or the item.
    pub what: String,
    /// The cause.
    pub why: String,
}

impl RenderError {
    /// `what` could not be rendered because of `why`.
    pub fn new(what: impl Into<String>, why: impl fmt::Display) -> Self {
        Self { what: what.into(), why: why.to_string() }
    }
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} could not be rendered: {}", self.what, self.why)
    }
}

impl std::error::Error for RenderError {}
