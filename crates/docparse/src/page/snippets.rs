//! Small shapes that lines and paragraphs have in both renderings.

use crate::ir::Method;

/// Whether a line is `METHOD {{base}}/…` or `METHOD /…`.
pub(super) fn is_request_line(line: &str) -> bool {
    let Some((word, rest)) = line.trim().split_once(' ') else {
        return false;
    };
    Method::parse(word).is_some()
        && (rest.trim_start().starts_with("{{") || rest.trim_start().starts_with('/'))
        && !rest.contains("HTTP/1.1")
}

/// Whether a paragraph is a status line: `201 Created`.
pub(super) fn is_status(text: &str) -> bool {
    let text = text.trim();
    let Some((code, reason)) = text.split_once(' ') else {
        return text.len() == 3 && text.bytes().all(|b| b.is_ascii_digit());
    };
    code.len() == 3
        && matches!(code.as_bytes()[0], b'1'..=b'5')
        && code.bytes().all(|byte| byte.is_ascii_digit())
        && reason.starts_with(char::is_uppercase)
        && reason.split_whitespace().count() <= 4
        && !reason.contains(['.', ','])
}
