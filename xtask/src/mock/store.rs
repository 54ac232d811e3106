//! What was created, changed and deleted in this run, by path.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::Value;

/// How many deletions of documented resources are remembered. Those of created ones need
/// none: their ids are ours, and what is ours and not there is gone.
const DELETIONS: usize = 1000;

/// Paths are joined with `/`, percent-decoded.
#[derive(Default)]
pub(super) struct Store {
    resources: BTreeMap<String, Value>,
    deleted: BTreeSet<String>,
    oldest: VecDeque<String>,
    /// The number of the last id.
    last: u64,
    /// The number of the last error: one of its own, so that a refusal changes no other id.
    last_error: u64,
    /// The number of the last access token.
    last_token: u64,
}

impl Store {
    /// A number that was not given before.
    pub(super) fn number(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// The number of a new error.
    pub(super) fn error(&mut self) -> u64 {
        self.last_error += 1;
        self.last_error
    }

    /// The number of a new access token.
    pub(super) fn token(&mut self) -> u64 {
        self.last_token += 1;
        self.last_token
    }

    pub(super) fn last_token(&self) -> u64 {
        self.last_token
    }

    pub(super) fn get(&self, path: &str) -> Option<&Value> {
        self.resources.get(path)
    }

    pub(super) fn put(&mut self, path: String, value: Value) {
        self.deleted.remove(&path);
        self.resources.insert(path, value);
    }

    /// Forgets a resource and what is under it.
    pub(super) fn delete(&mut self, path: &str, is_ours: bool) {
        self.resources.remove(path);
        let below: Vec<String> = self.below(path).map(|(path, _)| path.clone()).collect();
        below.iter().for_each(|path| drop(self.resources.remove(path)));
        if !is_ours && self.deleted.insert(path.to_owned()) {
            self.oldest.push_back(path.to_owned());
            if self.oldest.len() > DELETIONS {
                let forgotten = self.oldest.pop_front();
                forgotten.iter().for_each(|path| {
                    self.deleted.remove(path);
                });
            }
        }
    }

    pub(super) fn is_deleted(&self, path: &str) -> bool {
        self.deleted.contains(path)
    }

    /// The resources right under the collection at `path`, in the order they were created.
    pub(super) fn children<'a>(&'a self, path: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
        let start = path.len() + 1;
        self.below(path).filter(move |(path, _)| !path[start..].contains('/')).map(|(_, value)| value)
    }

    fn below<'a>(&'a self, path: &str) -> impl Iterator<Item = (&'a String, &'a Value)> + use<'a> {
        let start = format!("{path}/");
        self.resources.range(start.clone()..).take_while(move |(path, _)| path.starts_with(&start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deleting_takes_what_is_under_it_and_remembers_a_bounded_number() {
        let mut store = Store::default();
        for path in ["a/1", "a/1/b/2", "a/10"] {
            store.put(path.into(), Value::Null);
        }
        store.delete("a/1", true);
        assert_eq!(store.resources.keys().collect::<Vec<_>>(), ["a/10"]);
        for number in 0..2 * DELETIONS {
            store.delete(&format!("b/{number}"), false);
        }
        assert_eq!((store.deleted.len(), store.oldest.len()), (DELETIONS, DELETIONS));
        assert!(store.is_deleted(&format!("b/{}", 2 * DELETIONS - 1)));
    }
}
