//! `var options = { 'method': …, 'url': …, 'headers': {…}, body: … };`.

use super::lex::Code;
use super::literal::Refused;
use super::{Draft, closed, jquery};
use crate::source::Span;

pub(super) fn read<'a>(code: &'a str, span: Span, out: &mut Draft<'a>) -> Result<(), Refused> {
    let code = Code::new(code, span, &jquery::SYNTAX);
    closed(&code)?;
    let mut at = 0;
    while at < code.tokens.len() {
        let opens = ["options", "config"].iter().any(|name| code.follows(at, &[name, "=", "{"]));
        at = if opens { jquery::settings(&code, at + 2, out)? } else { at + 1 };
    }
    out.forms();
    Ok(())
}
