//! Wanted files in, a plan out: what to create, update, delete, or refuse.

use std::collections::BTreeMap;

use docparse::source::SourceId;

pub use crate::manifest::{Manifest, digest};

/// Files in memory: path under the root, with `/`, to text and the pages it came from.
pub type FileSet = BTreeMap<String, File>;

/// A file in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// What it holds.
    pub text: String,
    /// The pages it was made from, in order of path.
    pub pages: Vec<SourceId>,
}

impl File {
    /// A file of `text`, made from `pages`.
    pub fn new(text: String, mut pages: Vec<SourceId>) -> Self {
        pages.sort_unstable();
        pages.dedup();
        Self { text, pages }
    }
}

/// The name of the manifest in every root.
pub const MANIFEST: &str = "manifest.json";

/// What to do with one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Write a file that is not there.
    Create(String),
    /// Replace what we wrote before: old and new text.
    Update {
        /// What stands there.
        old: String,
        /// What will.
        new: String,
    },
    /// Remove what we wrote before and no longer want.
    Delete,
    /// Nothing.
    Unchanged,
    /// Stop: the file is not as we left it.
    Refuse(Refusal),
}

/// Why a file is not touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// We wrote it, and somebody changed it since.
    Edited,
    /// We never wrote it.
    Foreign,
}

/// What to do with each file under a root.
pub type Plan = BTreeMap<String, Step>;

/// Plans how to get from `present` to `wanted`.
///
/// `present` holds the files that stand under the root now; `owned` is the manifest
/// of the last run, if there is one. A file that is listed there with the digest it
/// still has, or that is already as wanted, is ours to replace or remove. With
/// `force`, so is any other; files the generator never wrote and does not want stay.
pub fn plan(
    wanted: FileSet,
    mut present: BTreeMap<String, String>,
    owned: Option<&Manifest>,
    force: bool,
) -> Plan {
    let ours = |path: &str, text: &str| -> Option<Refusal> {
        match owned.and_then(|manifest| manifest.digest_of(path)) {
            _ if force => None,
            Some(known) if known == digest(text) => None,
            Some(_) => Some(Refusal::Edited),
            // The manifest lists all others, so it cannot list itself.
            None if path == MANIFEST => None,
            None => Some(Refusal::Foreign),
        }
    };
    let mut plan = Plan::new();
    for (path, file) in wanted {
        let step = match present.remove(&path) {
            None => Step::Create(file.text),
            Some(old) if old == file.text => Step::Unchanged,
            Some(old) => match ours(&path, &old) {
                Some(refusal) => Step::Refuse(refusal),
                None => Step::Update { old, new: file.text },
            },
        };
        plan.insert(path, step);
    }
    // What is left is not wanted.
    for path in owned.into_iter().flat_map(Manifest::paths) {
        if let Some(text) = present.get(path) {
            plan.insert(path.to_owned(), ours(path, text).map_or(Step::Delete, Step::Refuse));
        }
    }
    plan
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> FileSet {
        list.iter().map(|(path, text)| ((*path).to_owned(), File::new((*text).to_owned(), vec![]))).collect()
    }

    fn texts(list: &[(&str, &str)]) -> BTreeMap<String, String> {
        list.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    }

    fn kinds(plan: &Plan) -> Vec<(&str, &'static str)> {
        let kind = |step: &Step| match step {
            Step::Create(_) => "create",
            Step::Update { .. } => "update",
            Step::Delete => "delete",
            Step::Unchanged => "unchanged",
            Step::Refuse(Refusal::Edited) => "edited",
            Step::Refuse(Refusal::Foreign) => "foreign",
        };
        plan.iter().map(|(path, step)| (path.as_str(), kind(step))).collect()
    }

    #[test]
    fn our_files_are_replaced_and_removed() {
        let owned = Manifest::of(&files(&[("a", "1"), ("b", "1"), ("c", "1")]), &[]);
        let plan = plan(
            files(&[("a", "2"), ("b", "1"), ("d", "1")]),
            texts(&[("a", "1"), ("b", "1"), ("c", "1")]),
            Some(&owned),
            false,
        );
        assert_eq!(kinds(&plan), [("a", "update"), ("b", "unchanged"), ("c", "delete"), ("d", "create")]);
    }

    #[test]
    fn what_others_wrote_is_never_lost() {
        let owned = Manifest::of(&files(&[("a", "1"), ("b", "1")]), &[]);
        let present = texts(&[("a", "edited"), ("b", "edited"), ("c", "theirs"), ("d", "theirs")]);
        let wanted = files(&[("a", "2"), ("c", "1")]);
        let refused = plan(wanted.clone(), present.clone(), Some(&owned), false);
        assert_eq!(kinds(&refused), [("a", "edited"), ("b", "edited"), ("c", "foreign")]);
        let forced = plan(wanted, present, Some(&owned), true);
        assert_eq!(kinds(&forced), [("a", "update"), ("b", "delete"), ("c", "update")]);
    }

    #[test]
    fn a_run_that_was_killed_is_repaired_by_the_next() {
        // Killed after `a` was written and before the manifest was.
        let owned = Manifest::of(&files(&[("a", "1"), ("b", "1")]), &[]);
        let plan =
            plan(files(&[("a", "2"), ("b", "2")]), texts(&[("a", "2"), ("b", "1")]), Some(&owned), false);
        assert_eq!(kinds(&plan), [("a", "unchanged"), ("b", "update")]);
    }
}
