//! The errors every operation may answer with: one schema, one response per status.

use std::collections::BTreeMap;

use super::context::Context;
use super::document::{MediaType, Response};
use super::names::{capital, pascal};
use super::operation::JSON;
use super::schema::Schema;
use super::text;
use crate::error_body::Node;

/// The component of a common error with `status`, referred to.
pub(super) fn common(cx: &Context<'_>) -> BTreeMap<String, Response> {
    let refer = |status: u16| Response {
        reference: Some(format!("{RESPONSES}{}", component(status))),
        ..Response::default()
    };
    let errors = cx.api.service.errors.iter().map(|error| error.status.value);
    errors.map(|status| (status.to_string(), refer(status))).collect()
}

/// The responses that [`common`] refers to.
pub(super) fn responses(cx: &Context<'_>) -> BTreeMap<String, Response> {
    let content = content(cx);
    let errors = cx.api.service.errors.iter();
    errors
        .map(|error| {
            let description = text::settings(&error.description.value);
            let response = Response { description, content: content.clone(), ..Response::default() };
            (component(error.status.value), response)
        })
        .collect()
}

/// What an error holds, as the settings say.
pub(super) fn content(cx: &Context<'_>) -> BTreeMap<String, MediaType> {
    let mut content = BTreeMap::new();
    if !cx.api.service.error_body.is_empty() {
        let schema = Schema::to(cx.names.error());
        content.insert(JSON.to_owned(), MediaType { schema, ..MediaType::default() });
    }
    content
}

/// The schemas of the error body and of the objects in it.
pub(super) fn schemas(cx: &Context<'_>) -> BTreeMap<String, Schema> {
    let mut schemas = BTreeMap::new();
    let properties = &cx.api.service.error_body;
    if properties.is_empty() {
        return schemas;
    }
    let body = Node::of(properties);
    let schema = object(&body, cx.names.error(), "The body of an error.", &mut schemas);
    schemas.insert(cx.names.error().to_owned(), schema);
    schemas
}

/// The name a response component refers to, after `#/components/responses/`.
pub(super) fn component_of(response: &Response) -> Option<&str> {
    response.reference.as_deref()?.strip_prefix(RESPONSES)
}

/// What a status means (RFC 9110 section 15, RFC 6585 section 4).
pub(crate) fn reason(status: u16) -> &'static str {
    REASONS.iter().find(|(code, _)| *code == status).map_or("", |(_, reason)| reason)
}

const RESPONSES: &str = "#/components/responses/";

const REASONS: &[(u16, &str)] = &[
    (200, "OK"),
    (201, "Created"),
    (202, "Accepted"),
    (204, "No Content"),
    (301, "Moved Permanently"),
    (302, "Found"),
    (303, "See Other"),
    (304, "Not Modified"),
    (307, "Temporary Redirect"),
    (308, "Permanent Redirect"),
    (400, "Bad Request"),
    (401, "Unauthorized"),
    (402, "Payment Required"),
    (403, "Forbidden"),
    (404, "Not Found"),
    (405, "Method Not Allowed"),
    (406, "Not Acceptable"),
    (408, "Request Timeout"),
    (409, "Conflict"),
    (410, "Gone"),
    (412, "Precondition Failed"),
    (413, "Content Too Large"),
    (415, "Unsupported Media Type"),
    (422, "Unprocessable Content"),
    (428, "Precondition Required"),
    (429, "Too Many Requests"),
    (500, "Internal Server Error"),
    (501, "Not Implemented"),
    (502, "Bad Gateway"),
    (503, "Service Unavailable"),
    (504, "Gateway Timeout"),
];

fn component(status: u16) -> String {
    match reason(status) {
        "" => format!("Status{status}"),
        reason => reason.split(' ').map(capital).collect(),
    }
}

/// The schema of an object, and in `schemas` those of the objects in it.
fn object(node: &Node<'_>, name: &str, description: &str, schemas: &mut BTreeMap<String, Schema>) -> Schema {
    let mut schema = Schema { description: description.to_owned(), ..Schema::of("object") };
    for (key, child) in &node.children {
        schema.properties.insert((*key).to_owned(), property(child, name, key, schemas));
    }
    schema
}

fn property(node: &Node<'_>, parent: &str, key: &str, schemas: &mut BTreeMap<String, Schema>) -> Schema {
    let inner = if node.children.is_empty() {
        typed(&node.word())
    } else {
        let name = format!("{parent}{}", pascal(&docparse::ir::Name::new(key)));
        let inside = object(node, &name, &format!("One of {}.", text::code_span(key)), schemas);
        schemas.insert(name.clone(), inside);
        Schema::to(&name)
    };
    let mut schema =
        if node.is_list() { Schema { items: Some(Box::new(inner)), ..Schema::of("array") } } else { inner };
    let description = node.property.and_then(|property| property.description.as_ref());
    schema.description = description.map_or_else(String::new, |text| text::settings(&text.value));
    schema
}

/// The schema of a type word of the settings, in lower case.
fn typed(word: &str) -> Schema {
    match word {
        "string" => Schema::of("string"),
        "boolean" => Schema::of("boolean"),
        "integer" | "int" => Schema::of("integer"),
        "number" => Schema::of("number"),
        "object" => Schema::of("object"),
        _ => Schema::default(),
    }
}
