//! The words that type and required columns hold, and what they mean.

use crate::ir::Presence;

/// What a type word means, before the examples refine it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TypeWord {
    String,
    /// A string whose values look like RFC 3339 date-times.
    DateTime,
    /// A string whose values look like RFC 9562 UUIDs.
    Uuid,
    /// A string that is an address.
    Uri,
    Boolean,
    Integer,
    Number,
    Object,
    List(Box<TypeWord>),
    Map,
    Any,
    /// `String/Boolean`: one of several.
    OneOf(Vec<TypeWord>),
}

/// Type words as pages write them, in lower case. From a survey of 526 rows.
const TYPES: &[(&str, TypeWord)] = &[
    ("string", TypeWord::String),
    ("boolean", TypeWord::Boolean),
    ("bool", TypeWord::Boolean),
    ("integer", TypeWord::Integer),
    ("int", TypeWord::Integer),
    ("long", TypeWord::Integer),
    ("number", TypeWord::Number),
    ("float", TypeWord::Number),
    ("double", TypeWord::Number),
    ("decimal", TypeWord::Number),
    ("object", TypeWord::Object),
    ("relationship", TypeWord::Object),
    ("map", TypeWord::Map),
    ("json", TypeWord::Any),
    ("json blob", TypeWord::Any),
    ("any", TypeWord::Any),
    ("date", TypeWord::DateTime),
    ("datetime", TypeWord::DateTime),
    ("timestamp", TypeWord::DateTime),
    ("uuid", TypeWord::Uuid),
    ("uri", TypeWord::Uri),
    ("url", TypeWord::Uri),
    ("email", TypeWord::String),
    ("enum", TypeWord::String),
];

const LISTS: &[&str] = &["array", "list", "collection"];

/// What `word` means, if these docs use it: `String`, `Object[]`, `String\[]`.
pub(crate) fn type_word(word: &str) -> Option<TypeWord> {
    let word = word.replace('\\', "").trim().trim_end_matches('*').trim().to_lowercase();
    if let Some(item) = word.strip_suffix("[]") {
        return type_word(item).map(|item| TypeWord::List(Box::new(item)));
    }
    if LISTS.contains(&word.as_str()) {
        return Some(TypeWord::List(Box::new(TypeWord::Any)));
    }
    if word.contains('/') {
        let words: Option<Vec<TypeWord>> = word.split('/').map(type_word).collect();
        let plain = |word: &TypeWord| {
            matches!(word, TypeWord::String | TypeWord::Boolean | TypeWord::Integer | TypeWord::Number)
        };
        return words.map(|words| match words.iter().all(plain) {
            true => TypeWord::OneOf(words),
            false => TypeWord::Any,
        });
    }
    TYPES.iter().find(|(known, _)| *known == word).map(|(_, ty)| ty.clone())
}

/// The type word one letter from `word`, as pages spell it, and its meaning.
pub(crate) fn near_type_word(word: &str) -> Option<(String, TypeWord)> {
    let (stem, suffix) = match word.trim().find(['[', '\\']) {
        Some(at) => word.trim().split_at(at),
        None => (word.trim(), ""),
    };
    let lower = stem.to_lowercase();
    let known = TYPES.iter().map(|(known, _)| *known).chain(LISTS.iter().copied());
    let mut near: Vec<&str> =
        known.filter(|known| known.len() > 2 && strsim::osa_distance(known, &lower) == 1).collect();
    near.sort_unstable();
    let [near] = near[..] else { return None };
    let spelled = if near == "uuid" || near == "url" || near == "uri" {
        near.to_uppercase()
    } else {
        format!("{}{}{suffix}", near[..1].to_uppercase(), &near[1..])
    };
    type_word(&spelled).map(|ty| (spelled, ty))
}

/// What the required column's `word` says.
pub(crate) fn presence_word(word: &str) -> Option<Presence> {
    match word.trim().to_lowercase().as_str() {
        "required" | "yes" | "true" => Some(Presence::Required),
        // Needed in some configuration only; a client that insists would be wrong in the others.
        "optional" | "required/optional" | "no" | "false" => Some(Presence::Optional),
        // Set by the service, not by the caller.
        "n/a" | "read-only" | "read only" | "immutable" => Some(Presence::Optional),
        "" => Some(Presence::Unstated),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_words() {
        assert_eq!(type_word("String"), Some(TypeWord::String));
        assert_eq!(type_word("Object\\[]*"), Some(TypeWord::List(Box::new(TypeWord::Object))));
        assert_eq!(type_word("Sring"), None);
        assert_eq!(type_word("Optional"), None);
        assert_eq!(
            type_word("String/Boolean"),
            Some(TypeWord::OneOf(vec![TypeWord::String, TypeWord::Boolean]))
        );
        assert_eq!(type_word("String/Object"), Some(TypeWord::Any));
        assert_eq!(type_word("String/Widget"), None);
    }

    #[test]
    fn slips_of_one_letter() {
        assert_eq!(near_type_word("Sring"), Some(("String".into(), TypeWord::String)));
        assert_eq!(near_type_word("Bolean"), Some(("Boolean".into(), TypeWord::Boolean)));
        assert_eq!(near_type_word("Sring[]").map(|(word, _)| word), Some("String[]".into()));
        assert_eq!(near_type_word("Optional"), None);
        assert_eq!(near_type_word("Strg"), None);
    }
}
