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

use std::sync::{Arc, Mutex};

use codegen::Backend as _;
use docparse::diag::Sink;
use serde_json::Value;

use crate::cli::MockArgs;
use crate::docs::Docs;
use crate::failure::Failure;
use crate::read::read;
use crate::watch::Watch;
use crate::{Outcome, out};
pub(crate) use faults::{Fault, Latency};
use service::Service;
use store::Store;

/// Serves the docs set as it stands, until the process is ended. What is changed on the pages
/// holds from then on, and what was created stays.
pub(crate) fn run(args: &MockArgs) -> Result<Outcome, Failure> {
    // Before they are read, so that no change falls in between.
    let watch = Watch::of(&Docs::locate(&args.docs)?);
    let Some(service) = service(args, Arc::default())? else {
        out::note("error: the docs set has errors; `cargo xtask generate --dry-run` shows them");
        return Ok(Outcome::Stopped);
    };
    server::serve(service, watch, args)?;
    Ok(Outcome::Done)
}

/// The service that the pages document now, with what `store` keeps; none, if they or the overlay have errors.
fn service(args: &MockArgs, store: Arc<Mutex<Store>>) -> Result<Option<Service>, Failure> {
    let reading = read(&Docs::locate(&args.docs)?)?;
    if reading.stops() {
        return Ok(None);
    }
    let names = &mut codegen::names::Scopes::default();
    let mut sink = Sink::new();
    let files = codegen::openapi::OpenApi.emit(&reading.api, &reading.sources, names, &mut sink)?;
    if sink.has_errors() {
        return Ok(None);
    }
    let bundle: Value = files
        .get("openapi.json")
        .and_then(|file| serde_json::from_str(&file.text).ok())
        .ok_or_else(|| Failure::new("the OpenAPI bundle cannot be read back"))?;
    let auth = reading.api.service.auth.as_ref();
    let token_url = auth.and_then(|auth| auth.token_url.as_ref()).map(|url| url.value.as_str());
    Ok(Some(Service::new(&bundle, token_url, args.stateless, args.require_auth, store)))
}
