//! Operations of pages in, one document out: of a single page, or of all.

use std::collections::BTreeMap;

use docparse::source::SourceId;

use super::context::Context;
use super::document::{Components, Document, ExternalDocs, Info, License, Operation, PathItem, Response};
use super::routes::{Arm, Route};
use super::schema::Schema;
use super::{errors, merge, models, operation, security, servers, tags};

/// Everything that documents choose from: each page's operations, and all components.
pub(super) struct Parts<'a> {
    operations: Vec<Part<'a>>,
    schemas: BTreeMap<String, Schema>,
    responses: BTreeMap<String, Response>,
}

/// A page's operation, as a document has it.
type Part<'a> = (&'a Route<'a>, Arm<'a>, Operation);

impl<'a> Parts<'a> {
    /// Builds each page's operations once, so that a fragment and the bundle cannot differ.
    pub(super) fn new(cx: &Context<'_>, routes: &'a [Route<'a>]) -> Self {
        let arms = routes.iter().flat_map(|route| route.arms.iter().map(move |arm| (route, *arm)));
        let mut schemas = models::components(cx);
        schemas.extend(errors::schemas(cx));
        Self {
            operations: arms.map(|(route, arm)| (route, arm, operation::operation(cx, route, arm))).collect(),
            schemas,
            responses: errors::responses(cx),
        }
    }

    /// The document of all operations.
    pub(super) fn bundle(&self, cx: &Context<'_>) -> Document<'_> {
        self.document(cx, &self.operations.iter().collect::<Vec<_>>())
    }

    /// Each page that documents operations, and the document of those.
    pub(super) fn fragments<'s>(
        &'s self,
        cx: &'s Context<'_>,
    ) -> impl Iterator<Item = (SourceId, Document<'s>)> {
        let mut pages: BTreeMap<SourceId, Vec<&Part<'_>>> = BTreeMap::new();
        for part in &self.operations {
            pages.entry(part.1.operation.page).or_default().push(part);
        }
        pages.into_iter().map(|(page, parts)| (page, self.document(cx, &parts)))
    }

    fn document(&self, cx: &Context<'_>, parts: &[&Part<'_>]) -> Document<'_> {
        let mut paths: BTreeMap<String, PathItem> = BTreeMap::new();
        // The operations of a route follow each other.
        for pages in parts.chunk_by(|(a, ..), (b, ..)| std::ptr::eq(*a, *b)) {
            let route = pages[0].0;
            let arms: Vec<_> = pages.iter().map(|(_, arm, op)| (*arm, op.clone())).collect();
            let operation = merge::operations(cx, route, arms);
            paths.entry(route.path.clone()).or_default().insert(method_key(route), operation);
        }
        let security = security::of_document(cx);
        let components = self.components(cx, &paths, &security);
        Document {
            openapi: "3.1.1",
            info: info(cx),
            servers: servers::of_document(cx),
            security,
            external_docs: home(cx),
            tags: tags::tags(cx, &paths),
            paths,
            components,
        }
    }

    /// What `paths` refer to, and what that refers to.
    fn components(
        &self,
        cx: &Context<'_>,
        paths: &BTreeMap<String, PathItem>,
        security: &[super::document::Requirement],
    ) -> Components<'_> {
        let operations = || paths.values().flat_map(BTreeMap::values);
        let named = operations().flat_map(|operation| operation.responses.values());
        let responses: BTreeMap<_, _> = named
            .filter_map(errors::component_of)
            .filter_map(|name| self.responses.get_key_value(name))
            .map(|(name, response)| (name.as_str(), response))
            .collect();
        let mut open = Vec::new();
        for operation in operations() {
            let body = operation.request_body.iter().flat_map(|body| body.content.values());
            let replies = operation.responses.values().chain(responses.values().copied());
            for media in body.chain(replies.flat_map(|response| response.content.values())) {
                media.schema.references(&mut open);
            }
            operation.parameters.iter().for_each(|parameter| parameter.schema.references(&mut open));
        }
        let own = operations().filter_map(|operation| operation.security.as_ref()).flatten();
        Components {
            schemas: self.reached(open),
            responses,
            security_schemes: security::schemes(cx, security.iter().chain(own)),
        }
    }

    /// The schemas named in `open`, and those they lead to.
    fn reached<'s: 'o, 'o>(&'s self, mut open: Vec<&'o str>) -> BTreeMap<&'s str, &'s Schema> {
        let mut reached = BTreeMap::new();
        while let Some(name) = open.pop() {
            if let Some((name, schema)) = self.schemas.get_key_value(name)
                && reached.insert(name.as_str(), schema).is_none()
            {
                schema.references(&mut open);
            }
        }
        reached
    }
}

fn method_key(route: &Route<'_>) -> &'static str {
    match route.method {
        docparse::ir::Method::Get => "get",
        docparse::ir::Method::Head => "head",
        docparse::ir::Method::Post => "post",
        docparse::ir::Method::Put => "put",
        docparse::ir::Method::Patch => "patch",
        docparse::ir::Method::Delete => "delete",
        docparse::ir::Method::Options => "options",
    }
}

fn info(cx: &Context<'_>) -> Info {
    let service = &cx.api.service;
    let license = service.licence.as_ref().map(|licence| {
        // An SPDX expression has no words but its operators.
        let spdx = licence.value.split(' ').enumerate().all(|(at, word)| {
            if at % 2 == 1 { ["AND", "OR", "WITH"].contains(&word) } else { !word.is_empty() }
        });
        let url = service.home.as_ref().filter(|_| !spdx).map(|home| home.value.clone());
        License { name: licence.value.clone(), identifier: spdx.then(|| licence.value.clone()), url }
    });
    Info {
        title: service.title.value.clone(),
        version: service.version.value.clone(),
        description: service.description.as_ref().map(|text| super::text::settings(&text.value)),
        license,
    }
}

/// Where the documentation as a whole is.
fn home(cx: &Context<'_>) -> Option<ExternalDocs> {
    let home = cx.api.service.home.as_ref()?.value.as_str();
    let description = super::text::settings(&cx.api.service.title.value);
    let is_address = home.starts_with("https://") || home.starts_with("http://");
    is_address.then(|| ExternalDocs { description, url: home.to_owned() })
}
