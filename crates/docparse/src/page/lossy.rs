//! A page in, why it cannot be read out: renderings that lost what names, types and values are.

use super::{Block, Page, PageFormat, SectionKind, Text};
use crate::diag::{Diagnostic, codes};
use crate::ir::Method;
use crate::source::{SourceFile, Span};
use crate::vocabulary;

/// What is wrong with a page that was rendered so that it cannot be read.
pub(super) fn refuse(file: &SourceFile, page: &Page) -> Option<Diagnostic> {
    let (span, message) = names_lost(file)
        .map(|span| (span, "the names of the properties are gone from this table"))
        .or_else(|| Some((ruby_body(page)?, "the body is a Ruby hash and no JSON")))
        .or_else(|| Some((request_line_lost(page)?, "the line that says method and path is gone")))?;
    Some(
        Diagnostic::new(&codes::LOSSY_RENDERING, span, format!("{message}; nothing of this page was read"))
            .help("get the page in Markdown, as the docs publish it, and put that into the docs folder"),
    )
}

/// `|` alone on a line, then `String |`: each name was code, and all code was dropped.
fn names_lost(file: &SourceFile) -> Option<Span> {
    let (text, offset) = file.body();
    let mut at = offset;
    let mut bar = false;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim();
        let ty = line.strip_suffix('|').map(str::trim).filter(|ty| !ty.is_empty());
        if bar && ty.is_some_and(|ty| vocabulary::type_word(ty).is_some()) {
            return Some(file.line_span(file.line(start as u32)));
        }
        if !line.is_empty() {
            bar = line == "|";
        }
    }
    None
}

/// `{"type"=>"Zoom"}` under the title `Body`.
fn ruby_body(page: &Page) -> Option<Span> {
    let blocks = page.sections(SectionKind::Body).flat_map(|section| &section.blocks);
    let starts = |text: &str| {
        let inside = text.trim_start().strip_prefix('{').map(str::trim_start);
        let key = inside.and_then(|text| text.strip_prefix('"'));
        key.and_then(|key| key.split_once('"')).is_some_and(|(_, rest)| rest.trim_start().starts_with("=>"))
    };
    blocks
        .filter_map(|block| match block {
            Block::Code(code) => Some((code.body.value.clone(), code.body.span)),
            Block::Paragraph(text) => Some((text.plain(), text.span)),
            _ => None,
        })
        .find(|(text, _)| starts(text))
        .map(|(_, span)| span)
}

/// Older text has no title and no request line, only a sentence that names both: and such a
/// sentence is no source for them, since it may speak of another operation.
fn request_line_lost(page: &Page) -> Option<Span> {
    if page.format != PageFormat::Flat
        || page.request_line.is_some()
        || !page.sections.iter().any(|section| section.kind.is_of_operation())
    {
        return None;
    }
    let names_request = |text: &str| {
        let mut words = text.split_whitespace().zip(text.split_whitespace().skip(1));
        words.any(|(word, next)| Method::parse(word).is_some() && next.starts_with('/'))
    };
    let titled = page.title.as_ref().map(|title| Text::of(title.value.clone(), title.span));
    let said = page.intro.iter().filter_map(|block| match block {
        Block::Paragraph(text) => Some(text),
        _ => None,
    });
    titled.iter().chain(said).find(|text| names_request(&text.plain())).map(|text| text.span)
}
