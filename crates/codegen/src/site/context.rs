//! What every page of the site looks things up in: resources, calls, and the place of each in the site.

use std::collections::{BTreeMap, BTreeSet};

use docparse::ir::{Api, Call, Endpoint, Field, Name, Operation, Overview, PageRef};
use docparse::json::placeholder;
use docparse::source::{SourceId, SourceSet};

use super::{Finding, Input};
use crate::openapi::{introduction, names};
use crate::view::{CallView, OperationView, ResourceView, View};

/// The API, and where everything stands in the site.
pub(super) struct Context<'a> {
    pub(super) api: &'a Api,
    pub(super) sources: &'a SourceSet,
    pub(super) view: &'a View,
    pub(super) live: bool,
    /// In alphabetical order.
    pub(super) resources: Vec<Resource<'a>>,
    /// Each documentation page that was read, and its path in the site.
    pub(super) documents: BTreeMap<SourceId, String>,
    /// What was found on each of them, from the top.
    pub(super) found: BTreeMap<SourceId, Vec<&'a Finding>>,
    /// What was found anywhere else.
    pub(super) elsewhere: Vec<&'a Finding>,
    /// Public addresses of documentation pages, and what the site has instead.
    pub(super) by_address: BTreeMap<&'a str, String>,
    /// Values that no page may show.
    pub(super) secrets: BTreeSet<&'a str>,
    samples: BTreeMap<(usize, usize), (&'a ResourceView, &'a CallView, &'a OperationView)>,
}

/// What calls are about.
pub(super) struct Resource<'a> {
    /// `Propagation Stores`
    pub(super) title: String,
    /// `resources/propagation-stores.html`
    pub(super) path: String,
    /// What a page says first of all of it.
    pub(super) overview: Option<(&'a PageRef, &'a Overview)>,
    /// What can be called.
    pub(super) calls: Vec<CallRef<'a>>,
}

/// What can be called.
pub(super) struct CallRef<'a> {
    pub(super) endpoint: &'a Endpoint,
    pub(super) call: &'a Call,
    /// `Create store`
    pub(super) title: String,
    /// `operations/create-store.html`
    pub(super) path: String,
    /// One per page that documents it.
    pub(super) pages: Vec<OperationRef<'a>>,
}

/// One page's way of calling.
pub(super) struct OperationRef<'a> {
    pub(super) operation: &'a Operation,
    /// Which of the endpoints it is of, and which of its operations it is.
    pub(super) at: (usize, usize),
    /// `Create Store (PingOne)`
    pub(super) title: String,
    /// What tells it from other pages of the call: `PingOne`, or its title.
    pub(super) label: String,
    /// The same as the call's, if it is the only one.
    pub(super) path: String,
}

impl CallRef<'_> {
    /// Whether several pages document it.
    pub(super) fn has_variants(&self) -> bool {
        self.pages.len() > 1
    }

    /// Whether every page deprecates it.
    pub(super) fn is_deprecated(&self) -> bool {
        self.pages.iter().all(|page| page.operation.deprecated.is_some())
    }
}

impl<'a> Context<'a> {
    pub(super) fn new(input: &Input<'a>, view: &'a View) -> Self {
        let api = input.api;
        let mut stems = Stems::default();
        let documents: BTreeMap<SourceId, String> = api
            .pages
            .iter()
            .map(|page| (page.source, format!("pages/{}.html", stems.claim(&page.id.value))))
            .collect();
        let resources = resources(api);
        let mut by_address = addresses(api, &documents, &resources);
        by_address.retain(|address, _| address.starts_with("http"));
        let (found, elsewhere) = by_page(api, input);
        let secrets = api.secrets.iter().map(|span| input.sources.text(*span).trim_matches(['"', '\'']));
        let mut samples = BTreeMap::new();
        for resource in &view.resources {
            for call in &resource.calls {
                samples.extend(call.operations.iter().map(|page| (page.at, (resource, call, page))));
            }
        }
        Self {
            api,
            sources: input.sources,
            view,
            live: input.live,
            resources,
            documents,
            found,
            elsewhere,
            by_address,
            secrets: secrets.filter(|text| !text.is_empty() && placeholder(text).is_none()).collect(),
            samples,
        }
    }

    /// What the API is called. Settings without a title give it that of the package.
    pub(super) fn title(&self) -> &'a str {
        let service = &self.api.service;
        let title = service.title.value.trim();
        if title.is_empty() || title == service.package.value { "API reference" } else { title }
    }

    /// The public address of a documentation page.
    pub(super) fn public_address(&self, source: SourceId) -> Option<&'a str> {
        let url = self.api.page(source)?.url.as_ref()?.value.as_str();
        (url.starts_with("https://") || url.starts_with("http://")).then_some(url)
    }

    /// What the Rust client has for an operation.
    pub(super) fn in_rust(
        &self,
        operation: &OperationRef<'_>,
    ) -> Option<(&'a ResourceView, &'a CallView, &'a OperationView)> {
        self.samples.get(&operation.at).copied()
    }

    /// The pages that introduce something that is no resource, and where they are in the site.
    pub(super) fn guides(&self) -> impl Iterator<Item = (&'a PageRef, &'a Overview, &str)> {
        let introduced: BTreeSet<SourceId> =
            self.resources.iter().filter_map(|known| Some(known.overview?.0.source)).collect();
        let others = self.api.pages.iter().filter(move |page| !introduced.contains(&page.source));
        others.filter_map(|page| {
            Some((page, page.overview.as_ref()?, self.documents.get(&page.source)?.as_str()))
        })
    }

    /// How many findings there are on a documentation page.
    pub(super) fn findings_on(&self, source: SourceId) -> usize {
        self.found.get(&source).map_or(0, Vec::len)
    }

    /// Whether an object's row says no more than the rows of what is in it.
    pub(super) fn is_implied(&self, field: &Field) -> bool {
        crate::openapi::is_implied(self.api, field) && field.docs.is_empty()
    }
}

fn by_page<'a>(api: &Api, input: &Input<'a>) -> (BTreeMap<SourceId, Vec<&'a Finding>>, Vec<&'a Finding>) {
    let mut found: BTreeMap<SourceId, Vec<&Finding>> = BTreeMap::new();
    let mut elsewhere = Vec::new();
    // A file may hold several pages; a line is on the last that starts above it.
    let starts = api.pages.iter().map(|page| {
        let file = input.sources.get(page.source);
        ((file.path.as_str(), file.line(file.part.start as u32)), page.source)
    });
    let starts: BTreeMap<(&str, u32), SourceId> = starts.collect();
    for finding in input.findings {
        let place = (finding.place.path.as_str(), finding.place.line);
        let before = starts.range(..=place).next_back().filter(|((path, _), _)| *path == place.0);
        match before {
            Some((_, source)) => found.entry(*source).or_default().push(finding),
            None => elsewhere.push(finding),
        }
    }
    (found, elsewhere)
}

/// What the site has for each public address: the operation that the page documents, the
/// resource that it introduces, or else the page itself.
fn addresses<'a>(
    api: &'a Api,
    documents: &BTreeMap<SourceId, String>,
    resources: &[Resource<'a>],
) -> BTreeMap<&'a str, String> {
    let mut paths = documents.clone();
    for resource in resources {
        if let Some((page, _)) = resource.overview {
            paths.insert(page.source, resource.path.clone());
        }
        for page in resource.calls.iter().flat_map(|call| &call.pages) {
            paths.insert(page.operation.page, page.path.clone());
        }
    }
    let pages = api.pages.iter().filter_map(|page| Some((page, page.url.as_ref()?)));
    pages
        .filter_map(|(page, url)| Some((url.value.split('#').next()?, paths.get(&page.source)?.clone())))
        .collect()
}

fn resources(api: &Api) -> Vec<Resource<'_>> {
    let mut by_name: BTreeMap<&[String], Vec<(usize, &Endpoint)>> = BTreeMap::new();
    for (at, endpoint) in api.endpoints.iter().enumerate() {
        by_name.entry(&endpoint.resource.words).or_default().push((at, endpoint));
    }
    let (mut stems, mut calls) = (Stems::default(), Stems::default());
    let mut resources = Vec::new();
    for endpoints in by_name.into_values() {
        let title = names::title(&endpoints[0].1.resource);
        let refs = endpoints.iter().flat_map(|(at, endpoint)| {
            let calls = endpoint.calls.iter().filter(|call| !call.operations.is_empty());
            calls.map(move |call| (*at, *endpoint, call))
        });
        resources.push(Resource {
            path: format!("resources/{}.html", stems.claim(&endpoints[0].1.resource.words.join("-"))),
            overview: introduction(api, &title),
            calls: refs.map(|(at, endpoint, call)| call_ref(at, endpoint, call, &mut calls)).collect(),
            title,
        });
    }
    resources
}

fn call_ref<'a>(at: usize, endpoint: &'a Endpoint, call: &'a Call, stems: &mut Stems) -> CallRef<'a> {
    let several = call.operations.len() > 1;
    let path = format!("operations/{}.html", stems.claim(&kebab(&call.name)));
    let pages: Vec<OperationRef<'_>> = call
        .operations
        .iter()
        .map(|index| {
            let operation = &endpoint.operations[*index];
            let title = titled(operation);
            OperationRef {
                label: operation.tag.as_ref().map_or_else(|| title.clone(), |tag| tag.value.value.clone()),
                path: if several {
                    format!("operations/{}.html", stems.claim(&kebab(&operation.name)))
                } else {
                    path.clone()
                },
                at: (at, *index),
                title,
                operation,
            }
        })
        .collect();
    let title = if several { common(&pages, &call.name) } else { pages[0].title.clone() };
    CallRef { endpoint, call, title, path, pages }
}

/// What the titles of all pages start with, if they say enough: `Create Store`.
fn common(pages: &[OperationRef<'_>], name: &Name) -> String {
    let words =
        |page: &OperationRef<'_>| -> Vec<String> { page.title.split(' ').map(str::to_owned).collect() };
    let mut shared = words(&pages[0]);
    for page in pages {
        let same = shared.iter().zip(words(page)).take_while(|(a, b)| *a == b).count();
        shared.truncate(same);
    }
    if shared.len() > 1 { shared.join(" ") } else { names::sentence(name) }
}

fn titled(operation: &Operation) -> String {
    let title = operation.title.value.trim();
    if title.is_empty() { names::sentence(&operation.name) } else { title.to_owned() }
}

fn kebab(name: &Name) -> String {
    name.words.join("-")
}

/// File names that were given out. Some file systems ignore case.
#[derive(Default)]
struct Stems(BTreeSet<String>);

impl Stems {
    /// `wanted` as a file name on any system, and in any address, that nothing else has.
    fn claim(&mut self, wanted: &str) -> String {
        let safe = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c.to_ascii_lowercase() } else { '-' };
        let stem: String = wanted.chars().take(100).map(safe).collect();
        let stem = stem.trim_matches('-');
        // `index` would be shown for its folder.
        let stem = if stem.is_empty() || stem == "index" { "page" } else { stem };
        let numbered = |number: u32| match number {
            1 => stem.to_owned(),
            number => format!("{stem}-{number}"),
        };
        let free = (1..).map(numbered).find(|name| self.0.insert(name.clone()));
        free.expect("numbers do not run out")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_stay_in_their_folder_and_do_not_meet() {
        let mut stems = Stems::default();
        let claimed = ["Create Store", "create-store", "../../etc/x", "", "é", "index", "a%2f\"b"]
            .map(|wanted| stems.claim(wanted));
        assert_eq!(
            claimed,
            ["create-store", "create-store-2", "etc-x", "page", "page-2", "page-3", "a-2f-b"]
        );
    }
}
