//! `curl --location --globoff 'URL' --header 'Name: value' --data 'body'`.

use super::form::urlencoded;
use super::lex::escaped;
use super::literal::Refused;
use super::text::{Builder, Text};
use super::{Draft, SnippetBody, Written};
use crate::source::{Span, Spanned};

pub(super) fn read<'a>(code: &'a str, span: Span, out: &mut Draft<'a>) -> Result<(), Refused> {
    let mut words = Words { code, span, at: 0 };
    let mut get = false;
    let mut data: Vec<Text<'a>> = Vec::new();
    match words.next()? {
        Some(first) if first.value == "curl" => {}
        _ => return Err((span, "it does not start with `curl`")),
    }
    while let Some(word) = words.next()? {
        let mut argument = || words.next();
        match word.value.as_ref() {
            "--request" | "-X" => {
                if let Some(method) = argument()? {
                    out.method_text(method);
                }
            }
            "--url" => out.url = argument()?,
            "--header" | "-H" => {
                if let Some(header) = argument()? {
                    take_header(&header, out);
                }
            }
            "--data" | "--data-raw" | "--data-ascii" | "--data-binary" | "-d" | "--json" => {
                let Some(text) = argument()? else { continue };
                if text.value.starts_with('@') && word.value != "--data-raw" {
                    out.body = Some(SnippetBody::File);
                } else {
                    data.push(text);
                }
            }
            "--data-urlencode" => {
                if let Some(text) = argument()? {
                    take_field(&text, false, out);
                }
            }
            "--form" | "-F" | "--form-string" => {
                if let Some(text) = argument()? {
                    take_field(&text, true, out);
                }
            }
            "--get" | "-G" => get = true,
            "--head" | "-I" => out.method = Some(Spanned::new("HEAD".into(), word.whole())),
            "--user" | "-u" | "--cookie" | "-b" | "--user-agent" | "-A" | "--max-time" | "--output"
            | "-o" => {
                argument()?;
            }
            option if option.starts_with('-') => {}
            _ if out.url.is_none() => out.url = Some(word),
            _ => {}
        }
    }
    match data.len() {
        0 => {}
        1 => out.text(data.remove(0), Written::Shell),
        // Several are joined with `&`.
        _ => {
            for field in data.iter().flat_map(urlencoded) {
                out.field(field.name, field.value);
            }
        }
    }
    out.forms();
    let sends = !get && out.body.is_some();
    if out.method.is_none()
        && let Some(url) = &out.url
    {
        let implied = if sends { "POST" } else { "GET" };
        out.method = Some(Spanned::new(implied.into(), url.whole()));
    }
    Ok(())
}

fn take_header<'a>(header: &Text<'a>, out: &mut Draft<'a>) {
    // `Name;` is how an empty header is sent.
    let len = header.value.len();
    let at = header.value.find([':', ';']).unwrap_or(len);
    out.header(header.part(0, at).trimmed(), header.part((at + 1).min(len), len).trimmed());
}

/// `name=value`; in a form of parts also `name="value"` and `name=@"file"`.
fn take_field<'a>(text: &Text<'a>, parts: bool, out: &mut Draft<'a>) {
    let len = text.value.len();
    let at = text.value.find('=').unwrap_or(len);
    let name = text.part(0, at);
    let value = text.part((at + 1).min(len), len);
    if parts && value.value.starts_with('@') {
        out.field(name, None);
        return;
    }
    let quoted =
        parts && value.value.len() >= 2 && value.value.starts_with('"') && value.value.ends_with('"');
    let value = if quoted { value.part(1, value.value.len() - 1) } else { value };
    out.field(name, Some(value));
}

/// The words of a shell's command.
struct Words<'a> {
    code: &'a str,
    span: Span,
    at: usize,
}

impl<'a> Words<'a> {
    fn next(&mut self) -> Result<Option<Text<'a>>, Refused> {
        let bytes = self.code.as_bytes();
        loop {
            match bytes.get(self.at) {
                None => return Ok(None),
                Some(byte) if byte.is_ascii_whitespace() => self.at += 1,
                Some(b'\\') if matches!(bytes.get(self.at + 1), Some(b'\n' | b'\r')) => self.at += 2,
                _ => break,
            }
        }
        let start = self.at;
        let mut word = Builder::new(self.code, self.span, start);
        while let Some(byte) = bytes.get(self.at).copied() {
            let at = self.at;
            match byte {
                b'\'' => {
                    let end = self.closing(at + 1)?;
                    word.raw(at + 1, end);
                    self.at = end + 1;
                }
                b'$' if bytes.get(at + 1) == Some(&b'\'') => {
                    let end = self.unescaped(at + 2, b'\'')?;
                    escaped(self.code, at + 2, end, &mut word, true);
                    self.at = end + 1;
                }
                b'"' => {
                    let end = self.unescaped(at + 1, b'"')?;
                    self.double_quoted(at + 1, end, &mut word);
                    self.at = end + 1;
                }
                b'\\' => {
                    let next = self.code[at + 1..].chars().next();
                    let len = next.map_or(0, char::len_utf8);
                    if let Some(next) = next.filter(|next| *next != '\n') {
                        word.escape(next, at, at + 1 + len);
                    }
                    self.at = at + 1 + len;
                }
                byte if byte.is_ascii_whitespace() => break,
                _ => {
                    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'\'' | b'"' | b'\\');
                    let skip = usize::from(byte == b'$');
                    let rest = &bytes[at + skip..];
                    let dollar = |byte: &u8| ends(byte) || *byte == b'$';
                    let end = rest.iter().position(dollar).map_or(bytes.len(), |len| at + skip + len);
                    word.raw(at, end);
                    self.at = end;
                }
            }
        }
        Ok(Some(word.finish()))
    }

    fn unclosed(&self, at: usize) -> Refused {
        let base = self.span.start as usize;
        let place = Span::new(self.span.source, base + at.saturating_sub(1), base + self.code.len());
        (place, "a string in it is never closed")
    }

    fn closing(&self, at: usize) -> Result<usize, Refused> {
        self.code[at..].find('\'').map(|len| at + len).ok_or_else(|| self.unclosed(at))
    }

    fn unescaped(&self, start: usize, quote: u8) -> Result<usize, Refused> {
        let bytes = self.code.as_bytes();
        let mut at = start;
        while at < bytes.len() {
            match bytes[at] {
                b'\\' => at += 2,
                byte if byte == quote => return Ok(at),
                _ => at += 1,
            }
        }
        Err(self.unclosed(start))
    }

    fn double_quoted(&self, start: usize, end: usize, word: &mut Builder<'a>) {
        let bytes = self.code.as_bytes();
        let mut from = start;
        let mut at = start;
        while at < end {
            if bytes[at] == b'\\' && matches!(bytes[at + 1], b'"' | b'\\' | b'$' | b'`') {
                word.raw(from, at);
                word.escape(char::from(bytes[at + 1]), at, at + 2);
                at += 2;
                from = at;
            } else {
                at += 1;
            }
        }
        word.raw(from, end);
    }
}
