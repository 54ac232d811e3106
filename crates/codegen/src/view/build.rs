//! The walk over the API.

use std::collections::{BTreeMap, BTreeSet};

use docparse::diag::Sink;
use docparse::ir::{
    Api, Call, Endpoint, Field, HeaderValue, Literal, Model, ModelId, Name, Operation, Presence, QueryParam,
    Role, Segment, Server, Type, UnionId,
};
use docparse::source::{SourceId, Span};

use super::docs::{Docs, Sentence, join};
use super::identity::{self, Places};
use super::reach::{self, Reached, holds, travels};
use super::values::Listed;
use super::{
    BodyView, CallView, ConstantView, FieldView, Language, ModelView, OperationView, PagingView, PathPart,
    QueryView, RegionView, ResourceView, TokenEndpointView, TypeView, UnionView, VariantView, View, example,
    send_back,
};
use crate::names::{Kind, Names, Scopes, Settled, Table, Wanted};

/// Headers that the client sets itself.
const OWN_HEADERS: &[&str] =
    &["accept", "authorization", "content-length", "content-type", "host", "user-agent"];

/// The view of `api` in `language`. `scopes` has the names of the last run, and those of
/// this one afterwards.
pub fn view(api: &Api, language: &dyn Language, scopes: &mut Scopes, sink: &mut Sink) -> View {
    let before = std::mem::take(scopes);
    let names = &mut Names::new(language.names(), &before, sink);
    let view = named(api, language, names);
    *scopes = names.finish();
    view
}

fn named(api: &Api, language: &dyn Language, names: &mut Names<'_>) -> View {
    let docs = Docs::new(api, language);
    let resources = resources(api);
    let homes = Homes::new(api, &resources);
    let unsent = reach::unsent(api);
    let values = Listed::new(api);
    let places = Places::new(api);
    let (model_names, union_names, value_names) = type_names(api, &values, &places, names);
    let constants = Constants::new(api);
    let mut models: Vec<ModelView> = Vec::new();
    for (index, model) in api.models.iter().enumerate() {
        let id = ModelId(index as u32);
        let symbol = &model_names[index];
        let (fields, own) = fields(&docs, id, symbol, model, &constants, &values, names);
        models.push(ModelView {
            name: symbol.name.clone(),
            was: symbol.was.clone(),
            builder: (model.role != Role::Response).then(|| language.builder(&symbol.name)),
            received: model.role != Role::Request,
            used: !unsent.models.contains(&id) || homes.holds(id),
            home: homes.model(id),
            doc: docs.model(model),
            fields,
            constants: own,
            send_back: Vec::new(),
            pages: model.pages.clone(),
        });
    }
    let mut unions: Vec<UnionView> = (0..api.unions.len())
        .map(|index| union(&docs, UnionId(index as u32), &union_names[index], &homes, names))
        .collect();
    let values = values.views(&docs, value_names, |id| models[id.0 as usize].home, names);
    let resources = resource_views(&docs, &resources, &models, &unions, &places, names);
    send_back::add(&docs, &resources, &mut models, &mut unions);
    let service = &api.service;
    View {
        package: service.package.value.clone(),
        version: service.version.value.clone(),
        title: service.title.value.clone(),
        description: service.description.as_ref().map(|text| text.value.clone()),
        home: service.home.as_ref().map(|home| home.value.clone()),
        auth_scheme: service.auth.as_ref().map(|auth| auth.scheme.value.clone()),
        token_endpoint: token_endpoint(&docs, names),
        base: service.servers.first().map(|server| server.placeholder.value.clone()).unwrap_or_default(),
        errors: super::errors::errors(&docs, names),
        request_id_header: service.request_id_header.as_ref().map(|name| name.value.clone()),
        regions: regions(&docs, names),
        resources,
        models,
        unions,
        values,
    }
}

/// Endpoints that lead to the same thing, in the order of their paths.
struct Resource<'a> {
    name: &'a Name,
    endpoints: Vec<&'a Endpoint>,
}

impl Resource<'_> {
    fn span(&self) -> Span {
        self.endpoints[0].method.span()
    }

    fn calls(&self) -> impl Iterator<Item = (&Endpoint, &Call)> {
        self.endpoints.iter().flat_map(|endpoint| endpoint.calls.iter().map(move |call| (*endpoint, call)))
    }
}

fn resources(api: &Api) -> Vec<Resource<'_>> {
    let mut resources: Vec<Resource<'_>> = Vec::new();
    for endpoint in &api.endpoints {
        match resources.iter_mut().find(|resource| resource.name.words == endpoint.resource.words) {
            Some(resource) => resource.endpoints.push(endpoint),
            None => resources.push(Resource { name: &endpoint.resource, endpoints: vec![endpoint] }),
        }
    }
    resources
}

/// Which resource's file a type is in: that of the only resource that uses it.
struct Homes(Vec<Reached>);

impl Homes {
    fn new(api: &Api, resources: &[Resource<'_>]) -> Self {
        let reached = |resource: &Resource<'_>| {
            let mut reached = Reached::default();
            let operations = resource.endpoints.iter().flat_map(|endpoint| &endpoint.operations);
            for operation in operations {
                let replies = operation.responses.iter().filter_map(|response| response.ty.as_ref());
                replies.chain(operation.body.iter().map(|body| &body.ty)).for_each(|ty| reached.add(api, ty));
            }
            for (_, call) in resource.calls() {
                call.reply
                    .iter()
                    .chain(call.body.iter().map(|(_, ty)| ty))
                    .for_each(|ty| reached.add(api, ty));
            }
            reached
        };
        Self(resources.iter().map(reached).collect())
    }

    fn holds(&self, id: ModelId) -> bool {
        self.0.iter().any(|reached| reached.models.contains(&id))
    }

    fn model(&self, id: ModelId) -> Option<usize> {
        only(self.0.iter().map(|reached| reached.models.contains(&id)))
    }

    fn union(&self, id: UnionId) -> Option<usize> {
        only(self.0.iter().map(|reached| reached.unions.contains(&id)))
    }
}

/// The index of the only `true`.
fn only(flags: impl Iterator<Item = bool>) -> Option<usize> {
    let mut indices = flags.enumerate().filter(|(_, flag)| *flag).map(|(index, _)| index);
    indices.next().filter(|_| indices.next().is_none())
}

fn type_names(
    api: &Api,
    values: &Listed<'_>,
    places: &Places<'_>,
    names: &mut Names<'_>,
) -> (Vec<Settled>, Vec<Settled>, Vec<Settled>) {
    let models = api.models.iter().enumerate().map(|(index, model)| Wanted {
        keys: places.model(ModelId(index as u32)),
        members: model.fields.iter().map(|field| field.name.wire.clone()).collect(),
        ..live(&model.name, model_span(api, model))
    });
    let unions = api.unions.iter().enumerate().map(|(index, union)| {
        let span = union.variants.first().map_or_else(|| nowhere(api), |variant| variant.tag.span());
        Wanted {
            keys: places.union(UnionId(index as u32)),
            members: union.variants.iter().map(|variant| variant.tag.value.clone()).collect(),
            ..live(&union.name, span)
        }
    });
    let mut wanted: Vec<Wanted<'_>> = models.chain(unions).collect();
    let values = values.wanted(places);
    wanted.extend(values.iter().map(|(name, span, keys, members)| Wanted {
        keys: keys.clone(),
        members: members.clone(),
        ..live(name, *span)
    }));
    let mut settled = names.settle(Table::Types, None, &wanted);
    let values = settled.split_off(api.models.len() + api.unions.len());
    let unions = settled.split_off(api.models.len());
    (settled, unions, values)
}

pub(super) fn live(name: &Name, span: Span) -> Wanted<'_> {
    Wanted::new(&name.wire, &name.words, span)
}

fn model_span(api: &Api, model: &Model) -> Span {
    let page = || model.pages.iter().find_map(|page| Some(api.page(*page)?.id.span()));
    model.fields.first().map(|field| field.ty.span()).or_else(page).unwrap_or_else(|| nowhere(api))
}

/// For names that came from nowhere in particular.
pub(super) fn nowhere(api: &Api) -> Span {
    api.service.package.span()
}

/// The tag of every model that is an arm with that tag only.
struct Constants<'a>(BTreeMap<ModelId, BTreeSet<(&'a str, &'a str)>>);

impl<'a> Constants<'a> {
    fn new(api: &'a Api) -> Self {
        let mut tags: BTreeMap<ModelId, BTreeSet<(&str, &str)>> = BTreeMap::new();
        for union in &api.unions {
            for variant in &union.variants {
                let tag = (union.tag.wire.as_str(), variant.tag.value.as_str());
                tags.entry(variant.model).or_default().insert(tag);
            }
        }
        Self(tags)
    }

    /// The constants a model has as an arm, and the keys that cannot be constant because
    /// the model stands for several values of them.
    fn of(&self, id: ModelId) -> (Vec<(&'a str, &'a str)>, BTreeSet<&'a str>) {
        let tags = self.0.get(&id).cloned().unwrap_or_default();
        let open = tags
            .iter()
            .map(|(key, _)| *key)
            .filter(|key| tags.iter().filter(|(other, _)| other == key).count() > 1);
        let open: BTreeSet<&str> = open.collect();
        (tags.into_iter().filter(|(key, _)| !open.contains(key)).collect(), open)
    }
}

fn fields(
    docs: &Docs<'_>,
    id: ModelId,
    symbol: &Settled,
    model: &Model,
    constants: &Constants<'_>,
    values: &Listed<'_>,
    names: &mut Names<'_>,
) -> (Vec<FieldView>, Vec<ConstantView>) {
    let (tags, open) = constants.of(id);
    let mut own: Vec<ConstantView> = tags
        .into_iter()
        .map(|(wire, value)| ConstantView { wire: wire.to_owned(), value: Literal::String(value.to_owned()) })
        .collect();
    let mut seen: BTreeSet<String> = own.iter().map(|constant| constant.wire.clone()).collect();
    let mut kept: Vec<&Field> = Vec::new();
    for field in model.fields.iter().filter(|field| travels(model, field)) {
        // A key can be in an object once.
        if !seen.insert(field.name.wire.clone()) {
            continue;
        }
        match &field.constant {
            Some(constant) if !open.contains(field.name.wire.as_str()) => {
                own.push(ConstantView { wire: field.name.wire.clone(), value: constant.value.clone() });
            }
            _ => kept.push(field),
        }
    }
    let wanted: Vec<Wanted<'_>> = kept
        .iter()
        .map(|field| Wanted {
            deprecated: field.deprecated.is_some(),
            is: Some(identity::kind(field, values.of(field).is_some())),
            ..live(&field.name, field.row.as_ref().map_or(field.ty.span(), |row| row.span))
        })
        .collect();
    let names = names.settle(Table::Fields, Some(symbol), &wanted);
    let views = kept.iter().zip(&names).map(|(field, name)| {
        let replacement = |deprecation: &docparse::ir::Deprecation| {
            let replacement = deprecation.replacement.as_ref()?;
            let other = kept
                .iter()
                .position(|other| other.name.wire == replacement.value || other.path == replacement.value);
            Some(other.map_or_else(|| replacement.value.clone(), |other| names[other].name.clone()))
        };
        let (ty, hidden) = type_view(&field.ty.value, field.secret.is_some());
        let listed = values.of(field);
        FieldView {
            name: name.name.clone(),
            was: name.was.clone(),
            wire: field.name.wire.clone(),
            ty: match listed {
                Some(values) => in_place_of_text(ty, values),
                None => ty,
            },
            nullable: field.nullable.is_some(),
            required: field.presence.value == Presence::Required,
            hidden,
            kept_back: field.read_only.is_some() || field.immutable.is_some(),
            recursive: matches!(field.ty.value, Type::Model(inner) if holds(docs.api, inner, id)),
            deprecated: field.deprecated.as_ref().map(|deprecation| match replacement(deprecation) {
                Some(other) => format!("use `{other}`"),
                None => "the documentation marks it as deprecated".to_owned(),
            }),
            doc: docs.field(model, field, listed.is_some()),
        }
    });
    let views = views.collect();
    (views, own)
}

/// A type, and whether a secret in it is no string and has to be hidden whole.
fn type_view(ty: &Type, secret: bool) -> (TypeView, bool) {
    match ty {
        Type::String if secret => (TypeView::Secret, false),
        Type::String => (TypeView::String, false),
        Type::Boolean => (TypeView::Boolean, secret),
        Type::Integer => (TypeView::Integer, secret),
        Type::Number => (TypeView::Number, secret),
        Type::OneOf(_) | Type::Any | Type::Binary => (TypeView::Any, secret),
        Type::List(item) => {
            let (item, hidden) = type_view(item, secret);
            (TypeView::List(Box::new(item)), hidden)
        }
        Type::Map(item) => {
            let (item, hidden) = type_view(item, secret);
            (TypeView::Map(Box::new(item)), hidden)
        }
        Type::Model(id) => (TypeView::Model(*id), secret),
        Type::Union(id) => (TypeView::Union(*id), secret),
    }
}

/// The type with text replaced by the open enumeration `values`.
fn in_place_of_text(ty: TypeView, values: usize) -> TypeView {
    match ty {
        TypeView::String => TypeView::Values(values),
        TypeView::List(item) => TypeView::List(Box::new(in_place_of_text(*item, values))),
        other => other,
    }
}

fn union(docs: &Docs<'_>, id: UnionId, symbol: &Settled, homes: &Homes, names: &mut Names<'_>) -> UnionView {
    let union = docs.api.union(id);
    let wanted: Vec<Wanted<'_>> = union
        .variants
        .iter()
        .map(|variant| Wanted { wire: &variant.tag.value, ..live(&variant.name, variant.tag.span()) })
        .collect();
    let names = names.settle(Table::Arms, Some(symbol), &wanted);
    let pages: BTreeSet<SourceId> = union.variants.iter().map(|variant| variant.page).collect();
    let pages: Vec<SourceId> = pages.into_iter().collect();
    let variants = union.variants.iter().zip(names).map(|(variant, name)| VariantView {
        name: name.name,
        tag: variant.tag.value.clone(),
        model: variant.model,
        only: union.variants.iter().filter(|other| other.model == variant.model).count() == 1,
        doc: docs.variant(&union.tag.wire, &variant.tag.value, variant.page),
    });
    UnionView {
        name: symbol.name.clone(),
        was: symbol.was.clone(),
        home: homes.union(id),
        tag: union.tag.wire.clone(),
        doc: docs.union(&union.tag.wire),
        variants: variants.collect(),
        send_back: Vec::new(),
        pages,
    }
}

fn regions(docs: &Docs<'_>, names: &mut Names<'_>) -> Vec<RegionView> {
    // One region may have a server for each placeholder.
    let mut known: Vec<(Name, Span)> = Vec::new();
    let mut regions: Vec<RegionView> = Vec::new();
    let servers = &docs.api.service.servers;
    for server in servers.iter().filter(|server| !shared(servers, server)) {
        let address = (server.placeholder.value.clone(), server.url.value.clone());
        if let Some(at) = known.iter().position(|(name, _)| name.wire == server.name.value) {
            regions[at].servers.push(address);
            continue;
        }
        let sentence = match &server.description {
            Some(about) => Sentence::default().text(format!("{}: ", about.value.trim_end_matches('.'))),
            None => Sentence::default(),
        };
        let doc = docs.sentence(sentence.code(&server.url.value).text("."));
        known.push((Name::new(server.name.value.clone()), server.name.span()));
        regions.push(RegionView { name: String::new(), doc, servers: vec![address] });
    }
    for server in servers.iter().filter(|server| shared(servers, server)) {
        let address = (server.placeholder.value.clone(), server.url.value.clone());
        regions.iter_mut().for_each(|region| region.servers.push(address.clone()));
    }
    let wanted: Vec<Wanted<'_>> = known.iter().map(|(name, span)| live(name, *span)).collect();
    for (region, settled) in regions.iter_mut().zip(names.settle(Table::Regions, None, &wanted)) {
        region.name = settled.name;
    }
    regions
}

/// Whether a server is no region's but all regions': the only one behind its placeholder, and
/// named as no other is.
fn shared(servers: &[Server], server: &Server) -> bool {
    let alone =
        servers.iter().filter(|other| other.placeholder.value == server.placeholder.value).count() == 1;
    let main = servers.first().is_some_and(|first| first.placeholder.value == server.placeholder.value);
    let named = servers.iter().filter(|other| other.name.value == server.name.value).count() > 1;
    alone && !main && !named
}

fn resource_views(
    docs: &Docs<'_>,
    resources: &[Resource<'_>],
    models: &[ModelView],
    unions: &[UnionView],
    places: &Places<'_>,
    names: &mut Names<'_>,
) -> Vec<ResourceView> {
    let mut wanted: Vec<Wanted<'_>> = resources
        .iter()
        .map(|resource| Wanted {
            members: call_pages(resource, places),
            ..live(resource.name, resource.span())
        })
        .collect();
    let functions = names.settle(Table::Clients, None, &wanted);
    for (one, function) in wanted.iter_mut().zip(&functions) {
        one.renamed.clone_from(&function.renamed);
    }
    let stems = names.settle(Table::Modules, None, &wanted);
    let mut views = Vec::new();
    for ((resource, function), stem) in resources.iter().zip(functions).zip(stems) {
        let calls: Vec<(&Endpoint, &Call)> = resource.calls().collect();
        let call = |(endpoint, call): &(&Endpoint, &'_ Call)| {
            let first = call.operations.first().map(|index| &endpoint.operations[*index]);
            let pages =
                call.operations.iter().map(|index| places.page(endpoint, &endpoint.operations[*index]));
            let span = first.map_or(endpoint.method.span(), |first| first.title.span());
            (pages.collect::<Vec<_>>(), identity::route(endpoint), span)
        };
        let known: Vec<_> = calls.iter().map(call).collect();
        let wanted = calls.iter().zip(known).map(|((_, call), (keys, route, span))| Wanted {
            keys,
            is: Some(route),
            ..live(&call.name, span)
        });
        let mut wanted: Vec<Wanted<'_>> = wanted.collect();
        let symbols = names.settle(Table::Calls, Some(&function), &wanted);
        for (one, symbol) in wanted.iter_mut().zip(&symbols) {
            one.renamed.clone_from(&symbol.renamed);
            one.is = None;
        }
        // No page is called that.
        let own = Wanted { keys: vec!["(client)".into()], ..live(resource.name, resource.span()) };
        wanted.insert(0, own);
        let mut types = names.settle(Table::CallTypes, Some(&function), &wanted).into_iter();
        let own = types.next().expect("the resource is the first");
        let calls = calls.into_iter().zip(symbols).zip(types).map(|(((endpoint, call), symbol), ty)| {
            let scope = symbol.within(&function);
            let mut view = call_view(docs, endpoint, call, &scope, models, unions, names);
            (view.name, view.was) = (symbol.name, symbol.was);
            (view.type_name, view.type_was) = (ty.name, ty.was);
            view
        });
        let calls = calls.collect();
        views.push(ResourceView {
            function: function.name,
            was: function.was,
            name: own.name,
            name_was: own.was,
            stem: stem.name,
            stem_was: stem.was,
            words: resource.name.words.join(" "),
            calls,
        });
    }
    views
}

/// The page that each call of a resource is known by.
fn call_pages(resource: &Resource<'_>, places: &Places<'_>) -> Vec<String> {
    let firsts = resource.calls().filter_map(|(endpoint, call)| {
        Some(places.page(endpoint, &endpoint.operations[*call.operations.first()?]))
    });
    firsts.collect()
}

/// A call that has no name yet. `scope` is what its parameters are named in.
fn call_view(
    docs: &Docs<'_>,
    endpoint: &Endpoint,
    call: &Call,
    scope: &Settled,
    models: &[ModelView],
    unions: &[UnionView],
    names: &mut Names<'_>,
) -> CallView {
    let operations: Vec<&Operation> =
        call.operations.iter().map(|index| &endpoint.operations[*index]).collect();
    let mut pages: Vec<SourceId> = operations.iter().map(|operation| operation.page).collect();
    pages.sort_unstable();
    pages.dedup();
    let route = endpoint.path.template();
    let method = endpoint.method.value.wire();
    let mut words = call.name.words.join(" ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let sentence = Sentence::default().text(format!("{words}: ")).code(format!("{method} {route}")).text(".");
    let body = call.body.as_ref().map(|(media_type, ty)| BodyView {
        media_type: media_type.clone(),
        ty: (*ty != Type::Binary && (is_json(media_type) || is_form(media_type, ty)))
            .then(|| type_view(ty, false).0),
        form: is_form(media_type, ty),
    });
    let (fixed_headers, headers, query) = extras(docs, &operations, scope, names);
    let default_base = || docs.api.service.servers.first().map(|server| server.placeholder.value.clone());
    CallView {
        name: String::new(),
        was: Vec::new(),
        type_name: String::new(),
        type_was: Vec::new(),
        method: method.to_owned(),
        base: endpoint
            .path
            .base
            .as_ref()
            .map(|base| base.value.clone())
            .or_else(default_base)
            .unwrap_or_default(),
        path: path(endpoint, names),
        fixed_headers,
        headers,
        query,
        deprecated: !operations.is_empty()
            && operations.iter().all(|operation| operation.deprecated.is_some()),
        reply: call.reply.as_ref().map(|ty| match ty {
            Type::Binary => TypeView::Binary,
            ty => type_view(ty, false).0,
        }),
        paging: call
            .reply
            .as_ref()
            .filter(|_| method == "GET")
            .and_then(|ty| paging(&type_view(ty, false).0, models)),
        summary: docs.sentence(sentence).join(" "),
        errors: errors(docs, &operations),
        operations: operations
            .iter()
            .map(|operation| operation_view(docs, operation, body.as_ref(), models, unions))
            .collect(),
        body,
        route,
        pages,
    }
}

/// The errors that the pages document, as the first that names each says.
fn errors(docs: &Docs<'_>, operations: &[&Operation]) -> Vec<(u16, Vec<String>)> {
    let mut errors = BTreeMap::new();
    for response in operations.iter().flat_map(|operation| &operation.responses) {
        let status = response.status.value;
        if let Some(message) = response.message.as_ref().filter(|_| status >= 400) {
            errors.entry(status).or_insert_with(|| docs.paragraphs([&message.value]));
        }
    }
    errors.into_iter().collect()
}

/// How a reply lists things, if it is a page of a list.
fn paging(reply: &TypeView, models: &[ModelView]) -> Option<PagingView> {
    let TypeView::Model(id) = reply else { return None };
    let page = &models[id.0 as usize];
    embedded(page, models).or_else(|| counted(page))
}

/// `Resources` among `totalResults` (SCIM, RFC 7644 section 3.4.2.4).
fn counted(page: &ModelView) -> Option<PagingView> {
    let field = |wire: &str| page.fields.iter().find(|field| field.wire == wire && !field.nullable);
    field("totalResults").filter(|all| matches!(all.ty, TypeView::Integer | TypeView::Number))?;
    let items = field("Resources")?;
    let TypeView::List(item) = &items.ty else { return None };
    let direct = !items.recursive && !items.hidden;
    direct.then(|| PagingView { embedded: None, items: items.name.clone(), item: (**item).clone() })
}

/// `_embedded` (HAL, draft-kelly-json-hal).
fn embedded(page: &ModelView, models: &[ModelView]) -> Option<PagingView> {
    let model = |ty: &TypeView| match ty {
        TypeView::Model(id) => Some(&models[id.0 as usize]),
        _ => None,
    };
    let embedded = page.fields.iter().find(|field| field.wire == "_embedded" && !field.nullable)?;
    let lists = model(&embedded.ty)?.fields.iter().filter_map(|field| match &field.ty {
        TypeView::List(item) if !field.nullable && !field.recursive => Some((field, item)),
        _ => None,
    });
    // Of two lists, nobody says which one goes on.
    let [(items, item)] = lists.collect::<Vec<_>>()[..] else { return None };
    let direct = !embedded.recursive;
    direct.then(|| PagingView {
        embedded: Some(embedded.name.clone()),
        items: items.name.clone(),
        item: (**item).clone(),
    })
}

/// The settings' token endpoint, with a name for each placeholder that is no server.
fn token_endpoint(docs: &Docs<'_>, names: &mut Names<'_>) -> Option<TokenEndpointView> {
    let service = &docs.api.service;
    let auth = service.auth.as_ref()?;
    let url = auth.token_url.as_ref()?;
    let placeholders = url.value.split("{{").skip(1).filter_map(|rest| Some(rest.split_once("}}")?.0));
    let mut wires: Vec<Name> = Vec::new();
    for placeholder in placeholders {
        let server = service.servers.iter().any(|server| server.placeholder.value == placeholder);
        if !server && wires.iter().all(|name| name.wire != placeholder) {
            wires.push(Name::new(placeholder));
        }
    }
    let wanted: Vec<Wanted<'_>> = wires.iter().map(|name| live(name, url.span())).collect();
    let functions = names.settle(Table::Credentials, None, &wanted).into_iter().map(|function| function.name);
    Some(TokenEndpointView {
        url: url.value.clone(),
        values: functions.zip(wires.into_iter().map(|name| name.wire)).collect(),
        in_body: auth.client_authentication.as_ref().is_some_and(|way| way.value == "post"),
        scope: auth.scope.as_ref().map(|scope| scope.value.clone()),
    })
}

/// `application/json` of `application/json; charset=utf-8`.
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence.ends_with("+json")
}

/// Whether a body is an object that is sent as a form.
fn is_form(media_type: &str, ty: &Type) -> bool {
    let object = matches!(ty, Type::Model(_) | Type::Map(_) | Type::Union(_));
    object && essence(media_type) == "application/x-www-form-urlencoded"
}

fn path(endpoint: &Endpoint, names: &mut Names<'_>) -> Vec<PathPart> {
    let wanted: Vec<Wanted<'_>> =
        endpoint.path.params().map(|param| live(&param.name, param.ty.span())).collect();
    // Arguments are told by their place.
    let mut names = names.free(Kind::Param, &wanted).into_iter();
    let mut parts = Vec::new();
    let mut literal = String::new();
    for segment in &endpoint.path.segments {
        literal.push('/');
        match segment {
            Segment::Literal(text) => encode(&text.value, &mut literal),
            Segment::Param(param) => {
                parts.push(PathPart::Literal(std::mem::take(&mut literal)));
                parts.push(PathPart::Param {
                    name: names.next().expect("one name for each parameter"),
                    wire: param.name.wire.clone(),
                    integer: param.ty.value == Type::Integer,
                });
            }
        }
    }
    if !literal.is_empty() {
        parts.push(PathPart::Literal(literal));
    }
    parts
}

/// Percent-encodes what RFC 3986 section 3.3 does not allow in a segment.
fn encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&byte);
        if plain {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
}

/// Headers that every page sends alike, headers the caller fills, and the query.
type Extras = (Vec<(String, String)>, Vec<(String, String)>, Vec<QueryView>);

fn extras(docs: &Docs<'_>, operations: &[&Operation], scope: &Settled, names: &mut Names<'_>) -> Extras {
    let mut fixed: Vec<(String, String)> = Vec::new();
    let mut filled: Vec<(&Name, Span)> = Vec::new();
    let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
    for header in operations.iter().flat_map(|operation| &operation.headers) {
        let name = &header.name.wire;
        let everywhere = |value: &str| {
            operations.iter().all(|operation| {
                operation.headers.iter().any(|other| {
                    same(&other.name.wire, name) && other.value == HeaderValue::Fixed(value.to_owned())
                })
            })
        };
        match &header.value {
            // Without a body, only this header selects the action.
            HeaderValue::Fixed(value) if selects_action(operations, name, value) => {
                if !fixed.iter().any(|(other, _)| same(other, name)) {
                    fixed.push((name.clone(), value.clone()));
                }
            }
            _ if OWN_HEADERS.iter().any(|own| same(own, name)) => {}
            HeaderValue::Fixed(value) if everywhere(value) => {
                if !fixed.iter().any(|(other, _)| same(other, name)) {
                    fixed.push((name.clone(), value.clone()));
                }
            }
            HeaderValue::From(_) if !filled.iter().any(|(other, _)| same(&other.wire, name)) => {
                filled.push((&header.name, header.span));
            }
            HeaderValue::Fixed(_) | HeaderValue::From(_) | HeaderValue::Credential { .. } => {}
        }
    }
    let query = query(operations);
    let wanted = filled.iter().map(|(name, span)| live(name, *span));
    let wanted = wanted.chain(query.iter().map(|(param, _)| Wanted {
        is: Some(identity::kind_of_param(param)),
        ..live(&param.name, param.ty.span())
    }));
    // One scope: both become functions of the call.
    let mut names = names.settle(Table::Params, Some(scope), &wanted.collect::<Vec<_>>()).into_iter();
    let filled =
        filled.iter().zip(names.by_ref()).map(|((header, _), name)| (name.name, header.wire.clone()));
    let filled = filled.collect();
    let query = query.iter().zip(names).map(|((param, required), name)| QueryView {
        name: name.name,
        was: name.was,
        wire: param.name.wire.clone(),
        ty: type_view(&param.ty.value, false).0,
        required: *required,
        example: param.example.as_ref().map(|example| example.value.clone()),
        doc: docs.query(param),
    });
    (fixed, filled, query.collect())
}

/// `Content-Type: application/vnd.example.clone+json` where nothing is sent.
fn selects_action(operations: &[&Operation], name: &str, value: &str) -> bool {
    name.eq_ignore_ascii_case("content-type")
        && value.contains("/vnd.")
        && operations.iter().all(|operation| operation.body.is_none())
}

/// The parameters of all operations, and whether every one of them wants it.
fn query<'a>(operations: &[&'a Operation]) -> Vec<(&'a QueryParam, bool)> {
    let mut params: Vec<(&QueryParam, bool)> = Vec::new();
    for param in operations.iter().flat_map(|operation| &operation.query) {
        let wants = |operation: &&Operation| {
            let mut all = operation.query.iter();
            all.any(|other| other.name.wire == param.name.wire && other.presence.value == Presence::Required)
        };
        if !params.iter().any(|(other, _)| other.name.wire == param.name.wire) {
            params.push((param, operations.iter().all(wants)));
        }
    }
    params
}

fn operation_view(
    docs: &Docs<'_>,
    operation: &Operation,
    body: Option<&BodyView>,
    models: &[ModelView],
    unions: &[UnionView],
) -> OperationView {
    let texts = operation.summary.iter().chain(&operation.notes).map(|text| &text.value);
    let mut doc = Vec::new();
    join(&mut doc, docs.paragraphs(texts));
    let example = || {
        let sent = operation.body.as_ref()?;
        let ty = type_view(&sent.ty, false).0;
        let wanted = body?.ty.as_ref()?;
        let arm = |union: &UnionView| {
            union.variants.iter().any(|variant| variant.only && TypeView::Model(variant.model) == ty)
        };
        // The page's own model goes where it can be turned into what the call takes.
        let fits = ty == *wanted || matches!(wanted, TypeView::Union(id) if arm(&unions[id.0 as usize]));
        let ty = if fits { &ty } else { wanted };
        sent.examples.first().and_then(|shown| example::expr(models, unions, ty, &shown.json))
    };
    let at =
        |endpoint: &Endpoint| endpoint.operations.iter().position(|other| std::ptr::eq(other, operation));
    let mut places = docs.api.endpoints.iter().enumerate();
    OperationView {
        at: places.find_map(|(index, endpoint)| Some((index, at(endpoint)?))).unwrap_or_default(),
        title: docs.page_link(operation.page).join(" "),
        url: docs.url(operation.page).map(str::to_owned),
        doc,
        example: example(),
    }
}
