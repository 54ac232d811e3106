//! A reference for people: the API and what was found on its pages in, static HTML out.
//!
//! ```text
//! index.html                  the API: servers, sign-in, errors, resources
//! findings.html               what is wrong on the documentation pages
//! resources/<resource>.html   what can be called
//! operations/<call>.html      one call; of a call that several pages document, their variants
//! pages/<page>.html           a documentation page, line by line, with what was found on it
//! assets/                     style, script, and what is searched
//! ```
//!
//! No page asks for anything outside of the folder, and all of them work without a script.
//! Text of the documentation pages gets into HTML in two ways, which both escape it: templates,
//! and `html::Html`.

mod asset;
mod call;
mod context;
mod document;
mod examples;
mod findings;
mod home;
mod html;
mod json;
mod layout;
mod mask;
mod operation;
mod places;
mod prose;
mod resource;
mod rows;
mod samples;
mod search;
mod shape;

use docparse::diag::{Code, Severity};
use docparse::ir::Api;
use docparse::parallel;
use docparse::source::SourceSet;

use crate::RenderError;
use crate::names::Lock;
use crate::output::{File, FileSet};
use context::Context;

/// What a site is made from.
pub struct Input<'a> {
    /// What the documentation says.
    pub api: &'a Api,
    /// The pages it was read from.
    pub sources: &'a SourceSet,
    /// What the Rust client calls things.
    pub names: &'a Lock,
    /// What was found on the pages, in page order.
    pub findings: &'a [Finding],
    /// Whether the site is served, and shown pages are to be loaded again when it changes.
    pub live: bool,
}

/// Something found on a page, as it may be shown: without values of secrets.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What kind of finding it is.
    pub code: &'static Code,
    /// How much it matters here.
    pub severity: Severity,
    /// One line; names things in backticks.
    pub message: String,
    /// Where: the place to change.
    pub place: Place,
    /// Other places that matter.
    pub related: Vec<Place>,
    /// What to do.
    pub help: Option<String>,
}

/// A place on a page, or in the settings.
#[derive(Clone, Debug)]
pub struct Place {
    /// The file, under the docs folder.
    pub path: String,
    /// Its line, from one.
    pub line: u32,
    /// The character in the line, from one.
    pub column: u32,
    /// Why it is shown. May be empty.
    pub text: String,
    /// The line, or the part of it that matters, in three: before, in and after the place.
    pub excerpt: Option<[String; 3]>,
}

/// The files of the site.
///
/// # Errors
///
/// Only by our own fault: a template that does not render.
pub fn site(input: &Input<'_>) -> Result<FileSet, RenderError> {
    let view = crate::view(input.api, input.names);
    let cx = Context::new(input, &view);
    let mut pages: Vec<Box<dyn Fn() -> Made + Sync + '_>> = vec![
        Box::new(|| home::render(&cx)),
        Box::new(|| findings::render(&cx)),
        Box::new(|| search::render(&cx)),
    ];
    for at in 0..cx.resources.len() {
        let cx = &cx;
        pages.push(Box::new(move || resource::render(cx, at)));
        for call in 0..cx.resources[at].calls.len() {
            pages.push(Box::new(move || call::render(cx, at, call)));
        }
    }
    for source in cx.documents.keys() {
        let cx = &cx;
        pages.push(Box::new(move || document::render(cx, *source)));
    }
    let made = parallel::map(&pages, |page| page());
    let made: Vec<_> = made.into_iter().collect::<Result<_, _>>()?;
    Ok(made.into_iter().flatten().chain(asset::files(input.live)).collect())
}

/// Files with their paths.
type Made = Result<Vec<(String, File)>, RenderError>;
