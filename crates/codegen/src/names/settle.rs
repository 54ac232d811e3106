//! Names that are wanted in a scope in, names that are settled out.
//!
//! What the lock knows keeps its name. What is new gets one by the rules that nothing has, or
//! had. What was renamed gets one as well, and its old name stays as an alias.

use std::collections::{BTreeMap, BTreeSet};

use docparse::diag::{Diagnostic, Sink, codes};
use docparse::source::Span;

use super::renames::renames;
use super::{Entry, Kind, NameRules, Scope, Scopes, Table};

/// Stands for the status in the key of a type that an operation's only success has:
/// `create-store#2XX.configuration`.
pub const SUCCESS: &str = "2XX";

/// A name that is wanted in a scope.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    /// As the service spells it, for messages.
    pub wire: &'a str,
    /// Its words.
    pub words: &'a [String],
    /// Deprecated names are placed last, so that adding one never renames another.
    pub deprecated: bool,
    /// Where it stands on a page.
    pub span: Span,
    /// What the lock may know it by; its wire name, if empty.
    pub keys: Vec<String>,
    /// What it is, by which it is known again under another name.
    pub is: Option<String>,
    /// What is in it, for the same.
    pub members: Vec<String>,
    /// The key it had before, if that was found out in another scope.
    pub renamed: Option<String>,
}

impl<'a> Wanted<'a> {
    /// A name known by its wire name, that nothing is known again by.
    pub fn new(wire: &'a str, words: &'a [String], span: Span) -> Self {
        let (keys, members) = (Vec::new(), Vec::new());
        Self { wire, words, deprecated: false, span, keys, is: None, members, renamed: None }
    }

    fn keys(&self) -> impl Iterator<Item = &str> {
        let own = self.keys.is_empty().then_some(self.wire);
        self.keys.iter().map(String::as_str).chain(own)
    }
}

/// A name that is settled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// The name.
    pub name: String,
    /// Names it had before, to be kept as deprecated aliases.
    pub was: Vec<String>,
    /// The name it had in the last run: what the lock has its own scopes under.
    pub before: Option<String>,
    /// The key it had in the last run, if it was found to be renamed.
    pub renamed: Option<String>,
}

impl Settled {
    /// The owner of what is in `self`, which is in `owner`.
    pub fn within(&self, owner: &Self) -> Self {
        let join = |owner: &str, name: &str| format!("{owner}.{name}");
        Self {
            name: join(&owner.name, &self.name),
            before: owner
                .before
                .as_deref()
                .zip(self.before.as_deref())
                .map(|(owner, name)| join(owner, name)),
            ..Self::default()
        }
    }
}

/// Settles names in one language.
pub struct Names<'a> {
    rules: &'static NameRules,
    before: &'a Scopes,
    after: Scopes,
    sink: &'a mut Sink,
}

impl<'a> Names<'a> {
    /// Names by `rules`, where those in `before` are kept.
    pub fn new(rules: &'static NameRules, before: &'a Scopes, sink: &'a mut Sink) -> Self {
        let after = Scopes { partial: before.partial, ..Scopes::default() };
        Self { rules, before, after, sink }
    }

    /// What the lock has to hold now.
    pub fn finish(&mut self) -> Scopes {
        if self.before.partial {
            for (key, scope) in &self.before.tables {
                self.after.tables.entry(key.clone()).or_insert_with(|| scope.clone());
            }
        }
        std::mem::take(&mut self.after)
    }

    /// Names that nobody's code can hold on to.
    pub fn free(&mut self, kind: Kind, wanted: &[Wanted<'_>]) -> Vec<String> {
        let mut names = vec![String::new(); wanted.len()];
        self.fill(kind, wanted, &mut names, BTreeSet::new());
        self.tell_collisions(wanted, kind, &names);
        names
    }

    /// Names for `wanted`, in the same order, no two alike. `owner` is what the scope is in.
    pub fn settle(&mut self, table: Table, owner: Option<&Settled>, wanted: &[Wanted<'_>]) -> Vec<Settled> {
        let nothing = Scope::new();
        let place = match owner {
            None => Some(String::new()),
            Some(owner) => owner.before.clone(),
        };
        let known = place.and_then(|owner| self.before.tables.get(&(table, owner))).unwrap_or(&nothing);
        let places = places(wanted);
        let Held { mut by, mut gone } = self.hold(table, known, wanted, &places);

        // Renames that were found in another scope, or can be told from what is around.
        let mut renamed: BTreeMap<usize, &String> = BTreeMap::new();
        if !self.before.partial {
            let new: Vec<usize> = (0..wanted.len()).filter(|index| by[*index].is_empty()).collect();
            let live: Vec<_> = gone.iter().filter(|(_, entry)| !entry.retired).copied().collect();
            renamed = renames(table, self.before, known, &live, wanted, &new);
            for index in new {
                let told = wanted[index].renamed.as_ref();
                renamed.extend(live.iter().find(|(key, _)| Some(*key) == told).map(|(key, _)| (index, *key)));
            }
            gone.retain(|(key, _)| !renamed.values().any(|renamed| renamed == key));
        }

        let mut names: Vec<String> = by
            .iter()
            .map(|entries| entries.first().map(|(_, entry)| entry.name.clone()).unwrap_or_default())
            .collect();
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for entry in known.values() {
            taken.extend([&entry.name].into_iter().chain(&entry.was).map(|name| folded(table.kind(), name)));
        }
        for (index, key) in &renamed {
            let entry = &known[*key];
            by[*index] = vec![(key, entry)];
            // Another spelling of the same words.
            if self.rules.name(table.kind(), wanted[*index].words) == entry.name {
                names[*index] = entry.name.clone();
            }
        }
        self.fill(table.kind(), wanted, &mut names, taken);

        let settled: Vec<Settled> = names
            .iter()
            .zip(&by)
            .enumerate()
            .map(|(index, (name, entries))| {
                let mut was: Vec<String> = Vec::new();
                for (_, entry) in entries {
                    let olds = [&entry.name].into_iter().chain(&entry.was);
                    olds.filter(|old| *old != name).for_each(|old| was.push(old.clone()));
                }
                was.sort();
                was.dedup();
                Settled {
                    name: name.clone(),
                    was,
                    before: entries.first().map(|(_, entry)| entry.name.clone()),
                    renamed: renamed.get(&index).map(|key| (*key).clone()),
                }
            })
            .collect();
        if table.told() {
            self.tell_collisions(wanted, table.kind(), &names);
            self.tell_renames(wanted, &settled, known);
        }
        let mut scope = self.scope(table, wanted, &settled, &by, &places);
        scope.extend(gone.into_iter().map(|(key, entry)| (key.clone(), self.retired(entry))));
        let owner = owner.map(|owner| owner.name.clone()).unwrap_or_default();
        self.after.tables.insert((table, owner), scope);
        settled
    }

    /// Which entries each of `wanted` holds, the one whose name it keeps first.
    fn hold<'e>(
        &self,
        table: Table,
        known: &'e Scope,
        wanted: &[Wanted<'_>],
        places: &BTreeMap<&str, usize>,
    ) -> Held<'e> {
        let mut held = Held { by: vec![Vec::new(); wanted.len()], gone: Vec::new() };
        let mut others: Vec<(&String, &Entry)> = Vec::new();
        for (key, entry) in known {
            match places.get(key.as_str()) {
                Some(index) => held.by[*index].push((key, entry)),
                None => others.push((key, entry)),
            }
        }
        // With another status it is the same reply, or there is another one beside it now.
        let mut replies: BTreeMap<String, usize> = BTreeMap::new();
        for (key, index) in places.iter().filter(|_| table == Table::Types) {
            if let Some(key) = any_success(key) {
                replies.entry(key).or_insert(*index);
            }
        }
        others.sort_by_key(|(_, entry)| entry.retired);
        for (key, entry) in others {
            match any_success(key)
                .and_then(|key| replies.get(&key))
                .filter(|index| held.by[**index].is_empty())
            {
                Some(index) => held.by[*index].push((key, entry)),
                None => held.gone.push((key, entry)),
            }
        }
        for (entries, one) in held.by.iter_mut().zip(wanted).filter(|(entries, _)| entries.len() > 1) {
            let usual = self.rules.name(table.kind(), one.words);
            entries.sort_by_key(|(_, entry)| (entry.retired, entry.name != usual));
            // What is not used any more makes no alias.
            let live = entries.iter().filter(|(_, entry)| !entry.retired).count().max(1);
            held.gone.extend(entries.split_off(live));
        }
        held
    }

    /// Gives a name that is not in `taken` to everything that has none.
    fn fill(&self, kind: Kind, wanted: &[Wanted<'_>], names: &mut [String], mut taken: BTreeSet<String>) {
        let mut order: Vec<usize> = (0..wanted.len()).filter(|index| names[*index].is_empty()).collect();
        order.sort_by_key(|index| wanted[*index].deprecated);
        let mut late = Vec::new();
        for index in order {
            let name = self.rules.name(kind, wanted[index].words);
            if taken.insert(folded(kind, &name)) {
                names[index] = name;
            } else {
                late.push(index);
            }
        }
        // Numbers are given when all others have their names, so that none takes one of theirs.
        for index in late {
            let numbered = |number: u32| {
                let words: Vec<String> =
                    wanted[index].words.iter().cloned().chain([number.to_string()]).collect();
                self.rules.name(kind, &words)
            };
            let mut free = (2..).map(numbered);
            names[index] = free.find(|name| taken.insert(folded(kind, name))).expect("some number is free");
        }
    }

    fn tell_collisions(&mut self, wanted: &[Wanted<'_>], kind: Kind, names: &[String]) {
        let mut holders: BTreeMap<String, usize> = BTreeMap::new();
        names.iter().enumerate().for_each(|(index, name)| {
            holders.insert(folded(kind, name), index);
        });
        for (one, name) in wanted.iter().zip(names) {
            let usual = self.rules.name(kind, one.words);
            if usual == *name {
                continue;
            }
            let Some(first) = holders.get(&folded(kind, &usual)).map(|index| &wanted[*index]) else {
                continue;
            };
            self.sink.push(
                Diagnostic::new(
                    &codes::NAMES_COLLIDE,
                    one.span,
                    format!(
                        "`{}` and `{}` are both `{usual}` in {}",
                        first.wire, one.wire, self.rules.language
                    ),
                )
                .label(format!("becomes `{name}`"))
                .related(first.span, format!("is `{usual}`")),
            );
        }
    }

    fn tell_renames(&mut self, wanted: &[Wanted<'_>], settled: &[Settled], known: &Scope) {
        for (one, settled) in wanted.iter().zip(settled) {
            let Some(old) = settled.renamed.as_ref().map(|key| (key, &known[key].name)) else { continue };
            if *old.1 == settled.name {
                continue;
            }
            let (wire, (key, old)) = (one.wire, old);
            let message =
                format!("`{wire}` is taken for what was `{key}`, so `{old}` stays as a deprecated alias");
            // A row of a table is a property of what is sent and of what comes back.
            let told =
                |other: &Diagnostic| other.message == message && other.primary.span.source == one.span.source;
            if self.sink.findings().iter().any(told) {
                continue;
            }
            self.sink.push(
                Diagnostic::new(&codes::RENAMED, one.span, message)
                    .label(format!("is `{}` in {} now", settled.name, self.rules.language))
                    .help(format!("if it is something else, remove `was` from `{wire}` in names.lock")),
            );
        }
    }

    /// What the lock has to hold of what is on the pages.
    fn scope(
        &self,
        table: Table,
        wanted: &[Wanted<'_>],
        settled: &[Settled],
        by: &[Vec<(&String, &Entry)>],
        places: &BTreeMap<&str, usize>,
    ) -> Scope {
        let mut scope = Scope::new();
        let ordered = matches!(table, Table::Fields | Table::Params);
        for (index, ((one, settled), entries)) in wanted.iter().zip(settled).zip(by).enumerate() {
            let kept = entries.first().map(|(key, _)| key.as_str());
            let kept = kept.filter(|key| settled.renamed.is_none() && places.contains_key(key));
            // Never a key by which another one would be found the next time.
            let own = || one.keys().find(|key| places[key] == index);
            let Some(key) = kept.or_else(own) else { continue };
            let after = index.checked_sub(1).filter(|_| ordered).map(|index| wanted[index].wire.to_owned());
            let (name, was, is) = (settled.name.clone(), settled.was.clone(), one.is.clone());
            scope.insert(key.to_owned(), Entry { name, is, after, was, retired: false, span: None });
        }
        scope
    }

    /// What is left of a name that nothing on the pages has any more.
    fn retired(&self, entry: &Entry) -> Entry {
        match self.before.partial {
            true => entry.clone(),
            false => Entry { name: entry.name.clone(), retired: true, ..Entry::default() },
        }
    }
}

/// The key of a type in a success, with any status: `create-store#2XX` of `create-store#201`.
fn any_success(key: &str) -> Option<String> {
    let (page, place) = key.split_once('#')?;
    let rest = place.strip_prefix('2')?;
    let (status, rest) = rest.split_at_checked(2)?;
    let is_success = status == "XX" || status.bytes().all(|byte| byte.is_ascii_digit());
    (is_success && !rest.starts_with(|c: char| c.is_alphanumeric()))
        .then(|| format!("{page}#{SUCCESS}{rest}"))
}

/// Which of `wanted` each key leads to.
fn places<'w>(wanted: &'w [Wanted<'_>]) -> BTreeMap<&'w str, usize> {
    let mut places = BTreeMap::new();
    for (index, one) in wanted.iter().enumerate() {
        one.keys().for_each(|key| {
            places.entry(key).or_insert(index);
        });
    }
    places
}

struct Held<'e> {
    by: Vec<Vec<(&'e String, &'e Entry)>>,
    gone: Vec<(&'e String, &'e Entry)>,
}

/// Files are compared without case: some file systems do.
fn folded(kind: Kind, name: &str) -> String {
    if kind == Kind::Stem { name.to_lowercase() } else { name.to_owned() }
}
