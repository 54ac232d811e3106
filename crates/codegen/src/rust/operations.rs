//! A resource's client, and a type for each call under construction.

use super::tokens::{Code, Place, Writer, quoted};
use super::{aliases, example, features, models};
use crate::view::{CallView, OperationView, PathPart, ResourceView, TypeView};

/// The functions of the client that lead to resources.
pub(super) fn entry(resources: &[ResourceView], code: &mut Code) {
    let mut sorted: Vec<_> = resources.iter().collect();
    sorted.sort_by_key(|resource| resource.stem.as_str());
    for resource in sorted {
        let condition = features::condition(resource);
        code.doc([format!("Calls about {}.", resource.words)]);
        code.line(&condition);
        code.line(format!("pub mod {};", resource.stem));
        for old in &resource.stem_was {
            aliases::deprecated(&resource.stem, code);
            code.line(&condition);
            code.block(format!("pub mod {old}"), |code| {
                code.line(format!("pub use super::{}::*;", resource.stem))
            });
        }
    }
    if resources.is_empty() {
        return;
    }
    code.space();
    code.block("impl crate::Client", |code| {
        for resource in resources {
            let ResourceView { function, was, stem, name, words, .. } = resource;
            let condition = features::condition(resource);
            code.space();
            code.doc([format!("Calls about {words}.")]);
            code.line(&condition);
            code.block(format!("pub fn {function}(&self) -> {stem}::{name}"), |code| {
                code.line(format!("{stem}::{name} {{ client: self.clone() }}"));
            });
            for old in was {
                aliases::deprecated(function, code);
                code.line(&condition);
                code.block(format!("pub fn {old}(&self) -> {stem}::{name}"), |code| {
                    code.line(format!("self.{function}()"));
                });
            }
        }
    });
}

/// A resource's file.
pub(super) fn resource(writer: &Writer<'_>, resource: &ResourceView, code: &mut Code) {
    let bodies = |call: &CallView| call.body.as_ref().and_then(|body| body.ty.clone());
    if resource.calls.iter().any(|call| bodies(call).iter().chain(&call.reply).any(named)) {
        code.line("use crate::models;");
    }
    code.line("use crate::runtime::call;");
    code.space();
    let (name, entry) = (&resource.name, resource.function.trim_start_matches("r#"));
    code.doc([
        format!("Calls about {}.", resource.words),
        String::new(),
        format!("[`Client::{entry}`](crate::Client::{entry}) leads here."),
    ]);
    code.line("#[derive(Clone, Debug)]");
    code.block(format!("pub struct {name}"), |code| code.line("pub(super) client: crate::Client,"));
    code.space();
    code.block(format!("impl {name}"), |code| {
        for call in &resource.calls {
            function(writer, resource, call, code);
        }
    });
    resource.name_was.iter().for_each(|old| aliases::ty(old, name, code));
    for call in &resource.calls {
        call_type(writer, resource, call, code);
        call.type_was.iter().for_each(|old| aliases::ty(old, &call.type_name, code));
    }
}

fn function(writer: &Writer<'_>, resource: &ResourceView, call: &CallView, code: &mut Code) {
    let as_ref = writer.std("AsRef");
    let params = call.path.iter().filter_map(|part| match part {
        PathPart::Param { name, integer: true, .. } => Some(format!(", {name}: i64")),
        PathPart::Param { name, .. } => Some(format!(", {name}: impl {as_ref}<str>")),
        PathPart::Literal(_) => None,
    });
    let params: String = params.collect();
    code.space();
    code.doc(docs(writer, resource, call));
    if call.deprecated {
        code.line("#[deprecated(note = \"the documentation marks it as deprecated\")]");
    }
    code.block(format!("pub fn {}(&self{params}) -> {}", call.name, call.type_name), |code| {
        let page = call.operations.iter().find_map(|operation| operation.url.as_deref()).unwrap_or_default();
        let route: String = call.path.iter().map(PathPart::template).collect();
        code.block("let operation = &call::Operation", |code| {
            code.line(format!("name: {},", quoted(call.name.trim_start_matches("r#"))));
            code.line(format!("base: {},", quoted(&call.base)));
            code.line(format!("route: {},", quoted(&route)));
            code.line(format!("requires: &[{}],", required(call).join(", ")));
            code.line(format!("page: {},", quoted(page)));
        });
        code.end_with(";");
        let values = call.path.iter().filter_map(|part| match part {
            PathPart::Param { name, integer, .. } => {
                let value = if *integer { "to_string().as_str()" } else { "as_ref()" };
                Some(format!("(\"{}\", {name}.{value})", name.trim_start_matches("r#")))
            }
            PathPart::Literal(_) => None,
        });
        let values = values.collect::<Vec<_>>().join(", ");
        let method = format!("::http::Method::{}", call.method);
        code.line(format!("let draft = call::Draft::new(&self.client, {method}, operation, &[{values}]);"));
        for (name, value) in &call.fixed_headers {
            code.line(format!("let draft = draft.header({}, {});", quoted(name), quoted(value)));
        }
        let typed = match &call.reply {
            Some(TypeView::Binary) => "draft.bytes()",
            Some(_) => "draft.reply()",
            None => "draft.done()",
        };
        if has_own_type(call) {
            code.line(format!("{}({typed})", call.type_name));
        } else {
            code.line(typed);
        }
    });
    let given = call.path.iter().filter_map(|part| match part {
        PathPart::Param { name, .. } => Some(name.as_str()),
        PathPart::Literal(_) => None,
    });
    let given = given.collect::<Vec<_>>().join(", ");
    for old in &call.was {
        aliases::deprecated(&call.name, code);
        code.block(format!("pub fn {old}(&self{params}) -> {}", call.type_name), |code| {
            code.line(format!("self.{}({given})", call.name));
        });
    }
}

/// What a call cannot be sent without, apart from what its function takes.
fn required(call: &CallView) -> Vec<String> {
    let query = call.query.iter().filter(|param| param.required).map(|param| {
        let setter = param.name.trim_start_matches("r#");
        format!("call::Required::Query({}, \"{setter}\")", quoted(&param.wire))
    });
    query.chain(call.body.iter().map(|_| "call::Required::Body".to_owned())).collect()
}

/// Whether a call can do more than any other: take a body or parameters, or go through pages.
fn has_own_type(call: &CallView) -> bool {
    call.body.is_some() || !call.headers.is_empty() || !call.query.is_empty() || call.paging.is_some()
}

/// The type of a call under construction. One that is like any other has a name too: it may
/// get parameters some day, and what people wrote stays right.
fn call_type(writer: &Writer<'_>, resource: &ResourceView, call: &CallView, code: &mut Code) {
    let name = &call.type_name;
    let reply = match &call.reply {
        Some(ty) => writer.ty(ty, Place::Outside),
        None => "()".to_owned(),
    };
    code.space();
    code.doc([format!(
        "[`{}`] under construction.",
        format!("{}::{}", resource.name, call.name).replace("r#", "")
    )]);
    if !has_own_type(call) {
        return code.line(format!("pub type {name} = crate::Call<{reply}>;"));
    }
    code.line("#[derive(Clone, Debug)]");
    code.line("#[must_use = \"nothing is sent before `send`\"]");
    code.line(format!("pub struct {name}(crate::Call<{reply}>);"));
    if call.body.is_some() || !call.headers.is_empty() || !call.query.is_empty() {
        code.space();
        code.block(format!("impl {name}"), |code| setters(writer, call, code));
    }
    code.space();
    code.line(format!("call::sends! {{ {name} => {reply} }}"));
    if let Some(paging) = call.paging.as_ref().filter(|_| call.body.is_none()) {
        let item = writer.ty(&paging.item, Place::Outside);
        let (style, found) = match &paging.embedded {
            Some(embedded) => {
                ("Hal", format!("page.{embedded}.and_then(|embedded| embedded.{})", paging.items))
            }
            None => ("Scim", format!("page.{}", paging.items)),
        };
        code.space();
        code.line(format!("call::pages! {{ {name} => {reply}, {item}, {style}, |page| {found} }}"));
    }
}

fn setters(writer: &Writer<'_>, call: &CallView, code: &mut Code) {
    if let Some(body) = &call.body {
        let ty = body.ty.as_ref().unwrap_or(&TypeView::Binary);
        let media_type = quoted(&body.media_type);
        code.doc(["What to send."]);
        code.block(
            format!(
                "pub fn body(self, body: impl {}<{}>) -> Self",
                writer.std("Into"),
                writer.ty(ty, Place::Outside)
            ),
            |code| {
                let way = match ty {
                    TypeView::Binary => "raw",
                    _ if body.form => "form",
                    _ => "json",
                };
                let by = if way == "raw" { "" } else { "&" };
                code.line(format!("let body: {} = body.into();", writer.ty(ty, Place::Outside)));
                code.line(format!("Self(self.0.with(|draft| draft.{way}({media_type}, {by}body)))"));
            },
        );
    }
    for param in &call.query {
        let (ty, value) = models::accepted(writer, &param.ty, Place::Outside);
        let wire = quoted(&param.wire);
        code.space();
        code.doc([format!("Sets {} in the query.", super::docs::code_span(&param.wire))]);
        if !param.doc.is_empty() {
            code.doc([""]);
            code.doc(&param.doc);
        }
        code.block(format!("pub fn {}(self, value: {ty}) -> Self", param.name), |code| {
            let ty = writer.ty(&param.ty, Place::Outside);
            match &param.ty {
                TypeView::List(_) => {
                    code.line(format!("let values: {ty} = {value};"));
                    code.line(format!("Self(self.0.with(|draft| draft.query_all({wire}, values)))"));
                }
                TypeView::Boolean | TypeView::Integer | TypeView::Number => {
                    code.line(format!("Self(self.0.with(|draft| draft.query({wire}, {value})))"));
                }
                _ => {
                    code.line(format!("let value: {ty} = value.into();"));
                    code.line(format!("Self(self.0.with(|draft| draft.query({wire}, value)))"));
                }
            }
        });
        for old in &param.was {
            aliases::deprecated(&param.name, code);
            code.block(format!("pub fn {old}(self, value: {ty}) -> Self"), |code| {
                code.line(format!("self.{}(value)", param.name));
            });
        }
    }
    for (name, wire) in &call.headers {
        code.space();
        code.doc([format!("Sets the header {}.", super::docs::code_span(wire))]);
        code.block(
            format!("pub fn {name}(self, value: impl {}<str>) -> Self", writer.std("AsRef")),
            |code| {
                code.line(format!(
                    "Self(self.0.with(|draft| draft.header({}, value.as_ref())))",
                    quoted(wire)
                ));
            },
        );
    }
}

/// Whether a type is written with one of our names.
fn named(ty: &TypeView) -> bool {
    match ty {
        TypeView::Model(_) | TypeView::Union(_) | TypeView::Values(_) => true,
        TypeView::List(item) | TypeView::Map(item) => named(item),
        _ => false,
    }
}

/// What to say of a call: once what it is, then what each page says of it.
fn docs(writer: &Writer<'_>, resource: &ResourceView, call: &CallView) -> Vec<String> {
    let mut lines = vec![call.summary.clone()];
    let several = call.operations.len() > 1;
    for operation in &call.operations {
        lines.push(String::new());
        if several {
            lines.extend([format!("# {}", operation.title), String::new()]);
        }
        lines.extend(operation.doc.iter().cloned());
        if !several {
            lines.extend([String::new(), format!("Documented as {}.", operation.title)]);
        }
        lines.extend(shown(
            writer,
            resource,
            call,
            operation,
            if several { None } else { Some("# Example") },
        ));
    }
    if !call.errors.is_empty() {
        lines.extend([String::new(), "# Errors".to_owned(), String::new()]);
    }
    for (status, said) in &call.errors {
        let (first, more) =
            said.split_first().map_or(("", said.as_slice()), |(first, more)| (first.as_str(), more));
        lines.push(format!("* `{status}`: {first}").trim_end_matches([':', ' ']).to_owned());
        // What belongs to an item is indented.
        lines.extend(more.iter().map(|line| format!("  {line}")));
    }
    lines
}

fn shown(
    writer: &Writer<'_>,
    resource: &ResourceView,
    call: &CallView,
    operation: &OperationView,
    title: Option<&str>,
) -> Vec<String> {
    let mut lines = vec![String::new()];
    if let Some(title) = title {
        lines.extend([title.to_owned(), String::new()]);
    }
    lines.push("```no_run".to_owned());
    lines.extend(example::call(writer.view, resource, call, operation));
    lines.push("```".to_owned());
    lines
}
