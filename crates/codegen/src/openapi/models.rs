//! Models and unions in, component schemas out.

use std::collections::BTreeMap;

use docparse::ir::{Fact, Field, Format, Limits, Literal, Model, Presence, Role, Type, Union};
use docparse::source::SourceId;
use serde_json::Value;

use super::context::Context;
use super::schema::{Discriminator, Schema, reference};
use super::text;

/// The schema of every model and union, by component name.
pub(super) fn components(cx: &Context<'_>) -> BTreeMap<String, Schema> {
    let mut components = BTreeMap::new();
    for (id, model) in (0..).map(docparse::ir::ModelId).zip(&cx.api.models) {
        components.insert(cx.names.model(id).to_owned(), object(cx, model, &tags_of(cx, id)));
    }
    for (id, union) in (0..).map(docparse::ir::UnionId).zip(&cx.api.unions) {
        components.insert(cx.names.union(id).to_owned(), one_of(cx, union));
    }
    components
}

/// The schema of a type where it is used.
pub(super) fn schema(cx: &Context<'_>, ty: &Type) -> Schema {
    match ty {
        Type::String => Schema::of("string"),
        Type::Boolean => Schema::of("boolean"),
        Type::Integer => Schema::of("integer"),
        Type::Number => Schema::of("number"),
        Type::List(item) => Schema { items: Some(Box::new(schema(cx, item))), ..Schema::of("array") },
        Type::Map(value) => {
            Schema { additional_properties: Some(Box::new(schema(cx, value))), ..Schema::of("object") }
        }
        Type::Model(id) => Schema::to(cx.names.model(*id)),
        Type::Union(id) => Schema::to(cx.names.union(*id)),
        Type::OneOf(types) => Schema { types: types.iter().map(Type::word).collect(), ..Schema::default() },
        Type::Any => Schema::default(),
        // Bytes as they are (section 4.8.14.3).
        Type::Binary => Schema::of("string"),
    }
}

/// The properties that select `id` in some union. OpenAPI requires them (section 4.8.25).
fn tags_of<'a>(cx: &Context<'a>, id: docparse::ir::ModelId) -> Vec<&'a str> {
    let holds = |union: &&Union| union.variants.iter().any(|variant| variant.model == id);
    cx.api.unions.iter().filter(holds).map(|union| union.tag.wire.as_str()).collect()
}

fn object(cx: &Context<'_>, model: &Model, tags: &[&str]) -> Schema {
    // Nothing may be assumed of replies: they are known from examples only.
    let sent = model.role != Role::Response;
    let required = |field: &&Field| {
        sent && field.presence.value == Presence::Required || tags.contains(&field.name.wire.as_str())
    };
    Schema {
        description: describe(cx, model),
        required: model.fields.iter().filter(required).map(|field| field.name.wire.clone()).collect(),
        properties: model
            .fields
            .iter()
            .map(|field| (field.name.wire.clone(), property(cx, model, field)))
            .collect(),
        source: Some(cx.source(&model.pages, &model.path)),
        ..Schema::of("object")
    }
}

fn describe(cx: &Context<'_>, model: &Model) -> String {
    if let Some(doc) = &model.doc {
        return cx.prose(doc);
    }
    let titles: Vec<_> = cx
        .api
        .endpoints
        .iter()
        .flat_map(|endpoint| &endpoint.operations)
        .filter(|operation| model.pages.contains(&operation.page))
        .map(|operation| text::escape(&operation.title.value))
        .collect();
    let pages = match titles.as_slice() {
        [] => return String::new(),
        [title] => title.clone(),
        [title, other] => format!("{title} and {other}"),
        [title, others @ ..] => format!("{title} and {} other operations", others.len()),
    };
    let verb = match (model.role, titles.len()) {
        (Role::Request, 1) => "sends",
        (Role::Request, _) => "send",
        (Role::Response, 1) => "answers with",
        (Role::Response, _) => "answer with",
        (Role::Both, 1) => "sends and answers with",
        (Role::Both, _) => "send and answer with",
    };
    match model.path.as_str() {
        "" => format!("What {pages} {verb}."),
        path => format!("The {} that {pages} {verb}.", text::code_span(path)),
    }
}

fn property(cx: &Context<'_>, model: &Model, field: &Field) -> Schema {
    let pages = pages_of(model, field);
    let mut schema = schema(cx, &field.ty.value);
    schema.description = document(cx, field);
    schema.deprecated = field.deprecated.is_some();
    schema.read_only = field.read_only.is_some();
    schema.write_only = field.write_only.is_some();
    schema.source = Some(cx.source(&pages, &field.path));
    if field.ty.value == Type::String {
        schema.format = field.format.as_ref().map(|format| format_word(format.value));
    }
    if field.secret.is_some() {
        schema.sensitive = true;
        if field.ty.value == Type::String {
            schema.format = Some("password");
        }
        schema.write_only |= model.role == Role::Request && !cx.is_replied(&model.pages, &field.path);
    } else {
        // A constant would leave no room for `null`.
        let constant = field.constant.as_ref().filter(|_| field.nullable.is_none());
        schema.constant = constant.map(|constant| value(&constant.value));
        list_values(cx, &mut schema, &field.values);
        limit(&mut schema, &field.limits);
        schema.default = field.default.as_ref().map(|default| value(&default.value));
        // A constant is its own example.
        if schema.constant.is_none() {
            schema.examples = field.example.iter().map(|example| value(&example.value)).collect();
        }
    }
    if field.nullable.is_some() { nullable(schema) } else { schema }
}

/// The values that pages list: there may be others, unless the settings say that those are all.
/// Those of a list are what each of its items may be.
pub(super) fn list_values(cx: &Context<'_>, schema: &mut Schema, known: &[Fact<Literal>]) {
    let values = known.iter().map(|known| value(&known.value)).collect();
    let schema = match schema.items.as_deref_mut() {
        Some(items) => items,
        None => schema,
    };
    if cx.api.service.closed_enums.is_some() {
        schema.closed = values;
    } else {
        schema.values = values;
    }
}

/// Bounds hold where the type has them: pages give lengths for texts and counts for lists.
pub(super) fn limit(schema: &mut Schema, limits: &Limits) {
    let is = |kind: &str| schema.types.contains(&kind);
    let (text, list, number) = (is("string"), is("array"), is("integer") || is("number"));
    let exact = |bound: &Option<Fact<u64>>| bound.as_ref().map(|fact| fact.value);
    if number {
        schema.minimum = limits.minimum.as_ref().map(|fact| fact.value.clone());
        schema.maximum = limits.maximum.as_ref().map(|fact| fact.value.clone());
    }
    if text {
        schema.min_length = exact(&limits.min_length);
        schema.max_length = exact(&limits.max_length);
    }
    if list {
        schema.min_items = exact(&limits.min_items);
        schema.max_items = exact(&limits.max_items);
    }
}

/// The page that decided the field's type comes first.
fn pages_of(model: &Model, field: &Field) -> Vec<SourceId> {
    let mut pages = vec![field.ty.span().source];
    pages.extend(&model.pages);
    pages
}

fn document(cx: &Context<'_>, field: &Field) -> String {
    let mut parts: Vec<String> = field.docs.iter().map(|doc| cx.prose(doc)).collect();
    if field.immutable.is_some() {
        parts.push("Cannot be changed once it is set.".to_owned());
    }
    let replacement = field.deprecated.as_ref().and_then(|deprecated| deprecated.replacement.as_ref());
    parts
        .extend(replacement.map(|name| format!("Deprecated: use {} instead.", text::code_span(&name.value))));
    parts.dedup();
    parts.join("\n\n")
}

/// The same schema, with `null` allowed.
fn nullable(mut schema: Schema) -> Schema {
    if !schema.types.is_empty() {
        schema.types.push("null");
        if !schema.closed.is_empty() && !schema.closed.contains(&Value::Null) {
            schema.closed.push(Value::Null);
        }
    } else if let Some(to) = schema.reference.take() {
        let to = Schema { reference: Some(to), ..Schema::default() };
        schema.any_of = vec![to, Schema::of("null")];
    }
    schema
}

fn one_of(cx: &Context<'_>, union: &Union) -> Schema {
    let mut arms: Vec<Schema> = Vec::new();
    for variant in &union.variants {
        let arm = Schema::to(cx.names.model(variant.model));
        if !arms.contains(&arm) {
            arms.push(arm);
        }
    }
    let mapping = union
        .variants
        .iter()
        .map(|variant| (variant.tag.value.clone(), reference(cx.names.model(variant.model))))
        .collect();
    let pages: Vec<_> = union.variants.iter().map(|variant| variant.page).collect();
    Schema {
        description: format!("One of several, told apart by {}.", text::code_span(&union.tag.wire)),
        one_of: arms,
        discriminator: Some(Discriminator { property_name: union.tag.wire.clone(), mapping }),
        source: Some(cx.source(&pages, &union.tag.wire)),
        ..Schema::default()
    }
}

pub(crate) fn format_word(format: Format) -> &'static str {
    match format {
        Format::DateTime => "date-time",
        Format::Uuid => "uuid",
        Format::Uri => "uri",
    }
}

pub(super) fn value(literal: &Literal) -> Value {
    match literal {
        Literal::Null => Value::Null,
        Literal::Boolean(flag) => (*flag).into(),
        Literal::Number(number) => number.clone().into(),
        Literal::String(text) => text.as_str().into(),
    }
}
