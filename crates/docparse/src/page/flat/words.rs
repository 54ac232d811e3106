//! A flattened line in, which column's words it may be out.

use crate::vocabulary;

pub(super) fn is_property(text: &str) -> bool {
    let name = text.strip_suffix("(deprecated)").or(text.strip_suffix("(Deprecated)")).unwrap_or(text).trim();
    !name.is_empty()
        && name.len() < 200
        && !name.contains(char::is_whitespace)
        && !name.ends_with(['.', ':', ','])
}

pub(super) fn is_type(text: &str) -> bool {
    vocabulary::type_word(text).is_some() || vocabulary::near_type_word(text).is_some()
}

/// Whether a word tells if a property is required.
pub(super) fn is_presence(text: &str) -> bool {
    !text.is_empty() && vocabulary::presence_word(text).is_some()
}

/// Whether a word tells if a property can change.
pub(super) fn is_mutable(text: &str) -> bool {
    vocabulary::mutable_word(text).is_some()
}

pub(super) fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text.len() < 60
        && !text.contains(char::is_whitespace)
        && !text.ends_with(['.', ':', ','])
}
