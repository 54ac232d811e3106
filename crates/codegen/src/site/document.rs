//! A documentation page in, the same line by line out, with what was found on each line.

use askama::Template;
use docparse::ir::PageRef;
use docparse::source::SourceId;

use super::Made;
use super::context::Context;
use super::findings::{Shown, shown};
use super::layout::Layout;
use crate::RenderError;
use crate::output::File;

#[derive(Template)]
#[template(path = "site/document.html")]
struct DocumentPage<'a> {
    layout: Layout<'a>,
    file: &'a str,
    public: Option<&'a str>,
    /// What it documents: title and address in the site.
    about: Vec<(&'a str, String)>,
    findings: usize,
    lines: Vec<Line<'a>>,
}

struct Line<'a> {
    number: u32,
    text: String,
    found: Vec<Shown<'a>>,
}

/// The page of the site that shows the documentation page `source`.
pub(super) fn render(cx: &Context<'_>, source: SourceId) -> Made {
    let (Some(page), Some(path)) = (cx.api.page(source), cx.documents.get(&source)) else {
        return Ok(Vec::new());
    };
    let calls = cx.resources.iter().enumerate().flat_map(|(at, resource)| {
        let pages = resource.calls.iter().flat_map(|call| &call.pages);
        pages.map(move |page| (at, page))
    });
    let mine: Vec<_> = calls.filter(|(_, known)| known.operation.page == source).collect();
    let introduced =
        cx.resources.iter().position(|known| known.overview.is_some_and(|(page, _)| page.source == source));
    let open = mine.first().map(|(at, _)| *at).or(introduced);
    let title = cx.title_of(page);
    let layout = Layout::new(cx, &format!("{title}: source"), path, open);
    let root = layout.root;
    let mut about: Vec<(&str, String)> =
        mine.iter().map(|(_, known)| (known.title.as_str(), format!("{root}{}", known.path))).collect();
    about.extend(introduced.map(|at| {
        let resource = &cx.resources[at];
        (resource.title.as_str(), format!("{root}{}", resource.path))
    }));
    let (first, texts) = cx.lines(cx.sources.get(source));
    let findings = cx.found.get(&source).map(Vec::as_slice).unwrap_or_default();
    let mut lines: Vec<Line<'_>> =
        (first..).zip(texts).map(|(number, text)| Line { number, text, found: Vec::new() }).collect();
    if lines.is_empty() {
        lines.push(Line { number: first, text: String::new(), found: Vec::new() });
    }
    let last = lines.len() - 1;
    for (at, finding) in findings.iter().enumerate() {
        let line = (finding.place.line.saturating_sub(first) as usize).min(last);
        lines[line].found.push(shown(cx, finding, at, root));
    }
    let html = DocumentPage {
        file: &page.path,
        public: cx.public_address(source),
        about,
        findings: findings.len(),
        lines,
        layout,
    };
    let text = html.render().map_err(|error| RenderError::new(path, error))?;
    Ok(vec![(path.clone(), File::new(text, vec![source]))])
}

impl Context<'_> {
    /// What a documentation page is called.
    pub(super) fn title_of<'p>(&'p self, page: &'p PageRef) -> &'p str {
        let operations = self.api.endpoints.iter().flat_map(|endpoint| &endpoint.operations);
        let mut titles = operations.filter(|known| known.page == page.source).map(|known| &known.title.value);
        let overview = page.overview.as_ref().map(|overview| &overview.title.value);
        let title = titles.next().or(overview).map_or("", |title| title.trim());
        if title.is_empty() { &page.path } else { title }
    }
}
