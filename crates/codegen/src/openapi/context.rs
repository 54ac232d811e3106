//! What every part of the back end looks things up in.

use std::collections::BTreeSet;

use docparse::ir::{Api, Fact, Role, Type};
use docparse::page::Text;
use docparse::source::{SourceId, SourceSet};

use super::document::Source;
use super::names::Names;
use super::routes::Route;
use super::{text, walk};

/// The API, the sources it was read from, and the names its parts have in documents.
pub(super) struct Context<'a> {
    pub(super) api: &'a Api,
    pub(super) sources: &'a SourceSet,
    pub(super) names: Names,
    /// Page and dotted path of every property that some documented reply has.
    replied: BTreeSet<(SourceId, String)>,
}

impl<'a> Context<'a> {
    pub(super) fn new(api: &'a Api, sources: &'a SourceSet, routes: &[Route<'_>]) -> Self {
        Self { api, sources, names: Names::of(api, routes), replied: replied(api) }
    }

    /// The id of the page that `source` is, or nothing if it is no page.
    pub(super) fn page_id(&self, source: SourceId) -> &'a str {
        self.api.page(source).map_or("", |page| page.id.value.as_str())
    }

    /// The public address of the page that `source` is.
    pub(super) fn page_url(&self, source: SourceId) -> Option<&'a str> {
        let url = self.api.page(source)?.url.as_ref()?.value.as_str();
        (url.starts_with("https://") || url.starts_with("http://")).then_some(url)
    }

    /// Where `property` is documented: on the first of `pages` that is one.
    pub(super) fn source(&self, pages: &[SourceId], property: impl Into<String>) -> Source {
        let page = pages.iter().map(|page| self.page_id(*page)).find(|id| !id.is_empty());
        Source { page: page.unwrap_or_default().to_owned(), property: property.into() }
    }

    /// Text from a page, as CommonMark.
    pub(super) fn prose(&self, text: &Fact<Text>) -> String {
        text::markdown(&text.value, self.page_url(text.value.span.source))
    }

    /// Whether a documented reply of one of `pages` has the property at `path`.
    pub(super) fn is_replied(&self, pages: &[SourceId], path: &str) -> bool {
        pages.iter().any(|page| self.replied.contains(&(*page, path.to_owned())))
    }
}

fn replied(api: &Api) -> BTreeSet<(SourceId, String)> {
    let mut replied = BTreeSet::new();
    for operation in api.endpoints.iter().flat_map(|endpoint| &endpoint.operations) {
        for ty in operation.responses.iter().filter_map(|response| response.ty.as_ref()) {
            walk::fields(api, ty, &mut |path, _| {
                replied.insert((operation.page, path.to_owned()));
            });
        }
    }
    // A shape that goes both ways is in a reply wherever it is used.
    for model in api.models.iter().filter(|model| model.role == Role::Both) {
        for field in &model.fields {
            replied.extend(model.pages.iter().map(|page| (*page, field.path.clone())));
        }
    }
    replied
}

/// The word for a type in lists people read: `array of string`.
pub(crate) fn type_words(ty: &Type) -> String {
    match ty {
        Type::List(item) => format!("array of {}", type_words(item)),
        Type::Map(value) => format!("map of {}", type_words(value)),
        Type::OneOf(types) => types.iter().map(type_words).collect::<Vec<_>>().join(" or "),
        ty => ty.word().to_owned(),
    }
}
