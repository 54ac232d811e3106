//! One page's operation, as OpenAPI writes it.

use std::collections::{BTreeMap, BTreeSet};

use docparse::ir::{
    Example as PageExample, Header, HeaderValue, Operation as PageOperation, Presence, QueryParam, Type,
};
use indexmap::IndexMap;

use super::context::Context;
use super::document::{
    Example, ExternalDocs, MediaType, NamedOperation, Operation, Parameter, RequestBody, Response,
};
use super::routes::{Arm, Route};
use super::schema::Schema;
use super::{errors, examples, models, names, samples, security, servers, text};

/// The media type of JSON, which pages do not name for replies (RFC 8259 section 11).
pub(super) const JSON: &str = "application/json";

/// The operation of `arm` on `route`.
pub(super) fn operation(cx: &Context<'_>, route: &Route<'_>, arm: Arm<'_>) -> Operation {
    let page = arm.operation;
    let mut secrets = BTreeSet::new();
    let request_body = page.body.as_ref().map(|body| RequestBody {
        required: true,
        content: media(cx, page, &body.media_type.value, Some(&body.ty), &body.examples, &mut secrets),
    });
    let request_body = request_body.or_else(|| action(page));
    let mut responses = errors::common(cx);
    responses.extend(replies(cx, page, &mut secrets));
    secrets.extend(samples::stated(cx.api, cx.sources, page));
    let title = page.title.value.trim();
    Operation {
        operation_id: cx.names.operation(arm.endpoint.0, arm.call.0).to_owned(),
        summary: title.to_owned(),
        description: description(cx, page),
        tags: vec![names::title(&arm.endpoint.1.resource)],
        external_docs: cx
            .page_url(page.page)
            .map(|url| ExternalDocs { description: text::escape(title), url: url.to_owned() }),
        deprecated: page.deprecated.is_some(),
        servers: servers::of_operation(cx, arm.endpoint.1),
        security: Some(security::of_operation(cx, arm.endpoint.1, page)),
        parameters: parameters(cx, route, page),
        request_body,
        responses,
        operations: vec![NamedOperation {
            name: cx.names.operation(arm.endpoint.0, arm.call.0).to_owned(),
            summary: title.to_owned(),
            page: cx.page_id(page.page).to_owned(),
        }],
        sources: vec![cx.source(&[page.page], "")],
        samples: samples::samples(page, secrets),
    }
}

/// A vendor's media type selects the action even where nothing is sent; OpenAPI has no
/// other place for it (section 4.8.12.2).
fn action(page: &PageOperation) -> Option<RequestBody> {
    page.headers.iter().find_map(|header| match &header.value {
        HeaderValue::Fixed(value)
            if header.name.wire.eq_ignore_ascii_case("content-type") && value.contains("/vnd.") =>
        {
            let content = BTreeMap::from([(value.clone(), MediaType::default())]);
            Some(RequestBody { required: false, content })
        }
        _ => None,
    })
}

/// What a page says of its operation as a whole.
pub(super) fn description(cx: &Context<'_>, page: &PageOperation) -> String {
    let mut parts: Vec<String> = page.summary.iter().chain(&page.notes).map(|text| cx.prose(text)).collect();
    parts.dedup();
    parts.join("\n\n")
}

fn parameters(cx: &Context<'_>, route: &Route<'_>, page: &PageOperation) -> Vec<Parameter> {
    let path = route.params.iter().map(|(name, param)| {
        let placeholder = format!("{{{{{}}}}}", param.name.wire);
        let mut schema = models::schema(cx, &param.ty.value);
        schema.format = param.format.as_ref().map(|format| models::format_word(format.value));
        Parameter {
            name: name.clone(),
            place: "path",
            required: true,
            description: which(&route.path, name, &placeholder),
            example: param.example.as_ref().and_then(|shown| schema.fit(shown.value.clone().into())),
            schema,
            source: cx.source(&[page.page], placeholder),
        }
    });
    let mut parameters: Vec<Parameter> = path.collect();
    parameters.extend(page.query.iter().map(|param| query_parameter(cx, page, param)));
    for header in page.headers.iter().filter(|header| !is_described_elsewhere(header)) {
        let parameter = header_parameter(cx, page, header);
        // Header names have no case (RFC 9110 section 5.1), and a parameter stands once.
        let same =
            |known: &Parameter| known.place == "header" && known.name.eq_ignore_ascii_case(&parameter.name);
        if !parameters.iter().any(same) {
            parameters.push(parameter);
        }
    }
    parameters
}

/// What a path parameter selects: it follows the name of a collection in most paths.
fn which(path: &str, name: &str, placeholder: &str) -> String {
    let documented = text::code_span(placeholder);
    let before = path.split(&format!("/{{{name}}}")).next().unwrap_or_default();
    match before.rsplit('/').next().unwrap_or_default() {
        "" => format!("What the documentation writes as {documented}."),
        part if part.contains(['{', '%']) => format!("What the documentation writes as {documented}."),
        part => format!("Which of the {}: {documented} in the documentation.", text::code_span(part)),
    }
}

/// OpenAPI has its own place for these, and ignores them as parameters (section 4.8.12.2).
fn is_described_elsewhere(header: &Header) -> bool {
    ["accept", "content-type", "authorization"].contains(&header.name.wire.to_lowercase().as_str())
}

fn query_parameter(cx: &Context<'_>, page: &PageOperation, param: &QueryParam) -> Parameter {
    let mut schema = models::schema(cx, &param.ty.value);
    models::list_values(cx, &mut schema, &param.values);
    schema.default = param.default.as_ref().and_then(|default| schema.fit(models::value(&default.value)));
    models::limit(&mut schema, &param.limits);
    if param.ty.value == Type::String {
        schema.format = param.format.as_ref().map(|format| models::format_word(format.value));
    }
    let said: Vec<String> = param.docs.iter().map(|doc| cx.prose(doc)).collect();
    let example = param.example.as_ref().filter(|_| !docparse::is_secret_name(&param.name.wire));
    Parameter {
        name: param.name.wire.clone(),
        place: "query",
        required: param.presence.value == Presence::Required,
        description: said.join(" "),
        example: example.and_then(|example| schema.fit(example.value.clone().into())),
        schema,
        source: cx.source(&[page.page], param.name.wire.clone()),
    }
}

fn header_parameter(cx: &Context<'_>, page: &PageOperation, header: &Header) -> Parameter {
    let mut schema = Schema::of("string");
    let description = match &header.value {
        HeaderValue::Fixed(text) => {
            schema.constant = Some(text.as_str().into());
            String::from("Always the same.")
        }
        HeaderValue::Credential { scheme, placeholder } => {
            schema.format = Some("password");
            schema.sensitive = true;
            format!("{} and {}.", text::code_span(scheme), text::code_span(&format!("{{{{{placeholder}}}}}")))
        }
        HeaderValue::From(placeholder) => {
            let placeholder = format!("{{{{{placeholder}}}}}");
            format!("What the documentation writes as {}.", text::code_span(&placeholder))
        }
    };
    Parameter {
        name: header.name.wire.clone(),
        place: "header",
        required: header.presence == Presence::Required,
        description,
        schema,
        example: None,
        source: cx.source(&[page.page], header.name.wire.clone()),
    }
}

fn replies(
    cx: &Context<'_>,
    page: &PageOperation,
    secrets: &mut BTreeSet<String>,
) -> BTreeMap<String, Response> {
    let mut replies = BTreeMap::new();
    for response in &page.responses {
        let status = response.status.value;
        let content = if response.ty.is_some() || !response.examples.is_empty() {
            media(cx, page, JSON, response.ty.as_ref(), &response.examples, secrets)
        } else if status >= 400 {
            errors::content(cx)
        } else {
            BTreeMap::new()
        };
        let said = response.message.as_ref().map(|message| cx.prose(message));
        let description = match (said, errors::reason(status)) {
            (Some(said), _) if !said.is_empty() => said,
            (_, "") => format!("Status {status}"),
            (_, reason) => reason.to_owned(),
        };
        replies.insert(status.to_string(), Response { description, content, ..Response::default() });
    }
    if !page.responses.iter().any(|response| response.status.value < 400) {
        let description = "The documentation shows no successful reply.".to_owned();
        replies.insert("default".into(), Response { description, ..Response::default() });
    }
    replies
}

fn media(
    cx: &Context<'_>,
    page: &PageOperation,
    media_type: &str,
    ty: Option<&Type>,
    shown: &[PageExample],
    secrets: &mut BTreeSet<String>,
) -> BTreeMap<String, MediaType> {
    let mut examples = IndexMap::new();
    for (number, example) in (1..).zip(shown) {
        let id = cx.page_id(page.page);
        let key = if number == 1 { id.to_owned() } else { format!("{id}-{number}") };
        let value = examples::shown(cx.api, &example.json, ty, secrets);
        examples.insert(key, Example { summary: page.title.value.trim().to_owned(), value });
    }
    let schema = ty.map_or_else(Schema::default, |ty| models::schema(cx, ty));
    BTreeMap::from([(media_type.to_owned(), MediaType { schema, examples })])
}
