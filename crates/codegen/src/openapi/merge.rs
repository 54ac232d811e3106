//! Several pages' operations on one route in, the one that OpenAPI allows out.

use std::collections::BTreeMap;

use docparse::ir::{Type, UnionId};

use super::context::Context;
use super::document::{MediaType, Operation, Parameter, Response};
use super::routes::{Arm, Route};
use super::schema::Schema;
use super::{names, operation, security, servers, text};

/// The operation of `arms` of `route`, of which there is at least one.
pub(super) fn operations(cx: &Context<'_>, route: &Route<'_>, arms: Vec<(Arm<'_>, Operation)>) -> Operation {
    let calls: Vec<Arm<'_>> = arms.iter().map(|(arm, _)| *arm).collect();
    let mut pages = arms.into_iter().map(|(_, operation)| operation);
    let mut merged = pages.next().expect("a route has a page");
    for page in pages {
        add(&mut merged, page);
    }
    let first = calls[0];
    if calls.len() > 1 {
        merged.description = describe(cx, &calls);
        merged.summary = names::sentence(&first.call.1.name);
    }
    if calls.iter().all(|arm| (arm.endpoint.0, arm.call.0) == (first.endpoint.0, first.call.0)) {
        // The list is only for calls that had to share an operation.
        merged.operations.clear();
    } else if let Some(name) = cx.names.shared(&route.heading()) {
        merged.summary = names::sentence(name);
        merged.operation_id = names::camel(name);
    }
    // What holds for the whole document is said there.
    if merged.servers == servers::of_document(cx) {
        merged.servers.clear();
    }
    merged.security = merged.security.filter(|needed| *needed != security::of_document(cx));
    let call = first.call.1;
    let bodies = merged.request_body.iter_mut().flat_map(|body| body.content.values_mut());
    bodies.for_each(|media| settle(cx, media, call.body.as_ref().map(|(_, ty)| ty)));
    for response in merged.responses.values_mut() {
        response.content.values_mut().for_each(|media| settle(cx, media, call.reply.as_ref()));
    }
    merged
}

/// Adds one more page to `merged`. Shapes that differ are gathered in `any_of`.
fn add(merged: &mut Operation, page: Operation) {
    merge_parameters(&mut merged.parameters, page.parameters);
    match (&mut merged.request_body, page.request_body) {
        (Some(merged), Some(body)) => merge_content(&mut merged.content, body.content),
        (Some(merged), None) => merged.required = false,
        (None, Some(mut body)) => {
            body.required = false;
            merged.request_body = Some(body);
        }
        (None, None) => {}
    }
    for (status, response) in page.responses {
        merge_response(&mut merged.responses, status, response);
    }
    merged.deprecated &= page.deprecated;
    if let (Some(merged), Some(page)) = (&mut merged.security, &page.security) {
        let new: Vec<_> = page.iter().filter(|need| !merged.contains(need)).cloned().collect();
        merged.extend(new);
    }
    for server in page.servers {
        if !merged.servers.contains(&server) {
            merged.servers.push(server);
        }
    }
    for tag in page.tags {
        if !merged.tags.contains(&tag) {
            merged.tags.push(tag);
        }
    }
    merged.operations.extend(page.operations);
    merged.sources.extend(page.sources);
    merged.samples.extend(page.samples);
}

fn merge_parameters(merged: &mut Vec<Parameter>, page: Vec<Parameter>) {
    let same = |a: &Parameter, b: &Parameter| a.place == b.place && a.name.eq_ignore_ascii_case(&b.name);
    for parameter in merged.iter_mut().filter(|parameter| parameter.place != "path") {
        // What one page does without cannot be required of all.
        parameter.required &= page.iter().any(|other| same(parameter, other));
    }
    for mut parameter in page {
        match merged.iter_mut().find(|other| same(other, &parameter)) {
            Some(known) if known.schema != parameter.schema => known.schema.constant = None,
            Some(_) => {}
            None => {
                parameter.required = false;
                merged.push(parameter);
            }
        }
    }
}

fn merge_response(merged: &mut BTreeMap<String, Response>, status: String, response: Response) {
    match merged.get_mut(&status) {
        // A page's own description of an error is worth more than the common one.
        Some(known) if known.reference.is_some() => *known = response,
        Some(known) if response.reference.is_none() => merge_content(&mut known.content, response.content),
        Some(_) => {}
        None => {
            merged.insert(status, response);
        }
    }
}

fn merge_content(merged: &mut BTreeMap<String, MediaType>, page: BTreeMap<String, MediaType>) {
    for (media_type, media) in page {
        let known = merged.entry(media_type).or_insert_with(|| MediaType {
            schema: Schema { any_of: Vec::new(), ..media.schema.clone() },
            ..MediaType::default()
        });
        if known.schema != media.schema && !known.schema.any_of.contains(&media.schema) {
            if known.schema.any_of.is_empty() {
                let first = std::mem::take(&mut known.schema);
                known.schema.any_of.push(first);
            }
            known.schema.any_of.push(media.schema);
        }
        known.examples.extend(media.examples);
    }
}

/// Replaces shapes that were gathered by the union they are the arms of.
fn settle(cx: &Context<'_>, media: &mut MediaType, known: Option<&Type>) {
    if media.schema.any_of.is_empty() {
        return;
    }
    let arms = &media.schema.any_of;
    let named = match known {
        Some(Type::Union(id)) => Some(*id),
        _ => None,
    };
    let all = (0..).map(UnionId).take(cx.api.unions.len());
    let union = named.into_iter().chain(all).find(|id| {
        let models = cx.api.union(*id).variants.iter().map(|variant| variant.model);
        let models: Vec<Schema> = models.map(|id| Schema::to(cx.names.model(id))).collect();
        // The call's own union may have arms that this status does not.
        arms.iter().all(|arm| models.contains(arm))
            && (named == Some(*id) || models.iter().all(|model| arms.contains(model)))
    });
    if let Some(id) = union {
        media.schema = Schema::to(cx.names.union(id));
    }
}

/// Each page's description under its title.
fn describe(cx: &Context<'_>, arms: &[Arm<'_>]) -> String {
    let mut parts = Vec::new();
    for arm in arms {
        let title = arm.operation.title.value.trim();
        let heading = match cx.page_url(arm.operation.page) {
            Some(url) => text::link(title, url),
            None => text::escape(title),
        };
        parts.push(format!("**{heading}**"));
        parts.push(operation::description(cx, arm.operation));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}
