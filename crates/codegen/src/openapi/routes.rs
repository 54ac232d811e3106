//! Endpoints in, routes out: one method on one path as OpenAPI tells paths apart.
//!
//! To OpenAPI `/stores/{id}` and `/stores/{storeID}` are one path, so the names the
//! first endpoint gives its parameters hold for every other of that shape.

use std::collections::BTreeMap;

use docparse::ir::{Api, Call, Endpoint, Method, Operation, Param, Path, Segment};

/// One method on one path, with everything the pages say of it.
pub(super) struct Route<'a> {
    /// The method.
    pub(super) method: Method,
    /// `/v1/environments/{envID}/propagation/stores`.
    pub(super) path: String,
    /// The parameters, with their names in `path`.
    pub(super) params: Vec<(String, &'a Param)>,
    /// One per page, in page order.
    pub(super) arms: Vec<Arm<'a>>,
}

/// One page's way of calling a route.
#[derive(Clone, Copy)]
pub(super) struct Arm<'a> {
    /// The endpoint, and its index.
    pub(super) endpoint: (usize, &'a Endpoint),
    /// The call, and its index in the endpoint.
    pub(super) call: (usize, &'a Call),
    /// What the page says.
    pub(super) operation: &'a Operation,
}

impl Arm<'_> {
    /// What tells this page from others of its route: `PingOne`, or its own name.
    pub(super) fn label(&self) -> String {
        match &self.operation.tag {
            Some(tag) => tag.value.value.clone(),
            None => super::names::camel(&self.operation.name),
        }
    }
}

impl Route<'_> {
    /// `POST /v1/environments/{envID}/propagation/stores`.
    pub(super) fn heading(&self) -> String {
        format!("{} {}", self.method.wire(), self.path)
    }
}

/// The routes of `api`, by path, then method.
pub(super) fn routes(api: &Api) -> Vec<Route<'_>> {
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut routes: BTreeMap<(String, Method), Route<'_>> = BTreeMap::new();
    for (at, endpoint) in api.endpoints.iter().enumerate() {
        let params = names.entry(shape(&endpoint.path)).or_insert_with(|| param_names(&endpoint.path));
        let path = template(&endpoint.path, params);
        let route = routes.entry((path.clone(), endpoint.method.value)).or_insert_with(|| Route {
            method: endpoint.method.value,
            path,
            params: params.iter().cloned().zip(endpoint.path.params()).collect(),
            arms: Vec::new(),
        });
        for (number, call) in endpoint.calls.iter().enumerate() {
            let operations = call.operations.iter().map(|index| &endpoint.operations[*index]);
            route.arms.extend(operations.map(|operation| Arm {
                endpoint: (at, endpoint),
                call: (number, call),
                operation,
            }));
        }
    }
    routes.into_values().filter(|route| !route.arms.is_empty()).collect()
}

/// The path with all parameters alike.
fn shape(path: &Path) -> String {
    template(path, &vec![String::new(); path.params().count()])
}

/// The parameters' names, each once.
fn param_names(path: &Path) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for param in path.params() {
        let wire = &param.name.wire;
        let same = names.iter().filter(|name| name.trim_end_matches(char::is_numeric) == wire).count();
        names.push(if names.contains(wire) { format!("{wire}{}", same + 1) } else { wire.clone() });
    }
    names
}

fn template(path: &Path, params: &[String]) -> String {
    let mut params = params.iter();
    let mut text = String::new();
    for segment in &path.segments {
        text.push('/');
        match segment {
            Segment::Literal(literal) => text.push_str(&encode(&literal.value)),
            Segment::Param(_) => {
                text.push('{');
                text.push_str(params.next().map_or("", String::as_str));
                text.push('}');
            }
        }
    }
    if text.is_empty() { "/".into() } else { text }
}

/// Percent-encodes what would end a path or look like a parameter.
fn encode(literal: &str) -> String {
    let mut text = String::new();
    for c in literal.chars() {
        if c.is_ascii_graphic() && !matches!(c, '%' | '{' | '}' | '?' | '#' | '/' | '"' | '<' | '>' | '\\') {
            text.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                text.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    text
}
