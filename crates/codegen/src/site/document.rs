//! A documentation page in, the same line by line out, with what was found on each line.

use std::ops::Range;

use askama::Template;
use docparse::ir::PageRef;
use docparse::source::SourceId;

use super::context::Context;
use super::findings::{Shown, shown};
use super::layout::Layout;
use super::{Made, Place};
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
    /// The text, and whether findings are about it.
    parts: Vec<(String, bool)>,
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
    let mut lines: Vec<Line<'_>> = (first..)
        .zip(&texts)
        .map(|(number, text)| {
            let here = findings.iter().map(|finding| &finding.place).filter(|place| place.line == number);
            Line { number, parts: marked(text, here.filter_map(span).collect()), found: Vec::new() }
        })
        .collect();
    if lines.is_empty() {
        lines.push(Line { number: first, parts: Vec::new(), found: Vec::new() });
    }
    let last = lines.len() - 1;
    for (at, finding) in findings.iter().enumerate() {
        let line = (finding.place.line.saturating_sub(first) as usize).min(last);
        lines[line].found.push(Shown { in_text: true, ..shown(cx, finding, at, root) });
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

/// The characters of its line that a place is about.
fn span(place: &Place) -> Option<Range<usize>> {
    let start = (place.column as usize).saturating_sub(1);
    Some(start..start + place.excerpt.as_ref()?[1].chars().count())
}

/// `text` in pieces: those within `spans`, which count characters, are marked.
fn marked(text: &str, mut spans: Vec<Range<usize>>) -> Vec<(String, bool)> {
    if spans.is_empty() {
        return vec![(text.to_owned(), false)];
    }
    spans.sort_by_key(|span| (span.start, span.end));
    let mut pieces: Vec<(String, bool)> = Vec::new();
    // A byte-order mark is not a character of its line.
    for (at, c) in text.trim_start_matches('\u{feff}').chars().enumerate() {
        let is_marked = spans.iter().any(|span| span.contains(&at));
        match pieces.last_mut() {
            Some((piece, marked)) if *marked == is_marked => piece.push(c),
            _ => pieces.push((c.to_string(), is_marked)),
        }
    }
    pieces
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_findings_are_about_is_marked() {
        let marked = |spans: &[Range<usize>]| {
            let pieces = marked("äb cd ef", spans.to_vec());
            let brackets =
                pieces.iter().map(|(text, marked)| if *marked { format!("[{text}]") } else { text.clone() });
            brackets.collect::<String>()
        };
        assert_eq!(marked(&[]), "äb cd ef");
        assert_eq!(marked(&[6..8, 0..2, 1..4]), "[äb c]d [ef]");
        assert_eq!(marked(&[7..99, 3..3]), "äb cd e[f]");
    }
}
