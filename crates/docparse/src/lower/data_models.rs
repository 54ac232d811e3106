//! Data-model pages: what they say of the properties that operations send and get.
//!
//! A page's "Refer to … data model" link names the table; without one, the tables on the
//! page that the operation's own id stands under are tried. A table joins the object whose
//! properties it describes best. What is sent gets descriptions, values, bounds and
//! mutability; what comes back also gets the properties its example does not show.

use std::collections::BTreeSet;

use super::columns::Columns;
use super::draft::Draft;
use super::rows::{self, Context, ModelRow};
use super::shape::{self, Node, Prop};
use crate::diag::Sink;
use crate::ir::PageRef;
use crate::page::{Block, Inline, Page, Text};

/// A `## X data model` table.
pub(super) struct DataModel<'a> {
    page: &'a PageRef,
    /// The part of the page's id that its operations' ids start with.
    family: Option<String>,
    /// The title's letters and digits, in lower case: anchors are made of them.
    anchor: String,
    rows: Vec<ModelRow>,
}

/// The tables of a page that documents no operation.
pub(super) fn of_page<'a>(
    page: &Page,
    reference: &'a PageRef,
    cx: Context<'_>,
    sink: &mut Sink,
) -> Vec<DataModel<'a>> {
    let family = page.meta.page_id.as_ref().map(|id| id.value.clone());
    let mut models = Vec::new();
    for section in &page.sections {
        let title = section.title.as_ref().map_or("", |title| title.value.as_str());
        for block in &section.blocks {
            let Block::Table(table) = block else { continue };
            if Columns::of(table).is_some() {
                let url = reference.url.as_ref().map(|url| url.value.as_str());
                let mut rows = rows::of_table(table, cx, sink);
                rows::resolve_links(&mut rows, url);
                models.push(DataModel {
                    page: reference,
                    family: family.clone(),
                    anchor: folded(title),
                    rows,
                });
            }
        }
    }
    models
}

/// Joins what `models` say to the properties of `draft`.
pub(super) fn join(draft: &mut Draft<'_>, models: &[DataModel<'_>]) {
    let links = links(draft.page);
    let linked: Vec<&DataModel<'_>> =
        models.iter().filter(|model| links.iter().any(|link| model.is_at(link))).collect();
    let known = draft.page.meta.page_id.is_some();
    let (candidates, sure): (Vec<&DataModel<'_>>, bool) = match linked.is_empty() {
        true if known => (models.iter().filter(|model| model.is_family_of(draft)).collect(), true),
        // Flattened pages have lost their place in the docs, so only what they hold tells.
        true => (models.iter().filter(|model| model.family.is_none()).collect(), false),
        false => (linked, true),
    };
    if let Some(request) = &mut draft.request {
        for place in places(request) {
            if let (Some(model), Some(node)) =
                (best(&place, &candidates, sure), node_at(request, &place.path))
            {
                describe(node, model);
            }
        }
        expand(&mut request.node, models, Sent(true), &mut Vec::new());
    }
    for root in draft.replies.iter_mut().filter_map(|reply| reply.root.as_mut()) {
        for place in places(root) {
            if let (Some(model), Some(node)) = (best(&place, &candidates, sure), node_at(root, &place.path)) {
                complete(node, model);
                describe(node, model);
            }
        }
        expand(&mut root.node, models, Sent(false), &mut Vec::new());
    }
}

/// Whether an object is sent, or comes back.
#[derive(Clone, Copy)]
struct Sent(bool);

/// Adds to each property whose type is a link what the table it leads to lists. `within` are
/// the tables that we are in, so that one which leads to itself comes to an end.
fn expand(node: &mut Node, models: &[DataModel<'_>], sent: Sent, within: &mut Vec<usize>) {
    for prop in &mut node.props {
        let target = prop.model.as_deref().and_then(anchored);
        let found = target.and_then(|link| models.iter().position(|model| model.is_at(&link)));
        let found = found.filter(|index| !within.contains(index));
        if let Some(index) = found {
            let rows = models[index].rows.iter();
            // What only the service sets is not sent.
            let sets = |row: &&ModelRow| row.mutable.as_ref().is_some_and(|word| word.value == "read-only");
            for row in rows.filter(|row| !(sent.0 && sets(row))) {
                if shape::find(&mut prop.node, &row.name.value).is_none() {
                    shape::add_row(&mut prop.node, row, None);
                }
            }
            describe(&mut prop.node, &models[index]);
            within.push(index);
        }
        expand(&mut prop.node, models, sent, within);
        if found.is_some() {
            within.pop();
        }
    }
}

impl DataModel<'_> {
    fn is_at(&self, link: &(String, String)) -> bool {
        let url = self.page.url.as_ref().map(|url| url.value.as_str());
        url.is_some_and(|url| url == link.0) && self.anchor == link.1
    }

    /// `…:reference:applications` is the family of `…:reference:applications/create-application`.
    fn is_family_of(&self, draft: &Draft<'_>) -> bool {
        let Some(id) = &draft.page.meta.page_id else { return false };
        let parent = id.value.rsplit_once('/').map(|(parent, _)| parent);
        parent.is_some() && self.family.as_deref() == parent
    }
}

/// The addresses that a page's text links to: page and folded anchor.
pub(super) fn links(page: &Page) -> Vec<(String, String)> {
    let blocks = page.intro.iter().chain(page.sections.iter().flat_map(|section| &section.blocks));
    let texts = blocks.flat_map(|block| match block {
        Block::Paragraph(text) | Block::Note(text) => std::slice::from_ref(text),
        Block::List(items) => items.as_slice(),
        _ => &[],
    });
    let url = page.meta.canonical_url.as_ref().map(|url| url.value.as_str());
    let target = |inline: &Inline| match inline {
        Inline::Link { target, .. } => anchored(&super::text::resolve(target, url)?),
        _ => None,
    };
    texts.flat_map(|text: &Text| text.inlines.iter().filter_map(target)).collect()
}

/// Page and folded anchor of an address.
fn anchored(address: &str) -> Option<(String, String)> {
    let (page, anchor) = address.split_once('#')?;
    Some((page.to_owned(), folded(anchor)))
}

/// An object in a body, and the keys it has.
struct Place {
    path: String,
    names: Vec<String>,
    /// The dotted names, from this object on, of everything in it.
    inside: BTreeSet<String>,
}

/// Every object in a body, the body first.
fn places(root: &Prop) -> Vec<Place> {
    let place = |prop: &Prop| Place {
        path: prop.path.clone(),
        names: prop
            .node
            .props
            .iter()
            .map(|prop| prop.wire.clone())
            .filter(|name| !name.starts_with('_'))
            .collect(),
        inside: inside(prop),
    };
    let mut places = vec![place(root)];
    root.node.each(&mut |prop| {
        if !prop.node.props.is_empty() {
            places.push(place(prop));
        }
    });
    places
}

fn inside(prop: &Prop) -> BTreeSet<String> {
    let mut inside = BTreeSet::new();
    let start = if prop.path.is_empty() { 0 } else { prop.path.len() + 1 };
    prop.node.each(&mut |child| {
        inside.extend(child.path.get(start..).map(str::to_owned));
    });
    inside
}

fn node_at<'a>(root: &'a mut Prop, path: &str) -> Option<&'a mut Node> {
    if path == root.path {
        return Some(&mut root.node);
    }
    let mut found = None;
    find(&mut root.node, path, &mut found);
    found
}

fn find<'a>(node: &'a mut Node, path: &str, found: &mut Option<&'a mut Node>) {
    for prop in &mut node.props {
        if prop.path == path {
            *found = Some(&mut prop.node);
            return;
        }
        if path.starts_with(&prop.path) {
            find(&mut prop.node, path, found);
        }
    }
}

/// The model that describes most of an object: more than half of its keys, and more than
/// any other model does; of equals, more of what is inside. Two keys at least, for every
/// object may have an `id`, unless what is inside the only one is described too. Where
/// nothing but that tells where a model belongs, it is nearly all of several keys.
fn best<'a, 'm>(place: &Place, models: &[&'m DataModel<'a>], sure: bool) -> Option<&'m DataModel<'a>> {
    let names = place.names.len();
    let score = |model: &DataModel<'_>| {
        let has = |name: &&String| {
            model.rows.iter().any(|row| row.name.value.split(['.', '[']).next() == Some(name.as_str()))
        };
        let top = place.names.iter().filter(has).count();
        let deep = |row: &&ModelRow| place.inside.contains(&row.name.value.replace("[]", ""));
        (top, if top > 0 { model.rows.iter().filter(deep).count() } else { 0 })
    };
    let mut scores: Vec<_> = models.iter().map(|model| (score(model), *model)).collect();
    scores.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let [((top, deep), model), ref rest @ ..] = scores[..] else { return None };
    let fits = match sure {
        true => top > 1 && top * 2 > names || top == 1 && names == 1 && deep > 2,
        false => top > 3 && top * 5 > names * 4,
    };
    (fits && rest.iter().all(|(other, _)| *other < (top, deep))).then_some(model)
}

/// Adds what rows say about properties that are there.
fn describe(node: &mut Node, model: &DataModel<'_>) {
    for row in &model.rows {
        if let Some(prop) = shape::find(node, &row.name.value) {
            prop.mutable = prop.mutable.take().or(row.mutable.clone());
            prop.description = prop.description.take().or(row.description.clone());
            prop.model = prop.model.take().or(row.model.clone());
        }
    }
}

/// Adds the properties that an example does not show, but for those that never come back.
fn complete(node: &mut Node, model: &DataModel<'_>) {
    for row in &model.rows {
        let mutable = row.mutable.as_ref().map(|word| word.value.to_lowercase());
        let only_sent = mutable.is_some_and(|word| matches!(word.as_str(), "write-only" | "write only"));
        if !only_sent && shape::find(node, &row.name.value).is_none() {
            shape::add_row(node, row, None);
        }
    }
}

/// Letters and digits in lower case: `BrandingTheme data model` and
/// `branding-theme-data-model` are one anchor.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
