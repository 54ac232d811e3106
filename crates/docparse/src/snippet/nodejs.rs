//! `var options = { 'method': …, 'url': …, 'headers': {…}, body: … };`.

use super::literal::Refused;
use super::{Draft, jquery, whole};
use crate::source::Span;

pub(super) fn read<'a>(code: &'a str, span: Span, out: &mut Draft<'a>) -> Result<(), Refused> {
    let code = whole(code, span, &jquery::SYNTAX)?;
    let mut at = 0;
    while at < code.tokens.len() {
        let opens = ["options", "config"].iter().any(|name| code.follows(at, &[name, "=", "{"]));
        at = if opens { jquery::settings(&code, at + 2, out)? } else { at + 1 };
    }
    out.forms();
    Ok(())
}
