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
mod manifest;
pub mod openapi;
pub mod output;
pub mod rust;

pub use backend::{BACKENDS, Backend, RenderError};
