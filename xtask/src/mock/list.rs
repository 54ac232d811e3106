//! A documented list and what was created or deleted since in, the list as it is now out.

use serde_json::Value;

use super::document::Operation;
use super::message::Request;

/// Keys that hold a number of items.
const COUNTS: &[&str] =
    &["count", "size", "total", "totalcount", "totalresults", "totalitems", "itemsperpage"];
/// Those of them that hold the number on this page.
const ON_PAGE: &[&str] = &["size", "itemsperpage"];
/// What query parameters for the length of a page are called.
const LIMITS: &[&str] = &["limit", "pagesize", "page_size", "per_page", "perpage", "maxresults", "count"];
/// Keys that hold the items, where no key is the name of what is listed.
const ITEMS: &[&str] = &["Resources", "items", "data", "results", "value", "entries"];

/// The items of `reply`, which lists `resource`.
pub(super) fn items<'v>(reply: &'v mut Value, resource: &str) -> Option<&'v mut Vec<Value>> {
    if reply.is_array() {
        return reply.as_array_mut();
    }
    let object = reply.as_object_mut()?;
    let embedded = object.contains_key("_embedded");
    let holder = if embedded { object.get_mut("_embedded")?.as_object_mut()? } else { object };
    let lists: Vec<String> =
        holder.iter().filter(|(_, value)| value.is_array()).map(|(key, _)| key.clone()).collect();
    let named = |wanted: &str| lists.iter().find(|key| key.as_str() == wanted);
    let key = named(resource).or_else(|| ITEMS.iter().find_map(|key| named(key)));
    let key = key.or_else(|| lists.first().filter(|_| embedded))?.clone();
    holder.get_mut(&key)?.as_array_mut()
}

/// Adds `change` to every number of items at the top of `reply`.
pub(super) fn count(reply: &mut Value, change: i64) {
    for (key, value) in reply.as_object_mut().into_iter().flatten() {
        if COUNTS.contains(&key.to_lowercase().as_str())
            && let Some(number) = value.as_i64()
        {
            *value = (number + change).max(0).into();
        }
    }
}

/// Whether `request` is what the `next` link of `reply` leads to. The page behind the
/// documented one is the last, and empty.
pub(super) fn is_past_the_end(reply: &Value, request: &Request) -> bool {
    let link = |name: &str| reply["_links"][name]["href"].as_str().and_then(|href| href.split_once('?'));
    let Some((_, next)) = link("next") else { return false };
    let own = link("self").map_or("", |(_, query)| query);
    let pairs = |query: &str| form_urlencoded::parse(query.as_bytes()).into_owned().collect::<Vec<_>>();
    let own = pairs(own);
    let mut only_next = pairs(next).into_iter().filter(|pair| !own.contains(pair)).peekable();
    only_next.peek().is_some() && only_next.all(|pair| request.query.contains(&pair))
}

/// How many items `request` wants at most, by a query parameter that `operation` documents.
pub(super) fn wanted(operation: &Operation, request: &Request) -> Option<usize> {
    let is_limit = |name: &str| {
        LIMITS.contains(&name.to_lowercase().as_str())
            && operation.parameters.iter().any(|known| known.place == "query" && known.name == name)
    };
    let sent = request.query.iter().find(|(name, _)| is_limit(name));
    sent.and_then(|(_, value)| value.parse().ok())
}

/// Leaves the first `limit` items of `reply`. What counts all of them still does.
pub(super) fn shorten(reply: &mut Value, resource: &str, limit: usize) {
    let Some(items) = items(reply, resource).filter(|items| items.len() > limit) else { return };
    let was = items.len();
    items.truncate(limit);
    on_page(reply, was, limit);
}

/// The number of items on the page is `now`, where it was `was`.
fn on_page(reply: &mut Value, was: usize, now: usize) {
    for (key, value) in reply.as_object_mut().into_iter().flatten() {
        if ON_PAGE.contains(&key.to_lowercase().as_str()) && value.as_u64() == Some(was as u64) {
            *value = now.into();
        }
    }
}

/// Makes `reply` the last page: no items, and nothing behind it.
pub(super) fn end(reply: &mut Value, resource: &str) {
    let was = items(reply, resource).map(|items| std::mem::take(items).len());
    if let Some(links) = reply["_links"].as_object_mut() {
        links.shift_remove("next");
    }
    on_page(reply, was.unwrap_or_default(), 0);
}
