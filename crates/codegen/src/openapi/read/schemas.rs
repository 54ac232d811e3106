//! Schemas of a document in, types, models and unions out.

use std::collections::BTreeMap;

use docparse::ir::{
    Deprecation, Evidence, Fact, Field, Format, How, Limits, Literal, Model, ModelId, Name, Presence, Role,
    Type, Union, UnionId, Variant,
};
use docparse::json::{Json, Member, Value};
use docparse::source::{SourceId, Span};
use serde_json::Number;

use super::{described, is, items, members, stated, text_of};

/// What was read so far.
pub(super) struct Schemas<'a> {
    components: BTreeMap<&'a str, &'a Json>,
    known: BTreeMap<String, Type>,
    pub(super) models: Vec<Model>,
    pub(super) unions: Vec<Union>,
    /// Objects and choices that were mentioned and not looked into: they may hold themselves, and
    /// chains of them may be long.
    waiting: Vec<Waiting<'a>>,
    /// Where a list of values is closed.
    pub(super) closed: Option<Span>,
}

enum Waiting<'a> {
    Model(ModelId, &'a Json),
    Union(UnionId, &'a Json),
}

/// What is said of values.
pub(super) struct Said {
    pub(super) values: Vec<Fact<Literal>>,
    pub(super) default: Option<Fact<Literal>>,
    pub(super) limits: Limits,
}

impl<'a> Schemas<'a> {
    pub(super) fn new(root: &'a Json) -> Self {
        let components = root.get("components").map(|components| &components.value);
        let schemas = components.map_or(&[][..], |components| members(components, "schemas"));
        Self {
            components: schemas.iter().map(|member| (member.key.value.as_str(), &member.value)).collect(),
            known: BTreeMap::new(),
            models: Vec::new(),
            unions: Vec::new(),
            waiting: Vec::new(),
            closed: None,
        }
    }

    /// Looks into everything that was mentioned.
    pub(super) fn finish(&mut self) {
        while let Some(next) = self.waiting.pop() {
            match next {
                Waiting::Model(id, schema) => {
                    let required: Vec<&str> =
                        items(schema, "required").iter().filter_map(Json::as_str).collect();
                    let field = |member: &'a Member| {
                        let wire = member.key.value.as_str();
                        self.field(wire, member.key.span, &member.value, required.contains(&wire))
                    };
                    let fields = members(schema, "properties").iter().map(field).collect();
                    self.models[id.0 as usize].fields = fields;
                }
                Waiting::Union(id, schema) => self.unions[id.0 as usize].variants = self.variants(schema),
            }
        }
    }

    /// The type that a schema describes.
    pub(super) fn ty(&mut self, schema: &'a Json) -> Type {
        if let Some(reference) = text_of(schema, "$ref") {
            return self.component(reference.rsplit('/').next().unwrap_or_default());
        }
        let arms = choices(schema).filter(|arm| text_of(arm, "type").as_deref() != Some("null"));
        let arms: Vec<&'a Json> = arms.collect();
        if let [one] = arms[..] {
            return self.ty(one);
        }
        if !arms.is_empty() {
            let id = self.union("", schema);
            return Type::Union(id);
        }
        let types = types(schema);
        match types.as_slice() {
            [one] => self.plain(one, schema),
            [] if !members(schema, "properties").is_empty() => self.plain("object", schema),
            [] => Type::Any,
            many => {
                let types = many.iter().map(|one| self.plain(one, schema));
                Type::OneOf(types.collect())
            }
        }
    }

    fn plain(&mut self, kind: &str, schema: &'a Json) -> Type {
        match kind {
            "string" => Type::String,
            "boolean" => Type::Boolean,
            "integer" => Type::Integer,
            "number" => Type::Number,
            "array" => {
                let item = schema.get("items").map_or(Type::Any, |items| self.ty(&items.value));
                Type::List(Box::new(item))
            }
            "object" if schema.get("properties").is_none() => {
                let value =
                    schema.get("additionalProperties").map_or(Type::Any, |value| self.ty(&value.value));
                Type::Map(Box::new(value))
            }
            "object" => Type::Model(self.model("", schema)),
            _ => Type::Any,
        }
    }

    /// The type of a component. Our own documents have objects and choices only.
    fn component(&mut self, name: &str) -> Type {
        if let Some(known) = self.known.get(name) {
            return known.clone();
        }
        let Some(schema) = self.components.get(name).copied() else { return Type::Any };
        if choices(schema).next().is_some() {
            return Type::Union(self.union(name, schema));
        }
        match types(schema).first().map(String::as_str) {
            Some("string") => Type::String,
            Some("boolean") => Type::Boolean,
            Some("integer") => Type::Integer,
            Some("number") => Type::Number,
            Some("object") | None if schema.get("additionalProperties").is_none() => {
                Type::Model(self.model(name, schema))
            }
            _ => Type::Any,
        }
    }

    fn model(&mut self, name: &str, schema: &'a Json) -> ModelId {
        let id = ModelId(self.models.len() as u32);
        if !name.is_empty() {
            self.known.insert(name.to_owned(), Type::Model(id));
        }
        self.models.push(Model {
            name: Name::new(name),
            role: Role::Both,
            pages: Vec::new(),
            path: String::new(),
            doc: None,
            fields: Vec::new(),
        });
        self.waiting.push(Waiting::Model(id, schema));
        id
    }

    fn union(&mut self, name: &str, schema: &'a Json) -> UnionId {
        let id = UnionId(self.unions.len() as u32);
        if !name.is_empty() {
            self.known.insert(name.to_owned(), Type::Union(id));
        }
        let tag = schema.get("discriminator").and_then(|chosen| text_of(&chosen.value, "propertyName"));
        let tag = Name::new(tag.unwrap_or_default());
        self.unions.push(Union { name: Name::new(name), role: Role::Both, tag, variants: Vec::new() });
        self.waiting.push(Waiting::Union(id, schema));
        id
    }

    /// The arms by the values that select them, or else by the names of their components.
    fn variants(&mut self, schema: &'a Json) -> Vec<Variant> {
        let mapping =
            schema.get("discriminator").map_or(&[][..], |chosen| members(&chosen.value, "mapping")).iter();
        let last = |reference: &str| reference.rsplit('/').next().unwrap_or_default().to_owned();
        let mut arms: Vec<(String, Span, Type)> = Vec::new();
        for member in mapping {
            let component = last(member.value.as_str().unwrap_or_default());
            arms.push((member.key.value.clone(), member.key.span, self.component(&component)));
        }
        if arms.is_empty() {
            for arm in choices(schema) {
                let name = text_of(arm, "$ref").map(|reference| last(&reference)).unwrap_or_default();
                arms.push((name, arm.span, self.ty(arm)));
            }
        }
        // It was made from pages, and they are not here.
        let page = SourceId(u32::MAX);
        let variant = |(tag, span, ty): (String, Span, Type)| match ty {
            Type::Model(model) => {
                Some(Variant { name: Name::new(&*tag), tag: stated(tag, span), model, page })
            }
            _ => None,
        };
        arms.into_iter().filter_map(variant).collect()
    }

    fn field(&mut self, wire: &str, span: Span, schema: &'a Json, required: bool) -> Field {
        let Said { values, default, limits } = self.said(schema);
        let here = |on: bool| on.then(|| Evidence::new(How::Stated, span));
        let null = |arm: &Json| text_of(arm, "type").as_deref() == Some("null");
        let listed = items(schema, "type").iter().any(|word| word.as_str() == Some("null"));
        let nullable = listed || is(schema, "nullable") || items(schema, "anyOf").iter().any(null);
        let format = text_of(schema, "format").and_then(|word| match word.as_str() {
            "date-time" => Some(Format::DateTime),
            "uuid" => Some(Format::Uuid),
            "uri" => Some(Format::Uri),
            _ => None,
        });
        Field {
            name: Name::new(wire),
            path: wire.to_owned(),
            row: here(true),
            ty: stated(self.ty(schema), span),
            presence: stated(if required { Presence::Required } else { Presence::Optional }, span),
            nullable: here(nullable),
            deprecated: here(is(schema, "deprecated"))
                .map(|evidence| Deprecation { evidence, replacement: None }),
            secret: here(is(schema, "x-sensitive")),
            read_only: here(is(schema, "readOnly")),
            write_only: here(is(schema, "writeOnly")),
            immutable: None,
            values,
            limits,
            constant: literal(schema, "const"),
            default,
            docs: described(schema).into_iter().collect(),
            format: format.map(|format| stated(format, span)),
            seen: Vec::new(),
            example: None,
        }
    }

    pub(super) fn said(&mut self, schema: &Json) -> Said {
        let closed = items(schema, "enum");
        if let Some(first) = closed.first() {
            self.closed.get_or_insert(first.span);
        }
        let listed = if closed.is_empty() { items(schema, "x-extensible-enum") } else { closed };
        let number = |key: &str| match &schema.get(key)?.value {
            Json { value: Value::Number(number), span } => Some(stated::<Number>(number.clone(), *span)),
            _ => None,
        };
        let count = |key: &str| {
            let number = number(key)?;
            Some(stated(number.value.as_u64()?, number.span()))
        };
        Said {
            values: listed.iter().filter_map(|value| Some(stated(literal_of(value)?, value.span))).collect(),
            default: literal(schema, "default"),
            limits: Limits {
                minimum: number("minimum"),
                maximum: number("maximum"),
                min_length: count("minLength"),
                max_length: count("maxLength"),
                min_items: count("minItems"),
                max_items: count("maxItems"),
            },
        }
    }
}

/// What a schema lets one choose from.
fn choices(schema: &Json) -> impl Iterator<Item = &Json> {
    items(schema, "oneOf").iter().chain(items(schema, "anyOf"))
}

/// The words of `type`, but for `null`.
fn types(schema: &Json) -> Vec<String> {
    let one = text_of(schema, "type");
    let many = items(schema, "type").iter().filter_map(Json::as_str).map(str::to_owned);
    one.into_iter().chain(many).filter(|word| word != "null").collect()
}

fn literal(schema: &Json, key: &str) -> Option<Fact<Literal>> {
    let value = &schema.get(key)?.value;
    Some(stated(literal_of(value)?, value.span))
}

fn literal_of(json: &Json) -> Option<Literal> {
    match &json.value {
        Value::Null => Some(Literal::Null),
        Value::Boolean(value) => Some(Literal::Boolean(*value)),
        Value::Number(number) => Some(Literal::Number(number.clone())),
        Value::String(text) => Some(Literal::String(text.clone())),
        _ => None,
    }
}
