//! What was found on all documentation pages in, the list of it out.

use std::collections::BTreeMap;

use askama::Template;
use docparse::diag::{Code, Severity};

use super::context::Context;
use super::html::Html;
use super::layout::Layout;
use super::{Finding, Made, Place};
use crate::RenderError;
use crate::output::File;

#[derive(Template)]
#[template(path = "site/findings.html")]
struct FindingsPage<'a> {
    layout: Layout<'a>,
    total: usize,
    pages: usize,
    /// How many of each severity.
    errors: usize,
    warnings: usize,
    infos: usize,
    /// The pages that have some.
    documents: Vec<Document<'a>>,
    /// What was found in the settings.
    elsewhere: Vec<Shown<'a>>,
    codes: Vec<(&'static Code, usize)>,
}

/// A documentation page with findings.
struct Document<'a> {
    title: &'a str,
    path: &'a str,
    href: &'a str,
    findings: Vec<Shown<'a>>,
}

/// A finding, ready to be printed.
pub(super) struct Shown<'a> {
    /// Its anchor on its documentation page.
    pub(super) id: String,
    pub(super) code: &'static Code,
    pub(super) severity: &'static str,
    pub(super) message: Html,
    pub(super) place: &'a Place,
    /// Other places, with the address of their line.
    pub(super) related: Vec<(&'a Place, String)>,
    pub(super) help: Option<Html>,
    /// Whether it is shown below its line.
    pub(super) in_text: bool,
}

/// The list of all findings.
pub(super) fn render(cx: &Context<'_>) -> Made {
    let layout = Layout::new(cx, "Findings", "findings.html", None);
    let all = || cx.found.values().flatten().chain(&cx.elsewhere);
    let count = |severity| all().filter(|finding| finding.severity == severity).count();
    let mut codes: BTreeMap<&str, (&'static Code, usize)> = BTreeMap::new();
    for finding in all() {
        codes.entry(finding.code.id).or_insert((finding.code, 0)).1 += 1;
    }
    let documents = cx.found.iter().filter_map(|(source, findings)| {
        let page = cx.api.page(*source)?;
        let title = cx.title_of(page);
        let findings = findings.iter().enumerate().map(|(at, finding)| shown(cx, finding, at, layout.root));
        let href = cx.documents.get(source)?;
        Some(Document { title, path: &page.path, href, findings: findings.collect() })
    });
    let page = FindingsPage {
        total: layout.findings,
        pages: cx.documents.len(),
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        infos: count(Severity::Info),
        documents: documents.collect(),
        elsewhere: cx
            .elsewhere
            .iter()
            .enumerate()
            .map(|(at, finding)| shown(cx, finding, at, layout.root))
            .collect(),
        codes: codes.into_values().collect(),
        layout,
    };
    let text = page.render().map_err(|error| RenderError::new("findings.html", error))?;
    let sources = cx.found.keys().copied().collect();
    Ok(vec![("findings.html".to_owned(), File::new(text, sources))])
}

/// A finding, the one numbered `at` of its page.
pub(super) fn shown<'a>(cx: &Context<'_>, finding: &'a Finding, at: usize, root: &str) -> Shown<'a> {
    let related = finding.related.iter().map(|place| {
        let page = cx.api.pages.iter().find(|page| page.path == place.path);
        let path = page.and_then(|page| cx.documents.get(&page.source));
        (place, path.map(|path| format!("{root}{path}#L{}", place.line)).unwrap_or_default())
    });
    Shown {
        id: format!("finding-{}", at + 1),
        code: finding.code,
        severity: finding.severity.word(),
        message: Html::ticked(&finding.message),
        place: &finding.place,
        related: related.collect(),
        help: finding.help.as_deref().map(Html::ticked),
        in_text: false,
    }
}
