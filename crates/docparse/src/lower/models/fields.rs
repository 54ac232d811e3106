//! Properties in, fields of a model out.

use std::collections::BTreeMap;

use super::super::constraints;
use super::super::group::Group;
use super::super::prose;
use super::super::reads::Read;
use super::super::shape::{Prop, Shape};
use super::super::text::sentences;
use super::super::values;
use super::{Builder, Scope, Way, conclusion, inferred, sent};
use crate::ir::{
    Deprecation, Evidence, Fact, Field, Format, How, Literal, ModelId, Name, Presence, Role, Type,
};
use crate::json::{Json, Value, placeholder};
use crate::page::{Inline, Text};

/// Nested shapes that stand in more than one place: they become one model each, named
/// after their property. All others are named after the body they are in.
pub(super) fn shared_shapes(groups: &[Group<'_>], reads: &[Read]) -> BTreeMap<String, Option<ModelId>> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut count = |tree: &Prop, way: Way<'_>| {
        tree.node.each_own(&mut |prop| {
            if !prop.node.props.is_empty() {
                *places.entry(key(prop, way)).or_default() += 1;
            }
        });
    };
    for draft in groups.iter().flat_map(|group| &group.drafts) {
        let sent = sent(draft);
        draft.request.iter().for_each(|tree| count(tree, Way::Sent));
        let replies = draft.replies.iter().filter_map(|reply| reply.root.as_ref());
        replies.filter(|root| root.read.is_none()).for_each(|tree| count(tree, Way::Back(sent.as_ref())));
    }
    reads.iter().for_each(|read| count(&read.tree, Way::Back(read.sent.as_ref())));
    places.into_iter().filter(|(_, places)| *places > 1).map(|(key, _)| (key, None)).collect()
}

/// What must agree for two objects to be one model.
pub(super) fn key(prop: &Prop, way: Way<'_>) -> String {
    let name = own_name(prop).join(" ");
    let fields = prop.node.props.iter().map(|child| {
        let inside = match child.read {
            Some(read) => format!("read {read}"),
            None if child.node.props.is_empty() => String::new(),
            None => key(child, way),
        };
        let required = way.role() == Role::Request && is_required(child);
        let read_only = read_only(child, way).is_some();
        let flags = (required, read_only, child.deprecated.is_some(), is_nullable(child));
        format!("{:?} {:?} {flags:?} {inside}", child.wire, child.shape().value)
    });
    let mut fields: Vec<String> = fields.collect();
    fields.sort_unstable();
    // Quoted once more, quotes would double at each level.
    format!("{name} [{}]", fields.join(", "))
}

/// What an object is called after its property. Each of HAL's `_links` is a link, whatever
/// its relation (draft-kelly-json-hal-11 section 5); an item of `stores` is a store.
fn own_name(prop: &Prop) -> Vec<String> {
    let parent = prop.path.strip_suffix(&prop.wire).and_then(|path| path.strip_suffix('.'));
    if parent.is_some_and(|parent| parent == "_links" || parent.ends_with("._links")) {
        return vec!["link".into()];
    }
    let mut words = crate::words(&prop.wire);
    if let (Shape::List(_), Some(last)) = (prop.shape().value, words.last_mut()) {
        *last = crate::words::singular(last);
    }
    words
}

impl Builder<'_> {
    pub(super) fn fields(&mut self, prop: &Prop, model: ModelId, scope: &Scope<'_>) -> Vec<Field> {
        let fields = prop.node.props.iter().map(|child| self.field(child, model, scope));
        let mut fields: Vec<Field> = fields.collect();
        let live: Vec<Name> = fields
            .iter()
            .filter(|field| field.deprecated.is_none())
            .map(|field| field.name.clone())
            .collect();
        for field in &mut fields {
            if let Some(deprecation) = &mut field.deprecated {
                let span = deprecation.evidence.span;
                let inferred =
                    || replacement(&field.name, &live).map(|name| conclusion(name.wire.clone(), span));
                deprecation.replacement = stated_replacement(&field.docs, &live).or_else(inferred);
            }
        }
        fields
    }

    fn field(&mut self, prop: &Prop, model: ModelId, scope: &Scope<'_>) -> Field {
        let shape = prop.shape();
        let inner = match (holds_object(&shape.value) && !prop.node.props.is_empty(), prop.read) {
            (true, Some(read)) => Some(self.read(read)),
            (true, None) => Some(self.nested(prop, model, scope)),
            (false, _) => None,
        };
        let ty = shape.map(|shape| type_of(&shape, inner));
        let mut docs: Vec<Fact<Text>> = prop.description.iter().flat_map(described).collect();
        let about = prose::about(prop, scope.sentences);
        let said = constraints::read(&[docs.clone(), about.clone()].concat());
        docs.extend(prose::docs(prop, scope.sentences, about));
        let is_text = ty.value == Type::String;
        let secret = is_text.then(|| secret(prop)).flatten();
        let is_root = self.models[model.0 as usize].path.is_empty();
        let constant = scope
            .tag
            .filter(|tag| is_root && tag.property == prop.wire)
            .map(|tag| tag.value.clone().map(Literal::String));
        Field {
            name: Name::new(prop.wire.clone()),
            path: prop.path.clone(),
            row: prop.row.map(|span| Evidence::new(How::Stated, span)),
            write_only: mutable(prop, &["write-only", "write only"]),
            immutable: mutable(prop, &["immutable"]),
            limits: said.limits(&ty.value),
            values: if is_text { said.values } else { Vec::new() },
            presence: presence(prop, scope.way.role()),
            nullable: null(prop),
            deprecated: prop.deprecated.map(|evidence| Deprecation { evidence, replacement: None }),
            read_only: read_only(prop, scope.way),
            default: match scope.way.role() {
                Role::Response => None,
                _ => prose::default(prop, scope.sentences).or(said.default),
            },
            docs,
            format: if is_text { format(prop) } else { None },
            seen: prop.shown.iter().map(|(key, _)| Evidence::new(How::Shown, key.span)).collect(),
            example: if secret.is_none() { example(prop) } else { None },
            constant,
            secret,
            ty,
        }
    }

    /// The model of an object that a property holds: shared if another body has the same.
    fn nested(&mut self, prop: &Prop, parent: ModelId, scope: &Scope<'_>) -> ModelId {
        let key = key(prop, scope.way);
        let own = own_name(prop);
        let parent_words = self.models[parent.0 as usize].name.words.clone();
        let full: Vec<String> = parent_words.into_iter().chain(own.clone()).collect();
        match self.shared.get(&key) {
            Some(Some(known)) => {
                let known = *known;
                self.meet(prop, known, scope);
                known
            }
            Some(None) => {
                let name = self.names.claim([own, full]);
                let id = self.model(prop, name, scope);
                self.shared.insert(key, Some(id));
                id
            }
            None => {
                let name = self.names.claim([full]);
                self.model(prop, name, scope)
            }
        }
    }
}

impl Builder<'_> {
    /// Another place has a shared model.
    pub(super) fn meet(&mut self, prop: &Prop, known: ModelId, scope: &Scope<'_>) {
        let model = &mut self.models[known.0 as usize];
        if model.role != scope.way.role() {
            model.role = Role::Both;
        }
        for page in scope.pages {
            if !model.pages.contains(page) {
                model.pages.push(*page);
            }
        }
        self.hear(prop, known);
    }

    /// Takes what another place says of a shared model: it agrees, and is evidence too.
    fn hear(&mut self, prop: &Prop, model: ModelId) {
        for child in &prop.node.props {
            let model = &mut self.models[model.0 as usize];
            let Some(field) = model.fields.iter_mut().find(|field| field.name.wire == child.wire) else {
                continue;
            };
            let shape = child.shape();
            field.ty.also.extend(std::iter::once(shape.from).chain(shape.also));
            field.presence.also.extend(child.presence.iter().map(|claim| claim.evidence));
            field.seen.extend(child.shown.iter().map(|(key, _)| Evidence::new(How::Shown, key.span)));
            if let Some(inner) = held(&field.ty.value) {
                self.hear(child, inner);
            }
        }
    }
}

/// The model that a type holds, alone or in a list.
pub(super) fn held(ty: &Type) -> Option<ModelId> {
    match ty {
        Type::Model(model) => Some(*model),
        Type::List(item) | Type::Map(item) => held(item),
        _ => None,
    }
}

fn holds_object(shape: &Shape) -> bool {
    match shape {
        Shape::Object => true,
        Shape::List(item) | Shape::Map(item) => holds_object(item),
        _ => false,
    }
}

pub(super) fn type_of(shape: &Shape, inner: Option<ModelId>) -> Type {
    match (shape, inner) {
        (Shape::Object, Some(model)) => Type::Model(model),
        (Shape::List(item), _) => Type::List(Box::new(type_of(item, inner))),
        (Shape::Map(item), _) => Type::Map(Box::new(type_of(item, inner))),
        (shape, _) => scalar(shape),
    }
}

/// The type of a shape that has no properties of its own.
pub(super) fn scalar(shape: &Shape) -> Type {
    match shape {
        Shape::String => Type::String,
        Shape::Boolean => Type::Boolean,
        Shape::Integer => Type::Integer,
        Shape::Number => Type::Number,
        Shape::Any => Type::Any,
        Shape::OneOf(shapes) => Type::OneOf(shapes.iter().map(scalar).collect()),
        Shape::Object => Type::Map(Box::new(Type::Any)),
        Shape::List(item) => Type::List(Box::new(scalar(item))),
        Shape::Map(item) => Type::Map(Box::new(scalar(item))),
    }
}

/// Whether a property must be sent. In replies nothing may be assumed to be there.
fn presence(prop: &Prop, role: Role) -> Fact<Presence> {
    if role == Role::Response {
        return conclusion(Presence::Unstated, prop.first.span);
    }
    if let Some(read_only) = prop.only_comes_back() {
        return Fact::new(Presence::Optional, read_only.how, read_only.span);
    }
    if let Some(fact) = Fact::settle(prop.presence.clone()) {
        return fact;
    }
    let span = prop.first.span;
    if prop.row.is_none() && is_required(prop) {
        return conclusion(Presence::Required, span);
    }
    match (prop.row.is_some(), prop.shown.first()) {
        (false, Some((key, _))) => Fact::new(Presence::Optional, How::Shown, key.span),
        (false, None) => conclusion(Presence::Optional, span),
        (true, _) => conclusion(Presence::Unstated, span),
    }
}

/// Stated so, or an object that has no row of its own, is in the example, and holds a
/// property that must be sent.
fn is_required(prop: &Prop) -> bool {
    match Fact::settle(prop.presence.clone()) {
        Some(fact) => fact.value == Presence::Required && prop.only_comes_back().is_none(),
        None => prop.row.is_none() && !prop.shown.is_empty() && prop.node.props.iter().any(is_required),
    }
}

fn is_nullable(prop: &Prop) -> bool {
    null(prop).is_some()
}

fn null(prop: &Prop) -> Option<Evidence> {
    let null = prop.shown.iter().find(|(_, json)| json.value == Value::Null);
    null.map(|(_, json)| Evidence::new(How::Shown, json.span))
}

/// Only replies have it, or a table says that only the service sets it.
fn read_only(prop: &Prop, way: Way<'_>) -> Option<Evidence> {
    let stated = mutable(prop, &["read-only", "read only"]);
    // A table that calls it mutable knows better than one request that did not send it.
    let known = mutable(prop, &["mutable", "immutable"]).is_some();
    let shown = (!known && way.is_read_only(prop)).then(|| Evidence::new(How::Shown, prop.first.span));
    match way.role() {
        Role::Request => prop.only_comes_back(),
        _ => stated.or(shown),
    }
}

/// Where the mutable column holds one of `words`.
fn mutable(prop: &Prop, words: &[&str]) -> Option<Evidence> {
    let word = prop.mutable.as_ref()?;
    words.contains(&word.value.to_lowercase().as_str()).then(|| Evidence::new(How::Stated, word.span))
}

fn described(description: &Text) -> Vec<Fact<Text>> {
    sentences(description).into_iter().map(|text| Fact::new(text.clone(), How::Stated, text.span)).collect()
}

/// A name, or the placeholder of an example, tells that a value is a secret.
fn secret(prop: &Prop) -> Option<Evidence> {
    if crate::is_secret_name(&prop.wire) {
        return Some(inferred(prop.first.span));
    }
    let held = |json: &Json| json.as_str().and_then(placeholder).is_some_and(crate::is_secret_name);
    prop.shown.iter().find(|(_, json)| held(json)).map(|(_, json)| Evidence::new(How::Shown, json.span))
}

fn format(prop: &Prop) -> Option<Fact<Format>> {
    if let Some(stated) = &prop.stated
        && let Some(format) = values::stated_format(&stated.value)
    {
        return Some(Fact::new(format, stated.evidence.how, stated.evidence.span));
    }
    let texts = prop.shown.iter().filter_map(|(_, json)| Some((json.as_str()?, json.span)));
    let texts: Vec<_> = texts.filter(|(text, _)| placeholder(text).is_none()).collect();
    let (first, span) = texts.first()?;
    let format = values::format(first)?;
    texts.iter().all(|(text, _)| values::format(text) == Some(format)).then(|| conclusion(format, *span))
}

fn example(prop: &Prop) -> Option<Fact<Literal>> {
    let shown = prop.shown.iter().filter(|(_, json)| json.as_str().is_none_or(|text| !text.contains("{{")));
    let mut values = shown.filter_map(|(_, json)| Some((values::literal(json)?, json.span)));
    values.find(|(value, _)| *value != Literal::Null).map(|(value, span)| Fact::new(value, How::Shown, span))
}

/// `Use `events` instead.`
fn stated_replacement(docs: &[Fact<Text>], live: &[Name]) -> Option<Fact<String>> {
    docs.iter().find_map(|doc| {
        doc.value.inlines.windows(2).find_map(|pair| {
            let [Inline::Text(before), Inline::Code(code)] = pair else { return None };
            let before = before.value.trim_end().to_lowercase();
            let leads =
                ["use", "replaced by", "in favor of", "in favour of"].iter().any(|end| before.ends_with(end));
            let wire = code.value.rsplit('.').next()?;
            let known = live.iter().any(|name| name.wire == wire);
            (leads && known).then(|| Fact::new(wire.to_owned(), doc.from.how, code.span))
        })
    })
}

/// The live property whose words, in order, are among the deprecated one's: `CREATE_USERS`
/// beside `CREATE_USERS_PROV_OPT` or `createNewUsers`.
fn replacement<'a>(deprecated: &Name, live: &'a [Name]) -> Option<&'a Name> {
    let contains = |candidate: &&Name| {
        let mut words = deprecated.words.iter();
        candidate.words.len() > 1 && candidate.words.iter().all(|word| words.any(|own| own == word))
    };
    live.iter().filter(contains).max_by_key(|candidate| candidate.words.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replacements_share_the_words() {
        let live: Vec<Name> = ["CREATE_USERS", "UPDATE_USERS", "REMOVE_ACTION", "name"].map(Name::new).into();
        let find = |name: &str| replacement(&Name::new(name), &live).map(|name| name.wire.as_str());
        assert_eq!(find("CREATE_USERS_PROV_OPT"), Some("CREATE_USERS"));
        assert_eq!(find("createNewUsers"), Some("CREATE_USERS"));
        assert_eq!(find("REMOVE_USERS_PROV_OPT"), None);
    }
}
