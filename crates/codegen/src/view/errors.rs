//! The settings' error body in, the types it is read into out.

use docparse::ir::Name;
use serde::Serialize;

use super::TypeView;
use super::build::{live, nowhere};
use super::docs::{Docs, Sentence};
use crate::error_body::Node;
use crate::names::{Names, Settled, Table, Wanted};

/// What the whole body is called.
const BODY: &str = "api error";

/// An error body, or an object in it.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorView {
    /// The type's name.
    pub name: String,
    /// What to say of it.
    pub doc: Vec<String>,
    /// Its members.
    pub fields: Vec<ErrorFieldView>,
}

/// A member of an error body.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorFieldView {
    /// Its name in the language.
    pub name: String,
    /// Its key.
    pub wire: String,
    /// What it holds.
    pub holds: ErrorHolds,
    /// What to say of it.
    pub doc: Vec<String>,
}

/// What a member of an error body holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum ErrorHolds {
    /// A value.
    Value(TypeView),
    /// An object, by its place in the list of them.
    Object(usize),
    /// A list of such objects.
    Objects(usize),
}

/// The types of the error body, the whole body first. There is one even without settings.
pub(super) fn errors(docs: &Docs<'_>, names: &mut Names<'_>) -> Vec<ErrorView> {
    let root = Node::of(&docs.api.service.error_body);
    let mut parts = Vec::new();
    flatten(&root, vec![BODY.to_owned()], Vec::new(), &mut parts);
    let types: Vec<Name> =
        parts.iter().map(|part| Name::from_words(part.words.join(" ").split(' '))).collect();
    let wanted: Vec<Wanted<'_>> = types
        .iter()
        .zip(&parts)
        .map(|(name, part)| Wanted { keys: vec![part.key()], ..live(name, nowhere(docs.api)) })
        .collect();
    let types = names.settle(Table::Errors, None, &wanted);
    parts
        .iter()
        .zip(&types)
        .map(|(part, symbol)| ErrorView {
            name: symbol.name.clone(),
            doc: match part.words.as_slice() {
                [_] => docs.sentence(Sentence::default().text("The body of a refusal.")),
                [.., last] => {
                    docs.sentence(Sentence::default().text("One part of it: ").code(last).text("."))
                }
                [] => Vec::new(),
            },
            fields: fields(docs, part, symbol, &parts, names),
        })
        .collect()
}

/// An object in the error body.
struct Part<'n, 'a> {
    /// Of its name.
    words: Vec<String>,
    /// The keys that lead to it.
    path: Vec<&'a str>,
    node: &'n Node<'a>,
}

impl Part<'_, '_> {
    /// What the lock knows it by.
    fn key(&self) -> String {
        if self.path.is_empty() { "(body)".into() } else { self.path.join(".") }
    }
}

/// Every object, parents first.
fn flatten<'n, 'a>(node: &'n Node<'a>, words: Vec<String>, path: Vec<&'a str>, out: &mut Vec<Part<'n, 'a>>) {
    out.push(Part { words: words.clone(), path: path.clone(), node });
    for (key, child) in node.children.iter().filter(|(_, child)| !child.children.is_empty()) {
        let path = path.iter().copied().chain([*key]).collect();
        flatten(child, below(&words, key, child), path, out);
    }
}

fn fields(
    docs: &Docs<'_>,
    part: &Part<'_, '_>,
    symbol: &Settled,
    parts: &[Part<'_, '_>],
    names: &mut Names<'_>,
) -> Vec<ErrorFieldView> {
    let children = &part.node.children;
    let wires: Vec<Name> = children.iter().map(|(key, _)| Name::new(*key)).collect();
    let wanted: Vec<Wanted<'_>> = wires.iter().map(|name| live(name, nowhere(docs.api))).collect();
    let names = names.settle(Table::ErrorFields, Some(symbol), &wanted);
    let field = |((key, child), name): (&(&str, Node<'_>), Settled)| {
        let about = child.property.and_then(|property| property.description.as_ref());
        let about =
            about.map_or_else(|| Sentence::default().code(*key).text("."), |about| settings(&about.value));
        let place = parts.iter().position(|other| std::ptr::eq(other.node, child));
        ErrorFieldView {
            name: name.name,
            wire: (*key).to_owned(),
            holds: match (place, child.list) {
                (Some(place), true) => ErrorHolds::Objects(place),
                (Some(place), false) => ErrorHolds::Object(place),
                (None, _) => ErrorHolds::Value(ty(child)),
            },
            doc: docs.sentence(about),
        }
    };
    children.iter().zip(names).map(field).collect()
}

/// The type that the settings' word names.
fn ty(node: &Node<'_>) -> TypeView {
    let item = match node.word().as_str() {
        "string" => TypeView::String,
        "boolean" => TypeView::Boolean,
        "integer" | "int" => TypeView::Integer,
        "number" => TypeView::Number,
        _ => TypeView::Any,
    };
    if node.is_list() { TypeView::List(Box::new(item)) } else { item }
}

/// A sentence of the settings; what stands between backticks is code.
fn settings(text: &str) -> Sentence {
    let parts = text.split('`').enumerate();
    parts.fold(Sentence::default(), |sentence, (index, part)| match index % 2 {
        _ if part.is_empty() => sentence,
        0 => sentence.text(part),
        _ => sentence.code(part),
    })
}

/// The words of the name of what is at `key`: one of `details` is a `detail`.
fn below(words: &[String], key: &str, child: &Node<'_>) -> Vec<String> {
    let one = key.strip_suffix('s').filter(|one| child.list && !one.is_empty()).unwrap_or(key);
    words.iter().cloned().chain([docparse::words(one).join(" ")]).collect()
}
