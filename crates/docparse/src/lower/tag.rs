//! What tells a page's operation from its siblings: `"type": "PingOne"`.

use super::prose::sentences_of;
use crate::diag::{Diagnostic, Sink, codes};
use crate::ir::{Evidence, Fact, How, Tag};
use crate::json::Json;
use crate::page::{Inline, Page, Text};
use crate::source::{Span, Spanned};

/// Every property of the body that may be the discriminator: text confirmed by a
/// sentence or the title. A sentence that names another value is a finding.
pub(super) fn candidates(page: &Page, title: &str, body: &Json, sink: &mut Sink) -> Vec<Tag> {
    let claims: Vec<_> = sentences_of(page).iter().flat_map(quoted_members).collect();
    let mut tags = Vec::new();
    for member in body.members() {
        let Some(value) = member.value.as_str().filter(|value| !value.is_empty() && !value.contains("{{"))
        else {
            continue;
        };
        let mut fact = Fact::new(value.to_owned(), How::Shown, member.value.span);
        for (key, claimed) in &claims {
            if *key != member.key.value {
                continue;
            }
            if claimed.value == value {
                fact.also.push(Evidence::new(How::Prose, claimed.span));
            } else {
                let message =
                    format!("the body says `\"{key}\": \"{value}\"`, and the text says `{}`", claimed.value);
                sink.push(
                    Diagnostic::new(&codes::TAG_DIFFERS, claimed.span, message)
                        .label("the text")
                        .related(member.value.span, "the body"),
                );
            }
        }
        if let Some(title_span) = page.title.as_ref().map(|title| title.span)
            && folded(title).contains(&folded(value))
        {
            fact.also.push(Evidence::new(How::Prose, title_span));
        }
        if !fact.also.is_empty() {
            tags.push(Tag { property: member.key.value.clone(), value: fact });
        }
    }
    tags
}

/// Whether a sentence itself, not just the title, names the tag's value.
pub(super) fn is_said(tag: &Tag, page: &Page) -> bool {
    let title = page.title.as_ref().map(|title| title.span);
    let in_title = tag.value.also.iter().filter(|evidence| Some(evidence.span) == title).count();
    in_title > 0 && tag.value.also.len() > in_title
}

fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// `"type":"PingOne"` in a sentence, in code marks or without: key and value.
fn quoted_members(sentence: &Text) -> Vec<(String, Spanned<String>)> {
    sentence.inlines.iter().flat_map(members_in).collect()
}

fn members_in(inline: &Inline) -> Vec<(String, Spanned<String>)> {
    let text = inline.shown();
    let mut members = Vec::new();
    let mut from = 0;
    while let Some((key, start, end)) = next_member(&text.value, from) {
        let exact = text.value.len() == text.span.range().len();
        let base = text.span.start as usize;
        let span = if exact { Span::new(text.span.source, base + start, base + end) } else { text.span };
        members.push((key, Spanned::new(text.value[start..end].to_owned(), span)));
        from = end + 1;
    }
    members
}

/// The next `"key":"value"` at or behind `from`: the key, and where the value stands.
fn next_member(text: &str, from: usize) -> Option<(String, usize, usize)> {
    let mut at = from;
    loop {
        let open = at + text.get(at..)?.find('"')?;
        let close = open + 1 + text[open + 1..].find('"')?;
        let rest = &text[close + 1..];
        let colon = rest.trim_start();
        if let Some(after) = colon.strip_prefix(':')
            && let Some(value) = after.trim_start().strip_prefix('"')
        {
            let start = text.len() - value.len();
            let end = start + value.find('"')?;
            return Some((text[open + 1..close].to_owned(), start, end));
        }
        at = close + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_quoted_in_prose() {
        let text = "a store with \"type\":\"PingOne\" or \"type\": \"SCIM\", and \"x\" alone";
        let (key, start, end) = next_member(text, 0).unwrap();
        assert_eq!((key.as_str(), &text[start..end]), ("type", "PingOne"));
        let (_, start, end) = next_member(text, end + 1).unwrap();
        assert_eq!(&text[start..end], "SCIM");
        assert_eq!(next_member(text, end + 1), None);
    }
}
