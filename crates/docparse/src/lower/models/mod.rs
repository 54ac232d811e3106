//! Groups of drafts in, endpoints with named models and unions out.

mod bodies;
mod fields;
mod names;

use std::collections::{BTreeMap, BTreeSet};

use super::draft::Draft;
use super::group::Group;
use super::path::resource;
use super::reads::Read;
use super::shape::{Prop, Shape};
use crate::ir::{
    Body, Call, Endpoint, Evidence, Example, Fact, How, Model, ModelId, Name, Operation, Response, Role, Tag,
    Type, Union, UnionId, Variant,
};
use crate::page::Text;
use crate::source::{SourceId, Spanned};
use names::Names;

/// Builds every endpoint, and the models and unions they use.
pub(super) fn name_and_build(
    groups: &[Group<'_>],
    reads: &[Read],
) -> (Vec<Endpoint>, Vec<Model>, Vec<Union>) {
    let shared = fields::shared_shapes(groups, reads);
    let mut builder = Builder { shared, bodies: bodies::shared(groups), ..Builder::default() };
    // Unions first, then resources: theirs are the names that users write most.
    let unions: Vec<_> = groups.iter().map(|group| builder.union_names(group)).collect();
    builder.name_reads(reads);
    let endpoints = groups.iter().zip(unions).map(|(group, names)| builder.endpoint(group, names)).collect();
    (endpoints, builder.models, builder.unions)
}

#[derive(Default)]
struct Builder<'a> {
    models: Vec<Model>,
    unions: Vec<Union>,
    names: Names,
    /// Nested shapes that several bodies have, and the model made of each.
    shared: BTreeMap<String, Option<ModelId>>,
    /// Whole bodies that several operations on one resource send, and the model made of each.
    bodies: BTreeMap<bodies::Key, Option<ModelId>>,
    /// Resources as they come back: their names, and the model once it is made.
    reads: Vec<(&'a Read, Name, Option<ModelId>)>,
}

/// What a model is built from, beside its properties.
struct Scope<'a> {
    way: Way<'a>,
    pages: &'a [SourceId],
    /// Sentences that may name its properties.
    sentences: &'a [Text],
    /// The property that tells operations apart.
    tag: Option<&'a Tag>,
}

/// Which way a body travels.
#[derive(Clone, Copy)]
enum Way<'a> {
    /// To the service.
    Sent,
    /// Back, with the dotted names of what was sent: what they lack is read-only.
    Back(Option<&'a BTreeSet<String>>),
}

impl Way<'_> {
    fn role(self) -> Role {
        match self {
            Way::Sent => Role::Request,
            Way::Back(_) => Role::Response,
        }
    }

    fn is_read_only(self, prop: &Prop) -> bool {
        matches!(self, Way::Back(Some(sent)) if !sent.contains(&prop.path))
    }
}

/// The dotted names of everything that can be sent, if a table tells: an example alone
/// sends what it likes.
pub(super) fn sent(draft: &Draft<'_>) -> Option<BTreeSet<String>> {
    let root = draft.request.as_ref()?;
    let listed = root.node.props.iter().any(|prop| prop.row.is_some() || prop.first.how >= How::Stated);
    listed.then(|| paths(root))
}

/// The dotted names of everything that is sent in a body.
fn paths(root: &Prop) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    root.node.each(&mut |prop| {
        if prop.only_comes_back().is_none() {
            paths.insert(prop.path.clone());
        }
    });
    paths
}

impl<'a> Builder<'a> {
    /// What a group's call sends and answers with, if its pages are told apart by a tag.
    fn union_names(&mut self, group: &Group<'_>) -> Option<(Name, Name)> {
        group.tag.as_ref()?;
        let noun = noun(&about(group));
        let verb = names::call(&group.drafts, group.tag.as_deref());
        let request = self.names.claim([with(&verb, "request")]);
        let reply = self.names.claim([noun.clone(), with(&noun, "response")]);
        Some((request, reply))
    }

    fn name_reads(&mut self, reads: &'a [Read]) {
        for read in reads {
            let own = one(&read.resource);
            let name = self.names.claim([own.clone(), with(&own, "response")]);
            self.reads.push((read, name, None));
        }
    }

    /// The model of a resource as it comes back.
    fn read(&mut self, id: usize) -> ModelId {
        let (read, name, built) = &self.reads[id];
        if let Some(built) = built {
            return *built;
        }
        let way = Way::Back(read.sent.as_ref());
        let scope = Scope { way, pages: &read.pages, sentences: &read.sentences, tag: None };
        let model = self.model(&read.tree, name.clone(), &scope);
        self.reads[id].2 = Some(model);
        model
    }

    fn endpoint(&mut self, group: &Group<'_>, unions: Option<(Name, Name)>) -> Endpoint {
        let first = &group.drafts[0];
        let resource = about(group);
        let noun = noun(&resource);
        let verb = names::call(&group.drafts, group.tag.as_deref());
        let operations: Vec<Operation> =
            group.drafts.iter().map(|draft| self.operation(draft, group.tag.as_deref(), &noun)).collect();
        let calls = match unions {
            Some((request, reply)) => vec![self.union_call(group, &operations, verb, request, reply)],
            None => operations
                .iter()
                .enumerate()
                .map(|(index, operation)| single_call(index, operation))
                .collect(),
        };
        Endpoint { method: first.method.clone(), path: first.path.clone(), resource, operations, calls }
    }

    fn operation(&mut self, draft: &Draft<'_>, tag: Option<&str>, noun: &[String]) -> Operation {
        let words = crate::words(&draft.id.value);
        let tag = tag.and_then(|property| draft.tags.iter().find(|tag| tag.property == property));
        let own = match tag {
            Some(tag) => crate::words(&tag.value.value).into_iter().chain(noun.iter().cloned()).collect(),
            None => words.clone(),
        };
        let sentences = super::prose::sentences_of(draft.page);
        let sent = sent(draft);
        let pages = &[draft.page.source];
        let mut scope = Scope { way: Way::Sent, pages, sentences: &sentences, tag };
        let request_name = if tag.is_some() { own.clone() } else { with(&own, "request") };
        let body = draft.body.as_ref().map(|body| Body {
            media_type: body.media_type.clone(),
            ty: match &draft.request {
                Some(root) => self.body(draft, root, request_name, &scope),
                None if body.is_file() => Type::Binary,
                None => Type::Any,
            },
            examples: body.json.iter().map(|json| Example { json: json.clone() }).collect(),
        });
        scope.way = Way::Back(sent.as_ref());
        let mut responses: Vec<Response> = Vec::new();
        for reply in &draft.replies {
            let name = with(&own, "response");
            let ty = reply.root.as_ref().map(|root| self.root(root, name, &scope));
            let examples = reply.examples.iter().map(|json| Example { json: json.clone() }).collect();
            let message = reply.message.clone();
            responses.push(Response { status: reply.status.clone(), message, ty, examples });
        }
        Operation {
            name: Name { wire: draft.id.value.clone(), words },
            page: draft.page.source,
            title: draft.title.clone(),
            summary: draft.summary.clone(),
            notes: draft.notes.clone(),
            headers: draft.headers.clone(),
            body,
            responses,
            samples: draft.samples.clone(),
            tag: tag.cloned(),
            request_line: draft.line,
            query: draft.query.clone(),
            deprecated: draft.deprecated,
        }
    }

    /// The type of what is sent: shared if another operation on the resource sends the same.
    fn body(&mut self, draft: &Draft<'_>, root: &Prop, words: Vec<String>, scope: &Scope<'_>) -> Type {
        let key = bodies::key(draft).filter(|key| scope.tag.is_none() && self.bodies.contains_key(key));
        let Some(key) = key else { return self.root(root, words, scope) };
        if let Some(known) = self.bodies[&key] {
            self.meet(root, known, scope);
            return fields::type_of(&root.shape().value, Some(known));
        }
        // Named after the resource, unless it has several such bodies.
        let several = self.bodies.keys().filter(|(route, _)| *route == key.0).count() > 1;
        let words = if several { words } else { with(&one(&about_page(draft)), "request") };
        let ty = self.root(root, words, scope);
        self.bodies.insert(key, fields::held(&ty));
        ty
    }

    /// The type of a whole body.
    fn root(&mut self, root: &Prop, words: Vec<String>, scope: &Scope<'_>) -> Type {
        if let Some(read) = root.read {
            let model = self.read(read);
            return fields::type_of(&root.shape().value, Some(model));
        }
        match root.shape().value {
            Shape::Object | Shape::Any if !root.node.props.is_empty() => {
                let name = self.names.claim([words]);
                Type::Model(self.model(root, name, scope))
            }
            Shape::List(item) if *item == Shape::Object => {
                let name = self.names.claim([with(&words, "item")]);
                Type::List(Box::new(Type::Model(self.model(root, name, scope))))
            }
            shape => fields::scalar(&shape),
        }
    }

    /// A model of `prop`'s node. Its place is taken before its children are built, so
    /// that models stand in the order of reading.
    fn model(&mut self, prop: &Prop, name: Name, scope: &Scope<'_>) -> ModelId {
        let id = ModelId(self.models.len() as u32);
        self.models.push(Model {
            name,
            role: scope.way.role(),
            pages: scope.pages.to_vec(),
            path: prop.path.clone(),
            doc: None,
            fields: Vec::new(),
        });
        self.models[id.0 as usize].fields = self.fields(prop, id, scope);
        id
    }

    fn union_call(
        &mut self,
        group: &Group<'_>,
        operations: &[Operation],
        verb: Vec<String>,
        request: Name,
        reply: Name,
    ) -> Call {
        let tag = Name::new(group.tag.clone().unwrap_or_default());
        let request = self.union(request, Role::Request, &tag, operations, |operation| {
            operation.body.as_ref().map(|body| body.ty.clone())
        });
        let media_type = operations.iter().find_map(|operation| operation.body.as_ref());
        let media_type = media_type.map_or("application/json", |body| body.media_type.value.as_str());
        let has_tag = |draft: &Draft<'_>| {
            let reply = draft.replies.iter().find(|reply| is_success(reply.status.value));
            reply.and_then(|reply| reply.root.as_ref()).is_some_and(|root| root.node.get(&tag.wire).is_some())
        };
        let success_type = |operation: &Operation| {
            let response = operation.responses.iter().find(|response| is_success(response.status.value));
            response.and_then(|response| response.ty.clone())
        };
        let reply = match group.drafts.iter().all(has_tag) {
            true => Some(self.union(reply, Role::Response, &tag, operations, success_type)),
            false => operations.iter().find_map(success_type),
        };
        Call {
            name: Name::from_words(verb),
            operations: (0..operations.len()).collect(),
            body: Some((media_type.to_owned(), request)),
            reply,
            success: successes(operations.iter()),
        }
    }

    fn union(
        &mut self,
        name: Name,
        role: Role,
        tag: &Name,
        operations: &[Operation],
        ty: impl Fn(&Operation) -> Option<Type>,
    ) -> Type {
        let variant = |operation: &Operation| {
            let Some(Type::Model(model)) = ty(operation) else { return None };
            let value = operation.tag.as_ref()?.value.clone();
            Some(Variant { name: Name::new(value.value.clone()), tag: value, model, page: operation.page })
        };
        let variants = operations.iter().filter_map(variant).collect();
        self.unions.push(Union { name, role, tag: tag.clone(), variants });
        Type::Union(UnionId(self.unions.len() as u32 - 1))
    }
}

fn single_call(index: usize, operation: &Operation) -> Call {
    let success = operation.responses.iter().filter(|response| is_success(response.status.value));
    Call {
        name: Name::from_words(operation.name.words.clone()),
        operations: vec![index],
        body: operation.body.as_ref().map(|body| (body.media_type.value.clone(), body.ty.clone())),
        reply: success.clone().find_map(|response| response.ty.clone()),
        success: successes(std::iter::once(operation)),
    }
}

fn successes<'a>(operations: impl Iterator<Item = &'a Operation>) -> Vec<u16> {
    let responses = operations.flat_map(|operation| &operation.responses);
    let mut statuses: Vec<u16> =
        responses.map(|response| response.status.value).filter(|status| is_success(*status)).collect();
    statuses.sort_unstable();
    statuses.dedup();
    statuses
}

fn is_success(status: u16) -> bool {
    // A redirect that a page documents is what its reader waits for.
    (200..400).contains(&status)
}

/// What a group's endpoint is about.
pub(super) fn about(group: &Group<'_>) -> Name {
    family(&group.drafts).unwrap_or_else(|| resource(&group.drafts[0].path))
}

/// What a page's operation is about.
fn about_page(draft: &Draft<'_>) -> Name {
    family(std::slice::from_ref(draft)).unwrap_or_else(|| resource(&draft.path))
}

/// One of what a resource is: `propagation stores` is a `propagation store`.
fn one(resource: &Name) -> Vec<String> {
    let mut words = resource.words.clone();
    if let Some(last) = words.last_mut() {
        *last = crate::words::singular(last);
    }
    words
}

/// The part of the docs that an endpoint's pages stand in, as their ids tell:
/// `…/propagation-stores/create-store-pingone` is about propagation stores.
fn family(drafts: &[Draft<'_>]) -> Option<Name> {
    let ids = drafts.iter().filter_map(|draft| draft.page.meta.page_id.as_ref());
    let part = |id: &Spanned<String>| {
        let (above, _) = id.value.rsplit_once('/')?;
        let part = above.rsplit(['/', ':']).next()?;
        (!part.is_empty()).then(|| Name::from_words(crate::words(part)))
    };
    ids.filter_map(part).find(|name| !name.words.is_empty())
}

/// The singular of what a resource is about: `propagation stores` is about a `store`.
fn noun(resource: &Name) -> Vec<String> {
    let last = resource.words.last().map_or("item", String::as_str);
    vec![crate::words::singular(last)]
}

fn with(words: &[String], last: &str) -> Vec<String> {
    words.iter().cloned().chain([last.to_owned()]).collect()
}

/// Evidence that we concluded something from `span`.
fn inferred(span: crate::source::Span) -> Evidence {
    Evidence::new(How::Inferred, span)
}

/// A fact that we concluded.
fn conclusion<T>(value: T, span: crate::source::Span) -> Fact<T> {
    Fact::new(value, How::Inferred, span)
}
