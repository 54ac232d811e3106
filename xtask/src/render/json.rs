//! A finding, or what would be done to a file, in; one JSON object on one line out.

use docparse::source::LineCol;
use serde::Serialize;

use crate::finding::{Finding, Place};

/// The finding as one line.
pub(crate) fn render(finding: &Finding) -> String {
    let place = &finding.place;
    let record = Record {
        code: finding.code.id,
        severity: finding.severity.word(),
        page: &place.path,
        page_id: place.page_id.as_deref(),
        range: Range::of(place.start, place.end),
        message: &finding.message,
        label: &place.text,
        excerpt: place.excerpt.as_ref().map(|excerpt| excerpt.text.as_str()),
        related: finding.related.iter().map(Related::of).collect(),
        help: finding.help.as_deref(),
        fix: finding
            .fix
            .as_ref()
            .filter(|fix| !fix.secret)
            .map(|fix| Fix { range: Range::of(fix.start, fix.end), text: &fix.text }),
    };
    serde_json::to_string(&record).expect("a record is strings and numbers only")
}

/// What would be done to a file, as one line.
pub(crate) fn render_step(word: &str, path: &str) -> String {
    serde_json::json!({ "step": word, "path": path }).to_string()
}

#[derive(Serialize)]
struct Record<'a> {
    code: &'a str,
    severity: &'a str,
    page: &'a str,
    page_id: Option<&'a str>,
    #[serde(flatten)]
    range: Range,
    message: &'a str,
    label: &'a str,
    excerpt: Option<&'a str>,
    related: Vec<Related<'a>>,
    help: Option<&'a str>,
    fix: Option<Fix<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    page: &'a str,
    #[serde(flatten)]
    range: Range,
    text: &'a str,
}

#[derive(Serialize)]
struct Fix<'a> {
    #[serde(flatten)]
    range: Range,
    text: &'a str,
}

#[derive(Serialize)]
struct Range {
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

impl Range {
    fn of(start: LineCol, end: LineCol) -> Self {
        Self { line: start.line, column: start.column, end_line: end.line, end_column: end.column }
    }
}

impl<'a> Related<'a> {
    fn of(place: &'a Place) -> Self {
        Self { page: &place.path, range: Range::of(place.start, place.end), text: &place.text }
    }
}

#[cfg(test)]
mod tests {
    use docparse::diag::codes;
    use docparse::source::{SourceId, Span};

    use super::*;
    use crate::finding::Fix;

    #[test]
    fn one_object_on_one_line() {
        let mut finding = Finding::of_file(&codes::PAGE_TOO_LARGE, "docs/", "a.md", "70\nMiB");
        let span = Span::new(SourceId(0), 0, 1);
        finding.fix = Some(Fix {
            span,
            start: LineCol { line: 2, column: 3 },
            end: LineCol { line: 2, column: 4 },
            text: "x".into(),
            secret: false,
        });
        let text = render(&finding);
        assert!(!text.contains('\n'));
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["code"], "DOC004");
        assert_eq!(value["page"], "a.md");
        assert_eq!(value["page_id"], serde_json::Value::Null);
        assert_eq!((&value["line"], &value["end_column"]), (&1.into(), &1.into()));
        assert_eq!((&value["fix"]["line"], &value["fix"]["text"]), (&2.into(), &"x".into()));
    }
}
