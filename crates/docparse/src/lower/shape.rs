//! Rows and examples in, a tree of properties out.
//!
//! `configuration.REGION` becomes a property of a nested object. The object is made
//! when its first row is met, so properties keep the order of the page; what only an
//! example has comes after them.

use std::collections::BTreeMap;

use super::pieces::{pieces, value_at};
use super::rows::ModelRow;
use super::values;
use crate::ir::{Claim, Evidence, Fact, Format, How, Presence};
use crate::json::{self, Json, Member, Value, placeholder};
use crate::page::Text;
use crate::source::{Span, Spanned};
use crate::vocabulary::TypeWord;

/// An object's properties.
#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    /// In the order in which they were met.
    pub(super) props: Vec<Prop>,
    /// Key to index in `props`.
    index: BTreeMap<String, usize>,
    /// The dotted name of the object; empty for a whole body.
    path: String,
}

/// A property, and everything that was said of it.
#[derive(Clone, Debug)]
pub(super) struct Prop {
    /// Its key.
    pub(super) wire: String,
    /// The dotted name from the root.
    pub(super) path: String,
    /// Where it was first met.
    pub(super) first: Evidence,
    /// What its row says of its type.
    pub(super) stated: Option<Claim<TypeWord>>,
    /// What was said of its presence.
    pub(super) presence: Vec<Claim<Presence>>,
    /// Its row's `(deprecated)`.
    pub(super) deprecated: Option<Evidence>,
    /// The name of its row.
    pub(super) row: Option<Span>,
    /// What its row's mutable column says.
    pub(super) mutable: Option<Spanned<String>>,
    /// What its row says about it.
    pub(super) description: Option<Text>,
    /// Where its row's type leads to.
    pub(super) model: Option<String>,
    /// Its members in examples.
    pub(super) shown: Vec<(Spanned<String>, Json)>,
    /// Whether a row's notation says that it is a list: `rules[].id`.
    pub(super) listed: bool,
    /// The resource that it shows, if it shows one that other replies show too.
    pub(super) read: Option<usize>,
    /// Properties of the object that it holds, alone or in a list.
    pub(super) node: Node,
}

/// What a property holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    String,
    Boolean,
    Integer,
    Number,
    Any,
    /// One of several plain shapes.
    OneOf(Vec<Shape>),
    /// The property's own node.
    Object,
    List(Box<Shape>),
    Map(Box<Shape>),
}

/// The tree of a request body: a property with no name, that the whole body is.
pub(super) fn request(rows: &[ModelRow], example: Option<&Json>, place: Span) -> Prop {
    let mut root = Prop::new("", "", Evidence::new(How::Stated, place));
    for row in rows {
        add_row(&mut root.node, row, example);
    }
    show_root(root, example)
}

/// The tree of a reply, learned from its examples alone.
pub(super) fn reply(examples: &[Json]) -> Option<Prop> {
    let first = examples.first()?;
    let root = Prop::new("", "", Evidence::new(How::Shown, first.span));
    Some(examples.iter().fold(root, |root, example| show_root(root, Some(example))))
}

fn show_root(mut root: Prop, example: Option<&Json>) -> Prop {
    if let Some(json) = example {
        root.shown.push((Spanned::new(String::new(), json.span), json.clone()));
        show_inside(&mut root.node, json, "");
    }
    root
}

/// Adds the property that a row names, and the objects around it.
pub(super) fn add_row(root: &mut Node, row: &ModelRow, example: Option<&Json>) {
    if is_too_deep(&row.name.value) {
        return;
    }
    let mut path = root.path.clone();
    let mut node = root;
    let start = row.name.span.start as usize;
    // A name that was broken over lines is not letter for letter where it stands.
    let exact = row.name.value.len() == row.name.span.range().len();
    let pieces = pieces(&row.name.value, example);
    for (index, piece) in pieces.iter().enumerate() {
        let place = match exact {
            true => Span::new(row.name.span.source, start + piece.place.start, start + piece.place.end),
            false => row.name.span,
        };
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(piece.key);
        let prop = node.prop(piece.key, &path, Evidence::new(How::Stated, place));
        prop.listed |= piece.listed;
        if index + 1 == pieces.len() {
            prop.stated = row.ty.clone().map(|ty| of_one(ty, &row.name.value, example));
            prop.presence.extend(row.presence.clone());
            prop.deprecated = row.deprecated;
            prop.row = Some(row.name.span);
            prop.mutable = row.mutable.clone();
            prop.description = row.description.clone();
            prop.model = row.model.clone();
        }
        node = &mut prop.node;
    }
}

/// `scopes.id` with the type `String[]`: where the example shows many scopes with one id each,
/// the type is that of all ids together.
fn of_one(ty: Claim<TypeWord>, name: &str, example: Option<&Json>) -> Claim<TypeWord> {
    let shown = |name| example.and_then(|example| value_at(example, name)).map(|json| (json, &json.value));
    let parent = name.rsplit_once('.').and_then(|(parent, _)| shown(parent));
    match (&ty.value, parent, shown(name)) {
        // A list, or what may stand for one.
        (_, _, Some((_, Value::Array(_) | Value::Null | Value::Placeholder(_)))) => ty,
        (TypeWord::List(item), Some((_, Value::Array(_))), Some((one, _))) if fits(item, one) => {
            Claim { value: (**item).clone(), evidence: ty.evidence }
        }
        _ => ty,
    }
}

/// Whether a dotted name leads deeper than JSON is read.
pub(super) fn is_too_deep(name: &str) -> bool {
    name.bytes().filter(|byte| *byte == b'.').count() > json::MAX_DEPTH
}

/// The property that a dotted name means, if it is there.
pub(super) fn find<'a>(node: &'a mut Node, name: &str) -> Option<&'a mut Prop> {
    let whole = node.index.keys().filter(|key| name.starts_with(key.as_str()));
    let fits = |key: &&String| matches!(name.as_bytes().get(key.len()), None | Some(b'.' | b'['));
    let key = whole.filter(fits).max_by_key(|key| key.len())?.clone();
    let rest = &name[key.len()..];
    let rest = if rest.starts_with('[') { &rest[rest.find('.').unwrap_or(rest.len())..] } else { rest };
    let rest = rest.trim_start_matches(".element");
    let rest = rest.trim_start_matches('.');
    let prop = &mut node.props[node.index[&key]];
    if rest.is_empty() { Some(prop) } else { find(&mut prop.node, rest) }
}

fn show(node: &mut Node, json: &Json, path: &str) {
    for Member { key, value } in json.members() {
        let path = if path.is_empty() { key.value.clone() } else { format!("{path}.{}", key.value) };
        let prop = node.prop(&key.value, &path, Evidence::new(How::Shown, key.span));
        prop.shown.push((key.clone(), value.clone()));
        prop.look_inside(value);
    }
}

fn show_inside(node: &mut Node, value: &Json, path: &str) {
    match &value.value {
        Value::Object(_) => show(node, value, path),
        Value::Array(items) => items.iter().for_each(|item| show_inside(node, item, path)),
        _ => {}
    }
}

impl Node {
    fn prop(&mut self, wire: &str, path: &str, first: Evidence) -> &mut Prop {
        if let Some(index) = self.index.get(wire) {
            return &mut self.props[*index];
        }
        let index = self.props.len();
        self.index.insert(wire.to_owned(), index);
        self.props.push(Prop::new(wire, path, first));
        &mut self.props[index]
    }

    /// The property with this key.
    pub(super) fn get(&self, wire: &str) -> Option<&Prop> {
        self.index.get(wire).map(|index| &self.props[*index])
    }

    /// The property with this key, to be changed.
    pub(super) fn get_mut(&mut self, wire: &str) -> Option<&mut Prop> {
        self.index.get(wire).map(|index| &mut self.props[*index])
    }

    /// Adds a property that is not there yet.
    pub(super) fn add(&mut self, prop: Prop) {
        self.index.insert(prop.wire.clone(), self.props.len());
        self.props.push(prop);
    }

    /// Says where the object stands.
    pub(super) fn set_path(&mut self, path: &str) {
        path.clone_into(&mut self.path);
    }

    /// Every property, however deep, parents first.
    pub(super) fn each(&self, visit: &mut impl FnMut(&Prop)) {
        for prop in &self.props {
            visit(prop);
            prop.node.each(visit);
        }
    }

    /// Every property, however deep, but for what shows a resource that has a tree of its own.
    pub(super) fn each_own(&self, visit: &mut impl FnMut(&Prop)) {
        for prop in self.props.iter().filter(|prop| prop.read.is_none()) {
            visit(prop);
            prop.node.each_own(visit);
        }
    }

    /// Every property, however deep, to be changed.
    pub(super) fn each_mut(&mut self, visit: &mut impl FnMut(&mut Prop)) {
        for prop in &mut self.props {
            visit(prop);
            prop.node.each_mut(visit);
        }
    }
}

impl Prop {
    fn new(wire: &str, path: &str, first: Evidence) -> Self {
        Self {
            wire: wire.to_owned(),
            path: path.to_owned(),
            first,
            stated: None,
            presence: Vec::new(),
            deprecated: None,
            row: None,
            mutable: None,
            description: None,
            model: None,
            shown: Vec::new(),
            listed: false,
            read: None,
            node: Node { path: path.to_owned(), ..Node::default() },
        }
    }

    /// What it holds, with every claim: the table states, examples show.
    pub(super) fn shape(&self) -> Fact<Shape> {
        let mut claims = Vec::new();
        // Rows of children say that it is an object.
        let child = self.node.props.iter().find(|child| child.first.how == How::Stated);
        if let Some(stated) = &self.stated {
            let value = match self.refine(&stated.value) {
                // `tags[]`, with the type of one: the notation says that there are many.
                one if self.listed && !matches!(one, Shape::List(_)) => Shape::List(Box::new(one)),
                value => value,
            };
            claims.push(Claim { value, evidence: stated.evidence });
            let is_decided = stated.evidence.how > How::Stated;
            if let Some(child) = child.filter(|_| is_plain(&stated.value) && !is_decided) {
                let value = self.wrap(Shape::Object);
                // Row against rows: the example decides, and the children if it tells nothing.
                let at = usize::from(self.shown.iter().any(|(_, json)| is_plain_value(json)));
                claims.insert(at, Claim { value, evidence: child.first });
            }
        } else if let Some(child) = child {
            let value = self.wrap(Shape::Object);
            let evidence = if self.first.how == How::Stated { self.first } else { child.first };
            claims.push(Claim { value, evidence });
        }
        for (_, json) in &self.shown {
            if let Some(value) = self.seen(json) {
                // An example's `12` does not contradict `Number`, nor does a placeholder contradict anything.
                let agrees = self.stated.as_ref().is_some_and(|stated| self.agrees(&stated.value, json));
                let value = if agrees { claims[0].value.clone() } else { value };
                claims.push(Claim { value, evidence: Evidence::new(How::Shown, json.span) });
            }
        }
        // `12` beside `12.5` is a number that happens to be whole.
        if claims.iter().any(|claim| claim.value == Shape::Number) {
            for claim in claims
                .iter_mut()
                .filter(|claim| claim.value == Shape::Integer && claim.evidence.how == How::Shown)
            {
                claim.value = Shape::Number;
            }
        }
        Fact::settle(claims).unwrap_or_else(|| Fact::new(Shape::Any, How::Inferred, self.first.span))
    }

    /// Where its row says that only the service sets it, if no example sends it; so is an
    /// object that has no row, and nothing else in it.
    pub(super) fn only_comes_back(&self) -> Option<Evidence> {
        if !self.shown.is_empty() {
            return None;
        }
        if let Some(row) = self.row {
            // What another page's table says of it is said of what it looks like there.
            let word = self.mutable.as_ref().filter(|word| word.span.source == row.source)?;
            let is_read_only = matches!(word.value.to_lowercase().as_str(), "read-only" | "read only");
            return is_read_only.then(|| Evidence::new(How::Stated, word.span));
        }
        let mut inside = self.node.props.iter().map(Self::only_comes_back);
        let first = inside.next()?;
        first.filter(|_| inside.all(|other| other.is_some()))
    }

    /// Whether an example's value can have the stated type; under `tags[]` it may be that of one item.
    fn agrees(&self, stated: &TypeWord, json: &Json) -> bool {
        let each = |items: &[Json]| items.iter().all(|item| fits(stated, item));
        fits(stated, json) || self.listed && matches!(&json.value, Value::Array(items) if each(items))
    }

    /// A stated type, made exact by the children and the examples.
    fn refine(&self, word: &TypeWord) -> Shape {
        let has_children = !self.node.props.is_empty();
        match word {
            // The example decides whether an object stands alone or in a list.
            TypeWord::Object | TypeWord::Any if has_children => self.wrap(Shape::Object),
            TypeWord::List(_) if has_children => Shape::List(Box::new(Shape::Object)),
            TypeWord::Map => Shape::Map(Box::new(self.shown_value().unwrap_or(Shape::Any))),
            TypeWord::List(item) => Shape::List(Box::new(match **item {
                TypeWord::Any => self.shown_item().unwrap_or(Shape::Any),
                ref item => self.refine(item),
            })),
            TypeWord::Object => Shape::Map(Box::new(Shape::Any)),
            TypeWord::Any => self.shown.iter().find_map(|(_, json)| self.seen(json)).unwrap_or(Shape::Any),
            TypeWord::String | TypeWord::DateTime | TypeWord::Uuid | TypeWord::Uri => Shape::String,
            TypeWord::Boolean => Shape::Boolean,
            TypeWord::Integer => Shape::Integer,
            TypeWord::Number => Shape::Number,
            TypeWord::OneOf(words) => Shape::OneOf(words.iter().map(|word| self.refine(word)).collect()),
        }
    }

    fn wrap(&self, shape: Shape) -> Shape {
        let shown = self.shown.iter().any(|(_, json)| matches!(json.value, Value::Array(_)));
        if self.listed || shown { Shape::List(Box::new(shape)) } else { shape }
    }

    /// Takes in what an example has inside: the values of a map are all of one kind.
    fn look_inside(&mut self, json: &Json) {
        let path = self.path.clone();
        if self.is_map(json) {
            json.members().iter().for_each(|member| show_inside(&mut self.node, &member.value, &path));
        } else {
            show_inside(&mut self.node, json, &path);
        }
    }

    /// Whether an object's keys are data: its type says so, or all of them are UUIDs or
    /// placeholders.
    fn is_map(&self, json: &Json) -> bool {
        let stated = self.stated.as_ref().is_some_and(|stated| stated.value == TypeWord::Map);
        let is_data = |member: &Member| {
            let key = member.key.value.as_str();
            placeholder(key).is_some() || values::format(key) == Some(Format::Uuid)
        };
        let members = json.members();
        stated || !members.is_empty() && members.iter().all(is_data)
    }

    fn shown_value(&self) -> Option<Shape> {
        let values = self.shown.iter().flat_map(|(_, json)| json.members());
        values.into_iter().find_map(|member| self.value_seen(&member.value))
    }

    /// The shape of a map's value: an object in a map is no map for that.
    fn value_seen(&self, json: &Json) -> Option<Shape> {
        match &json.value {
            Value::Object(_) => Some(Shape::Object),
            _ => self.seen(json),
        }
    }

    fn shown_item(&self) -> Option<Shape> {
        self.shown.iter().find_map(|(_, json)| match &json.value {
            Value::Array(items) => items.iter().find_map(|item| self.seen(item)),
            _ => None,
        })
    }

    /// The shape that an example's value has; `None` if it tells nothing.
    fn seen(&self, json: &Json) -> Option<Shape> {
        Some(match &json.value {
            Value::Null | Value::Placeholder(_) => return None,
            Value::Boolean(_) => Shape::Boolean,
            Value::Number(number) if number.is_f64() => Shape::Number,
            Value::Number(_) => Shape::Integer,
            Value::String(_) => Shape::String,
            Value::Object(members) if members.is_empty() && self.node.props.is_empty() => {
                Shape::Map(Box::new(Shape::Any))
            }
            Value::Object(members) if self.is_map(json) => {
                let value = members.iter().find_map(|member| self.value_seen(&member.value));
                Shape::Map(Box::new(value.unwrap_or(Shape::Any)))
            }
            Value::Object(_) => Shape::Object,
            Value::Array(items) => {
                Shape::List(Box::new(items.iter().find_map(|item| self.seen(item)).unwrap_or(Shape::Any)))
            }
        })
    }
}

/// Takes over what a request's rows state of the properties that come back, wherever every
/// example has that type. What is not there, or is only ever `null`, is typed by it too.
pub(super) fn echo(reply: &mut Node, request: &Node) {
    for prop in &mut reply.props {
        let Some(sent) = request.get(&prop.wire) else { continue };
        if let Some(stated) = sent.stated.as_ref().filter(|_| prop.stated.is_none())
            && prop.shown.iter().all(|(_, json)| fits(&stated.value, json))
        {
            prop.stated = Some(stated.clone());
            if stated.value == TypeWord::Map {
                // What was read as an object's properties are a map's keys.
                prop.node = Node { path: prop.path.clone(), ..Node::default() };
                prop.shown.clone().iter().for_each(|(_, json)| prop.look_inside(json));
            }
        }
        echo(&mut prop.node, &sent.node);
    }
}

/// Takes another page's example as evidence for the properties that are there.
pub(super) fn confirm(node: &mut Node, json: &Json) {
    match &json.value {
        Value::Array(items) => items.iter().for_each(|item| confirm(node, item)),
        _ => {
            for Member { key, value } in json.members() {
                let Some(index) = node.index.get(&key.value) else { continue };
                let prop = &mut node.props[*index];
                // A value of another kind tells of another place, not of this one.
                if prop.seen(value).is_none_or(|seen| seen == prop.shape().value) {
                    prop.shown.push((key.clone(), value.clone()));
                    confirm(&mut prop.node, value);
                }
            }
        }
    }
}

/// Whether what has the type has no properties.
fn is_plain(word: &TypeWord) -> bool {
    use TypeWord::{Boolean, DateTime, Integer, Number, String, Uri, Uuid};
    matches!(word, String | Boolean | Integer | Number | DateTime | Uuid | Uri)
}

/// Whether a value certainly has no properties.
fn is_plain_value(json: &Json) -> bool {
    match &json.value {
        Value::Boolean(_) | Value::Number(_) => true,
        Value::String(text) => placeholder(text).is_none(),
        _ => false,
    }
}

/// Whether an example's value can have a stated type.
pub(super) fn fits(word: &TypeWord, json: &Json) -> bool {
    match (&json.value, word) {
        (Value::Null | Value::Placeholder(_), _) | (_, TypeWord::Any) => true,
        (_, TypeWord::OneOf(words)) => words.iter().any(|word| fits(word, json)),
        (Value::String(text), _) if placeholder(text).is_some() => true,
        (Value::String(_), TypeWord::String | TypeWord::DateTime | TypeWord::Uuid | TypeWord::Uri) => true,
        (Value::Boolean(_), TypeWord::Boolean) => true,
        (Value::Number(_), TypeWord::Number) => true,
        (Value::Number(number), TypeWord::Integer) => !number.is_f64(),
        (Value::Object(_), TypeWord::Object | TypeWord::Map) => true,
        (Value::Array(items), TypeWord::List(item)) => items.iter().all(|json| fits(item, json)),
        // `Object` with children through a list: pages write both.
        (Value::Array(items), TypeWord::Object) => {
            items.iter().all(|item| matches!(item.value, Value::Object(_)))
        }
        _ => false,
    }
}
