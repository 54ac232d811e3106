//! Two editions of the API in, what changed out: how bad it is for what is sent and for what
//! comes back, where each edition says so, and what it means for the source of generated code.
//!
//! ```text
//! Api, Api ──► operations ─┬─ parameters
//!                          ├─ bodies and replies ──► shapes ──► properties
//!                          └─ texts
//!              service
//! View, View ─► source (one language)
//! ```
//!
//! Operations are matched by method and route, then by page; properties by their keys. A shape
//! that many operations share is compared once, and the change lists them.

mod kinds;
mod operations;
mod parameters;
mod properties;
mod replies;
mod service;
mod shapes;
mod source;
pub mod version;
mod walk;

use docparse::ir::{Api, ModelId, Operation};
use docparse::source::{SourceId, SourceSet, Span};

pub use kinds::{Class, Heading, KINDS, Kind};
pub use source::{How, Origin, SourceChange, Symbol, Symbols, source};
use walk::Walk;

/// One edition of the docs.
#[derive(Clone, Copy)]
pub struct Edition<'a> {
    /// What it says.
    pub api: &'a Api,
    /// What it was read from.
    pub sources: &'a SourceSet,
}

/// What a change is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// An operation as a whole.
    Operation,
    /// A placeholder in the path.
    PathParameter(String),
    /// A key in the query.
    QueryParameter(String),
    /// A header that is sent.
    Header(String),
    /// The body that is sent.
    RequestBody,
    /// A property, by its dotted path from the body's root.
    Property(String),
    /// A reply, by its status.
    Reply(u16),
    /// The body of a reply.
    ReplyBody(u16),
    /// A server, by name.
    Server(String),
    /// How to sign in.
    SignIn,
    /// An error that every operation may answer with.
    CommonError(u16),
    /// A property of the body of errors.
    ErrorProperty(String),
    /// The header that holds a reply's id.
    RequestId,
}

impl Subject {
    /// The noun, and the name of the one that is meant.
    pub fn words(&self) -> (&'static str, Option<String>) {
        match self {
            Self::Operation => ("operation", None),
            Self::PathParameter(name) => ("path parameter", Some(name.clone())),
            Self::QueryParameter(name) => ("query parameter", Some(name.clone())),
            Self::Header(name) => ("header", Some(name.clone())),
            Self::RequestBody => ("request body", None),
            Self::Property(path) => ("property", Some(path.clone())),
            Self::Reply(status) => ("reply", Some(status.to_string())),
            Self::ReplyBody(status) => ("body of reply", Some(status.to_string())),
            Self::Server(name) => ("server", Some(name.clone())),
            Self::SignIn => ("sign-in", None),
            Self::CommonError(status) => ("error", Some(status.to_string())),
            Self::ErrorProperty(path) => ("error property", Some(path.clone())),
            Self::RequestId => ("header of reply ids", None),
        }
    }
}

/// One change.
#[derive(Clone, Debug)]
pub struct Change {
    /// What happened.
    pub kind: &'static Kind,
    /// To what.
    pub subject: Subject,
    /// How bad it is for what is sent; nothing, if it is not about that.
    pub request: Option<Class>,
    /// How bad it is for what comes back.
    pub reply: Option<Class>,
    /// What it was, in a word or two.
    pub before: Option<String>,
    /// What it is.
    pub after: Option<String>,
    /// Where the old edition says so.
    pub old: Option<Span>,
    /// Where the new one does.
    pub new: Option<Span>,
    /// The operations it is about: those of the new edition, or of the old one where they are
    /// gone. None, if it is about the service as a whole.
    pub operations: Vec<Place>,
    /// The properties that it is about: the models that have one in either edition, and its key.
    keys: Vec<(ModelId, ModelId, String)>,
}

impl Change {
    /// How bad it is.
    pub fn class(&self) -> Class {
        self.request.max(self.reply).unwrap_or(Class::Text)
    }

    /// What happened, in a sentence without its full stop: `property "name" is required now`.
    /// `quoted` writes what comes from a page.
    pub fn says(&self, quoted: impl Fn(&str) -> String) -> String {
        let (noun, name) = self.subject.words();
        let name = name.map(|name| format!(" {}", quoted(&name))).unwrap_or_default();
        let value = |value: &Option<String>| quoted(value.as_deref().unwrap_or("nothing"));
        let mut words = String::new();
        // What is put in is not looked at again: a page may hold `{new}`.
        let mut rest = self.kind.says;
        while let Some((before, after)) = rest.split_once('{') {
            let (key, after) = after.split_once('}').unwrap_or((after, ""));
            words.push_str(before);
            words.push_str(&value(if key == "old" { &self.before } else { &self.after }));
            rest = after;
        }
        format!("{noun}{name} {words}{rest}")
    }
}

/// An operation, as people find it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// `POST /v1/environments/{envID}/propagation/stores`
    pub route: String,
    /// The page's title.
    pub title: String,
    /// The page's id.
    pub page: String,
    /// The page's public address, on the web.
    pub url: Option<String>,
}

impl Place {
    fn of(api: &Api, route: String, operation: &Operation) -> Self {
        let page = api.page(operation.page);
        let web = |url: &&str| url.starts_with("https://") || url.starts_with("http://");
        Self {
            route,
            title: operation.title.value.trim().to_owned(),
            page: page_id(api, operation.page).to_owned(),
            url: page
                .and_then(|page| page.url.as_ref())
                .map(|url| url.value.as_str())
                .filter(web)
                .map(str::to_owned),
        }
    }
}

fn page_id(api: &Api, page: SourceId) -> &str {
    api.page(page).map_or("", |page| page.id.value.as_str())
}

/// What changed from `old` to `new`: first the service, then operation by operation in the
/// order of routes.
pub fn diff(old: Edition<'_>, new: Edition<'_>) -> Vec<Change> {
    let mut walk = Walk::new(old, new);
    service::compare(&mut walk);
    operations::compare(&mut walk);
    walk.finish()
}
