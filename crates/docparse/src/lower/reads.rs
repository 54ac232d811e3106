//! Groups in, one tree for each resource out: what it looks like whenever it comes back.
//!
//! A collection and its items are one resource: what `POST /books` answers, what
//! `GET /books/{id}` answers and what `GET /books` lists is a book. Each reply shows a part of
//! it, and none has to be there; so all that agree are brought together. A reply that gives a
//! property another type, or that is about something else, keeps a model of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::Draft;
use super::group::Group;
use super::merge;
use super::path;
use super::shape::{Prop, Shape};
use crate::ir::{Method, Name, Segment};
use crate::page::Text;
use crate::source::SourceId;

/// A resource as it comes back.
pub(super) struct Read {
    /// What it is about.
    pub(super) resource: Name,
    /// Everything that any reply has of it.
    pub(super) tree: Prop,
    /// The dotted names of what can be sent, if a table tells.
    pub(super) sent: Option<BTreeSet<String>>,
    /// The pages that show it.
    pub(super) pages: Vec<SourceId>,
    /// Sentences of theirs that may name its properties.
    pub(super) sentences: Vec<Text>,
}

/// Where a reply shows a resource.
struct Place {
    group: usize,
    draft: usize,
    reply: usize,
    /// The keys that lead to a list of them; none if the whole body is what it shows.
    list: Vec<String>,
}

/// Brings together what replies show of each resource, and marks where they do so.
pub(super) fn join(groups: &mut [Group<'_>]) -> Vec<Read> {
    let mut resources: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for (group, drafts) in groups.iter().enumerate() {
        // Each arm of a union has a model of its own.
        for (draft, page) in drafts.drafts.iter().enumerate().filter(|_| drafts.tag.is_none()) {
            for (reply, list) in places(page) {
                let place = Place { group, draft, reply, list };
                resources.entry(route(page)).or_default().push(place);
            }
        }
    }
    let mut reads = Vec::new();
    for mut places in resources.into_values() {
        // Only what can be read is a resource; what an action answers may be anything.
        if !places.iter().any(|place| method(groups, place) == Method::Get) {
            continue;
        }
        // What one page is about tells more than an item of a list.
        places.sort_by_key(|place| (!place.list.is_empty(), method(groups, place) != Method::Get));
        reads.extend(bring_together(groups, &places, reads.len()));
    }
    reads
}

fn bring_together(groups: &mut [Group<'_>], places: &[Place], id: usize) -> Option<Read> {
    let mut tree: Option<Prop> = None;
    let mut joined: Vec<&Place> = Vec::new();
    for place in places {
        let Some(shown) = at(groups, place) else { continue };
        let shown = merge::as_whole(shown);
        match &mut tree {
            None => tree = Some(shown),
            Some(tree) if merge::is_same(tree, &shown) => merge::merge(tree, &shown),
            Some(_) => continue,
        }
        joined.push(place);
    }
    let tree = tree?;
    let draft = |place: &&Place| &groups[place.group].drafts[place.draft];
    let mut pages: Vec<SourceId> = joined.iter().map(|place| draft(place).page.source).collect();
    pages.sort_unstable();
    pages.dedup();
    let mut sentences: Vec<Text> = Vec::new();
    for place in &joined {
        for sentence in super::prose::sentences_of(draft(place).page) {
            if !sentences.iter().any(|known| known.plain() == sentence.plain()) {
                sentences.push(sentence);
            }
        }
    }
    // What any page that creates or changes it sends can be sent.
    let route = route(draft(&joined[0]));
    let drafts = groups.iter().flat_map(|group| &group.drafts);
    let about = drafts.filter(|draft| {
        let acts = draft.method.value == Method::Post && is_item(draft);
        !acts && self::route(draft) == route
    });
    let sent: Vec<BTreeSet<String>> = about.filter_map(super::models::sent).collect();
    let sent = (!sent.is_empty()).then(|| sent.into_iter().flatten().collect());
    let resource = super::models::about(&groups[joined[0].group]);
    let read = Read { resource, tree, sent, pages, sentences };
    for place in joined {
        if let Some(prop) = at_mut(groups, place) {
            prop.read = Some(id);
        }
    }
    Some(read)
}

fn method(groups: &[Group<'_>], place: &Place) -> Method {
    groups[place.group].drafts[place.draft].method.value
}

/// The route of the collection that a page's path is about, or of the one thing there is.
pub(super) fn route(draft: &Draft<'_>) -> String {
    let route = path::route(&draft.path);
    route.strip_suffix("/{}").map(str::to_owned).unwrap_or(route)
}

fn is_item(draft: &Draft<'_>) -> bool {
    matches!(draft.path.segments.last(), Some(Segment::Param(_)))
}

/// The replies of a page that show its resource, and where in them.
pub(super) fn places(draft: &Draft<'_>) -> Vec<(usize, Vec<String>)> {
    let mut places = Vec::new();
    for (index, reply) in draft.replies.iter().enumerate() {
        let Some(root) = reply.root.as_ref().filter(|_| (200..300).contains(&reply.status.value)) else {
            continue;
        };
        let list = match (draft.method.value, is_item(draft)) {
            (Method::Get, false) => items(root),
            (Method::Get | Method::Put | Method::Patch, true)
            | (Method::Post | Method::Put | Method::Patch, false) => Some(Vec::new()),
            _ => None,
        };
        let Some(list) = list else { continue };
        let holds_objects = |prop: &Prop| match prop.shape().value {
            Shape::Object => true,
            Shape::List(item) => *item == Shape::Object,
            _ => false,
        };
        if inside(root, &list).is_some_and(|prop| !prop.node.props.is_empty() && holds_objects(prop)) {
            places.push((index, list));
        }
    }
    places
}

/// Where a collection's reply lists its items: the only list under HAL's `_embedded`
/// (draft-kelly-json-hal-11 section 4.1.2), SCIM's `Resources` (RFC 7644 section 3.4.2), an
/// only list beside plain values, or the body itself. A reply without a list is the one thing
/// there is.
fn items(root: &Prop) -> Option<Vec<String>> {
    let is_list = |prop: &&Prop| matches!(prop.shape().value, Shape::List(item) if *item == Shape::Object);
    let only = |prop: &Prop| {
        let mut lists = prop.node.props.iter().filter(is_list);
        let first = lists.next()?.wire.clone();
        lists.next().is_none().then_some(first)
    };
    if is_list(&root) {
        return Some(Vec::new());
    }
    if let Some(embedded) = root.node.get("_embedded") {
        return only(embedded).map(|list| vec!["_embedded".to_owned(), list]);
    }
    if root.node.get("Resources").is_some() {
        return Some(vec!["Resources".to_owned()]);
    }
    let rest = root.node.props.iter().filter(|prop| !is_list(prop) && prop.wire != "_links");
    let is_page = rest.clone().count() <= 2 && rest.clone().all(|prop| prop.node.props.is_empty());
    match only(root) {
        Some(list) if is_page => Some(vec![list]),
        _ => Some(Vec::new()),
    }
}

fn inside<'a>(root: &'a Prop, list: &[String]) -> Option<&'a Prop> {
    list.iter().try_fold(root, |prop, key| prop.node.get(key))
}

fn at<'a>(groups: &'a [Group<'_>], place: &Place) -> Option<&'a Prop> {
    let reply = &groups[place.group].drafts[place.draft].replies[place.reply];
    inside(reply.root.as_ref()?, &place.list)
}

fn at_mut<'a>(groups: &'a mut [Group<'_>], place: &Place) -> Option<&'a mut Prop> {
    let root = groups[place.group].drafts[place.draft].replies[place.reply].root.as_mut()?;
    place.list.iter().try_fold(root, |prop, key| prop.node.get_mut(key))
}
