//! The API in, the first page out: what it is, where it is, how to sign in, what it is about.

use askama::Template;

use super::Made;
use super::context::Context;
use super::html::Html;
use super::layout::Layout;
use super::operation::{Answer, answer};
use crate::RenderError;
use crate::error_body::Node;
use crate::output::File;

#[derive(Template)]
#[template(path = "site/index.html")]
struct Home<'a> {
    layout: Layout<'a>,
    about: Option<Html>,
    home: Option<&'a str>,
    package: &'a str,
    /// Whom a server is for, and its address.
    servers: Vec<(Html, &'a str)>,
    sign_in: Option<SignIn<'a>>,
    errors: Vec<Answer>,
    /// Name, type and meaning of what an error holds.
    error_body: Vec<(String, String, Html)>,
    request_id: Option<&'a str>,
    resources: Vec<Entry<'a>>,
    /// Pages that are about no resource: title, address, first paragraph.
    guides: Vec<(&'a str, String, Option<Html>)>,
    operations: usize,
    pages: usize,
    findings: usize,
}

struct SignIn<'a> {
    scheme: &'a str,
    format: Option<&'a str>,
    about: Option<Html>,
    token_url: Option<&'a str>,
    scope: Option<&'a str>,
}

struct Entry<'a> {
    title: &'a str,
    href: &'a str,
    /// Method and how many calls use it.
    methods: Vec<(&'static str, usize)>,
}

/// The first page.
pub(super) fn render(cx: &Context<'_>) -> Made {
    let service = &cx.api.service;
    let title = cx.title();
    let layout = Layout::new(cx, title, "index.html", None);
    let guides = cx.guides().map(|(_, overview, path)| {
        let about = overview.text.first().map(|text| cx.prose(text, ""));
        (overview.title.value.trim(), path.to_owned(), about)
    });
    let page = Home {
        about: service.description.as_ref().map(|text| Html::ticked(&text.value)),
        home: service.home.as_ref().map(|home| home.value.as_str()).filter(|home| home.starts_with("http")),
        package: &service.package.value,
        servers: service
            .servers
            .iter()
            .map(|server| {
                let about = server.description.as_ref().unwrap_or(&server.name);
                (Html::ticked(&about.value), server.url.value.as_str())
            })
            .collect(),
        sign_in: service.auth.as_ref().map(|auth| SignIn {
            scheme: &auth.scheme.value,
            format: auth.format.as_ref().map(|format| format.value.as_str()),
            about: auth.description.as_ref().map(|text| Html::ticked(&text.value)),
            token_url: auth.token_url.as_ref().map(|url| url.value.as_str()),
            scope: auth.scope.as_ref().map(|scope| scope.value.as_str()),
        }),
        errors: service.errors.iter().map(|error| answer(cx, error.status.value)).collect(),
        error_body: error_body(&Node::of(&service.error_body), ""),
        request_id: service.request_id_header.as_ref().map(|name| name.value.as_str()),
        resources: cx
            .resources
            .iter()
            .map(|resource| {
                let mut methods: Vec<(&'static str, usize)> = Vec::new();
                for call in &resource.calls {
                    let method = call.endpoint.method.value.wire();
                    match methods.iter_mut().find(|(known, _)| *known == method) {
                        Some((_, count)) => *count += 1,
                        None => methods.push((method, 1)),
                    }
                }
                Entry { title: &resource.title, href: &resource.path, methods }
            })
            .collect(),
        guides: guides.collect(),
        operations: cx.resources.iter().flat_map(|resource| &resource.calls).count(),
        pages: cx.documents.len(),
        findings: layout.findings,
        layout,
    };
    let text = page.render().map_err(|error| RenderError::new("index.html", error))?;
    let sources = cx.api.pages.iter().map(|page| page.source).collect();
    Ok(vec![("index.html".to_owned(), File::new(text, sources))])
}

fn error_body(node: &Node<'_>, path: &str) -> Vec<(String, String, Html)> {
    let mut rows = Vec::new();
    for (key, child) in &node.children {
        let list = if child.is_list() { "[]" } else { "" };
        let path = if path.is_empty() { (*key).to_owned() } else { format!("{path}.{key}") };
        if let Some(property) = child.property {
            let about = property.description.as_ref().map(|text| Html::ticked(&text.value));
            rows.push((path.clone(), child.word(), about.unwrap_or_default()));
        }
        rows.extend(error_body(child, &format!("{path}{list}")));
    }
    rows
}
