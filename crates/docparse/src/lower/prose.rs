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

/// What prose says of one property.
pub(super) struct Said {
    pub(super) docs: Vec<Fact<Text>>,
    pub(super) default: Option<Fact<Literal>>,
}

/// The sentences that name `prop`, and what they claim.
pub(super) fn about(prop: &Prop, sentences: &[Text]) -> Said {
    let mut said = Said { docs: Vec::new(), default: None };
    for sentence in sentences.iter().filter(|sentence| names(sentence, prop)) {
        said.docs.push(Fact::new(sentence.clone(), How::Prose, sentence.span));
        said.default = said.default.or_else(|| default(sentence));
    }
    said
}

/// Adds what prose claims of presence to every property of the draft's request.
pub(super) fn hear(draft: &mut Draft<'_>) {
    let sentences = sentences_of(draft.page);
    let Some(request) = &mut draft.request else { return };
    request.node.each_mut(&mut |prop| {
        let naming = sentences.iter().filter(|sentence| names(sentence, prop));
        let phrases: Vec<Span> = naming.filter_map(left_out).collect();
        let claim = |span| Claim { value: Presence::Optional, evidence: Evidence::new(How::Prose, span) };
        prop.presence.extend(phrases.into_iter().map(claim));
    });
}

/// Whether a sentence names a property, by its full name or its last part. Plain words
/// name one only if no English word is spelled so.
fn names(sentence: &Text, prop: &Prop) -> bool {
    let is = |name: &str| name == prop.path || name == prop.wire;
    if sentence.codes().any(|code| is(&code.value)) {
        return true;
    }
    let unmistakable = prop.wire.contains('_') || prop.wire.chars().skip(1).any(char::is_uppercase);
    let word = |c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.'));
    let plain = sentence.inlines.iter().filter(|inline| matches!(inline, Inline::Text(_)));
    unmistakable
        && plain
            .into_iter()
            .any(|inline| inline.shown().value.split(word).any(|name| is(name.trim_matches('.'))))
}

fn left_out(sentence: &Text) -> Option<Span> {
    sentence.inlines.iter().find_map(|inline| {
        let Inline::Text(text) = inline else { return None };
        LEFT_OUT.iter().find_map(|phrase| find(text, phrase))
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

/// `defaults to `false``, `the default is `X``.
fn default(sentence: &Text) -> Option<Fact<Literal>> {
    sentence.inlines.windows(2).find_map(|pair| {
        let [Inline::Text(before), Inline::Code(value)] = pair else { return None };
        let before = before.value.trim_end().to_lowercase();
        let says = before.ends_with("defaults to")
            || before.ends_with("default is")
            || before.ends_with("default value is");
        says.then(|| Fact::new(literal(&value.value), How::Prose, value.span))
    })
}

fn literal(text: &str) -> Literal {
    match serde_json::from_str(text) {
        Ok(serde_json::Value::Null) => Literal::Null,
        Ok(serde_json::Value::Bool(value)) => Literal::Boolean(value),
        Ok(serde_json::Value::Number(number)) => Literal::Number(number),
        Ok(serde_json::Value::String(text)) => Literal::String(text),
        _ => Literal::String(text.to_owned()),
    }
}
