//! The settings' error body in, the tree that its dotted names make out.

use docparse::ir::ErrorProperty;

/// An error body, or what one of its keys holds: `details[].target` is in `details`, a list.
#[derive(Default)]
pub(crate) struct Node<'a> {
    /// What the settings say of it, if it has a line of its own.
    pub(crate) property: Option<&'a ErrorProperty>,
    /// Whether its name says that it is a list.
    pub(crate) list: bool,
    /// What is in it, by key, in the order of the settings.
    pub(crate) children: Vec<(&'a str, Node<'a>)>,
}

impl<'a> Node<'a> {
    /// The whole body.
    pub(crate) fn of(properties: &'a [ErrorProperty]) -> Self {
        let mut root = Self::default();
        for property in properties {
            root.add(&property.name.value, property);
        }
        root
    }

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

    /// The settings' word for its type, in lower case; empty if there is none.
    pub(crate) fn word(&self) -> String {
        self.property.map_or_else(String::new, |property| property.ty.value.to_lowercase())
    }

    /// Whether its name or its type says that it is a list.
    pub(crate) fn is_list(&self) -> bool {
        let word = self.word();
        self.list || word.contains("array") || word.contains("list")
    }
}
