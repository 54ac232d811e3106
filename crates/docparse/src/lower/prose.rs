//! Sentences about properties: what they explain, and what they claim.

use super::draft::Draft;
use super::shape::Prop;
use super::text::sentences;
use crate::ir::{Claim, Evidence, Fact, How, Literal, Presence};
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

/// The sentences that name `prop`.
pub(super) fn docs(prop: &Prop, sentences: &[Text]) -> Vec<Fact<Text>> {
    let naming = sentences.iter().filter(|sentence| names(&sentence.inlines, prop));
    naming.map(|sentence| Fact::new(sentence.clone(), How::Prose, sentence.span)).collect()
}

/// What a sentence says the service assumes when `prop` is left out.
pub(super) fn default(prop: &Prop, sentences: &[Text]) -> Option<Fact<Literal>> {
    sentences.iter().find_map(|sentence| {
        let (at, value) = stated_default(sentence)?;
        names(&sentence.inlines[..at], prop).then_some(value)
    })
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

/// Adds what prose claims of presence to every property of the draft's request.
pub(super) fn hear(draft: &mut Draft<'_>) {
    let sentences = sentences_of(draft.page);
    let Some(request) = &mut draft.request else { return };
    request.node.each_mut(&mut |prop| {
        let said = sentences.iter().filter_map(left_out);
        let phrases = said.filter(|(before, _)| names(before, prop)).map(|(_, phrase)| phrase);
        let phrases: Vec<Span> = phrases.collect();
        let claim = |span| Claim { value: Presence::Optional, evidence: Evidence::new(How::Prose, span) };
        prop.presence.extend(phrases.into_iter().map(claim));
    });
}

/// Whether a piece of a sentence names a property, by its full name or its last part.
/// Plain words name one only if no English word is spelled so.
fn names(inlines: &[Inline], prop: &Prop) -> bool {
    let is = |name: &str| name == prop.path || name == prop.wire;
    let unmistakable = prop.wire.contains('_') || prop.wire.chars().skip(1).any(char::is_uppercase);
    let word = |c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.'));
    inlines.iter().any(|inline| match inline {
        Inline::Code(code) => is(&code.value),
        Inline::Text(text) => unmistakable && text.value.split(word).any(|name| is(name.trim_matches('.'))),
        Inline::Link { .. } => false,
    })
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

/// `defaults to `false``, `the default is `X``: the value, and which piece of the sentence it is.
pub(super) fn stated_default(sentence: &Text) -> Option<(usize, Fact<Literal>)> {
    sentence.inlines.windows(2).enumerate().find_map(|(at, pair)| {
        let [Inline::Text(before), Inline::Code(value)] = pair else { return None };
        let before = before.value.trim_end().to_lowercase();
        let says =
            ["defaults to", "default is", "default value is"].iter().any(|phrase| before.ends_with(phrase));
        says.then(|| (at + 1, Fact::new(literal(&value.value), How::Prose, value.span)))
    })
}

pub(super) fn literal(text: &str) -> Literal {
    match serde_json::from_str(text) {
        Ok(serde_json::Value::Null) => Literal::Null,
        Ok(serde_json::Value::Bool(value)) => Literal::Boolean(value),
        Ok(serde_json::Value::Number(number)) => Literal::Number(number),
        Ok(serde_json::Value::String(text)) => Literal::String(text),
        _ => Literal::String(text.to_owned()),
    }
}
