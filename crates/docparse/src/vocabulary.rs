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

/// Words before the type of a list's items: `Collection of Object`.
const LISTS_OF: &[&str] = &["collection of ", "array of ", "list of "];

/// What `word` means, if these docs use it: `String`, `Object[]`, `String\[]`, `Condition object`.
pub(crate) fn type_word(word: &str) -> Option<TypeWord> {
    let word = word.replace('\\', "").trim().trim_end_matches('*').trim().to_lowercase();
    if let Some(item) = word.strip_suffix("[]") {
        return type_word(item).map(|item| TypeWord::List(Box::new(item)));
    }
    if let Some(item) = LISTS_OF.iter().find_map(|of| word.strip_prefix(of)) {
        let item = type_word(item).or_else(|| type_word(item.strip_suffix('s')?))?;
        return Some(TypeWord::List(Box::new(item)));
    }
    if word.strip_suffix(" object").is_some_and(|kind| kind.split(' ').count() < 4) {
        return Some(TypeWord::Object);
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

/// What a type column means that names a model instead of a type: an object, or a list of them.
/// `linked` tells that the name leads to where the model is described.
pub(crate) fn named_type(word: &str, linked: bool) -> Option<TypeWord> {
    let word = word.replace('\\', "");
    let word = word.trim().trim_end_matches('*').trim();
    if let Some(item) = word.strip_suffix("[]") {
        return named_type(item, linked).map(|item| TypeWord::List(Box::new(item)));
    }
    let of = |of: &&str| word.get(..of.len()).is_some_and(|start| start.eq_ignore_ascii_case(of));
    if let Some(of) = LISTS_OF.iter().find(|lists| of(lists)) {
        return named_type(&word[of.len()..], true).map(|item| TypeWord::List(Box::new(item)));
    }
    // `EffectSettings`: a name of two words or more, spelled as models are.
    let is_name = word.starts_with(char::is_uppercase)
        && word.chars().all(char::is_alphanumeric)
        && word.chars().zip(word.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase());
    let said = linked && !word.is_empty() && presence_word(word).is_none();
    (is_name || said).then_some(TypeWord::Object)
}

/// What the required column's `word` says.
pub(crate) fn presence_word(word: &str) -> Option<Presence> {
    match word.trim().to_lowercase().as_str() {
        "required" | "yes" | "true" => Some(Presence::Required),
        // Needed in some configuration only; a client that insists would be wrong in the others.
        "optional" | "required/optional" | "no" | "false" => Some(Presence::Optional),
        // Set by the service, not by the caller.
        "n/a" => Some(Presence::Optional),
        "" => Some(Presence::Unstated),
        _ => None,
    }
}

/// What the mutable column's `word` says, in one spelling: `Read Only` is `read-only`.
pub(crate) fn mutable_word(word: &str) -> Option<&'static str> {
    let folded: String = word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    match folded.as_str() {
        "mutable" => Some("mutable"),
        "immutable" => Some("immutable"),
        "readonly" => Some("read-only"),
        "writeonly" => Some("write-only"),
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
        assert_eq!(type_word("Condition object"), Some(TypeWord::Object));
        assert_eq!(type_word("Collection of Strings"), Some(TypeWord::List(Box::new(TypeWord::String))));
    }

    #[test]
    fn names_of_models() {
        let list = || Some(TypeWord::List(Box::new(TypeWord::Object)));
        assert_eq!(named_type("EffectSettings", false), Some(TypeWord::Object));
        assert_eq!(named_type("Collection of TargetNodeRepresentation", false), list());
        assert_eq!(named_type("Test entity\\[]", true), list());
        for word in ["Widget", "Optional", "String or so", "UUIDs", ""] {
            assert_eq!(named_type(word, false), None, "{word}");
        }
        assert_eq!(named_type("Optional", true), None);
    }

    #[test]
    fn mutable_words() {
        for word in ["Read-only", "Read only", "Read-Only", "ReadOnly"] {
            assert_eq!(mutable_word(word), Some("read-only"));
        }
        assert_eq!(mutable_word("Optional"), None);
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
