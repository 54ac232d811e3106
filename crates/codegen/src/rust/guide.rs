//! The crate's first page, with names of this API.

use askama::Template;
use docparse::page::{Inline, Text};
use docparse::source::{SourceId, Span, Spanned};

use super::{crate_name, docs, example, features};
use crate::RenderError;
use crate::view::{CallView, Expr, OperationView, TypeView, View};

#[derive(Template)]
#[template(path = "rust/guide.md.jinja")]
struct Guide {
    about: Vec<String>,
    home: Option<String>,
    package: String,
    krate: String,
    version: String,
    /// The part of a builder chain that chooses the region.
    region: String,
    signed_in: bool,
    /// The lines that fill the address of the token endpoint.
    credentials: Vec<String>,
    /// A call for a list, before `items`.
    paged: Option<String>,
    first: Option<First>,
    choice: Option<Choice>,
    /// The feature of one resource.
    feature: Option<String>,
}

/// The first page of the repository.
#[derive(Template)]
#[template(path = "rust/readme.md.jinja")]
struct Readme<'a> {
    guide: &'a Guide,
}

/// The first call.
struct First {
    lines: Vec<String>,
}

/// A reply that is one of several things.
struct Choice {
    name: String,
    arms: Vec<String>,
    path: String,
}

/// The guide, and the README.
pub(super) fn render(view: &View) -> Result<(String, String), RenderError> {
    let guide = guide(view);
    let text = guide.render().map_err(|error| RenderError::new("guide.md", error))?;
    let readme = Readme { guide: &guide }.render();
    Ok((text, readme.map_err(|error| RenderError::new("README.md", error))?))
}

fn guide(view: &View) -> Guide {
    let krate = crate_name(&view.package);
    let calls =
        || view.resources.iter().flat_map(|resource| resource.calls.iter().map(move |call| (resource, call)));
    // The call that shows most: one that sends something and gets one of several things back.
    let first = calls()
        .filter(|(_, call)| !call.deprecated)
        .max_by_key(|(_, call)| (interest(call), std::cmp::Reverse(call.route.len())));
    let union = first.and_then(|(_, call)| match &call.reply {
        Some(TypeView::Union(id)) => Some(&view.unions[id.0 as usize]),
        _ => None,
    });
    let union = union.or_else(|| view.unions.first());
    Guide {
        about: match &view.description {
            Some(description) => paragraph(description),
            None => paragraph(&format!("A typed client for {}.", view.title)),
        },
        home: view.home.clone().filter(|home| paragraph(home).join(" ") == format!("<{home}>")),
        package: view.package.clone(),
        version: view.version.clone(),
        region: match view.regions.as_slice() {
            [] => "base_url(\"https://example.com\")".to_owned(),
            [first, ..] => format!("region({krate}::Region::{})", first.name),
        },
        signed_in: view.auth_scheme.is_some(),
        credentials: match &view.token_endpoint {
            Some(endpoint) => endpoint.values.iter().map(|(name, wire)| filled(name, wire)).collect(),
            None => vec![".token_url(\"https://example.com/token\")".to_owned()],
        },
        paged: calls()
            .find(|(_, call)| call.paging.is_some() && !call.deprecated)
            .map(|(resource, call)| example::start(resource, call)),
        first: first.and_then(|(resource, call)| {
            let operation = shown(call)?;
            Some(First { lines: example::statements(view, resource, call, operation) })
        }),
        choice: union.map(|union| Choice {
            name: union.name.clone(),
            arms: union.variants.iter().take(2).map(|variant| variant.name.clone()).collect(),
            path: format!("models::{}", union.name),
        }),
        feature: view.resources.first().map(features::feature),
        krate,
    }
}

/// `.env_id("env-id")`
fn filled(name: &str, wire: &str) -> String {
    format!(".{name}({})", super::tokens::quoted(&example::stands_for(wire)))
}

fn interest(call: &CallView) -> u8 {
    let example = shown(call).is_some_and(|operation| operation.example.is_some());
    let union = matches!(call.reply, Some(TypeView::Union(_)));
    u8::from(example) * 2 + u8::from(union)
}

/// The page to show: that with the shortest body, as long as it has one.
fn shown(call: &CallView) -> Option<&OperationView> {
    let with_body = call.operations.iter().filter(|operation| operation.example.is_some());
    with_body.min_by_key(|operation| operation.example.as_ref().map_or(0, size)).or(call.operations.first())
}

fn size(expr: &Expr) -> usize {
    match expr {
        Expr::Model(_, fields) => 1 + fields.iter().map(|(_, value)| size(value)).sum::<usize>(),
        Expr::List(items) => 1 + items.iter().map(size).sum::<usize>(),
        Expr::Map(entries) => 1 + entries.iter().map(|(_, value)| size(value)).sum::<usize>(),
        Expr::Arm(_, _, model) => size(model),
        _ => 1,
    }
}

fn paragraph(text: &str) -> Vec<String> {
    let span = Span::new(SourceId(0), 0, 0);
    let inlines = vec![Inline::Text(Spanned::new(text.to_owned(), span))];
    docs::paragraph(&Text { inlines, span }, None)
}
