//! Servers of the service, and of operations whose pages start at another address.

use std::collections::BTreeMap;

use docparse::ir::{Endpoint, Server as PageServer};

use super::context::Context;
use super::document::{Server, ServerVariable};
use super::text;

/// The servers of the document: those behind the placeholder most endpoints start with.
pub(super) fn of_document(cx: &Context<'_>) -> Vec<Server> {
    match main_base(cx) {
        Some(base) => behind(cx, base),
        // Without settings the address is unknown; the caller's is what OpenAPI assumes too.
        None => vec![Server { url: "/".into(), description: None, variables: BTreeMap::new() }],
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

/// A server for each region, and one for them all with the region as a variable.
fn behind(cx: &Context<'_>, base: &str) -> Vec<Server> {
    let known: Vec<&PageServer> =
        cx.api.service.servers.iter().filter(|server| server.placeholder.value == base).collect();
    let one = |server: &&PageServer| Server {
        url: server.url.value.clone(),
        description: Some(region(server)),
        variables: BTreeMap::new(),
    };
    known.iter().map(one).chain(any_region(&known)).collect()
}

/// Whom a server is for.
fn region(server: &PageServer) -> String {
    text::settings(&server.description.as_ref().unwrap_or(&server.name).value)
}

const REGION: &str = "region";

/// `https://api.example.{region}`, if that is all in which the addresses of `servers` differ.
fn any_region(servers: &[&PageServer]) -> Option<Server> {
    let urls: Vec<&str> = servers.iter().map(|server| server.url.value.as_str()).collect();
    let (before, values, after) = varying(&urls)?;
    let meanings = servers.iter().zip(&values);
    let meanings: Vec<String> =
        meanings.map(|(server, value)| format!("{}: {}", text::code_span(value), region(server))).collect();
    let variable = ServerVariable {
        default: values[0].clone(),
        values,
        description: format!("Where the service runs. {}.", meanings.join("; ")),
    };
    Some(Server {
        url: format!("{before}{{{REGION}}}{after}"),
        description: Some("Any region".into()),
        variables: BTreeMap::from([(REGION, variable)]),
    })
}

/// What `urls` start with, the labels of their hosts in which they differ, and what they end in.
fn varying(urls: &[&str]) -> Option<(String, Vec<String>, String)> {
    let split = |url: &&str| {
        let (scheme, rest) = url.split_once("://")?;
        let host = rest.split('/').next()?;
        let labels: Vec<String> = host.split('.').map(str::to_owned).collect();
        // A brace in an address would be taken for a variable.
        (!url.contains(['{', '}'])).then(|| (scheme.to_owned(), labels, rest[host.len()..].to_owned()))
    };
    let parts: Vec<_> = urls.iter().map(split).collect::<Option<_>>()?;
    let (scheme, first, path) = parts.first()?;
    let alike = parts.iter().all(|part| part.0 == *scheme && part.2 == *path);
    let shortest = parts.iter().map(|part| part.1.len()).min()?;
    let all = |same: &dyn Fn(&[String]) -> bool| parts.iter().all(|part| same(&part.1));
    let start = (0..shortest).take_while(|at| all(&|labels| labels[*at] == first[*at])).count();
    // Each has to keep a label of its own.
    let mut start = start;
    let end = |labels: &[String], at: usize| labels[labels.len() - 1 - at].clone();
    let shared = (0..shortest).take_while(|at| all(&|labels| end(labels, *at) == end(first, *at))).count();
    let stop = shared.min(shortest - 1);
    start = start.min(shortest - 1 - stop);
    let values: Vec<String> = parts.iter().map(|part| part.1[start..part.1.len() - stop].join(".")).collect();
    let different = (1..values.len()).all(|at| !values[..at].contains(&values[at]));
    if !alike || !different || values.len() < 2 {
        return None;
    }
    let dotted = |labels: &[String]| labels.iter().map(|label| format!("{label}.")).collect::<String>();
    let tail: String = first[first.len() - stop..].iter().map(|label| format!(".{label}")).collect();
    Some((format!("{scheme}://{}", dotted(&first[..start])), values, format!("{tail}{path}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_in_addresses_is_the_region() {
        let of = |urls: &[&str]| {
            let (before, values, after) = varying(urls)?;
            Some(format!("{before}[{}]{after}", values.join(" ")))
        };
        for (urls, found) in [
            (
                &["https://api.x.com", "https://api.x.eu", "https://api.x.com.au"][..],
                Some("https://api.x.[com eu com.au]"),
            ),
            (&["https://api.x.com/v1", "https://api.eu.x.com/v1"], Some("https://[api api.eu].x.com/v1")),
            (&["https://a.com", "https://b.com"], Some("https://[a b].com")),
            // One address has no regions; a path is no region; and equals are none either.
            (&["https://a.com"], None),
            (&["https://a.com/x", "https://a.com/y"], None),
            (&["https://a.com", "http://b.com"], None),
            (&["https://a.com", "https://a.com"], None),
            (&["https://{tenant}.a.com", "https://b.a.com"], None),
            (&["https://localhost:1", "https://localhost:2"], Some("https://[localhost:1 localhost:2]")),
        ] {
            assert_eq!(of(urls).as_deref(), found, "{urls:?}");
        }
    }
}
