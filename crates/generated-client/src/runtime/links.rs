//! Links of a reply (HAL, draft-kelly-json-hal), to be followed.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde_json::Value;

/// The links of a thing, by what they are to it. `T` is the thing itself.
///
/// `Debug` shows no addresses: their queries may hold anything.
pub struct Links<T> {
    hrefs: BTreeMap<String, String>,
    what: PhantomData<fn() -> T>,
}

impl<T> Links<T> {
    /// The links in the value of `_links`.
    pub(crate) fn of<L: Serialize>(links: &L) -> Self {
        let mut hrefs = BTreeMap::new();
        if let Ok(Value::Object(members)) = serde_json::to_value(links) {
            for (relation, link) in members {
                if let Some(href) = link.get("href").and_then(Value::as_str) {
                    hrefs.insert(relation, href.to_owned());
                }
            }
        }
        Self { hrefs, what: PhantomData }
    }

    /// The same links, of a thing that is read as a `U`.
    pub(crate) fn to<U>(self) -> Links<U> {
        Links { hrefs: self.hrefs, what: PhantomData }
    }

    /// The link to the thing itself.
    pub fn self_(&self) -> Option<Link<T>> {
        self.get("self").map(Link::to)
    }

    /// A link to something else, as any JSON; [`Link::to`] says as what to read it.
    pub fn get(&self, relation: &str) -> Option<Link<Value>> {
        self.hrefs.get(relation).map(Link::new)
    }

    /// What the links are to the thing: `self`, `next`.
    pub fn relations(&self) -> impl Iterator<Item = &str> {
        self.hrefs.keys().map(String::as_str)
    }
}

impl<T> fmt::Debug for Links<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.hrefs.keys()).finish()
    }
}

/// A link to a `T`. [`Client::follow`](crate::Client::follow) goes there.
pub struct Link<T> {
    href: String,
    what: PhantomData<fn() -> T>,
}

impl<T> Link<T> {
    /// A link to `href`: an address, or a path on the service.
    pub fn new(href: impl Into<String>) -> Self {
        Self { href: href.into(), what: PhantomData }
    }

    /// The same link, to a `U`.
    pub fn to<U>(self) -> Link<U> {
        Link::new(self.href)
    }

    /// Where it leads, as the service wrote it.
    pub fn href(&self) -> &str {
        &self.href
    }

    pub(crate) fn into_href(self) -> String {
        self.href
    }
}

impl<T> Clone for Link<T> {
    fn clone(&self) -> Self {
        Self::new(self.href.clone())
    }
}

impl<T> fmt::Debug for Link<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Link(…)")
    }
}
