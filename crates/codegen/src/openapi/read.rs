//! One of our own OpenAPI documents in, the API that it was made from out, as far as the document
//! tells it: enough to compare two of them. Positions are those in the document.
//!
//! Pages that share a route are one operation here, whose body is a choice. Samples and examples
//! are left alone.

mod schemas;

use std::collections::{BTreeMap, BTreeSet};

use docparse::ir::{
    Api, Auth, Body, CommonError, Endpoint, Evidence, Fact, Header, HeaderValue, How, Method, Name,
    Operation, PageRef, Param, Path, Presence, QueryParam, Response, Segment, Server, Service, Type,
};
use docparse::json::{self, Json, Member};
use docparse::page::Text;
use docparse::source::{SourceFile, SourceId, SourceKind, SourceSet, Span};

use schemas::Schemas;

/// The sources of a document, whose name is `name`, and the API.
///
/// # Errors
///
/// If it is no JSON, or no OpenAPI document of version 3: what is wrong, and the line.
pub fn read(name: &str, bytes: Vec<u8>) -> Result<(SourceSet, Api), String> {
    let alone = SourceSet::new(vec![(name.to_owned(), SourceKind::Docset, bytes.clone())]);
    let root = root(alone.get(SourceId(0)))?;
    // A page has a number of its own, though nothing of it is here.
    let mut sources = vec![(name.to_owned(), SourceKind::Docset, bytes)];
    let ids: BTreeSet<String> = operations(&root).map(|(_, _, operation)| page_of(operation)).collect();
    sources.extend(ids.iter().map(|id| (format!("{id}\u{0}"), SourceKind::Page, Vec::new())));
    let sources = SourceSet::new(sources);
    let file = sources.docset().ok_or("it is empty")?;
    // Its number may be another one now.
    let root = self::root(file)?;
    let pages = sources.pages().map(|page| (page.path.trim_end_matches('\u{0}').to_owned(), page.id));
    let reader = Reader { file: file.id, root: &root, pages: pages.collect() };
    let api = reader.api();
    Ok((sources, api))
}

fn root(file: &SourceFile) -> Result<Json, String> {
    let (text, base) = file.body();
    let reading = json::read(file.id, text, base);
    if let Some(problem) = reading.problems.first() {
        return Err(format!("line {} is no JSON", file.line(problem.span.start)));
    }
    let root = reading.value.ok_or("it is no JSON")?;
    let version = text_of(&root, "openapi").unwrap_or_default();
    if version.starts_with("3.") {
        Ok(root)
    } else {
        Err("it is no OpenAPI document of version 3".to_owned())
    }
}

fn members<'a>(json: &'a Json, key: &str) -> &'a [Member] {
    json.get(key).map_or(&[], |member| member.value.members())
}

fn items<'a>(json: &'a Json, key: &str) -> &'a [Json] {
    match json.get(key).map(|member| &member.value.value) {
        Some(json::Value::Array(items)) => items,
        _ => &[],
    }
}

fn text_of(json: &Json, key: &str) -> Option<String> {
    json.get(key)?.value.as_str().map(str::to_owned)
}

fn is(json: &Json, key: &str) -> bool {
    json.get(key).is_some_and(|member| member.value.value == json::Value::Boolean(true))
}

/// Text at `key`, as a fact.
fn fact(json: &Json, key: &str) -> Option<Fact<String>> {
    let value = &json.get(key)?.value;
    Some(stated(value.as_str()?.to_owned(), value.inner()))
}

fn stated<T>(value: T, span: Span) -> Fact<T> {
    Fact::new(value, How::Stated, span)
}

/// Path, method and operation of each.
fn operations(root: &Json) -> impl Iterator<Item = (&Member, Method, &Json)> {
    members(root, "paths").iter().flat_map(|path| {
        let methods = path.value.members().iter();
        methods.filter_map(move |member| {
            Some((path, Method::parse(&member.key.value.to_uppercase())?, &member.value))
        })
    })
}

/// The page an operation was made from; what it is called, where that is not said.
fn page_of(operation: &Json) -> String {
    let source = operation.get("x-source").map(|member| &member.value);
    let first = items(operation, "x-source").first().or(source);
    let page = first.and_then(|source| text_of(source, "page"));
    page.or_else(|| text_of(operation, "operationId")).unwrap_or_default()
}

struct Reader<'a> {
    file: SourceId,
    root: &'a Json,
    pages: BTreeMap<String, SourceId>,
}

impl<'a> Reader<'a> {
    fn api(&self) -> Api {
        let mut schemas = Schemas::new(self.root);
        let mut errors = BTreeMap::new();
        let mut endpoints = Vec::new();
        let mut pages: BTreeMap<SourceId, PageRef> = BTreeMap::new();
        for (path, method, json) in operations(self.root) {
            let id = page_of(json);
            let source = self.pages.get(&id).copied().unwrap_or(self.file);
            pages.entry(source).or_insert_with(|| PageRef {
                source,
                path: id.clone(),
                id: stated(id, json.span),
                url: json.get("externalDocs").and_then(|docs| fact(&docs.value, "url")),
                overview: None,
            });
            let operation = self.operation(json, source, path.key.span, &mut schemas, &mut errors);
            endpoints.push(Endpoint {
                method: stated(method, path.key.span),
                path: self.path(path, json, &mut schemas),
                resource: Name::new(items(json, "tags").first().and_then(Json::as_str).unwrap_or_default()),
                operations: vec![operation],
                calls: Vec::new(),
            });
        }
        schemas.finish();
        let mut service = self.service();
        service.errors = errors
            .into_iter()
            .map(|(status, span)| CommonError {
                status: stated(status, span),
                description: stated(String::new(), span),
            })
            .collect();
        service.closed_enums = schemas.closed.map(|span| Evidence::new(How::Stated, span));
        Api {
            service,
            pages: pages.into_values().collect(),
            endpoints,
            models: schemas.models,
            unions: schemas.unions,
            contradictions: Vec::new(),
            secrets: Vec::new(),
        }
    }

    fn service(&self) -> Service {
        let info = self.root.get("info").map(|info| &info.value);
        let said = |key: &str| info.and_then(|info| fact(info, key));
        let nothing = || stated(String::new(), self.root.span);
        Service {
            package: nothing(),
            version: said("version").unwrap_or_else(nothing),
            title: said("title").unwrap_or_else(nothing),
            description: None,
            home: None,
            licence: None,
            servers: items(self.root, "servers").iter().filter_map(server).collect(),
            auth: self.auth(),
            errors: Vec::new(),
            error_body: Vec::new(),
            request_id_header: None,
            closed_enums: None,
        }
    }

    fn auth(&self) -> Option<Auth> {
        let components = &self.root.get("components")?.value;
        let schemes = members(components, "securitySchemes");
        let scheme = schemes.iter().find_map(|member| fact(&member.value, "scheme"))?;
        let flow = |member: &Member| -> Option<Fact<String>> {
            let flows = &member.value.get("flows")?.value;
            fact(&flows.get("clientCredentials")?.value, "tokenUrl")
        };
        Some(Auth {
            scheme,
            format: None,
            description: None,
            token_url: schemes.iter().find_map(flow),
            client_authentication: None,
            scope: None,
        })
    }

    fn path(&self, path: &Member, operation: &'a Json, schemas: &mut Schemas<'a>) -> Path {
        let span = path.key.span;
        let base = items(operation, "servers").first().and_then(|server| fact(server, "url"));
        let segment = |part: &str| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            None => Segment::Literal(stated(part.to_owned(), span)),
            Some(name) => {
                let declared = items(operation, "parameters").iter().find(|parameter| {
                    text_of(parameter, "in").as_deref() == Some("path")
                        && text_of(parameter, "name").as_deref() == Some(name)
                });
                let schema = declared.and_then(|parameter| parameter.get("schema"));
                let ty = schema.map_or(Type::String, |schema| schemas.ty(&schema.value));
                Segment::Param(Box::new(Param {
                    name: Name::new(name),
                    ty: stated(ty, span),
                    example: None,
                    format: None,
                }))
            }
        };
        let parts = path.key.value.split('/').filter(|part| !part.is_empty());
        Path { base, segments: parts.map(segment).collect() }
    }

    fn operation(
        &self,
        json: &'a Json,
        page: SourceId,
        line: Span,
        schemas: &mut Schemas<'a>,
        errors: &mut BTreeMap<u16, Span>,
    ) -> Operation {
        let title = fact(json, "summary").unwrap_or_else(|| stated(String::new(), json.span));
        let mut query = Vec::new();
        let mut headers: Vec<Header> = security(json).into_iter().collect();
        for parameter in items(json, "parameters") {
            match text_of(parameter, "in").as_deref() {
                Some("query") => query.extend(query_param(parameter, schemas)),
                Some("header") => headers.extend(header(parameter)),
                _ => {}
            }
        }
        Operation {
            name: Name::new(text_of(json, "operationId").unwrap_or_default()),
            page,
            title,
            summary: described(json),
            notes: Vec::new(),
            request_line: line,
            query,
            headers,
            body: json.get("requestBody").and_then(|body| {
                let content = members(&body.value, "content").first()?;
                let schema = content.value.get("schema").map(|schema| &schema.value);
                Some(Body {
                    media_type: stated(content.key.value.clone(), content.key.span),
                    ty: schema.map_or(Type::Any, |schema| schemas.ty(schema)),
                    examples: Vec::new(),
                })
            }),
            responses: responses(json, schemas, errors),
            samples: Vec::new(),
            tag: None,
            deprecated: is(json, "deprecated").then(|| Evidence::new(How::Stated, json.span)),
        }
    }
}

/// The replies of an operation itself. Those it shares with all others go to `errors`.
fn responses<'a>(
    json: &'a Json,
    schemas: &mut Schemas<'a>,
    errors: &mut BTreeMap<u16, Span>,
) -> Vec<Response> {
    let mut own = Vec::new();
    for member in members(json, "responses") {
        let Ok(status) = member.key.value.parse::<u16>() else { continue };
        if member.value.get("$ref").is_some() {
            errors.entry(status).or_insert(member.key.span);
            continue;
        }
        let schema =
            members(&member.value, "content").first().and_then(|content| content.value.get("schema"));
        own.push(Response {
            status: stated(status, member.key.span),
            message: described(&member.value),
            ty: schema.map(|schema| schemas.ty(&schema.value)),
            examples: Vec::new(),
        });
    }
    own
}

fn described(json: &Json) -> Option<Fact<Text>> {
    fact(json, "description").map(|text| {
        let span = text.span();
        stated(Text::of(text.value, span), span)
    })
}

fn server(json: &Json) -> Option<Server> {
    let url = fact(json, "url")?;
    let name = fact(json, "description").unwrap_or_else(|| url.clone());
    Some(Server { placeholder: stated("server".to_owned(), url.span()), name, url, description: None })
}

/// What an operation needs that others do not.
fn security(json: &Json) -> Option<Header> {
    let needed = json.get("security")?;
    let names =
        items(json, "security").iter().flat_map(|one| one.members()).map(|one| one.key.value.as_str());
    let scheme = names.collect::<Vec<_>>().join(" or ");
    let scheme = if scheme.is_empty() { "nothing".to_owned() } else { scheme };
    Some(Header {
        name: Name::new("Authorization"),
        value: HeaderValue::Credential { scheme, placeholder: String::new() },
        presence: Presence::Required,
        span: needed.key.span,
    })
}

fn header(json: &Json) -> Option<Header> {
    let name = fact(json, "name")?;
    let schema = json.get("schema").map(|schema| &schema.value);
    let constant = schema.and_then(|schema| text_of(schema, "const"));
    let value = constant.map_or_else(|| HeaderValue::From(name.value.clone()), HeaderValue::Fixed);
    let span = name.span();
    let presence = if is(json, "required") { Presence::Required } else { Presence::Optional };
    Some(Header { name: Name::new(name.value), value, presence, span })
}

fn query_param<'a>(json: &'a Json, schemas: &mut Schemas<'a>) -> Option<QueryParam> {
    let name = fact(json, "name")?;
    let schema = &json.get("schema")?.value;
    let said = schemas.said(schema);
    let presence = if is(json, "required") { Presence::Required } else { Presence::Optional };
    Some(QueryParam {
        ty: stated(schemas.ty(schema), name.span()),
        format: None,
        presence: stated(presence, name.span()),
        docs: described(json).into_iter().collect(),
        example: None,
        values: said.values,
        default: said.default,
        limits: said.limits,
        name: Name::new(name.value),
    })
}
