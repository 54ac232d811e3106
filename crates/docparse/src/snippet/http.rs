//! `POST /path HTTP/1.1`, headers, an empty line, and the body.

use super::literal::Refused;
use super::text::{Builder, Text};
use super::{Draft, SnippetBody, Written};
use crate::source::Span;

pub(super) fn read<'a>(code: &'a str, span: Span, out: &mut Draft<'a>) -> Result<(), Refused> {
    let piece = |start: usize, end: usize| {
        let mut text = Builder::new(code, span, start);
        text.raw(start, end);
        text.finish()
    };
    let mut at = code.len() - code.trim_start().len();
    let mut lines = code[at..].split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    let line = first.trim_end();
    let Some((method, target)) = line.split_once(' ').filter(|(method, _)| is_method(method)) else {
        return Err((span, "it does not start with a method and a path"));
    };
    let path = target.rsplit_once(" HTTP/").map_or(target, |(path, _)| path).trim_end();
    let start = at + method.len() + 1;
    out.method_text(piece(at, at + method.len()));
    out.url = Some(piece(start, start + path.len()));
    at += first.len();
    let mut boundary = None;
    for line in lines {
        let start = at;
        at += line.len();
        let text = line.trim_end();
        if text.is_empty() {
            break;
        }
        let Some(colon) = text.find(':') else { continue };
        let name = piece(start, start + colon).trimmed();
        let value = piece(start + colon + 1, start + text.len()).trimmed();
        if name.value.eq_ignore_ascii_case("host") {
            out.host = Some(value);
            continue;
        }
        if let Some((_, mark)) = value.value.split_once("boundary=") {
            boundary = Some(mark.trim_matches('"').to_owned());
        }
        out.header(name, value);
    }
    let body = piece(at, code.len()).trimmed();
    match boundary {
        Some(boundary) => parts(&body, &boundary, out),
        None => out.text(body, Written::Plain),
    }
    out.forms();
    Ok(())
}

fn is_method(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The parts of a multipart body, each after a line with the boundary.
fn parts<'a>(body: &Text<'a>, boundary: &str, out: &mut Draft<'a>) {
    out.body = Some(SnippetBody::Form(Vec::new()));
    let mark = format!("--{boundary}");
    let starts: Vec<usize> = body.value.match_indices(&mark).map(|(at, _)| at).collect();
    for pair in starts.windows(2) {
        part(&body.part(pair[0] + mark.len(), pair[1]).trimmed(), out);
    }
}

fn part<'a>(part: &Text<'a>, out: &mut Draft<'a>) {
    const NAME: &str = "name=\"";
    let head = part.value.find("\n\n").or(part.value.find("\r\n\r\n")).unwrap_or(part.value.len());
    let disposition = &part.value[..head];
    let Some(start) = disposition.find(NAME).map(|at| at + NAME.len()) else { return };
    let Some(end) = disposition[start..].find('"').map(|len| start + len) else { return };
    let name = part.part(start, end);
    let value = part.part(head, part.value.len()).trimmed();
    let file = disposition[end..].contains("filename=");
    out.field(name, (!file).then_some(value));
}
