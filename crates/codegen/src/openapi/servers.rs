//! Servers of the service, and of operations whose pages start at another address.

use docparse::ir::{Endpoint, Server as PageServer};

use super::context::Context;
use super::document::Server;
use super::text;

/// The servers of the document: those behind the placeholder most endpoints start with.
pub(super) fn of_document(cx: &Context<'_>) -> Vec<Server> {
    match main_base(cx) {
        Some(base) => behind(cx, base),
        // Without settings the address is unknown; the caller's is what OpenAPI assumes too.
        None => vec![Server { url: "/".into(), description: None }],
    }
}

/// The servers of `endpoint`: those behind the placeholder its path starts with.
pub(super) fn of_operation(cx: &Context<'_>, endpoint: &Endpoint) -> Vec<Server> {
    let servers = base(endpoint).map_or_else(Vec::new, |base| behind(cx, base));
    if servers.is_empty() { of_document(cx) } else { servers }
}

fn base(endpoint: &Endpoint) -> Option<&str> {
    endpoint.path.base.as_ref().map(|base| base.value.as_str())
}

/// Of equals, the one the settings name first.
fn main_base<'a>(cx: &Context<'a>) -> Option<&'a str> {
    let uses = |name: &str| cx.api.endpoints.iter().filter(|endpoint| base(endpoint) == Some(name)).count();
    let names = cx.api.service.servers.iter().map(|server| server.placeholder.value.as_str());
    // The last of equals wins in `max_by_key`, so the list is turned round.
    names.rev().max_by_key(|name| uses(name))
}

fn behind(cx: &Context<'_>, base: &str) -> Vec<Server> {
    let servers = cx.api.service.servers.iter().filter(|server| server.placeholder.value == base);
    servers.map(server).collect()
}

fn server(server: &PageServer) -> Server {
    let description = server.description.as_ref().unwrap_or(&server.name);
    Server { url: server.url.value.clone(), description: Some(text::settings(&description.value)) }
}
