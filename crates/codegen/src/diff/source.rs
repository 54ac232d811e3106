//! The public names of generated code in two editions in, what that means for code that uses
//! them out. Nothing here knows a language: what its names are, its back end says.

use std::collections::{BTreeMap, BTreeSet};

use docparse::diag::Sink;
use docparse::ir::{ModelId, UnionId};
use docparse::source::SourceId;

use super::{Change, Class, Edition, Heading, Subject, page_id};
use crate::names::{Lock, Scopes};
use crate::rust;
use crate::view::view;

/// What can be written in another crate, by how it is written.
pub type Symbols = BTreeMap<String, Symbol>;

/// What a name is.
#[derive(Clone, Debug)]
pub struct Symbol {
    /// Its type, or what kind of thing it is.
    pub is: String,
    /// Names it had, which still compile.
    pub was: Vec<String>,
    /// Names it had, which do not.
    pub renamed: Vec<String>,
    /// Whether what it belongs to cannot be sent without it.
    pub must: bool,
    /// What it belongs to.
    pub owner: Option<String>,
    /// Whether using it gives a warning.
    pub deprecated: bool,
    /// What it was made from.
    pub origin: Origin,
}

impl Symbol {
    /// A symbol of which nothing is known but what it was made from.
    pub fn of(origin: Origin) -> Self {
        Self {
            is: String::new(),
            was: Vec::new(),
            renamed: Vec::new(),
            must: false,
            owner: None,
            deprecated: false,
            origin,
        }
    }
}

/// What a name was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Origin {
    Service,
    Model(ModelId),
    Union(UnionId),
    Field(ModelId, String),
    Pages(Vec<SourceId>),
    Parameter(Vec<SourceId>, String),
}

/// What a change means for code that uses the generated code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceChange {
    /// The language: `Rust`.
    pub language: &'static str,
    /// What is written: `models::PingOneStore.name`.
    pub symbol: String,
    /// What happened to the name.
    pub how: How,
    /// How bad it is.
    pub class: Class,
    /// Where a changelog has it.
    pub heading: Heading,
    /// What happened: `is gone`.
    pub says: String,
    origins: [Option<Origin>; 2],
}

/// What can happen to a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It is new.
    Added,
    /// It is new, and what it belongs to is refused without it when a program runs.
    AddedRequired,
    /// Nothing has it any more.
    Gone,
    /// It is another one now, and the old one does not compile.
    Renamed,
    /// It is another one now, and the old one still compiles.
    Aliased,
    /// It is of another type.
    Retyped,
    /// What it belongs to is refused without it when a program runs.
    MadeRequired,
    /// Using it gives a warning.
    Deprecated,
}

impl How {
    fn class(self) -> Class {
        match self {
            Self::Added | Self::Aliased | Self::Deprecated => Class::Additive,
            Self::AddedRequired | Self::Gone | Self::Renamed | Self::Retyped | Self::MadeRequired => {
                Class::Breaking
            }
        }
    }

    fn heading(self) -> Heading {
        match self {
            Self::Added | Self::AddedRequired => Heading::Added,
            Self::Gone => Heading::Removed,
            Self::Aliased | Self::Deprecated => Heading::Deprecated,
            Self::Renamed | Self::Retyped | Self::MadeRequired => Heading::Changed,
        }
    }
}

/// What changes for users of the Rust crate. `locks` are the names that it has in each edition,
/// where that is known; a new edition without names of its own keeps those of the old one, as
/// generating it would.
pub fn source(old: Edition<'_>, new: Edition<'_>, locks: [Option<&Lock>; 2]) -> Vec<SourceChange> {
    let id = "rust";
    let scopes = |lock: Option<&Lock>| lock.and_then(|lock| lock.languages.get(id)).cloned();
    // What is wrong with names is told when they are made.
    let sink = &mut Sink::new();
    let mut names: Scopes = scopes(locks[0]).unwrap_or_default();
    let before = rust::symbols(&view(old.api, &rust::Rust, &mut names, sink));
    let mut names = scopes(locks[1]).unwrap_or(names);
    let after = rust::symbols(&view(new.api, &rust::Rust, &mut names, sink));
    compare("Rust", &before, &after)
}

fn compare(language: &'static str, old: &Symbols, new: &Symbols) -> Vec<SourceChange> {
    let renames = Renames::new(old, new);
    let mut changes = Vec::new();
    let mut add = |symbol: &str, how: How, says: String, from: Option<&Symbol>, to: Option<&Symbol>| {
        let origins = [from, to].map(|symbol| symbol.map(|symbol| symbol.origin.clone()));
        let (symbol, class, heading) = (symbol.to_owned(), how.class(), how.heading());
        changes.push(SourceChange { language, symbol, how, class, heading, says, origins });
    };
    for (name, before) in old {
        let now = renames.of(name, before);
        let Some((to, after)) = new.get_key_value(&now) else {
            match new.iter().find(|(_, symbol)| symbol.renamed.contains(&now)) {
                Some((to, after)) => {
                    add(name, How::Renamed, format!("is called `{to}`"), Some(before), Some(after));
                }
                // What belongs to what is gone is gone with it.
                None if before.owner.as_ref().is_some_and(|owner| !renames.finds(owner)) => {}
                None => add(name, How::Gone, "is gone".into(), Some(before), None),
            }
            continue;
        };
        if renames.alias(&now, name, before) {
            let says = format!("is called `{to}`; the old name still compiles, with a warning");
            add(name, How::Aliased, says, Some(before), Some(after));
        }
        if renames.within(&before.is) != after.is {
            let says = format!("is `{}`, and was `{}`", after.is, before.is);
            add(name, How::Retyped, says, Some(before), Some(after));
        }
        if after.must && !before.must {
            let says = "must be set now; code that does not compiles, and fails when it runs".to_owned();
            add(name, How::MadeRequired, says, Some(before), Some(after));
        }
        if after.deprecated && !before.deprecated {
            let says = "is deprecated; code that uses it compiles, with a warning".to_owned();
            add(name, How::Deprecated, says, Some(before), Some(after));
        }
    }
    for (name, after) in new.iter().filter(|(name, _)| !renames.known.contains(name.as_str())) {
        let of_old = after.owner.as_ref().is_some_and(|owner| renames.known.contains(owner.as_str()));
        let (how, says) = match after.must && of_old {
            true => (
                How::AddedRequired,
                "is new, and must be set; code that does not compiles, and fails when it runs",
            ),
            false if after.owner.is_some() && !of_old => continue,
            false => (How::Added, "is new"),
        };
        add(name, how, says.to_owned(), None, Some(after));
    }
    changes
}

/// What old names are called now.
struct Renames<'a> {
    old: &'a Symbols,
    new: &'a Symbols,
    /// Old names that still compile, and what they are called.
    aliases: BTreeMap<&'a str, &'a str>,
    /// New names of what the old edition has.
    known: BTreeSet<String>,
}

impl<'a> Renames<'a> {
    fn new(old: &'a Symbols, new: &'a Symbols) -> Self {
        let names = new
            .iter()
            .flat_map(|(name, symbol)| symbol.was.iter().map(move |was| (was.as_str(), name.as_str())));
        let mut renames = Self { old, new, aliases: names.collect(), known: BTreeSet::new() };
        let renamed = new.iter().filter(|(_, symbol)| !symbol.renamed.is_empty());
        let renamed = renamed.map(|(name, _)| name.clone());
        renames.known = old.iter().map(|(name, symbol)| renames.of(name, symbol)).chain(renamed).collect();
        renames
    }

    /// What `name` is called now, as part of what it belongs to.
    fn of(&self, name: &str, symbol: &Symbol) -> String {
        let owned = symbol.owner.as_ref().and_then(|owner| {
            let rest = name.strip_prefix(owner.as_str())?;
            Some(self.of(owner, self.old.get(owner)?) + rest)
        });
        let name = owned.unwrap_or_else(|| name.to_owned());
        match self.aliases.get(name.as_str()) {
            Some(now) if !self.new.contains_key(&name) => (*now).to_owned(),
            _ => name,
        }
    }

    fn finds(&self, name: &str) -> bool {
        self.old.get(name).is_some_and(|symbol| self.new.contains_key(&self.of(name, symbol)))
    }

    /// Whether `name` itself has another name, `now`, and not only what it belongs to.
    fn alias(&self, now: &str, name: &str, symbol: &Symbol) -> bool {
        let part = |name: &str, owner: &str| name.strip_prefix(owner).map(str::to_owned);
        match &symbol.owner {
            Some(owner) => {
                let owner_now = self.old.get(owner).map(|symbol| self.of(owner, symbol)).unwrap_or_default();
                part(now, &owner_now) != part(name, owner)
            }
            None => now != name,
        }
    }

    /// A type, with the names in it as they are now: an alias is the same type.
    fn within(&self, ty: &str) -> String {
        let mut text = String::new();
        let mut rest = ty;
        let word = |c: char| c.is_alphanumeric() || c == '_' || c == ':' || c == '#';
        while !rest.is_empty() {
            let end = rest.find(|c| !word(c)).unwrap_or(rest.len());
            let (path, after) = rest.split_at(end);
            text.push_str(self.aliases.get(path).filter(|_| !self.new.contains_key(path)).unwrap_or(&path));
            let end = after.find(word).unwrap_or(after.len());
            text.push_str(&after[..end]);
            rest = &after[end..];
        }
        text
    }
}

impl SourceChange {
    /// Whether `change` is what led to this.
    pub fn is_of(&self, change: &Change, old: Edition<'_>, new: Edition<'_>) -> bool {
        if change.keys.is_empty() {
            return self.is_of_call(change, old, new);
        }
        let field = |origin: &Option<Origin>, wanted: ModelId, wire: &str| matches!(origin, Some(Origin::Field(model, key)) if *model == wanted && key == wire);
        let of = |(before, after, wire): &(ModelId, ModelId, String)| {
            field(&self.origins[0], *before, wire) || field(&self.origins[1], *after, wire)
        };
        change.keys.iter().any(of)
    }

    fn is_of_call(&self, change: &Change, old: Edition<'_>, new: Edition<'_>) -> bool {
        let calls = [(old, &self.origins[0]), (new, &self.origins[1])];
        calls.into_iter().any(|(edition, origin)| {
            let (pages, is_subject) = match (origin, &change.subject) {
                (
                    Some(Origin::Parameter(pages, wire)),
                    Subject::QueryParameter(name) | Subject::Header(name),
                ) => (pages, wire == name),
                (
                    Some(Origin::Pages(pages)),
                    Subject::Operation
                    | Subject::PathParameter(_)
                    | Subject::RequestBody
                    | Subject::Reply(_)
                    | Subject::ReplyBody(_),
                ) => (pages, change.class() > Class::Text),
                _ => return false,
            };
            let on = |page: &SourceId| {
                let id = page_id(edition.api, *page);
                change.operations.iter().any(|operation| operation.page == id)
            };
            is_subject && pages.iter().any(on)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn symbols(list: &[(&str, &str, bool)]) -> Symbols {
        let symbol = |(name, is, must): &(&str, &str, bool)| {
            let owner = name.split_once('.').map(|(owner, _)| owner.to_owned());
            let symbol = Symbol { is: (*is).into(), must: *must, owner, ..Symbol::of(Origin::Service) };
            ((*name).to_owned(), symbol)
        };
        list.iter().map(symbol).collect()
    }

    fn found(old: &[(&str, &str, bool)], new: &[(&str, &str, bool)]) -> Vec<(String, Class)> {
        let changes = compare("Test", &symbols(old), &symbols(new)).into_iter();
        changes.map(|change| (change.symbol, change.class)).collect()
    }

    #[test]
    fn what_does_not_compile_breaks() {
        let old = [("A", "struct", false), ("A.b", "String", false)];
        assert_eq!(found(&old, &old), []);
        assert_eq!(found(&old, &old[..1]), [("A.b".into(), Class::Breaking)]);
        let retyped = [old[0], ("A.b", "Option<String>", false)];
        assert_eq!(found(&old, &retyped), [("A.b".into(), Class::Breaking)]);
    }

    /// A field more of a struct that nobody outside can write out whole is nobody's trouble,
    /// unless its builder wants it.
    #[test]
    fn what_must_be_set_breaks_where_it_was_not_there() {
        let old = [("A", "struct", false)];
        assert_eq!(found(&old, &[old[0], ("A.b", "String", false)]), [("A.b".into(), Class::Additive)]);
        assert_eq!(found(&old, &[old[0], ("A.b", "String", true)]), [("A.b".into(), Class::Breaking)]);
        // What is new as a whole is said once.
        assert_eq!(found(&[], &[old[0], ("A.b", "String", true)]), [("A".into(), Class::Additive)]);
    }

    #[test]
    fn an_old_name_that_still_compiles_is_deprecated() {
        let mut new = symbols(&[("B", "struct", false)]);
        new.get_mut("B").unwrap().was = vec!["A".into()];
        let changes = compare("Test", &symbols(&[("A", "struct", false)]), &new);
        assert_eq!(changes.len(), 1, "{changes:?}");
        assert_eq!((changes[0].class, changes[0].heading), (Class::Additive, Heading::Deprecated));
        // What belongs to it, and what mentions it, is what it was.
        let old = [("A", "struct", false), ("A.b", "Vec<A>", false)];
        let mut new = symbols(&[("B", "struct", false), ("B.b", "Vec<B>", false)]);
        new.get_mut("B").unwrap().was = vec!["A".into()];
        assert_eq!(compare("Test", &symbols(&old), &new).len(), 1);
        let mut new = symbols(&[("B", "struct", false)]);
        new.get_mut("B").unwrap().renamed = vec!["A".into()];
        let changes = compare("Test", &symbols(&[("A", "struct", false)]), &new);
        assert_eq!((changes.len(), changes[0].class), (1, Class::Breaking));
    }
}
