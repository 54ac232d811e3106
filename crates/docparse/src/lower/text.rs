//! Text taken out of its page: links made absolute, paragraphs cut into sentences.

use crate::page::{Inline, Text};
use crate::source::{Span, Spanned};

/// The same text with links that lead somewhere from anywhere. Relative ones are resolved
/// against the page's address; without it they become plain text.
pub(super) fn absolute(text: &Text, page_url: Option<&str>) -> Text {
    let inline = |inline: &Inline| match inline {
        Inline::Link { text, target } => match resolve(target, page_url) {
            Some(target) => Inline::Link { text: text.clone(), target },
            None => Inline::Text(text.clone()),
        },
        other => other.clone(),
    };
    Text { inlines: text.inlines.iter().map(inline).collect(), span: text.span }
}

/// RFC 3986 section 5.2, for the forms that docs use.
pub(super) fn resolve(target: &str, page_url: Option<&str>) -> Option<String> {
    if target.starts_with("https://") || target.starts_with("http://") {
        return Some(target.to_owned());
    }
    let page = page_url?;
    if let Some(fragment) = target.strip_prefix('#') {
        return Some(format!("{}#{fragment}", page.split('#').next()?));
    }
    let (scheme, rest) = page.split_once("://")?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    if target.contains(':') {
        return None;
    }
    let mut parts: Vec<&str> = if target.starts_with('/') { Vec::new() } else { path.split('/').collect() };
    parts.pop();
    for part in target.trim_start_matches('/').split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    Some(format!("{scheme}://{host}/{}", parts.join("/")))
}

/// The sentences of a text, each ending with its full stop.
pub(super) fn sentences(text: &Text) -> Vec<Text> {
    let mut sentences = Vec::new();
    let mut current: Vec<Inline> = Vec::new();
    for inline in &text.inlines {
        let Inline::Text(piece) = inline else {
            current.push(inline.clone());
            continue;
        };
        let mut rest = piece.clone();
        while let Some(end) = sentence_end(&rest.value) {
            let (head, tail) = split(&rest, end);
            current.push(Inline::Text(head));
            sentences.extend(join(std::mem::take(&mut current)));
            rest = tail;
        }
        if !rest.value.is_empty() {
            current.push(Inline::Text(rest));
        }
    }
    sentences.extend(join(current));
    sentences
}

/// Behind a full stop that a space and a capital follow.
fn sentence_end(text: &str) -> Option<usize> {
    text.match_indices(". ").map(|(at, _)| at + 1).find(|end| {
        let next = text[*end..].trim_start().chars().next();
        next.is_none_or(|next| next.is_uppercase() || next == '`')
    })
}

fn split(piece: &Spanned<String>, at: usize) -> (Spanned<String>, Spanned<String>) {
    let head = piece.value[..at].to_owned();
    let tail = piece.value[at..].trim_start();
    let gap = piece.value.len() - tail.len();
    // Where an escape or entity makes the text shorter than its source, the whole span stays.
    let exact = piece.value.len() == piece.span.range().len();
    let base = piece.span.start as usize;
    let part = |start: usize, end: usize| {
        if exact { Span::new(piece.span.source, base + start, base + end) } else { piece.span }
    };
    let tail_span = part(gap, piece.value.len());
    (Spanned::new(head, part(0, at)), Spanned::new(tail.to_owned(), tail_span))
}

fn join(inlines: Vec<Inline>) -> Option<Text> {
    let span = inlines.first()?.shown().span.to(inlines.last()?.shown().span);
    Some(Text { inlines, span })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    #[test]
    fn links_are_resolved_against_the_page() {
        let page = Some("https://example.com/docs/a/b/page.html");
        for (target, resolved) in [
            ("../c.html#d", "https://example.com/docs/a/c.html#d"),
            ("c.html", "https://example.com/docs/a/b/c.html"),
            ("/c.html", "https://example.com/c.html"),
            ("#d", "https://example.com/docs/a/b/page.html#d"),
            ("../../../../../c.html", "https://example.com/c.html"),
            ("http://other.example/", "http://other.example/"),
        ] {
            assert_eq!(resolve(target, page).as_deref(), Some(resolved));
        }
        assert_eq!(resolve("javascript:alert(1)", page), None);
        assert_eq!(resolve("c.html", None), None);
    }

    #[test]
    fn sentences_end_at_full_stops() {
        let span = |start, end| Span::new(SourceId(0), start, end);
        let text = Text {
            inlines: vec![
                Inline::Text(Spanned::new("Set it. For e.g. 2.0 use ".into(), span(0, 25))),
                Inline::Code(Spanned::new("x".into(), span(26, 27))),
                Inline::Text(Spanned::new(". Then go.".into(), span(28, 38))),
            ],
            span: span(0, 38),
        };
        let plain: Vec<_> = sentences(&text).iter().map(Text::plain).collect();
        assert_eq!(plain, ["Set it.", "For e.g. 2.0 use x.", "Then go."]);
        assert_eq!(sentences(&text)[2].span, span(30, 38));
    }
}
