//! Form fields: `a=b&c=d`, or parts, in; names and values out.

use std::borrow::Cow;

use super::text::Text;

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    /// Its name.
    pub name: Text<'a>,
    /// Its value; `None` for a file.
    pub value: Option<Text<'a>>,
}

/// The fields of an urlencoded body. Values stay as they are written.
pub(super) fn urlencoded<'a>(text: &Text<'a>) -> Vec<Field<'a>> {
    let mut fields = Vec::new();
    let mut start = 0;
    for piece in text.value.split('&') {
        let end = start + piece.len();
        if !piece.is_empty() {
            let equals = piece.find('=').map_or(end, |at| start + at);
            fields.push(Field {
                name: text.part(start, equals),
                value: Some(text.part((equals + 1).min(end), end)),
            });
        }
        start = end + 1;
    }
    fields
}

/// The text with `%20` and `+` resolved, as far as they can be.
pub fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains(['%', '+']) {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        let value = digits
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match value {
            Some(value) => {
                out.push(value);
                at += 3;
            }
            None => {
                out.push(if bytes[at] == b'+' { b' ' } else { bytes[at] });
                at += 1;
            }
        }
    }
    Cow::Owned(String::from_utf8_lossy(&out).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_resolved_as_far_as_they_can_be() {
        assert_eq!(decoded("a%20b+c%2fd%zz%"), "a b c/d%zz%");
        assert_eq!(decoded("%C3%A9%ff"), "é\u{fffd}");
    }
}
