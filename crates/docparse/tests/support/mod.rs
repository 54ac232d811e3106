//! Pages in, what was read of them out, as lines a person can check against the page.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its input has failed")]

use std::fmt::Write;

use docparse::diag::Sink;
use docparse::docset::Docset;
use docparse::ir::{Api, Fact, Field, Header, HeaderValue, Limits, Literal, Model, Presence, Type};
use docparse::source::{SourceKind, SourceSet};

/// What the whole pipeline makes of some pages.
pub(crate) struct Read {
    pub(crate) api: Api,
    /// `DOC020 page.md 41:58 message`, then the related places, indented.
    pub(crate) findings: Vec<String>,
}

/// Reads pages given by name and text.
pub(crate) fn read(pages: &[(String, Vec<u8>)], docset: &str) -> Read {
    let mut files: Vec<_> =
        pages.iter().map(|(path, text)| (path.clone(), SourceKind::Page, text.clone())).collect();
    files.push(("docset.toml".into(), SourceKind::Docset, docset.into()));
    let sources = SourceSet::new(files);
    let mut sink = Sink::new();
    let docset = Docset::read(sources.docset().unwrap(), &mut sink);
    let pages = docparse::parse(&sources, &mut sink);
    let api = docparse::lower(&pages, &sources, &docset, &mut sink);
    docparse::check(&api, &sources, &mut sink);
    docparse::decide(&docset, &api, &sources, None, &mut sink);
    let place = |span| {
        let at = sources.start(span);
        format!("{} {}:{}", sources.get(span.source).path, at.line, at.column)
    };
    let mut findings = Vec::new();
    for finding in sink.finish() {
        let at = place(finding.primary.span);
        findings.push(format!("{} {} {at} {}", finding.severity.word(), finding.code.id, finding.message));
        findings
            .extend(finding.related.iter().map(|label| format!("  {} {}", place(label.span), label.text)));
    }
    Read { api, findings }
}

/// The API as lines: what can be called, and what is sent and comes back.
pub(crate) fn lines(api: &Api) -> Vec<String> {
    let mut lines = Vec::new();
    for (endpoint, call) in api.calls() {
        let path = endpoint.path.template();
        lines.push(format!(
            "{} {path} = {}: {}",
            endpoint.method.value.wire(),
            endpoint.resource.wire,
            call.name.wire
        ));
        let operations = call.operations.iter().map(|index| &endpoint.operations[*index]);
        if operations.clone().all(|operation| operation.deprecated.is_some()) {
            lines.last_mut().unwrap().push_str(" deprecated");
        }
        for param in operations.flat_map(|operation| &operation.query) {
            let required = if param.presence.value == Presence::Required { " required" } else { "" };
            let mut line = format!("  ?{}: {}{required}", param.name.wire, type_text(api, &param.ty.value));
            said(&mut line, param.default.as_ref(), &param.limits, &param.values);
            lines.push(line);
        }
        let mut headers: Vec<String> = Vec::new();
        for header in call.operations.iter().flat_map(|index| &endpoint.operations[*index].headers) {
            let line = header_line(header);
            if !headers.contains(&line) {
                headers.push(line);
            }
        }
        lines.extend(headers);
        if let Some((media_type, ty)) = &call.body {
            lines.push(format!("  sends {media_type} {}", type_text(api, ty)));
        }
        let reply = call.reply.as_ref().map_or("nothing".into(), |ty| type_text(api, ty));
        lines.push(format!("  {:?} {reply}", call.success));
        let operations = call.operations.iter().map(|index| &endpoint.operations[*index]);
        let mut messages: Vec<String> = Vec::new();
        for response in operations.flat_map(|operation| &operation.responses) {
            let message = response.message.as_ref().map(|message| message.value.plain());
            messages.extend(message.map(|message| format!("  {} means {message}", response.status.value)));
        }
        messages.dedup();
        lines.extend(messages);
    }
    for union in &api.unions {
        let variants = union
            .variants
            .iter()
            .map(|variant| format!("{} = {}", variant.tag.value, api.model(variant.model).name.wire));
        lines.push(format!(
            "{} by {}: {}",
            union.name.wire,
            union.tag.wire,
            variants.collect::<Vec<_>>().join(", ")
        ));
    }
    for model in &api.models {
        model_lines(api, model, &mut lines);
    }
    lines
}

fn header_line(header: &Header) -> String {
    let name = &header.name.wire;
    let optional = if header.presence == Presence::Optional { " optional" } else { "" };
    match &header.value {
        HeaderValue::Fixed(value) => format!("  header {name}: {value}{optional}"),
        HeaderValue::Credential { scheme, placeholder } => {
            format!("  header {name} {scheme} {placeholder}{optional}")
        }
        HeaderValue::From(placeholder) => format!("  header {name} from {placeholder}{optional}"),
    }
}

fn model_lines(api: &Api, model: &Model, lines: &mut Vec<String>) {
    lines.push(format!("{} ({:?})", model.name.wire, model.role).to_lowercase());
    lines.extend(model.fields.iter().map(|field| format!("  {}", field_line(api, field))));
}

fn field_line(api: &Api, field: &Field) -> String {
    let mut line = format!("{}: {}", field.name.wire, type_text(api, &field.ty.value));
    if field.presence.value == Presence::Required {
        line.push_str(" required");
    }
    if let Some(deprecation) = &field.deprecated {
        let instead =
            deprecation.replacement.as_ref().map_or(String::new(), |to| format!(" for {}", to.value));
        let _ = write!(line, " deprecated{instead}");
    }
    for (flag, word) in [
        (field.secret.is_some(), " secret"),
        (field.read_only.is_some(), " read-only"),
        (field.nullable.is_some(), " nullable"),
        (field.immutable.is_some(), " immutable"),
    ] {
        line.push_str(if flag { word } else { "" });
    }
    if let Some(constant) = &field.constant {
        let _ = write!(line, " = {}", literal(&constant.value));
    }
    said(&mut line, field.default.as_ref(), &field.limits, &field.values);
    if let Some(format) = &field.format {
        let _ = write!(line, " {:?}", format.value);
    }
    line
}

/// What words say of values: default, bounds, and the list of them.
fn said(line: &mut String, default: Option<&Fact<Literal>>, limits: &Limits, values: &[Fact<Literal>]) {
    if let Some(default) = default {
        let _ = write!(line, " default {}", literal(&default.value));
    }
    let exact = |bound: &Option<Fact<u64>>| bound.as_ref().map(|fact| fact.value.to_string());
    let number = |bound: &Option<Fact<serde_json::Number>>| bound.as_ref().map(|fact| fact.value.to_string());
    for (word, bound) in [
        ("min", number(&limits.minimum)),
        ("max", number(&limits.maximum)),
        ("min length", exact(&limits.min_length)),
        ("max length", exact(&limits.max_length)),
        ("min items", exact(&limits.min_items)),
        ("max items", exact(&limits.max_items)),
    ] {
        if let Some(bound) = bound {
            let _ = write!(line, " {word} {bound}");
        }
    }
    if !values.is_empty() {
        let values: Vec<String> = values.iter().map(|value| literal(&value.value)).collect();
        let _ = write!(line, " one of {}", values.join(", "));
    }
}

fn literal(literal: &Literal) -> String {
    serde_json::to_string(literal).unwrap()
}

fn type_text(api: &Api, ty: &Type) -> String {
    match ty {
        Type::List(item) => format!("[{}]", type_text(api, item)),
        Type::Map(item) => format!("{{{}}}", type_text(api, item)),
        Type::Model(model) => format!("<{}>", api.model(*model).name.wire),
        Type::Union(union) => format!("<{}>", api.union(*union).name.wire),
        plain => plain.word().into(),
    }
}
