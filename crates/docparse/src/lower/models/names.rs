//! Names of models and calls, in words.

use std::collections::BTreeSet;

use super::super::draft::Draft;
use crate::ir::Name;

/// The names that are taken. Languages fold case and separators, so words joined decide.
#[derive(Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// The first of `candidates` that is free; with a number if none is.
    pub(super) fn claim<const N: usize>(&mut self, candidates: [Vec<String>; N]) -> Name {
        for words in &candidates {
            if !words.is_empty() && self.taken.insert(words.concat()) {
                return Name::from_words(words.clone());
            }
        }
        let last = &candidates[N - 1];
        let mut number = 2;
        loop {
            let words: Vec<String> = last.iter().cloned().chain([number.to_string()]).collect();
            if self.taken.insert(words.concat()) {
                return Name::from_words(words);
            }
            number += 1;
        }
    }
}

/// What a call on a group's endpoint is named: what the pages' ids share once each tag's
/// value is taken off. `create-store-pingone` and `create-store-aquera` are `create store`.
pub(super) fn call(drafts: &[Draft<'_>], tag: Option<&str>) -> Vec<String> {
    let stems: Vec<Vec<String>> = drafts
        .iter()
        .map(|draft| {
            let words = crate::words(&draft.id.value);
            let tag = draft.tags.iter().find(|candidate| Some(candidate.property.as_str()) == tag);
            match tag {
                Some(tag) => without_suffix(words, &crate::words(&tag.value.value).concat()),
                None => words,
            }
        })
        .collect();
    let mut shared = stems[0].clone();
    for stem in &stems {
        let same = shared.iter().zip(stem).take_while(|(a, b)| a == b).count();
        shared.truncate(same);
    }
    if shared.is_empty() { stems[0].clone() } else { shared }
}

/// Takes the last words off whose letters together are `suffix`.
fn without_suffix(words: Vec<String>, suffix: &str) -> Vec<String> {
    let cut = (1..words.len()).find(|at| words[*at..].concat() == suffix);
    cut.map_or(words.clone(), |at| words[..at].to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_taken_off_however_it_is_split() {
        let words = |text: &str| crate::words(text);
        assert_eq!(without_suffix(words("create-store-pingone"), "pingone"), ["create", "store"]);
        assert_eq!(without_suffix(words("create-store-git-hub-emu"), "githubemu"), ["create", "store"]);
        assert_eq!(without_suffix(words("create-store"), "pingone"), ["create", "store"]);
    }

    #[test]
    fn a_taken_name_gets_the_next_candidate_then_a_number() {
        let mut names = Names::default();
        let words = |text: &str| crate::words(text);
        assert_eq!(names.claim([words("store")]).wire, "store");
        assert_eq!(names.claim([words("store"), words("store response")]).wire, "store response");
        assert_eq!(names.claim([words("store")]).wire, "store 2");
    }
}
