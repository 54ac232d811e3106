//! What values look like, and which of them are secrets.

use super::draft::Draft;
use crate::ir::{Format, Literal};
use crate::json::{Json, Value, placeholder};
use crate::source::Span;
use crate::vocabulary::TypeWord;

/// A scalar as a constant; `None` for lists, objects and bare placeholders.
pub(super) fn literal(json: &Json) -> Option<Literal> {
    match &json.value {
        Value::Null => Some(Literal::Null),
        Value::Boolean(value) => Some(Literal::Boolean(*value)),
        Value::Number(number) => Some(Literal::Number(number.clone())),
        Value::String(text) => Some(Literal::String(text.clone())),
        Value::Placeholder(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The format of a type that tables name.
pub(super) fn stated_format(word: &TypeWord) -> Option<Format> {
    match word {
        TypeWord::DateTime => Some(Format::DateTime),
        TypeWord::Uuid => Some(Format::Uuid),
        TypeWord::Uri => Some(Format::Uri),
        _ => None,
    }
}

/// The format that a string's value shows, for documentation only.
pub(super) fn format(text: &str) -> Option<Format> {
    if is_uuid(text) {
        Some(Format::Uuid)
    } else if is_date_time(text) {
        Some(Format::DateTime)
    } else if (text.starts_with("https://") || text.starts_with("http://")) && !text.contains([' ', '{', '}'])
    {
        Some(Format::Uri)
    } else {
        None
    }
}

/// RFC 9562 section 4: 8-4-4-4-12 hexadecimal digits.
fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// RFC 3339 section 5.6: `2022-11-28T19:43:36.206Z`.
fn is_date_time(text: &str) -> bool {
    let shape = b"dddd-dd-ddTdd:dd:dd";
    let Some((head, tail)) = text.as_bytes().split_at_checked(shape.len()) else { return false };
    let fits = head.iter().zip(shape).all(|(byte, want)| match want {
        b'd' => byte.is_ascii_digit(),
        want => byte == want,
    });
    let zone = match tail {
        [b'.', fraction @ ..] => {
            &fraction[fraction.iter().take_while(|byte| byte.is_ascii_digit()).count()..]
        }
        tail => tail,
    };
    fits && (zone == b"Z" || matches!(zone, [b'+' | b'-', _, _, b':', _, _]))
}

/// Where the values of secrets stand in the pages' JSON.
pub(super) fn secrets(drafts: &[Draft<'_>]) -> Vec<Span> {
    let mut spans = Vec::new();
    for draft in drafts {
        let replies = draft.replies.iter().flat_map(|reply| &reply.examples);
        for json in draft.body.iter().filter_map(|body| body.json.as_ref()).chain(replies) {
            each_secret(json, &mut |value, _| spans.push(value.inner()));
        }
    }
    spans.sort_unstable();
    spans
}

/// Calls `visit` with every secret value in `json` and its key. Placeholders are no secrets.
pub(crate) fn each_secret(json: &Json, visit: &mut impl FnMut(&Json, &str)) {
    let mut left = vec![json];
    while let Some(json) = left.pop() {
        match &json.value {
            Value::Array(items) => left.extend(items.iter()),
            Value::Object(members) => {
                for member in members {
                    let shown = member
                        .value
                        .as_str()
                        // `********` shows nothing.
                        .is_some_and(|text| text.contains(|c| c != '*') && placeholder(text).is_none());
                    if shown && crate::is_secret_name(&member.key.value) {
                        visit(&member.value, &member.key.value);
                    }
                    left.push(&member.value);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats() {
        assert_eq!(format("4c7d38cf-e3dc-4210-a9c3-d19209333874"), Some(Format::Uuid));
        assert_eq!(format("2022-11-28T19:43:36.206Z"), Some(Format::DateTime));
        assert_eq!(format("2022-11-28T19:43:36+01:00"), Some(Format::DateTime));
        assert_eq!(format("https://example.com"), Some(Format::Uri));
        for text in ["2.0", "2022-11-28", "{{apiPath}}/x", "North America", "4c7d38cf-e3dc-4210-a9c3"] {
            assert_eq!(format(text), None, "{text}");
        }
    }
}
