//! A resource in, the page that lists what can be called out.

use askama::Template;

use super::Made;
use super::context::{CallRef, Context};
use super::html::Html;
use super::layout::Layout;
use super::operation::{Address, address};
use crate::RenderError;
use crate::output::File;

#[derive(Template)]
#[template(path = "site/resource.html")]
struct ResourcePage<'a> {
    layout: Layout<'a>,
    about: Vec<Html>,
    /// The documentation page that introduces it: path, address in the site, public address.
    source: Option<(&'a str, String, Option<&'a str>)>,
    calls: Vec<Entry<'a>>,
}

/// A call in a list.
pub(super) struct Entry<'a> {
    pub(super) title: &'a str,
    pub(super) href: String,
    pub(super) address: Address,
    pub(super) about: Option<Html>,
    pub(super) deprecated: bool,
    /// Label and address of each variant, if there are several.
    pub(super) variants: Vec<(&'a str, String)>,
}

/// The page about the resource numbered `at`.
pub(super) fn render(cx: &Context<'_>, at: usize) -> Made {
    let resource = &cx.resources[at];
    let layout = Layout::new(cx, &resource.title, &resource.path, Some(at));
    let root = layout.root;
    let overview = resource.overview;
    let page = ResourcePage {
        about: overview.map(|(_, known)| cx.paragraphs(&known.text, root)).unwrap_or_default(),
        source: overview.map(|(page, _)| {
            let path = cx.documents.get(&page.source).map_or("index.html", String::as_str);
            (page.path.as_str(), format!("{root}{path}"), cx.public_address(page.source))
        }),
        calls: resource.calls.iter().map(|call| entry(cx, call, root)).collect(),
        layout,
    };
    let mut sources: Vec<_> = overview.map(|(page, _)| page.source).into_iter().collect();
    sources.extend(resource.calls.iter().flat_map(|call| &call.pages).map(|page| page.operation.page));
    let text = page.render().map_err(|error| RenderError::new(&resource.path, error))?;
    Ok(vec![(resource.path.clone(), File::new(text, sources))])
}

fn entry<'a>(cx: &Context<'_>, call: &'a CallRef<'_>, root: &str) -> Entry<'a> {
    let first = &call.pages[0];
    Entry {
        title: &call.title,
        href: format!("{root}{}", call.path),
        address: address(cx, call),
        about: first.operation.summary.as_ref().map(|text| cx.prose(text, root)),
        deprecated: call.is_deprecated(),
        variants: call
            .pages
            .iter()
            .filter(|_| call.has_variants())
            .map(|page| (page.label.as_str(), format!("{root}{}", page.path)))
            .collect(),
    }
}
