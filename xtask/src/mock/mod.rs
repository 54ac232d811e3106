//! A docs set in, a server that answers as its pages say out.
//!
//! ```text
//! request ─► route ─► auth ─► check ─► reply ◄─► store
//!            404,405  401     400,415  documented example, with ids and values of the request
//! ```
//!
//! Everything is read from the OpenAPI bundle, so that the mock and the documents that
//! other teams get cannot differ. Nothing depends on the clock or on chance: ids are
//! counted, and faults are chosen by a seed.

mod auth;
mod body;
mod check;
mod document;
mod echo;
mod error;
mod faults;
mod list;
mod log;
mod message;
mod names;
mod reply;
mod route;
mod sample;
mod schema;
mod server;
mod service;
mod store;

use codegen::Backend as _;
use docparse::diag::Sink;
use serde_json::Value;

use crate::cli::MockArgs;
use crate::docs::Docs;
use crate::failure::Failure;
use crate::read::read;
use crate::{Outcome, out};
pub(crate) use faults::{Fault, Latency};

/// Reads the docs set and serves it until the process is ended.
pub(crate) fn run(args: &MockArgs) -> Result<Outcome, Failure> {
    let docs = Docs::locate(&args.docs)?;
    let reading = read(&docs)?;
    if reading.stops() {
        let message = "the pages have errors; `cargo xtask lint` shows them";
        out::note(&format!("error: {message}"));
        return Ok(Outcome::Stopped);
    }
    let names = &mut codegen::names::Scopes::default();
    let files = codegen::openapi::OpenApi.emit(&reading.api, &reading.sources, names, &mut Sink::new())?;
    let bundle: Value = files
        .get("openapi.json")
        .and_then(|file| serde_json::from_str(&file.text).ok())
        .ok_or_else(|| Failure::new("the OpenAPI bundle cannot be read back"))?;
    let auth = reading.api.service.auth.as_ref();
    let token_url = auth.and_then(|auth| auth.token_url.as_ref()).map(|url| url.value.as_str());
    let service = service::Service::new(&bundle, token_url, args.stateless, args.require_auth);
    server::serve(service, args)?;
    Ok(Outcome::Done)
}
