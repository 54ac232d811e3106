//! One documentation page's operation in, its page of the site out.

use askama::Template;
use docparse::ir::{Fact, Header, HeaderValue, Operation, Presence, QueryParam, Response};
use docparse::source::SourceId;

use super::context::{CallRef, Context, OperationRef};
use super::examples::{self, Shown};
use super::html::Html;
use super::layout::{Layout, class};
use super::places::Place;
use super::rows::{self, Known, Row, Scope};
use super::samples::{self, Sample};
use super::shape::{Ids, Shape, shape};
use crate::RenderError;
use crate::openapi::errors::reason;
use crate::output::File;

#[derive(Template)]
#[template(path = "site/operation.html")]
struct OperationPage<'a> {
    layout: Layout<'a>,
    /// Title and path of the resource.
    resource: (&'a str, &'a str),
    /// Title and address of the call, if the page is one of several that describe it.
    call: Option<(&'a str, String)>,
    /// The other pages that describe it: label, address, and whether it is this one.
    siblings: Vec<(&'a str, String, bool)>,
    address: Address,
    deprecated: Option<Place>,
    about: Vec<Html>,
    source: Source<'a>,
    /// What the call needs to be signed in.
    sign_in: Option<String>,
    path: Vec<Row>,
    query: Vec<Row>,
    headers: Vec<Row>,
    body: Option<(String, Shape)>,
    replies: Vec<Answer>,
    errors: Vec<Answer>,
    samples: Vec<Sample>,
    examples: Vec<Shown>,
}

/// The documentation page.
struct Source<'a> {
    /// Its path under the docs folder.
    path: &'a str,
    /// Where the site has it.
    href: String,
    /// Its public address.
    public: Option<&'a str>,
    findings: usize,
}

/// Where a call goes.
pub(super) struct Address {
    pub(super) method: &'static str,
    pub(super) class: &'static str,
    /// Text, and whether it is a parameter.
    pub(super) parts: Vec<(String, bool)>,
    /// The address of the first server.
    pub(super) server: Option<String>,
}

/// What comes back.
pub(super) struct Answer {
    pub(super) status: u16,
    /// `2`, of `201`.
    pub(super) family: u16,
    pub(super) reason: &'static str,
    pub(super) about: Html,
    pub(super) shape: Shape,
}

/// The page about one operation of `call`.
pub(super) fn render(
    cx: &Context<'_>,
    resource: usize,
    call: &CallRef<'_>,
    page: &OperationRef<'_>,
) -> Result<(String, File), RenderError> {
    let layout = Layout::new(cx, &page.title, &page.path, Some(resource));
    let root = layout.root;
    let operation = page.operation;
    let source = operation.page;
    let ids = &mut Ids::default();
    let path = path_parameters(cx, call, operation, root, ids);
    let mut query: Vec<Row> =
        operation.query.iter().map(|param| query_row(cx, param, source, root)).collect();
    ids.give("query", &mut query);
    let headers = operation.headers.iter().filter(|header| !is_sign_in(header));
    let mut headers: Vec<Row> = headers.map(|header| header_row(cx, header, source, root)).collect();
    ids.give("header", &mut headers);
    let body = operation.body.as_ref().map(|body| {
        let scope = Scope { cx, page: source, root, sent: true, contradicted: true };
        (body.media_type.value.clone(), shape(scope, &body.ty, "body", ids))
    });
    let contradicted = body.is_none();
    let mut replies = Vec::new();
    let mut shown: Vec<Shown> = Vec::new();
    for response in &operation.responses {
        shown.extend(examples::shown(
            cx,
            &response.status.value.to_string(),
            &response.examples,
            response.ty.as_ref(),
        ));
        replies.push(documented(cx, response, source, root, contradicted, ids));
    }
    let statuses: Vec<u16> = replies.iter().map(|reply: &Answer| reply.status).collect();
    let common = cx.api.service.errors.iter().map(|error| error.status.value);
    let errors = common.filter(|status| !statuses.contains(status));
    let html = OperationPage {
        resource: (&cx.resources[resource].title, &cx.resources[resource].path),
        call: call.has_variants().then(|| (call.title.as_str(), format!("{root}{}", call.path))),
        siblings: call
            .pages
            .iter()
            .filter(|_| call.has_variants())
            .map(|other| (other.label.as_str(), format!("{root}{}", other.path), other.at == page.at))
            .collect(),
        address: address(cx, call),
        deprecated: operation.deprecated.map(|known| cx.told(known, source, root)),
        about: cx.paragraphs(operation.summary.iter().chain(&operation.notes), root),
        source: Source {
            path: cx.api.page(source).map_or("", |page| page.path.as_str()),
            href: format!("{root}{}", cx.documents.get(&source).map_or("index.html", String::as_str)),
            public: cx.public_address(source),
            findings: cx.findings_on(source),
        },
        sign_in: sign_in(cx, operation),
        path,
        query,
        headers,
        body,
        replies,
        errors: errors.map(|status| answer(cx, status)).collect(),
        samples: samples::samples(cx, page),
        examples: shown,
        layout,
    };
    let text = html.render().map_err(|error| RenderError::new(&page.path, error))?;
    Ok((page.path.clone(), File::new(text, vec![source])))
}

/// Where `call` goes.
pub(super) fn address(cx: &Context<'_>, call: &CallRef<'_>) -> Address {
    let mut parts: Vec<(String, bool)> = Vec::new();
    for segment in &call.endpoint.path.segments {
        match segment {
            docparse::ir::Segment::Literal(text) => parts.push((format!("/{}", text.value), false)),
            docparse::ir::Segment::Param(param) => {
                parts.push(("/".to_owned(), false));
                parts.push((format!("{{{}}}", param.name.wire), true));
            }
        }
    }
    if parts.is_empty() {
        parts.push(("/".to_owned(), false));
    }
    let base = call.endpoint.path.base.as_ref();
    let mut servers = cx.api.service.servers.iter();
    let server = servers.find(|server| base.is_none_or(|base| base.value == server.placeholder.value));
    let method = call.endpoint.method.value.wire();
    Address { method, class: class(method), parts, server: server.map(|server| server.url.value.clone()) }
}

/// A reply that the settings describe for all.
pub(super) fn answer(cx: &Context<'_>, status: u16) -> Answer {
    let known = cx.api.service.errors.iter().find(|error| error.status.value == status);
    Answer {
        status,
        family: status / 100,
        reason: reason(status),
        about: known.map(|error| Html::ticked(&error.description.value)).unwrap_or_default(),
        shape: Shape::default(),
    }
}

fn documented(
    cx: &Context<'_>,
    response: &Response,
    page: SourceId,
    root: &str,
    contradicted: bool,
    ids: &mut Ids,
) -> Answer {
    let status = response.status.value;
    let scope = Scope { cx, page, root, sent: false, contradicted };
    let prefix = format!("reply-{status}");
    let common = answer(cx, status);
    Answer {
        about: response.message.as_ref().map_or(common.about, |text| cx.prose(text, root)),
        shape: response.ty.as_ref().map(|ty| shape(scope, ty, &prefix, ids)).unwrap_or_default(),
        ..common
    }
}

/// The rows of what stands in the path.
pub(super) fn path_parameters(
    cx: &Context<'_>,
    call: &CallRef<'_>,
    operation: &Operation,
    root: &str,
    ids: &mut Ids,
) -> Vec<Row> {
    let row = |param: &docparse::ir::Param| Row {
        name: param.name.wire.clone(),
        ty: rows::typed(&param.ty.value, param.format.as_ref(), false),
        presence: "required",
        known: example(param.example.as_ref()),
        places: vec![cx.place(operation.request_line, "", operation.page, root)],
        ..Row::default()
    };
    let mut rows: Vec<Row> = call.endpoint.path.params().map(row).collect();
    ids.give("path", &mut rows);
    rows
}

fn query_row(cx: &Context<'_>, param: &QueryParam, page: SourceId, root: &str) -> Row {
    let secret = docparse::is_secret_name(&param.name.wire);
    let mut known = Vec::new();
    if !secret {
        rows::add(&mut known, "One of", &param.values);
        rows::add(&mut known, "Default", param.default.as_ref());
        rows::bounds(&mut known, &param.limits);
        known.extend(example(param.example.as_ref()));
    }
    Row {
        name: param.name.wire.clone(),
        ty: rows::typed(&param.ty.value, param.format.as_ref(), false),
        presence: rows::presence(param.presence.value),
        docs: cx.paragraphs(&param.docs, root),
        known,
        places: vec![cx.told(param.ty.from, page, root)],
        ..Row::default()
    }
}

fn header_row(cx: &Context<'_>, header: &Header, page: SourceId, root: &str) -> Row {
    let (what, value) = match &header.value {
        HeaderValue::Fixed(value) => ("Always", value.clone()),
        HeaderValue::Credential { scheme, placeholder } => ("As", format!("{scheme} {{{{{placeholder}}}}}")),
        HeaderValue::From(placeholder) => ("As", format!("{{{{{placeholder}}}}}")),
    };
    let secret = docparse::is_secret_name(&header.name.wire) && what == "Always";
    Row {
        name: header.name.wire.clone(),
        ty: "string".to_owned(),
        presence: if header.presence == Presence::Required { "required" } else { "" },
        marks: if secret { vec!["secret"] } else { Vec::new() },
        known: if secret { Vec::new() } else { vec![Known { what, values: vec![value] }] },
        places: vec![cx.place(header.span, "", page, root)],
        ..Row::default()
    }
}

fn example(shown: Option<&Fact<String>>) -> Vec<Known> {
    shown.map(|shown| Known { what: rows::EXAMPLE, values: vec![shown.value.clone()] }).into_iter().collect()
}

fn is_sign_in(header: &Header) -> bool {
    header.name.wire.eq_ignore_ascii_case("authorization")
}

/// `Bearer`, as the page or else the settings say.
fn sign_in(cx: &Context<'_>, operation: &Operation) -> Option<String> {
    let own = operation.headers.iter().find(|header| is_sign_in(header)).map(|header| match &header.value {
        HeaderValue::Credential { scheme, .. } => scheme.clone(),
        _ => "Authorization".to_owned(),
    });
    own.or_else(|| cx.api.service.auth.as_ref().map(|auth| auth.scheme.value.clone()))
}
