//! What is gone from a scope and what is new in it, in; which of the new is one of the old, out.
//!
//! A property is known again by its type, its presence, and a neighbour it still has; a
//! call by its method and route; a type, and a resource, by what is in it. If two could be
//! meant, none is: then it is a removal, and additions.

use std::collections::{BTreeMap, BTreeSet};

use super::{Entry, Scope, Scopes, Table, Wanted};

/// For each of `wanted` that no entry holds, the key of the entry in `gone` it was.
pub(super) fn renames<'a>(
    table: Table,
    before: &Scopes,
    known: &Scope,
    gone: &[(&'a String, &'a Entry)],
    wanted: &[Wanted<'_>],
    new: &[usize],
) -> BTreeMap<usize, &'a String> {
    if gone.is_empty() || new.is_empty() {
        return BTreeMap::new();
    }
    let mut by_clue: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for index in new {
        for clue in clues_of_new(table, wanted, *index) {
            by_clue.entry(clue).or_default().push(*index);
        }
    }
    let next: BTreeMap<&str, &String> =
        known.iter().filter_map(|(key, entry)| Some((entry.after.as_deref()?, key))).collect();
    let mut pairs: Vec<(usize, &'a String)> = Vec::new();
    for (key, entry) in gone {
        let clues = clues_of_old(table, before, key, entry, &next);
        let met: BTreeSet<usize> =
            clues.iter().filter_map(|clue| by_clue.get(clue)).flatten().copied().collect();
        let members = members(table, before, &entry.name);
        let fits = |index: &usize| {
            let one = &wanted[*index];
            one.is == entry.is
                && (one.members.is_empty() && members.is_empty() || alike(&members, &one.members))
        };
        pairs.extend(met.into_iter().filter(fits).map(|index| (index, *key)));
    }
    let (mut of_new, mut of_old) = (BTreeMap::<usize, usize>::new(), BTreeMap::<&str, usize>::new());
    for (index, key) in &pairs {
        *of_new.entry(*index).or_default() += 1;
        *of_old.entry(key).or_default() += 1;
    }
    pairs.retain(|(index, key)| of_new[index] == 1 && of_old[key.as_str()] == 1);
    pairs.into_iter().collect()
}

/// Words that an old and a new one must share to be compared at all.
fn clues_of_new(table: Table, wanted: &[Wanted<'_>], index: usize) -> Vec<String> {
    let one = &wanted[index];
    match table {
        Table::Fields | Table::Params => {
            let at =
                |index: Option<usize>| index.and_then(|index| wanted.get(index)).map_or("", |one| one.wire);
            vec![format!("after {}", at(index.checked_sub(1))), format!("before {}", at(Some(index + 1)))]
        }
        Table::Calls => one.is.iter().cloned().collect(),
        Table::Types => one.keys.iter().flat_map(|key| places(key)).collect(),
        Table::Clients => one.members.clone(),
        // These have no aliases, or those of their twins.
        _ => Vec::new(),
    }
}

fn clues_of_old(
    table: Table,
    before: &Scopes,
    key: &str,
    entry: &Entry,
    next: &BTreeMap<&str, &String>,
) -> Vec<String> {
    match table {
        Table::Fields | Table::Params => {
            let next = next.get(key).map_or("", |key| key.as_str());
            vec![format!("after {}", entry.after.as_deref().unwrap_or_default()), format!("before {next}")]
        }
        Table::Calls => entry.is.iter().cloned().collect(),
        Table::Types => places(key),
        Table::Clients => members(table, before, &entry.name).into_iter().map(str::to_owned).collect(),
        // These have no aliases, or those of their twins.
        _ => Vec::new(),
    }
}

/// The place a type has on any page, and the place on its page that it is a part of.
fn places(key: &str) -> Vec<String> {
    let Some((page, place)) = key.split_once('#') else { return Vec::new() };
    let parent = place.rsplit_once('.').map(|(parent, _)| format!("{page}#{parent}"));
    [format!("#{place}")].into_iter().chain(parent).collect()
}

/// What was in the type, or the resource, called `name`.
fn members<'a>(table: Table, before: &'a Scopes, name: &str) -> Vec<&'a str> {
    let tables: &[Table] = match table {
        Table::Types => &[Table::Fields, Table::Arms],
        Table::Clients => &[Table::Calls],
        _ => &[],
    };
    let scopes = tables.iter().filter_map(|table| before.tables.get(&(*table, name.to_owned())));
    let live = scopes.flatten().filter(|(_, entry)| !entry.retired);
    live.map(|(key, _)| key.as_str()).collect()
}

/// Whether at least four of five are in both.
fn alike(old: &[&str], new: &[String]) -> bool {
    let old: BTreeSet<&str> = old.iter().copied().collect();
    let new: BTreeSet<&str> = new.iter().map(String::as_str).collect();
    let (both, all) = (old.intersection(&new).count(), old.union(&new).count());
    both > 0 && both * 5 >= all * 4
}
