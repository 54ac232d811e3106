//! What is around every page: title, way to the top, navigation.

use super::context::Context;
use crate::openapi::names::capital;

/// The frame of a page.
pub(super) struct Layout<'a> {
    /// The page's own title.
    pub(super) title: String,
    /// The API's.
    pub(super) site: &'a str,
    /// The version of what was generated.
    pub(super) version: &'a str,
    /// `../`, or nothing at the top.
    pub(super) root: &'static str,
    /// The page's path in the site.
    pub(super) path: String,
    /// Whether the page asks the server for news of itself.
    pub(super) live: bool,
    /// How many findings there are.
    pub(super) findings: usize,
    pub(super) resources: Vec<Entry<'a>>,
}

/// A resource in the navigation.
pub(super) struct Entry<'a> {
    pub(super) title: &'a str,
    pub(super) path: &'a str,
    /// Whether the page is about it; then its calls are listed.
    pub(super) open: bool,
    /// Whether it is the page.
    pub(super) here: bool,
    pub(super) calls: Vec<CallEntry<'a>>,
}

/// A call in the navigation.
pub(super) struct CallEntry<'a> {
    pub(super) title: &'a str,
    pub(super) path: &'a str,
    pub(super) method: &'static str,
    pub(super) deprecated: bool,
    /// Whether it is the page.
    pub(super) here: bool,
    /// Label and path of each variant, and whether it is the page.
    pub(super) variants: Vec<(&'a str, &'a str, bool)>,
}

impl<'a> Layout<'a> {
    /// The frame of the page at `path`, which is about the resource `open`.
    pub(super) fn new(cx: &'a Context<'_>, title: &str, path: &str, open: Option<usize>) -> Self {
        let resources = cx.resources.iter().enumerate().map(|(at, resource)| {
            let open = open == Some(at);
            let calls = resource.calls.iter().filter(|_| open).map(|call| CallEntry {
                title: &call.title,
                path: &call.path,
                method: call.endpoint.method.value.wire(),
                deprecated: call.is_deprecated(),
                here: call.path == path,
                variants: call
                    .pages
                    .iter()
                    .filter(|_| call.has_variants())
                    .map(|page| (page.label.as_str(), page.path.as_str(), page.path == path))
                    .collect(),
            });
            let here = resource.path == path;
            Entry { title: &resource.title, path: &resource.path, open, here, calls: calls.collect() }
        });
        Self {
            title: capital(title),
            site: cx.title(),
            version: &cx.api.service.version.value,
            root: if path.contains('/') { "../" } else { "" },
            path: path.to_owned(),
            live: cx.live,
            findings: cx.found.values().map(Vec::len).sum::<usize>() + cx.elsewhere.len(),
            resources: resources.collect(),
        }
    }
}

/// The class of a method's colour.
pub(super) fn class(method: &str) -> &'static str {
    match method {
        "GET" | "HEAD" => "get",
        "POST" => "post",
        "PUT" | "PATCH" => "put",
        "DELETE" => "delete",
        _ => "other",
    }
}
