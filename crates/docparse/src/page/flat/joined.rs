//! Rows whose cells were put on one line: a line in, where its cells stand out.
//!
//! Older renderings part the cells by spaces, by bars and line breaks, or by nothing. The
//! words of the type and required columns are known, so a row is read from the right.

use std::ops::Range;

use super::words::{is_presence, is_property, is_type};

/// Words of the required column, the longer before those that they end with.
const PRESENCE: &[&str] = &["Required/Optional", "Required", "Optional", "N/A", "Read-only"];

/// Words of the type column, as they stand where nothing parts them from a name.
const TYPES: &[&str] =
    &["String", "Boolean", "Integer", "Number", "Object", "Array", "DateTime", "Date", "UUID", "Map", "JSON"];

/// Whether a line starts a row of this kind; `below` is the line that follows.
pub(super) fn is_row(line: &str, below: &str) -> bool {
    split((line, 0)).is_some() || split_by_bars((line, 0), (below, 0)).is_some()
}

/// `configuration.API_KEY (Deprecated) String Required/Optional`, or the same without spaces:
/// where name, type and required word stand, counted from the line's offset.
pub(super) fn split((line, at): (&str, usize)) -> Option<[Range<usize>; 3]> {
    let presence = PRESENCE.iter().find(|word| line.ends_with(**word))?;
    let rest = &line[..line.len() - presence.len()];
    let glued = !rest.ends_with(' ');
    let rest = rest.trim_end();
    let ty = if glued { glued_type(rest)? } else { spaced_type(rest)? };
    let name = rest[..rest.len() - ty].trim_end();
    is_property(name).then(|| {
        let (end, typed) = (at + line.len(), at + rest.len());
        [at..at + name.len(), typed - ty..typed, end - presence.len()..end]
    })
}

/// How long the type is that `text` ends with, as a word of its own.
fn spaced_type(text: &str) -> Option<usize> {
    let (_, word) = text.rsplit_once(' ')?;
    is_type(word).then_some(word.len())
}

/// How long the type is that `text` ends with, if one and only one type can be meant.
fn glued_type(text: &str) -> Option<usize> {
    let stem = text.strip_suffix("[]").or(text.strip_suffix("\\[\\]")).unwrap_or(text);
    let ty = TYPES.iter().find(|ty| stem.ends_with(**ty))?;
    Some(ty.len() + text.len() - stem.len())
}

/// `name |` on one line and `String | Required |` on the next.
pub(super) fn split_by_bars(first: (&str, usize), second: (&str, usize)) -> Option<[Range<usize>; 3]> {
    let name = first.0.strip_suffix('|')?.trim_end();
    let (ty, presence) = second.0.strip_suffix('|')?.trim_end().split_once('|')?;
    let (ty, presence) = (ty.trim_end(), presence.trim_start());
    if !is_property(name) || !is_type(ty) || !is_presence(presence) {
        return None;
    }
    let start = second.1 + second.0.find(presence).filter(|at| *at >= ty.len())?;
    Some([first.1..first.1 + name.len(), second.1..second.1 + ty.len(), start..start + presence.len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(line: &str) -> Option<[&str; 3]> {
        split((line, 0)).map(|cells| cells.map(|cell| &line[cell]))
    }

    #[test]
    fn rows_are_read_from_the_right() {
        assert_eq!(
            cells("configuration.API_KEY (Deprecated) String Required/Optional"),
            Some(["configuration.API_KEY (Deprecated)", "String", "Required/Optional"])
        );
        assert_eq!(
            cells("configuration.CREATE_USERSBooleanOptional"),
            Some(["configuration.CREATE_USERS", "Boolean", "Optional"])
        );
        assert_eq!(cells("tagsString[]Required"), Some(["tags", "String[]", "Required"]));
        for prose in ["This is Optional", "a Widget Required", "Required", "StringOptional", "x", ""] {
            assert_eq!(cells(prose), None, "{prose}");
        }
    }

    #[test]
    fn rows_with_bars_on_two_lines() {
        let cells = split_by_bars(("name |", 0), ("String | Required |", 10)).unwrap();
        assert_eq!(cells, [0..4, 10..16, 19..27]);
        assert_eq!(split_by_bars(("name |", 0), ("Stringly | Required |", 10)), None);
    }
}
