//! A request line in, method and path out.

use std::collections::BTreeSet;

use super::draft::Draft;
use crate::diag::{Diagnostic, Severity, Sink, codes};
use crate::docset::Docset;
use crate::ir::{Evidence, Fact, How, Method, Name, Param, Path, Segment, Type};
use crate::json::placeholder;
use crate::source::{Span, Spanned};

/// Reads `POST {{apiPath}}/v1/environments/{{envID}}?limit=10`.
pub(super) fn read(line: &Spanned<String>, sink: &mut Sink) -> Option<(Fact<Method>, Path)> {
    let at = |start: usize, end: usize| sub(line.span, start, end);
    let bad = |message: String, span: Span, sink: &mut Sink| {
        sink.push(
            Diagnostic::new(&codes::BAD_REQUEST_LINE, span, message)
                .help("write `METHOD {{base}}/path`, with parameters as `{{name}}`"),
        );
        None
    };
    let (word, rest) = line.value.split_once(' ')?;
    let Some(method) = Method::parse(word) else {
        return bad(format!("`{word}` is not an HTTP method"), at(0, word.len()), sink);
    };
    let method = Fact::new(method, How::Stated, at(0, word.len()));
    let mut start = word.len() + 1 + (rest.len() - rest.trim_start().len());
    let url = rest.trim();
    let url = &url[..url.find('?').unwrap_or(url.len())];
    let mut path = Path { base: None, segments: Vec::new() };
    for (index, piece) in url.split('/').enumerate() {
        let span = at(start, start + piece.len());
        start += piece.len() + 1;
        match placeholder(piece) {
            Some(name) if index == 0 => path.base = Some(Fact::new(name.to_owned(), How::Stated, span)),
            Some(name) => {
                let ty = Fact::new(Type::String, How::Inferred, span);
                path.segments.push(Segment::Param(Box::new(Param {
                    name: Name::new(name),
                    ty,
                    example: None,
                    format: None,
                })));
            }
            None if piece.is_empty() => {}
            None if piece.contains(['{', '}', ' ']) => {
                return bad(format!("`{piece}` is neither a name nor one `{{{{placeholder}}}}`"), span, sink);
            }
            None => path.segments.push(Segment::Literal(Fact::new(piece.to_owned(), How::Stated, span))),
        }
    }
    unique_params(&mut path);
    Some((method, path))
}

/// `/{id}/x/{id}`: OpenAPI and every language need two names.
fn unique_params(path: &mut Path) {
    let mut seen = BTreeSet::new();
    for segment in &mut path.segments {
        let Segment::Param(param) = segment else { continue };
        let wire = param.name.wire.clone();
        let mut number = 2;
        while !seen.insert(param.name.wire.clone()) {
            param.name = Name::new(format!("{wire}_{number}"));
            number += 1;
        }
    }
}

/// The bytes `start..end` of the text at `span`.
fn sub(span: Span, start: usize, end: usize) -> Span {
    let base = span.start as usize;
    Span::new(span.source, base + start, base + end)
}

/// The same path whatever its parameters are called: the key that pages are grouped by.
pub(super) fn route(path: &Path) -> String {
    let base = path.base.as_ref().map_or("", |base| base.value.as_str());
    format!("{base}{}", path.shape())
}

/// What a path leads to: its literals after the last parameter, version aside, and the
/// literals before a parameter it ends in.
pub(super) fn resource(path: &Path) -> Name {
    let mut segments = &path.segments[..];
    while let [rest @ .., Segment::Param(_)] = segments {
        segments = rest;
    }
    let tail = segments.iter().rev().map_while(|segment| match segment {
        Segment::Literal(literal) => Some(&literal.value),
        Segment::Param(_) => None,
    });
    let mut literals: Vec<&String> = tail.filter(|literal| !is_version(literal)).collect();
    literals.reverse();
    let words: Vec<String> = literals.into_iter().flat_map(|literal| crate::words(literal)).collect();
    if words.is_empty() { Name::from_words(["service"]) } else { Name::from_words(words) }
}

/// `v1`, `v2`.
pub(super) fn is_version(segment: &str) -> bool {
    segment
        .strip_prefix('v')
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A base that settings give no server for cannot be called by name. Settings without any
/// server leave the address to the user of what is generated.
pub(super) fn report_unknown_bases(drafts: &[Draft<'_>], docset: &Docset, sink: &mut Sink) {
    let mut reported = BTreeSet::new();
    for draft in drafts {
        let Some(base) = &draft.path.base else { continue };
        if docset.servers(&base.value).next().is_none() && reported.insert(base.value.clone()) {
            let message = format!("no server is known for `{{{{{}}}}}`", base.value);
            let mut finding = Diagnostic::new(&codes::UNKNOWN_BASE, base.span(), message)
                .help(format!("add a [[server]] with placeholder = \"{}\" to docset.toml", base.value));
            if docset.service.servers.is_empty() {
                finding.severity = Severity::Info;
            }
            sink.push(finding);
        }
    }
}

/// Inserts a literal at the start, concluded from `evidence`.
pub(super) fn insert_prefix(path: &mut Path, prefix: &str, evidence: Evidence) {
    let fact = Fact { value: prefix.to_owned(), from: evidence, also: Vec::new(), against: Vec::new() };
    path.segments.insert(0, Segment::Literal(fact));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    fn parse(line: &str) -> Result<(String, String, String), String> {
        let mut sink = Sink::new();
        let span = Span::new(SourceId(0), 0, line.len());
        match read(&Spanned::new(line.to_owned(), span), &mut sink) {
            Some((method, path)) => {
                Ok((method.value.wire().into(), path.template(), resource(&path).words.join(" ")))
            }
            None => Err(sink.finish().remove(0).message),
        }
    }

    #[test]
    fn request_lines() {
        let read = |line| parse(line).map(|(method, path, resource)| format!("{method} {path} = {resource}"));
        assert_eq!(
            read("POST {{apiPath}}/v1/environments/{{envID}}/propagation/stores").unwrap(),
            "POST /v1/environments/{envID}/propagation/stores = propagation stores"
        );
        assert_eq!(
            read("GET {{apiPath}}/v1/users/{{userID}}?expand=all").unwrap(),
            "GET /v1/users/{userID} = users"
        );
        assert_eq!(read("GET {{apiPath}}/a/{{id}}/b/{{id}}").unwrap(), "GET /a/{id}/b/{id_2} = b");
        assert_eq!(read("PATCH {{apiPath}}").unwrap(), "PATCH / = service");
    }

    #[test]
    fn what_is_no_path_is_refused() {
        assert_eq!(
            parse("POST {{apiPath}}/a b"),
            Err("`a b` is neither a name nor one `{{placeholder}}`".into())
        );
        assert_eq!(parse("SEND {{apiPath}}/a"), Err("`SEND` is not an HTTP method".into()));
    }
}
