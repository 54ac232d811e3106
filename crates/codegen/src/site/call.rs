//! A call in, its page out; of a call that several documentation pages describe, also a page for each.

use askama::Template;
use docparse::ir::Type;

use super::context::{CallRef, Context};
use super::examples::{self, Shown};
use super::html::Html;
use super::layout::Layout;
use super::operation::{self, Address};
use super::rows::{Row, Scope};
use super::samples::Sample;
use super::shape::{Ids, Shape, shape};
use super::{Made, operation::Answer};
use crate::RenderError;
use crate::output::File;

/// A call that several pages describe, with all of them side by side.
#[derive(Template)]
#[template(path = "site/call.html")]
struct CallPage<'a> {
    layout: Layout<'a>,
    /// Title and path of the resource.
    resource: (&'a str, &'a str),
    address: Address,
    deprecated: bool,
    pages: Vec<Page<'a>>,
    parameters: Vec<Row>,
    body: Option<(String, Shape)>,
    reply: Option<(Answer, Shape)>,
    /// The page's body in each variant.
    examples: Vec<Shown>,
    samples: Vec<Sample>,
}

/// One of the pages that describe a call.
struct Page<'a> {
    label: &'a str,
    title: &'a str,
    href: String,
    about: Option<Html>,
    findings: usize,
}

/// The pages of the site about a call.
pub(super) fn render(cx: &Context<'_>, resource: usize, at: usize) -> Made {
    let call = &cx.resources[resource].calls[at];
    let mut made = Vec::new();
    if call.has_variants() {
        made.push(overview(cx, resource, call)?);
    }
    for page in &call.pages {
        made.push(operation::render(cx, resource, call, page)?);
    }
    Ok(made)
}

fn overview(cx: &Context<'_>, resource: usize, call: &CallRef<'_>) -> Result<(String, File), RenderError> {
    let layout = Layout::new(cx, &call.title, &call.path, Some(resource));
    let root = layout.root;
    let first = &call.pages[0];
    let ids = &mut Ids::default();
    let scope = |sent| Scope { cx, page: first.operation.page, root, sent, contradicted: false };
    let with_links = |mut shape: Shape| {
        for variant in &mut shape.variants {
            let page = call.pages.iter().find(|page| page.label == variant.label);
            variant.href = page.map(|page| format!("{root}{}", page.path)).unwrap_or_default();
        }
        shape
    };
    let body = call.call.body.as_ref();
    let success = call.pages.iter().flat_map(|page| &page.operation.responses);
    let success = success.clone().find(|response| response.status.value < 300);
    let reply = call.call.reply.as_ref().zip(success);
    let page = CallPage {
        resource: (&cx.resources[resource].title, &cx.resources[resource].path),
        address: operation::address(cx, call),
        deprecated: call.is_deprecated(),
        pages: call
            .pages
            .iter()
            .map(|page| Page {
                label: &page.label,
                title: &page.title,
                href: format!("{root}{}", page.path),
                about: page.operation.summary.as_ref().map(|text| cx.prose(text, root)),
                findings: cx.findings_on(page.operation.page),
            })
            .collect(),
        parameters: operation::path_parameters(cx, call, first.operation, root, ids),
        body: body.map(|(media, ty)| (media.clone(), with_links(shape(scope(true), ty, "body", ids)))),
        reply: reply.map(|(ty, response)| {
            let answer = operation::answer(cx, response.status.value);
            (answer, with_links(shape(scope(false), ty, "reply", ids)))
        }),
        examples: call.pages.iter().flat_map(|page| bodies(cx, &page.label, page.operation)).collect(),
        samples: super::samples::samples(cx, first).into_iter().filter(|sample| sample.ours).collect(),
        layout,
    };
    let sources = call.pages.iter().map(|page| page.operation.page).collect();
    let text = page.render().map_err(|error| RenderError::new(&call.path, error))?;
    Ok((call.path.clone(), File::new(text, sources)))
}

fn bodies(cx: &Context<'_>, label: &str, operation: &docparse::ir::Operation) -> Vec<Shown> {
    let body = operation.body.iter();
    let shown = body.flat_map(|body| {
        let ty: Option<&Type> = Some(&body.ty);
        examples::shown(cx, label, &body.examples, ty)
    });
    shown.collect()
}
