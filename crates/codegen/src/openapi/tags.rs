//! The tags of operations, with what overview pages say of them.

use std::collections::{BTreeMap, BTreeSet};

use docparse::ir::{Api, Overview, PageRef};

use super::context::Context;
use super::document::{ExternalDocs, PathItem, Tag};
use super::text;

/// The tags that `paths` use, in alphabetical order.
pub(super) fn tags(cx: &Context<'_>, paths: &BTreeMap<String, PathItem>) -> Vec<Tag> {
    let operations = paths.values().flat_map(BTreeMap::values);
    let names: BTreeSet<&String> = operations.flat_map(|operation| &operation.tags).collect();
    names.into_iter().map(|name| tag(cx, name)).collect()
}

fn tag(cx: &Context<'_>, name: &str) -> Tag {
    let Some((page, overview)) = introduction(cx.api, name) else {
        let description = format!("Operations on {}.", name.to_lowercase());
        return Tag { name: name.to_owned(), description, external_docs: None };
    };
    let title = overview.title.value.trim();
    let said: Vec<String> = overview.text.iter().map(|text| cx.prose(text)).collect();
    Tag {
        name: name.to_owned(),
        description: said.join("\n\n"),
        external_docs: cx
            .page_url(page.source)
            .map(|url| ExternalDocs { description: text::escape(title), url: url.to_owned() }),
    }
}

/// The page that introduces the resource `name`: the first with its title, or else its id.
pub(crate) fn introduction<'a>(api: &'a Api, name: &str) -> Option<(&'a PageRef, &'a Overview)> {
    let pages = || api.pages.iter().filter_map(|page| Some((page, page.overview.as_ref()?)));
    let wanted = docparse::words(name);
    pages()
        .find(|(_, overview)| docparse::words(&overview.title.value) == wanted)
        .or_else(|| pages().find(|(page, _)| docparse::words(&page.id.value) == wanted))
}
