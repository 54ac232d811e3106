//! What changed in, one JSON object a line out: the changes, then a summary.

use codegen::diff::{Class, Place, SourceChange};
use serde::Serialize;
use serde_json::json;

use super::report::{At, Report, Shown};

pub(super) fn render(report: &Report) -> Vec<String> {
    let line = |shown: &Shown| serde_json::to_string(&record(shown));
    let mut lines: Vec<String> = report
        .changes
        .iter()
        .map(|shown| line(shown).expect("a record is strings and numbers only"))
        .collect();
    lines.extend(report.source.iter().map(|source| json!({ "source": in_source(source) }).to_string()));
    let count = |class: Class| report.count(class);
    lines.push(
        json!({ "summary": {
            "old": report.old,
            "new": report.new,
            "class": report.class(),
            "breaking": count(Class::Breaking),
            "additive": count(Class::Additive),
            "text": count(Class::Text),
            "version": report.version.as_ref().map(|version| json!({
                "current": version.current,
                "next": version.next,
                "stated": version.stated.as_ref().map(|(stated, _)| stated),
                "enough": version.stated.as_ref().map(|(_, enough)| enough),
            })),
        }})
        .to_string(),
    );
    lines
}

#[derive(Serialize)]
struct Record<'a> {
    change: &'a str,
    class: Class,
    request: Option<Class>,
    reply: Option<Class>,
    subject: &'a str,
    name: Option<String>,
    message: String,
    before: Option<&'a str>,
    after: Option<&'a str>,
    old: Option<Location<'a>>,
    new: Option<Location<'a>>,
    operations: Vec<Operation<'a>>,
    source: Vec<Source<'a>>,
}

/// What it means for code that uses generated code.
#[derive(Serialize)]
struct Source<'a> {
    language: &'a str,
    symbol: &'a str,
    class: Class,
    message: String,
}

#[derive(Serialize)]
struct Location<'a> {
    page: &'a str,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Operation<'a> {
    route: &'a str,
    title: &'a str,
    page_id: &'a str,
    url: Option<&'a str>,
}

fn record(shown: &Shown) -> Record<'_> {
    let change = &shown.change;
    let (subject, name) = change.subject.words();
    Record {
        change: change.kind.id,
        class: shown.class(),
        request: change.request,
        reply: change.reply,
        subject,
        name,
        message: change.says(|value| format!("`{value}`")),
        before: change.before.as_deref(),
        after: change.after.as_deref(),
        old: shown.old.as_ref().map(location),
        new: shown.new.as_ref().map(location),
        operations: change.operations.iter().map(operation).collect(),
        source: shown.source.iter().map(in_source).collect(),
    }
}

fn in_source(source: &SourceChange) -> Source<'_> {
    let message = format!("`{}` {}", source.symbol, source.says);
    Source { language: source.language, symbol: &source.symbol, class: source.class, message }
}

fn location(At { path, line, column }: &At) -> Location<'_> {
    Location { page: path, line: *line, column: *column }
}

fn operation(Place { route, title, page, url }: &Place) -> Operation<'_> {
    Operation { route, title, page_id: page, url: url.as_deref() }
}
