//! Paragraphs of a headers section in, headers out.

use super::prose::said;
use super::text::sentences;
use crate::diag::{Diagnostic, Sink, codes};
use crate::ir::{Header, HeaderValue, Name, Presence};
use crate::json::placeholder;
use crate::page::{Block, Page, SectionKind, Text};
use crate::source::{SourceSet, Span};

/// The headers a page says to send. Name and value are parted by spaces of any kind.
pub(super) fn read(page: &Page, sources: &SourceSet, sink: &mut Sink) -> Vec<Header> {
    let paragraphs = page.sections(SectionKind::Headers).flat_map(|section| &section.blocks);
    let headers: Vec<Header> = paragraphs
        .filter_map(|block| match block {
            Block::Paragraph(text) => {
                let plain = text.plain();
                let (name, value) = plain.split_once(char::is_whitespace).unwrap_or((&plain, ""));
                let is_basic = name.eq_ignore_ascii_case("authorization") && value.trim().is_empty();
                let value = if is_basic { basic() } else { value_of(value.trim()) };
                is_token(name).then(|| Header {
                    name: Name::new(name),
                    value,
                    presence: presence(page, name),
                    span: text.span,
                })
            }
            _ => None,
        })
        .collect();
    for header in &headers {
        report_escapes(header, sources, sink);
    }
    headers
}

/// What makes a request conditional (RFC 9110 section 13.1). One without these is answered as
/// usual, so that a page lists them says that they may be sent.
const CONDITIONAL: [&str; 5] =
    ["if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range"];

/// A listed header is needed; one that makes the request conditional, if a sentence says so.
fn presence(page: &Page, name: &str) -> Presence {
    let name = name.to_lowercase();
    let texts = page.intro.iter().chain(page.sections.iter().flat_map(|section| &section.blocks));
    let demands = |sentence: &Text| {
        let plain = sentence.plain().to_lowercase();
        let word = |word: &str| ["must", "required", "requires", "mandatory"].contains(&word);
        plain.contains(&name) && plain.split(|c: char| !c.is_alphanumeric()).any(word)
    };
    match CONDITIONAL.contains(&name.as_str())
        && !texts.filter_map(said).flat_map(sentences).any(|sentence| demands(&sentence))
    {
        true => Presence::Optional,
        false => Presence::Required,
    }
}

/// Media types that hold backslashes, as Markdown takes them and copies keep them.
fn report_escapes(header: &Header, sources: &SourceSet, sink: &mut Sink) {
    let Header { name, value: HeaderValue::Fixed(value), span, .. } = header else { return };
    if !["content-type", "accept"].iter().any(|known| name.wire.eq_ignore_ascii_case(known)) {
        return;
    }
    let written = sources.text(*span);
    let (Some(first), Some(last)) = (written.find('\\'), written.rfind('\\')) else { return };
    let start = span.start as usize;
    let place = Span::new(span.source, start + first, start + last + 1);
    sink.push(
        Diagnostic::new(
            &codes::ESCAPED_MEDIA_TYPE,
            place,
            format!("a backslash in the media type `{value}`"),
        )
        .label("no part of it")
        .edit(place, written[first..=last].replace('\\', "")),
    );
}

/// A field name (RFC 9110 section 5.1), as pages use them.
fn is_token(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

fn value_of(value: &str) -> HeaderValue {
    // Markdown's escapes stay in code and in flattened pages: `application/vnd.x\.y+json`.
    let value = &value.replace('\\', "");
    if let Some(name) = placeholder(value) {
        return HeaderValue::From(name.to_owned());
    }
    if let Some((scheme, credential)) = value.split_once(' ')
        && let Some(name) = placeholder(credential)
    {
        return HeaderValue::Credential { scheme: scheme.to_owned(), placeholder: name.to_owned() };
    }
    // `ST={{token}}`: text around a placeholder is no value to send as it is.
    let inside = value.split_once("{{").and_then(|(_, rest)| rest.split_once("}}"));
    match inside {
        Some((name, _)) if !name.trim().is_empty() => HeaderValue::From(name.trim().to_owned()),
        _ => HeaderValue::Fixed(value.to_owned()),
    }
}

/// `Authorization` with nothing behind it: the credentials are the reader's own (RFC 7617).
fn basic() -> HeaderValue {
    HeaderValue::Credential { scheme: "Basic".into(), placeholder: "credentials".into() }
}
