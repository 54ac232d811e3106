//! The settings' error body in, the types it is read into out.

use docparse::ir::Name;
use serde::Serialize;

use super::TypeView;
use super::docs::{Docs, Sentence};
use crate::error_body::Node;
use crate::names::{Kind, unlocked};

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
pub(super) fn errors(docs: &Docs<'_>) -> Vec<ErrorView> {
    let root = Node::of(&docs.api.service.error_body);
    let mut nodes = Vec::new();
    flatten(&root, vec![BODY.to_owned()], &mut nodes);
    let names: Vec<Name> =
        nodes.iter().map(|(words, _)| Name::from_words(words.join(" ").split(' '))).collect();
    let names = unlocked(docs.language.names(), Kind::Type, &names);
    let view = |(words, node): &(Vec<String>, &Node<'_>), name| ErrorView {
        name,
        doc: match words.as_slice() {
            [_] => docs.sentence(Sentence::default().text("The body of a refusal.")),
            [.., last] => docs.sentence(Sentence::default().text("One part of it: ").code(last).text(".")),
            [] => Vec::new(),
        },
        fields: fields(docs, node, words, &nodes),
    };
    nodes.iter().zip(names).map(|(node, name)| view(node, name)).collect()
}

/// Every object, each with the words of its name, parents first.
fn flatten<'n, 'a>(node: &'n Node<'a>, words: Vec<String>, out: &mut Vec<(Vec<String>, &'n Node<'a>)>) {
    out.push((words.clone(), node));
    for (key, child) in node.children.iter().filter(|(_, child)| !child.children.is_empty()) {
        flatten(child, below(&words, key, child), out);
    }
}

fn fields(
    docs: &Docs<'_>,
    node: &Node<'_>,
    words: &[String],
    nodes: &[(Vec<String>, &Node<'_>)],
) -> Vec<ErrorFieldView> {
    let names: Vec<Name> = node.children.iter().map(|(key, _)| Name::new(*key)).collect();
    let names = unlocked(docs.language.names(), Kind::Field, &names);
    let field = |((key, child), name): (&(&str, Node<'_>), String)| {
        let about = child.property.and_then(|property| property.description.as_ref());
        let about =
            about.map_or_else(|| Sentence::default().code(*key).text("."), |about| settings(&about.value));
        let place = below(words, key, child);
        let place = nodes.iter().position(|(known, _)| *known == place);
        ErrorFieldView {
            name,
            wire: (*key).to_owned(),
            holds: match (place.filter(|_| !child.children.is_empty()), child.list) {
                (Some(place), true) => ErrorHolds::Objects(place),
                (Some(place), false) => ErrorHolds::Object(place),
                (None, _) => ErrorHolds::Value(ty(child)),
            },
            doc: docs.sentence(about),
        }
    };
    node.children.iter().zip(names).map(field).collect()
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
