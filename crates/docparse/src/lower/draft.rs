//! One page in, what it says of its operation out, with other pages not yet heard.

use std::borrow::Cow;

use super::decisions::Decisions;
use super::replies::Reply;
use super::rows::ModelRow;
use super::shape::{self, Prop};
use super::{alternatives, headers, path, prose, query, replies, rows, samples, tag, text};
use crate::diag::{Diagnostic, Sink, codes};
use crate::ir::{
    Claim, Evidence, Fact, Header, HeaderValue, How, Method, PageRef, Path, QueryParam, Sample, Tag,
};
use crate::json::{self, Json, ProblemKind, Reading};
use crate::page::{Block, CodeBlock, Page, Row, SectionKind, Table, Text};
use crate::source::{SourceSet, Span, Spanned};
use crate::vocabulary::TypeWord;

/// What one page says.
#[derive(Clone)]
pub(super) struct Draft<'a> {
    pub(super) page: &'a Page,
    pub(super) id: Fact<String>,
    pub(super) title: Fact<String>,
    pub(super) method: Fact<Method>,
    pub(super) path: Path,
    pub(super) summary: Option<Fact<Text>>,
    pub(super) notes: Vec<Fact<Text>>,
    /// The request line.
    pub(super) line: Span,
    pub(super) query: Vec<QueryParam>,
    /// Where the page says that the operation should not be used any more.
    pub(super) deprecated: Option<Evidence>,
    pub(super) headers: Vec<Header>,
    pub(super) samples: Vec<Sample>,
    pub(super) body: Option<Body>,
    /// What the body holds.
    pub(super) request: Option<Prop>,
    pub(super) replies: Vec<Reply>,
    /// What may tell this operation from its siblings.
    pub(super) tags: Vec<Tag>,
}

/// A request body.
#[derive(Clone)]
pub(super) struct Body {
    pub(super) media_type: Fact<String>,
    pub(super) json: Option<Json>,
}

impl Body {
    /// Whether it is bytes that are neither JSON, a form nor text: `file ( image/png )`.
    pub(super) fn is_file(&self) -> bool {
        let media_type = self.media_type.value.as_str();
        ["image/", "audio/", "video/"].iter().any(|kind| media_type.starts_with(kind))
            || matches!(media_type, "application/octet-stream" | "application/pdf" | "application/zip")
    }
}

/// The draft of a page that documents an operation; none for other pages, and for those on
/// which there is nothing to call. A page that gives alternative models has one for each.
pub(super) fn of<'a>(
    page: &'a Page,
    reference: &PageRef,
    sources: &SourceSet,
    decisions: &Decisions<'_>,
    sink: &mut Sink,
) -> Vec<Draft<'a>> {
    let Some(line) = &page.request_line else {
        report_no_request_line(page, sources, sink);
        return Vec::new();
    };
    let Some((method, path)) = path::read(line, sink) else { return Vec::new() };
    let title = page.title.as_ref().or(page.meta.title.as_ref());
    let title = title.map_or_else(
        || Fact::new(reference.id.value.clone(), How::Inferred, line.span),
        |title| Fact::new(title.value.clone(), How::Stated, title.span),
    );
    let cx = rows::Context { page_id: &reference.id.value, sources, decisions };
    let headers = headers::read(page, sources, sink);
    let body = body(page, &headers, sink);
    let example = body.as_ref().and_then(|body| body.json.as_ref());
    let alternatives = alternatives::of(page, cx, sink);
    let mut rows = match &alternatives {
        Some(alternatives) => alternatives.merged(page, sink),
        None => rows::read(page, example, cx, sink),
    };
    for field in form(page) {
        if !rows.iter().any(|row| row.name.value == field.name.value) {
            rows.push(field);
        }
    }
    let tags = example.map(|json| tag::candidates(page, &title.value, json, sink)).unwrap_or_default();
    let body = body.or_else(|| body_of_rows(&rows, method.value, &headers));
    let request = request(&rows, body.as_ref(), line);
    let url = reference.url.as_ref().map(|url| url.value.as_str());
    let (summary, notes) = texts(page, url);
    let mut draft = Draft {
        page,
        id: reference.id.clone(),
        title,
        method,
        path,
        line: line.span,
        query: query::read(page, line, cx, sink),
        deprecated: prose::deprecated(page),
        summary,
        notes,
        headers,
        samples: samples::read(page),
        body,
        request,
        replies: replies::read(page, sink),
        tags,
    };
    // What the arms' replies share with what is sent is told by all of their rows.
    if let Some(request) = &draft.request {
        for root in draft.replies.iter_mut().filter_map(|reply| reply.root.as_mut()) {
            shape::echo(&mut root.node, &request.node);
        }
    }
    prose::report_method(&draft, sink);
    let mut drafts = match alternatives {
        Some(alternatives) => alternatives.split(draft),
        None => vec![draft],
    };
    drafts.iter_mut().for_each(prose::hear);
    drafts
}

/// `Key | Value` of a form: keys and example values, all of them text.
fn form(page: &Page) -> Vec<ModelRow> {
    let blocks = page.sections(SectionKind::Body).flat_map(|section| &section.blocks);
    let tables = blocks.filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let is_form = |table: &&Table| {
        let head: Vec<String> = table.head.iter().map(|cell| cell.text.plain()).collect();
        head == ["Key", "Value"]
    };
    let row = |row: &Row| {
        let key = &row.cells.first()?.text;
        let name = key.plain().replace('\\', "");
        let evidence = Evidence::new(How::Stated, key.span);
        (!name.is_empty()).then(|| ModelRow {
            name: Spanned::new(name, key.span),
            ty: Some(Claim { value: TypeWord::String, evidence }),
            presence: None,
            deprecated: None,
            mutable: None,
            description: None,
            model: None,
        })
    };
    tables.filter(is_form).flat_map(|table| &table.rows).filter_map(row).collect()
}

fn request(rows: &[ModelRow], body: Option<&Body>, line: &Spanned<String>) -> Option<Prop> {
    let example = body.and_then(|body| body.json.as_ref());
    let place = rows.first().map(|row| row.name.span).or(example.map(|json| json.span)).unwrap_or(line.span);
    (!rows.is_empty() || example.is_some()).then(|| shape::request(rows, example, place))
}

/// A page whose sections are those of an operation should say what to call.
fn report_no_request_line(page: &Page, sources: &SourceSet, sink: &mut Sink) {
    if !page.sections.iter().any(|section| section.kind.is_of_operation()) {
        return;
    }
    let tried = page.intro.iter().find_map(|block| match block {
        Block::Code(code) if !code.body.value.trim().contains('\n') => Some(code),
        _ => None,
    });
    let finding = match tried {
        Some(code) => {
            let message = format!("`{}` is not a request line", code.body.value.trim());
            Diagnostic::new(
                &codes::BAD_REQUEST_LINE,
                sources.get(page.source).line_span(sources.start(code.body.span).line),
                message,
            )
        }
        None => {
            let place = page.title.as_ref().map_or(sources.get(page.source).first_line(), |title| title.span);
            Diagnostic::new(&codes::NO_REQUEST_LINE, place, "the page has no line that says method and path")
        }
    };
    sink.push(finding.help("write `METHOD {{base}}/path` in a code block of its own below the title"));
}

fn body(page: &Page, headers: &[Header], sink: &mut Sink) -> Option<Body> {
    let section = page.sections(SectionKind::Body).next()?;
    let title = section.title.as_ref()?;
    let stated = section.blocks.iter().find_map(|block| match block {
        Block::Paragraph(text) => media_type(text),
        _ => None,
    });
    let media_type = stated
        .or_else(|| content_type(headers))
        .unwrap_or_else(|| Fact::new("application/json".into(), How::Inferred, title.span));
    let is_json = media_type.value.ends_with("json");
    let code = section.blocks.iter().find_map(|block| match block {
        Block::Code(code) if is_json => Some(code),
        _ => None,
    });
    Some(Body { media_type, json: code.and_then(|code| read_json(code, "body", sink)) })
}

/// A page may have a request model and no example. A method that sends no body has none.
fn body_of_rows(rows: &[ModelRow], method: Method, headers: &[Header]) -> Option<Body> {
    let sends = matches!(method, Method::Post | Method::Put | Method::Patch);
    let first = rows.first().filter(|_| sends)?;
    let json = || Fact::new("application/json".into(), How::Inferred, first.name.span);
    Some(Body { media_type: content_type(headers).unwrap_or_else(json), json: None })
}

fn content_type(headers: &[Header]) -> Option<Fact<String>> {
    let header = headers.iter().find(|header| header.name.wire.eq_ignore_ascii_case("content-type"))?;
    match &header.value {
        HeaderValue::Fixed(value) if !value.is_empty() => {
            Some(Fact::new(value.clone(), How::Stated, header.span))
        }
        _ => None,
    }
}

/// `raw ( application/json )`.
fn media_type(text: &Text) -> Option<Fact<String>> {
    let plain = text.plain().replace('\\', "");
    let (_, rest) = plain.split_once('(')?;
    let (name, _) = rest.split_once(')')?;
    let name = name.trim();
    (name.contains('/') && !name.contains(' ')).then(|| Fact::new(name.to_owned(), How::Stated, text.span))
}

/// The JSON in a code block, with what is wrong with it reported.
pub(super) fn read_json(code: &CodeBlock, what: &str, sink: &mut Sink) -> Option<Json> {
    let span = code.body.span;
    let text = without_source_line(code, what, sink);
    let reading: Reading = json::read(span.source, &text, span.start as usize);
    for problem in &reading.problems {
        let (code, message, help) = match problem.kind {
            ProblemKind::TrailingComma => (
                &codes::JSON_SLIP,
                format!("a comma with nothing behind it in the {what}"),
                "remove the comma",
            ),
            ProblemKind::BarePlaceholder => (
                &codes::JSON_SLIP,
                format!("a placeholder without quotes in the {what}"),
                "put it in quotes if text is meant",
            ),
            ProblemKind::DuplicateKey => (
                &codes::JSON_SLIP,
                format!("a key that the object has already, in the {what}"),
                "remove one of the two",
            ),
            ProblemKind::BadString => (
                &codes::JSON_SLIP,
                format!("a character that JSON text cannot hold, in the {what}"),
                "escape it",
            ),
            ProblemKind::CutOff if is_ellipsis(code, problem.span) => {
                (&codes::EXCERPT, format!("the {what} is an excerpt: it is cut short here"), "show all of it")
            }
            ProblemKind::CutOff => {
                (&codes::BROKEN_JSON, format!("the {what} is cut off here"), "complete the JSON")
            }
            ProblemKind::Unexpected => {
                (&codes::BROKEN_JSON, format!("the {what} is not JSON from here on"), "correct the JSON")
            }
            ProblemKind::TrailingText => (
                &codes::BROKEN_JSON,
                format!("more text follows the JSON of the {what}"),
                "remove it, or put it outside the code",
            ),
            ProblemKind::TooDeep => {
                (&codes::BROKEN_JSON, format!("the {what} is nested more than 127 deep"), "flatten the JSON")
            }
        };
        let mut finding = Diagnostic::new(code, problem.span, message).help(help);
        if problem.kind == ProblemKind::TrailingComma {
            finding = finding.edit(problem.span, "");
        }
        sink.push(finding);
    }
    reading.value
}

/// Whether an author's `...` stands at `span`.
fn is_ellipsis(code: &CodeBlock, span: Span) -> bool {
    let at = (span.start - code.body.span.start) as usize;
    code.body.value.get(at..).is_some_and(|rest| rest.starts_with("...") || rest.starts_with('…'))
}

/// The code with a `[source]` line, left over from another format, blanked.
fn without_source_line<'a>(code: &'a CodeBlock, what: &str, sink: &mut Sink) -> Cow<'a, str> {
    let text = code.body.value.as_str();
    let start = text.len() - text.trim_start().len();
    let line = text[start..].lines().next().unwrap_or_default().trim_end();
    if !(line.starts_with("[source") && line.ends_with(']')) {
        return Cow::Borrowed(text);
    }
    let end = start + line.len();
    let base = code.body.span.start as usize;
    let span = Span::new(code.body.span.source, base + start, base + end);
    sink.push(
        Diagnostic::new(&codes::JSON_SLIP, span, format!("`{line}` is no part of the {what}"))
            .help("remove the line")
            .edit(span, ""),
    );
    Cow::Owned(format!("{}{}{}", &text[..start], " ".repeat(line.len()), &text[end..]))
}

/// Summary and notes: the first paragraph, and what else is said of the operation as a whole.
fn texts(page: &Page, url: Option<&str>) -> (Option<Fact<Text>>, Vec<Fact<Text>>) {
    let notes = page.sections(SectionKind::Notes).flat_map(|section| &section.blocks);
    let mut texts = page
        .intro
        .iter()
        .chain(notes)
        .filter_map(prose::said)
        .map(|said| Fact::new(text::absolute(said, url), How::Prose, said.span));
    (texts.next(), texts.collect())
}
