//! The settings' error body in, the types it is read into out.

use docparse::ir::{ErrorProperty, Name};
use serde::Serialize;

use super::TypeView;
use super::docs::{Docs, Sentence};
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
    let mut root = Node::default();
    for property in &docs.api.service.error_body {
        root.add(&property.name.value, property);
    }
    let mut nodes = Vec::new();
    root.flatten(vec![BODY.to_owned()], &mut nodes);
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
        fields: node.fields(docs, words, &nodes),
    };
    nodes.iter().zip(names).map(|(node, name)| view(node, name)).collect()
}

/// The tree that dotted names make: `details[].target` is in `details`, which is a list.
#[derive(Default)]
struct Node<'a> {
    property: Option<&'a ErrorProperty>,
    list: bool,
    children: Vec<(&'a str, Node<'a>)>,
}

impl<'a> Node<'a> {
    fn add(&mut self, path: &'a str, property: &'a ErrorProperty) {
        let (key, rest) = path.split_once('.').unwrap_or((path, ""));
        let name = key.trim_end_matches("[]");
        let at = self.children.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
            self.children.push((name, Node::default()));
            self.children.len() - 1
        });
        let child = &mut self.children[at].1;
        child.list |= key.ends_with("[]");
        if rest.is_empty() { child.property = Some(property) } else { child.add(rest, property) }
    }

    /// Every object, each with the words of its name, parents first.
    fn flatten<'n>(&'n self, words: Vec<String>, out: &mut Vec<(Vec<String>, &'n Self)>) {
        out.push((words.clone(), self));
        for (key, child) in self.children.iter().filter(|(_, child)| !child.children.is_empty()) {
            child.flatten(below(&words, key, child), out);
        }
    }

    fn fields(
        &self,
        docs: &Docs<'_>,
        words: &[String],
        nodes: &[(Vec<String>, &Node<'_>)],
    ) -> Vec<ErrorFieldView> {
        let names: Vec<Name> = self.children.iter().map(|(key, _)| Name::new(*key)).collect();
        let names = unlocked(docs.language.names(), Kind::Field, &names);
        let field = |((key, child), name): (&(&str, Node<'_>), String)| {
            let about = child.property.and_then(|property| property.description.as_ref());
            let about = about
                .map_or_else(|| Sentence::default().code(*key).text("."), |about| settings(&about.value));
            let place = below(words, key, child);
            let place = nodes.iter().position(|(known, _)| *known == place);
            ErrorFieldView {
                name,
                wire: (*key).to_owned(),
                holds: match (place.filter(|_| !child.children.is_empty()), child.list) {
                    (Some(place), true) => ErrorHolds::Objects(place),
                    (Some(place), false) => ErrorHolds::Object(place),
                    (None, list) => ErrorHolds::Value(child.ty(list)),
                },
                doc: docs.sentence(about),
            }
        };
        self.children.iter().zip(names).map(field).collect()
    }

    /// The type that the settings' word names.
    fn ty(&self, list: bool) -> TypeView {
        let word = self.property.map_or_else(String::new, |property| property.ty.value.to_lowercase());
        let item = match word.as_str() {
            "string" => TypeView::String,
            "boolean" => TypeView::Boolean,
            "integer" | "int" => TypeView::Integer,
            "number" => TypeView::Number,
            _ => TypeView::Any,
        };
        let named = word.contains("array") || word.contains("list");
        if list || named { TypeView::List(Box::new(item)) } else { item }
    }
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
