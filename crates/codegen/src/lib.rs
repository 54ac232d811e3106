//! The API in, files out.
//!
//! ```text
//! Api --emit--> FileSet (in memory) --plan--> create, update, delete, unchanged or refuse
//! ```
//!
//! A [`Backend`] turns the API into the files under one root it owns. [`BACKENDS`]
//! is the list; adding a language is a folder here, one in `templates/`, and a line.
//!
//! Nothing here does I/O, and no page's text reaches a file without being escaped
//! for the place it goes to.

mod backend;
pub mod diff;
mod error_body;
pub mod ledger;
mod manifest;
pub mod names;
pub mod openapi;
pub mod output;
pub mod rust;
pub mod site;
pub mod view;

/// Text from pages, written as CommonMark in which nothing but our own marks means anything.
pub mod markdown {
    pub use crate::openapi::text::{code_span, escape, link};
}

pub use backend::{BACKENDS, Backend, RenderError};

/// What will be printed in Rust, for a look at it, where `names` are kept.
pub fn view(api: &docparse::ir::Api, lock: &names::Lock) -> view::View {
    let mut names = lock.languages.get("rust").cloned().unwrap_or_default();
    view::view(api, &rust::Rust, &mut names, &mut docparse::diag::Sink::new())
}
