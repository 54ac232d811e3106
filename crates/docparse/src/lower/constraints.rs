//! Constraints given in words: sentences about a property in, values, bounds and a default out.

use super::prose;
use crate::ir::{Fact, How, Limits, Literal};
use crate::page::{Inline, Text};
use crate::source::Spanned;

/// What sentences say of the values of one property.
#[derive(Default)]
pub(super) struct Constraints {
    pub(super) values: Vec<Fact<Literal>>,
    pub(super) default: Option<Fact<Literal>>,
    pub(super) limits: Limits,
}

/// Phrases that a list of values follows.
const LISTS: &[&str] = &[
    "options are",
    "options are:",
    "possible values are",
    "valid values are",
    "allowed values are",
    "this can be",
    "this can be:",
    "can be",
    "must be one of",
];

/// Reads sentences that are known to be about one property.
pub(super) fn read(sentences: &[Fact<Text>]) -> Constraints {
    let mut read = Constraints::default();
    for sentence in sentences {
        let (text, how) = (&sentence.value, sentence.from.how);
        if read.values.is_empty() {
            read.values = values(text, how);
        }
        read.default = read.default.or_else(|| default(text, how));
        limits(text, how, &mut read.limits);
    }
    read
}

/// `Options are `A`, `B`, and `C`.` Explanations in parentheses are passed over.
fn values(text: &Text, how: How) -> Vec<Fact<Literal>> {
    let mut values = Vec::new();
    let mut listing = false;
    let mut depth = 0;
    for inline in &text.inlines {
        match inline {
            Inline::Text(words) => {
                let outside = outside_parentheses(&words.value.to_lowercase(), &mut depth);
                // Only what joins two values goes on with the list.
                let joins = |word: &str| matches!(word, "" | "and" | "or" | ".");
                if listing && !outside.split([',', ' ', ';', ':']).all(joins) {
                    break;
                }
                listing |= LISTS.iter().any(|phrase| outside.trim_end().ends_with(phrase));
            }
            Inline::Code(value) if listing && depth == 0 => {
                values.push(Fact::new(Literal::String(value.value.clone()), how, value.span));
            }
            _ => {}
        }
    }
    // One code after `can be` is no list.
    let certain = text.plain().to_lowercase().contains("options are");
    if values.len() > 1 || certain { values } else { Vec::new() }
}

/// The words that stand in no parentheses. `depth` is how many are open before, and then after.
fn outside_parentheses(words: &str, depth: &mut usize) -> String {
    let keep = |c: &char| {
        match c {
            '(' => *depth += 1,
            ')' => *depth = depth.saturating_sub(1),
            _ => return *depth == 0,
        }
        false
    };
    words.chars().filter(keep).collect()
}

/// `Defaults to `X`.`, and without code marks in flattened pages.
fn default(text: &Text, how: How) -> Option<Fact<Literal>> {
    if let Some((_, mut fact)) = prose::stated_default(text) {
        fact.from.how = how;
        return Some(fact);
    }
    let [Inline::Text(words)] = &text.inlines[..] else { return None };
    let lower = words.value.to_lowercase();
    let phrase = ["defaults to ", "default is ", "default value is "]
        .into_iter()
        .find(|phrase| lower.contains(phrase))?;
    let at = lower.find(phrase)? + phrase.len();
    let value = words.value.get(at..)?.trim_end_matches('.').split([' ', ',']).next()?;
    let span = prose::find(words, value)?;
    (!value.is_empty()).then(|| Fact::new(prose::literal(value), how, span))
}

fn limits(text: &Text, how: How, limits: &mut Limits) {
    for inline in &text.inlines {
        let Inline::Text(words) = inline else { continue };
        let lower = words.value.to_lowercase();
        let after = |phrase: &str| number_after(words, &lower, phrase);
        if let Some((low, rest)) = after("between ")
            && let Some((high, _)) = number_after(words, &lower[rest..], "and ")
        {
            limits.minimum = limits.minimum.take().or(number(low, how));
            limits.maximum = limits.maximum.take().or(number(high, how));
        }
        for phrase in ["minimum is ", "minimum value is ", "at least "] {
            limits.minimum = limits.minimum.take().or(after(phrase).and_then(|(low, _)| number(low, how)));
        }
        for phrase in ["maximum is ", "maximum value is ", "no more than "] {
            limits.maximum = limits.maximum.take().or(after(phrase).and_then(|(high, _)| number(high, how)));
        }
        for phrase in ["minimum length is ", "minimum length of "] {
            limits.min_length =
                limits.min_length.take().or(after(phrase).and_then(|(low, _)| count(low, how)));
        }
        for phrase in ["maximum length is ", "maximum length of ", "cannot exceed "] {
            let exceeds = phrase == "cannot exceed ";
            if !exceeds || lower.contains("characters") {
                limits.max_length =
                    limits.max_length.take().or(after(phrase).and_then(|(high, _)| count(high, how)));
            }
        }
        if lower.contains("entries") || lower.contains("items") || lower.contains("elements") {
            let bound = after("limited to ").and_then(|(high, _)| count(high, how));
            limits.max_items = limits.max_items.take().or(bound);
        }
    }
}

/// The number that directly follows `phrase`, and where what follows it starts.
fn number_after(words: &Spanned<String>, lower: &str, phrase: &str) -> Option<(Spanned<String>, usize)> {
    let start = lower.find(phrase)? + phrase.len();
    let rest = &lower[start..];
    let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(rest.len());
    let digits = &rest[..digits];
    digits.parse::<i64>().ok()?;
    let span = prose::find(words, digits)?;
    Some((Spanned::new(digits.to_owned(), span), start + digits.len()))
}

fn number(text: Spanned<String>, how: How) -> Option<Fact<serde_json::Number>> {
    Some(Fact::new(text.value.parse::<i64>().ok()?.into(), how, text.span))
}

fn count(text: Spanned<String>, how: How) -> Option<Fact<u64>> {
    Some(Fact::new(text.value.parse().ok()?, how, text.span))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceId, Span};

    /// Text with code between backticks.
    fn sentence(text: &str) -> Vec<Fact<Text>> {
        let span = Span::new(SourceId(0), 0, 0);
        let pieces = text.split('`').enumerate().filter(|(_, piece)| !piece.is_empty());
        let inlines = pieces.map(|(index, piece)| {
            let piece = Spanned::new(piece.to_owned(), span);
            if index % 2 == 1 { Inline::Code(piece) } else { Inline::Text(piece) }
        });
        vec![Fact::new(Text { inlines: inlines.collect(), span }, How::Stated, span)]
    }

    fn listed(text: &str) -> Vec<String> {
        let text_of = |fact: Fact<Literal>| serde_json::to_string(&fact.value).unwrap();
        read(&sentence(text)).values.into_iter().map(text_of).collect()
    }

    #[test]
    fn lists_of_values() {
        assert_eq!(listed("Options are `A`, `B c`, and `D`."), ["\"A\"", "\"B c\"", "\"D\""]);
        assert_eq!(listed("Options are `X`."), ["\"X\""]);
        assert_eq!(listed("Can be `A` (does this) or `B` (does `not`)."), ["\"A\"", "\"B\""]);
        assert_eq!(listed("The name can be `x` if `y` is set."), Vec::<String>::new());
        assert_eq!(listed("Valid values are `A` and `B` which need `c`."), ["\"A\"", "\"B\""]);
    }

    #[test]
    fn bounds_and_defaults() {
        let read_all = |text| read(&sentence(text));
        let range = read_all("Must be between 1 and 3. Defaults to `1`.");
        assert_eq!(range.limits.minimum.unwrap().value, 1.into());
        assert_eq!(range.limits.maximum.unwrap().value, 3.into());
        assert_eq!(range.default.unwrap().value, Literal::Number(1.into()));
        let words = read_all("Minimum is 1, maximum is 180. Default is 180.");
        assert_eq!(words.limits.maximum.unwrap().value, 180.into());
        assert_eq!(words.default.unwrap().value, Literal::Number(180.into()));
        assert_eq!(read_all("The maximum length is 1024.").limits.max_length.unwrap().value, 1024);
        assert_eq!(read_all("It cannot exceed 2048 characters.").limits.max_length.unwrap().value, 2048);
        assert_eq!(read_all("Limited to 10 entries.").limits.max_items.unwrap().value, 10);
        assert_eq!(
            read_all("It defaults to INACTIVE.").default.unwrap().value,
            Literal::String("INACTIVE".into())
        );
    }
}
