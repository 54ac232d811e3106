//! What pages show, and a sample of every type that may hold a secret, as tests of the crate.
//!
//! They are made from the same lists as the types, so none can be forgotten. What they check is
//! in the client's `runtime/contract.rs`, by hand.

use std::collections::BTreeSet;

use docparse::ir::{Api, ModelId, Operation, Type};
use serde_json::Value;

use super::sample::{Samples, fits};
use super::tokens::{Code, Place, Writer, quoted};
use crate::openapi::redact;
use crate::view::{CallView, PathPart, ResourceView, TypeView};

/// All tests.
pub(super) fn tests(writer: &Writer<'_>, api: &Api, code: &mut Code) {
    code.doc(["What pages show comes through unchanged."]);
    code.block("mod examples", |code| {
        for resource in &writer.view.resources {
            examples(writer, api, resource, code);
        }
    });
    let samples = &Samples::new(writer.view);
    code.space();
    code.doc(["No secret is shown by anything that holds one."]);
    code.block("mod secrets", |code| types(writer, samples, code));
    code.space();
    code.doc(["Nor by a call that sends one."]);
    code.block("mod calls", |code| {
        for resource in &writer.view.resources {
            calls(writer, samples, resource, code);
        }
    });
}

fn examples(writer: &Writer<'_>, api: &Api, resource: &ResourceView, code: &mut Code) {
    let shown = resource.calls.iter().map(|call| (call, shown(writer, api, call)));
    module(resource, shown.filter(|(_, lines)| !lines.is_empty()).collect(), code);
}

/// A line for each body that a page shows of a call and that is read as a type of ours.
fn shown(writer: &Writer<'_>, api: &Api, call: &CallView) -> Vec<String> {
    let mut lines = Vec::new();
    for view in &call.operations {
        let operation = &api.endpoints[view.at.0].operations[view.at.1];
        let page = api.page(operation.page).map_or("", |page| page.id.value.as_str());
        let mut line = |ty: &TypeView, json: Value| {
            if !bare(ty) {
                // A page may show what its own table forbids; that is a finding.
                let how = if fits(writer.view, ty, &json) { "documented" } else { "contradicted" };
                let (ty, json) = (writer.ty(ty, Place::Outside), quoted(&json.to_string()));
                lines.push(format!("contract::{how}::<{ty}>({}, {json});", quoted(page)));
            }
        };
        for (ty, json) in sent(api, call, operation) {
            line(ty, json);
        }
        for (ty, json) in received(api, call, operation) {
            line(ty, json);
        }
    }
    lines
}

fn sent<'c>(api: &Api, call: &'c CallView, operation: &Operation) -> Vec<(&'c TypeView, Value)> {
    let ty = call.body.as_ref().and_then(|body| body.ty.as_ref());
    let (Some(ty), Some(body)) = (ty, &operation.body) else { return Vec::new() };
    let example = |json| (ty, without_secrets(api, json, Some(&body.ty)));
    body.examples.iter().map(|shown| example(&shown.json)).collect()
}

fn received<'c>(api: &Api, call: &'c CallView, operation: &Operation) -> Vec<(&'c TypeView, Value)> {
    let Some(ty) = &call.reply else { return Vec::new() };
    let good = operation.responses.iter().filter(|response| (200..300).contains(&response.status.value));
    let shown = good.flat_map(|response| {
        response.examples.iter().map(|shown| (ty, without_secrets(api, &shown.json, response.ty.as_ref())))
    });
    shown.collect()
}

fn without_secrets(api: &Api, json: &docparse::json::Json, ty: Option<&Type>) -> Value {
    redact(api, json, ty, &mut BTreeSet::new())
}

/// Whether a type is none of ours and no list of ours: nothing of it is to be tested here.
fn bare(ty: &TypeView) -> bool {
    match ty {
        TypeView::List(item) | TypeView::Map(item) => bare(item),
        TypeView::Model(_) | TypeView::Union(_) | TypeView::Values(_) => false,
        _ => true,
    }
}

/// A test for each file of models: every type in it that may hold a secret, and its builder.
fn types(writer: &Writer<'_>, samples: &Samples<'_>, code: &mut Code) {
    let view = writer.view;
    let homes = (0..view.resources.len()).map(Some).chain([None]);
    let mut all = Vec::new();
    for home in homes {
        let mut lines = Vec::new();
        for (index, model) in view.models.iter().enumerate() {
            let ty = TypeView::Model(ModelId(index as u32));
            if !model.used || model.home != home || !samples.may_hold_secrets(&ty) {
                continue;
            }
            let Some(json) = samples.of(&ty) else { continue };
            let json = quoted(&json.to_string());
            lines.push(format!("contract::hides::<{}>({json});", writer.ty(&ty, Place::Outside)));
            if let Some(builder) = writer.builder(&ty, Place::Outside) {
                lines.push(format!("contract::hides_while_built::<{builder}>({json});"));
            }
        }
        for (index, union) in view.unions.iter().enumerate().filter(|(_, union)| union.home == home) {
            let ty = writer.ty(&TypeView::Union(docparse::ir::UnionId(index as u32)), Place::Outside);
            for json in samples.of_union(union) {
                lines.push(format!("contract::hides::<{ty}>({});", quoted(&json.to_string())));
            }
        }
        if !lines.is_empty() {
            let name = home.map_or("shared", |index| view.resources[index].stem.as_str());
            all.push((name, lines));
        }
    }
    imports(all.iter().flat_map(|(_, lines)| lines), code);
    for (name, lines) in all {
        test(name, &lines, code);
    }
}

/// A test for each resource: its calls that take a body that may hold a secret.
fn calls(writer: &Writer<'_>, samples: &Samples<'_>, resource: &ResourceView, code: &mut Code) {
    let mut all = Vec::new();
    for call in &resource.calls {
        let body = call.body.as_ref().and_then(|body| body.ty.as_ref());
        let Some(body) = body.filter(|body| !bare(body) && samples.may_hold_secrets(body)) else { continue };
        let Some(json) = samples.of(body) else { continue };
        let arguments = call.path.iter().filter_map(|part| match part {
            PathPart::Literal(_) => None,
            PathPart::Param { integer: true, .. } => Some("1"),
            PathPart::Param { .. } => Some("\"x\""),
        });
        let arguments = arguments.collect::<Vec<_>>().join(", ");
        let read = format!(
            "let body = contract::read::<{}>({});",
            writer.ty(body, Place::Outside),
            quoted(&json.to_string())
        );
        let made =
            format!("let call = client.{}().{}({arguments}).body(body);", resource.function, call.name);
        let lines = vec![
            "let client = contract::client();".to_owned(),
            read,
            made,
            "contract::hides_in_call(&call, call.clone().send_raw());".to_owned(),
        ];
        all.push((call, lines));
    }
    module(resource, all, code);
}

/// A module for a resource, with a test for each of these calls, if there are any.
fn module(resource: &ResourceView, tests: Vec<(&CallView, Vec<String>)>, code: &mut Code) {
    if tests.is_empty() {
        return;
    }
    code.space();
    code.block(format!("mod {}", resource.stem), |code| {
        imports(tests.iter().flat_map(|(_, lines)| lines), code);
        for (call, lines) in tests {
            test(&call.name, &lines, code);
        }
    });
}

fn imports<'a>(mut lines: impl Iterator<Item = &'a String>, code: &mut Code) {
    if lines.any(|line| line.contains("models::")) {
        code.line("use crate::models;");
    }
    code.line("use crate::runtime::contract;");
}

fn test(name: &str, lines: &[String], code: &mut Code) {
    code.space();
    code.line("#[test]");
    code.block(format!("fn {name}()"), |code| lines.iter().for_each(|line| code.line(line)));
}
