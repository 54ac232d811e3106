//! Sentences about properties: what they explain, and what they claim.

use super::constraints;
use super::draft::Draft;
use super::flat::Flat;
use super::path;
use super::shape::Prop;
use super::text::sentences;
use crate::diag::{Diagnostic, Sink, codes};
use crate::ir::{Claim, Evidence, Fact, How, Literal, Method, Presence};
use crate::page::{Block, Inline, Page, SectionKind, Text};
use crate::source::{Span, Spanned};

/// Phrases by which a sentence says that what it names need not be sent.
const LEFT_OUT: &[&str] = &[
    "or be left out",
    "may be left out",
    "can be left out",
    "or left out",
    "may be omitted",
    "can be omitted",
    "or be omitted",
    "or omitted",
];

/// The sentences about the operation as a whole: not the first paragraph, which is its summary.
pub(super) fn sentences_of(page: &Page) -> Vec<Text> {
    let notes = page.sections.iter().filter(|section| section.kind == SectionKind::Notes);
    let blocks = page.intro.iter().chain(notes.flat_map(|section| &section.blocks));
    blocks.filter_map(said).flat_map(sentences).collect()
}

/// The text of a paragraph or callout.
pub(super) fn said(block: &Block) -> Option<&Text> {
    match block {
        Block::Paragraph(text) | Block::Note(text) => Some(text),
        _ => None,
    }
}

/// The sentences that name `prop`, and those `about` it, each once and in the page's order.
pub(super) fn docs(prop: &Prop, sentences: &[Text], about: Vec<Fact<Text>>) -> Vec<Fact<Text>> {
    let naming = sentences.iter().filter(|sentence| names(&sentence.inlines, prop));
    let mut docs: Vec<Fact<Text>> =
        naming.map(|sentence| Fact::new(sentence.clone(), How::Prose, sentence.span)).collect();
    for said in about {
        if !docs.contains(&said) {
            docs.push(said);
        }
    }
    docs.sort_by_key(|said| said.from.span);
    docs
}

/// What a sentence says the service assumes when `prop` is left out.
pub(super) fn default(prop: &Prop, sentences: &[Text]) -> Option<Fact<Literal>> {
    sentences.iter().find_map(|sentence| {
        let (at, value) = constraints::stated_default(sentence)?;
        // In plain text the name stands in the same piece.
        names(&sentence.inlines[..at.max(1)], prop).then(|| value.of(How::Prose))
    })
}

/// The sentences whose subject is `prop`, and those that go on about it: `The `count`
/// property is … . Minimum is 1.`
pub(super) fn about(prop: &Prop, sentences: &[Text]) -> Vec<Fact<Text>> {
    let mut about = Vec::new();
    let mut end: Option<Span> = None;
    for sentence in sentences {
        let follows = end.is_some_and(|end| {
            end.source == sentence.span.source && (end.end..=end.end + 2).contains(&sentence.span.start)
        });
        if is_subject(sentence, prop) || follows && goes_on(sentence) {
            end = Some(sentence.span);
            about.push(Fact::new(sentence.clone(), How::Prose, sentence.span));
        } else {
            end = None;
        }
    }
    about
}

/// `The `count` property …`, with marks or without.
fn is_subject(sentence: &Text, prop: &Prop) -> bool {
    let plain = sentence.plain();
    let words = plain.strip_prefix("The ").unwrap_or(&plain);
    let word = words.split_whitespace().next().unwrap_or_default();
    let marked = sentence.codes().next().is_some_and(|code| code.value == word);
    (word == prop.path || word == prop.wire)
        && (marked || is_unmistakable(&prop.wire) || is_called_property(&plain, word))
}

/// Whether a sentence says more of the same thing, and names nothing else.
fn goes_on(sentence: &Text) -> bool {
    let plain = sentence.plain();
    let starts = [
        "Minimum",
        "Maximum",
        "The minimum",
        "The maximum",
        "Options are",
        "Can be",
        "This can be",
        "Must be",
        "Default",
        "The default",
        "It ",
        "Possible values",
        "Valid values",
        "Limited to",
        "Cannot exceed",
    ];
    starts.iter().any(|start| plain.starts_with(start))
}

/// Where a page says that its operation is deprecated: a callout or sentence that starts so.
pub(super) fn deprecated(page: &Page) -> Option<Evidence> {
    let marks = ["this operation is deprecated", "this endpoint is deprecated", "(deprecated)"];
    let mut said = sentences_of(page).into_iter();
    let sentence = said.find(|sentence| {
        let plain = sentence.plain().to_lowercase();
        marks.iter().any(|mark| plain.starts_with(mark))
    });
    let title = page.title.as_ref().filter(|title| title.value.to_lowercase().ends_with("(deprecated)"));
    let prose = |span| Evidence::new(How::Prose, span);
    sentence.map(|sentence| prose(sentence.span)).or(title.map(|title| prose(title.span)))
}

/// The first paragraph mostly repeats the request line. Where it has the path and another
/// method, one of the two is wrong.
pub(super) fn report_method(draft: &Draft<'_>, sink: &mut Sink) {
    let Some(text) = draft.page.intro.iter().find_map(said) else { return };
    let flat = Flat::new(text);
    let mentions = Method::ALL.iter().filter_map(|method| {
        let at = flat.plain.find(&format!("{} ", method.wire()))?;
        let rest = flat.plain[at + method.wire().len()..].trim_start();
        rest.starts_with(['/', '{']).then_some((at, *method, rest))
    });
    let Some((at, method, rest)) = mentions.min_by_key(|(at, ..)| *at) else { return };
    let url = rest.split(char::is_whitespace).next().unwrap_or_default();
    let route = path::route(&draft.path);
    let own = parts(&route);
    if method != draft.method.value && !own.is_empty() && parts(url) == own {
        let named = flat.piece(at..at + method.wire().len());
        let message = format!(
            "the text says `{}`, and the request line `{}`",
            method.wire(),
            draft.method.value.wire()
        );
        sink.push(
            Diagnostic::new(&codes::PROSE_METHOD_DIFFERS, named.span, message)
                .label("the text")
                .related(draft.method.span(), "believed"),
        );
    }
}

/// The parts of a path in which all parameters are alike; base, version and query aside.
fn parts(url: &str) -> Vec<&str> {
    let url = url.split(['?', '#']).next().unwrap_or_default().trim_end_matches(['.', ',', '`']);
    let parts = url.split('/').skip(1).filter(|part| !part.is_empty() && !path::is_version(part));
    parts.map(|part| if part.starts_with('{') { "{}" } else { part }).collect()
}

/// Adds what prose claims of presence to every property of the draft's request.
pub(super) fn hear(draft: &mut Draft<'_>) {
    let sentences = sentences_of(draft.page);
    let Some(request) = &mut draft.request else { return };
    let said: Vec<(&[Inline], Span)> = sentences.iter().filter_map(left_out).collect();
    let verdicts: Vec<Verdict> = sentences.iter().flat_map(verdicts).collect();
    request.node.each_mut(&mut |prop| {
        let claim = |value, span| Claim { value, evidence: Evidence::new(How::Prose, span) };
        for (before, phrase) in &said {
            if names(before, prop) {
                prop.presence.push(claim(Presence::Optional, *phrase));
            }
        }
        for verdict in &verdicts {
            if verdict.name == prop.path || verdict.name == prop.wire {
                prop.presence.push(claim(verdict.presence, verdict.span));
            }
        }
    });
}

/// What is required under a condition is not required by the type: `Required when `a.b`=`X`.`
/// The words stand in its row, so they count as much as the column.
pub(super) fn hear_conditions(draft: &mut Draft<'_>) {
    let Some(request) = &mut draft.request else { return };
    request.node.each_mut(&mut |prop| {
        let Some(description) = &prop.description else { return };
        let flat = Flat::new(description);
        let phrase = ["required when ", "required if ", "required only when ", "required only if "]
            .into_iter()
            .find_map(|phrase| Some((flat.lower.find(phrase)?, phrase.trim_end().len())));
        if let Some((at, length)) = phrase {
            let evidence = Evidence::new(How::Stated, flat.piece(at..at + length).span);
            prop.presence.insert(0, Claim { value: Presence::Optional, evidence });
        }
    });
}

/// A sentence's word on one property.
struct Verdict {
    name: String,
    presence: Presence,
    span: Span,
}

/// `The `name` property is required.`, run together with what follows or not. A condition
/// behind it makes it no verdict.
fn verdicts(sentence: &Text) -> Vec<Verdict> {
    let flat = Flat::new(sentence);
    let mut verdicts = Vec::new();
    for (phrase, presence) in [(" is required", Presence::Required), (" is optional", Presence::Optional)] {
        for (at, _) in flat.lower.match_indices(phrase) {
            let rest = &flat.plain[at + phrase.len()..];
            let ends = rest.is_empty() || rest.starts_with(['.', ';']);
            let runs_on = rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_uppercase));
            let before = flat.plain[..at].trim_end();
            let before = [" property", " attribute", " field", " parameter"]
                .iter()
                .find_map(|kind| before.strip_suffix(kind))
                .unwrap_or(before);
            let name = before.rsplit(char::is_whitespace).next().unwrap_or_default();
            if (ends || runs_on) && !name.is_empty() {
                let span = flat.piece(at + 1..at + phrase.len()).span;
                verdicts.push(Verdict { name: name.to_owned(), presence, span });
            }
        }
    }
    verdicts
}

/// Whether a piece of a sentence names a property, by its full name or its last part.
/// Plain words name one only if no English word is spelled so, or if they say it is one.
fn names(inlines: &[Inline], prop: &Prop) -> bool {
    let is = |name: &str| name == prop.path || name == prop.wire;
    let unmistakable = is_unmistakable(&prop.wire);
    let word = |c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.'));
    inlines.iter().any(|inline| match inline {
        Inline::Code(code) => is(&code.value),
        Inline::Text(text) => {
            unmistakable && text.value.split(word).any(|name| is(name.trim_matches('.')))
                || is_called_property(&text.value, &prop.wire)
                || is_called_property(&text.value, &prop.path)
        }
        Inline::Link { .. } => false,
    })
}

fn is_unmistakable(wire: &str) -> bool {
    wire.contains('_') || wire.chars().skip(1).any(char::is_uppercase)
}

/// `the count property`: what flattening leaves of code marks.
fn is_called_property(text: &str, name: &str) -> bool {
    if name.is_empty() || !text.contains(name) {
        return false;
    }
    let lower = text.to_ascii_lowercase();
    let called = |kind: &str| lower.contains(&format!("the {} {kind}", name.to_ascii_lowercase()));
    ["property", "attribute", "field"].iter().any(|kind| called(kind))
}

/// The phrase by which a sentence says that something need not be sent, and what stands
/// before it: what comes after is not what may be left out.
fn left_out(sentence: &Text) -> Option<(&[Inline], Span)> {
    sentence.inlines.iter().enumerate().find_map(|(at, inline)| {
        let Inline::Text(text) = inline else { return None };
        let phrase = LEFT_OUT.iter().find_map(|phrase| find(text, phrase))?;
        // In plain text the name stands in the same piece.
        let until = if at == 0 { 1 } else { at };
        Some((&sentence.inlines[..until], phrase))
    })
}

/// Where `phrase` stands in a piece of text.
pub(super) fn find(text: &Spanned<String>, phrase: &str) -> Option<Span> {
    let at = text.value.find(phrase)?;
    if text.value.len() != text.span.range().len() {
        return Some(text.span);
    }
    let start = text.span.start as usize + at;
    Some(Span::new(text.span.source, start, start + phrase.len()))
}

/// A value that prose writes, as JSON if it is some.
pub(super) fn literal(text: &str) -> Literal {
    match serde_json::from_str(text) {
        Ok(serde_json::Value::Null) => Literal::Null,
        Ok(serde_json::Value::Bool(value)) => Literal::Boolean(value),
        Ok(serde_json::Value::Number(number)) => Literal::Number(number),
        Ok(serde_json::Value::String(text)) => Literal::String(text),
        _ => Literal::String(text.to_owned()),
    }
}
