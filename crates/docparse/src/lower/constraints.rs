//! Constraints given in words: sentences about a property in, values, bounds and a default out.

use super::flat::Flat;
use crate::ir::{Fact, How, Limits, Literal, Type};
use crate::page::{Inline, Text};
use crate::source::{Span, Spanned};

/// What sentences say of the values of one property.
#[derive(Default)]
pub(super) struct Constraints {
    pub(super) values: Vec<Fact<Literal>>,
    pub(super) default: Option<Fact<Literal>>,
    limits: Limits,
}

impl Constraints {
    /// The bounds of a value of type `ty`: those of a list count its items.
    pub(super) fn limits(&self, ty: &Type) -> Limits {
        let mut limits = self.limits.clone();
        if matches!(ty, Type::List(_)) {
            let count = |bound: Option<Fact<serde_json::Number>>| {
                let bound = bound?;
                Some(Fact::new(bound.value.as_u64()?, bound.from.how, bound.from.span))
            };
            let (least, most) = (count(limits.minimum.take()), count(limits.maximum.take()));
            limits.min_items = limits.min_items.or(least);
            limits.max_items = limits.max_items.or(most);
        }
        limits
    }

    /// Whether they speak of a number.
    pub(super) fn are_of_integer(&self) -> bool {
        let bounds = [&self.limits.minimum, &self.limits.maximum];
        let whole = |bound: &&Fact<serde_json::Number>| bound.value.is_i64() || bound.value.is_u64();
        bounds.into_iter().flatten().count() > 0 && bounds.into_iter().flatten().all(|bound| whole(&bound))
    }
}

/// Phrases that a list of values follows. After some, one value is a list too.
const LISTS: &[(&str, bool)] = &[
    ("options are", true),
    ("values are", true),
    ("values include", true),
    ("values", true),
    ("must be set to", true),
    ("must be one of", true),
    ("one of", false),
    ("this can be", false),
    ("can be", false),
    ("must be", false),
    ("either", false),
];

/// Words that make what they follow a condition, not a list.
const CONDITIONS: &[&str] = &["if", "when", "unless", "only", "for"];

/// Reads sentences that are known to be about one property.
pub(super) fn read(sentences: &[Fact<Text>]) -> Constraints {
    let mut read = Constraints::default();
    for sentence in sentences {
        let (text, how) = (&sentence.value, sentence.from.how);
        if read.values.is_empty() {
            read.values = values(text, how);
        }
        read.default = read.default.or_else(|| stated_default(text).map(|(_, value)| value.of(how)));
        limits(&Flat::new(text), how, &mut read.limits);
    }
    read
}

/// A value and where it stands.
pub(super) struct Value(Spanned<String>);

impl Value {
    pub(super) fn of(self, how: How) -> Fact<Literal> {
        Fact::new(super::prose::literal(&self.0.value), how, self.0.span)
    }
}

fn values(text: &Text, how: How) -> Vec<Fact<Literal>> {
    let values = match text.codes().next() {
        Some(_) => marked_values(text),
        None => plain_values(&Flat::new(text)),
    };
    values.into_iter().map(|value| Fact::new(Literal::String(value.value), how, value.span)).collect()
}

/// Whether words end in a phrase that a list follows, and whether one value would do.
fn leads(words: &str) -> Option<bool> {
    let words = words.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '•'));
    let (words, colon) = match words.strip_suffix(':') {
        Some(words) => (words, true),
        None => (words, false),
    };
    let (phrase, certain) = LISTS.iter().find(|(phrase, _)| words.ends_with(phrase))?;
    // `the values `x` and `y` …` is no list: it takes the colon.
    (*phrase != "values" || colon).then_some(*certain)
}

/// `Options are `A`, `B`, and `C`.` Explanations in parentheses, and behind the dash of
/// a bullet, are passed over.
fn marked_values(text: &Text) -> Vec<Spanned<String>> {
    let mut values = Vec::new();
    let mut listing = None;
    let mut depth = 0;
    for inline in &text.inlines {
        match inline {
            Inline::Text(words) => {
                let outside = outside_parentheses(&words.value.to_lowercase(), &mut depth);
                // Only what joins two values goes on with the list.
                let joins = |word: &str| matches!(word, "" | "and" | "or" | ".");
                let bullet = outside.trim_end().ends_with(['*', '•']);
                if listing.is_some() && !bullet && !outside.split([',', ' ', ';', ':']).all(joins) {
                    let first = outside.split_whitespace().find(|word| word.chars().any(char::is_alphabetic));
                    if first.is_some_and(|word| CONDITIONS.contains(&word)) && values.len() == 1 {
                        values.clear();
                    }
                    break;
                }
                listing = listing.or_else(|| leads(&outside));
            }
            Inline::Code(value) if listing.is_some() && depth == 0 => values.push(value.clone()),
            _ => {}
        }
    }
    // One code after `can be` is no list.
    if values.len() > 1 || listing == Some(true) { values } else { Vec::new() }
}

/// `Options are A, B, and C.`: a flattened page has no code marks.
fn plain_values(flat: &Flat) -> Vec<Spanned<String>> {
    let found = LISTS.iter().filter_map(|(phrase, certain)| {
        let at = flat.lower.find(phrase)? + phrase.len();
        let rest = &flat.lower[at..];
        let colon = rest.starts_with(':');
        let follows = colon || rest.starts_with(' ') && *phrase != "values";
        follows.then_some((at + usize::from(colon), *certain))
    });
    for (start, certain) in found {
        let pieces = pieces(&flat.plain, start);
        let fits = |range: &std::ops::Range<usize>| is_value(&flat.plain[range.clone()], certain);
        if !pieces.is_empty() && pieces.iter().all(fits) && (certain || pieces.len() > 1) {
            return pieces.into_iter().map(|range| flat.piece(range)).collect();
        }
    }
    Vec::new()
}

/// What stands between the commas, conjunctions or bullets of a list that starts at `start`.
fn pieces(plain: &str, start: usize) -> Vec<std::ops::Range<usize>> {
    let rest = &plain[start..];
    let end = [". ", " which ", " that ", " if ", " when "].iter().filter_map(|stop| rest.find(stop)).min();
    let bulleted = rest.trim_start().starts_with(['*', '•']);
    let rest = if bulleted { rest } else { &rest[..end.unwrap_or(rest.len())] };
    let mut ranges = Vec::new();
    let mut add = |from: usize, to: usize| {
        let text = &plain[from..to];
        let edge = |c: char| c.is_whitespace() || matches!(c, '.' | '"' | '“' | '”' | '`' | ',' | ';');
        let lead = text.len() - text.trim_start_matches(edge).len();
        let text = text.trim_matches(edge);
        if !text.is_empty() {
            ranges.push(from + lead..from + lead + text.len());
        }
    };
    if bulleted {
        for item in split_with(rest, &["*", "•"]) {
            let text = &rest[item.clone()];
            let until = [" - ", " – ", ": ", " ("].iter().filter_map(|stop| text.find(stop)).min();
            add(start + item.start, start + item.start + until.unwrap_or(text.len()));
        }
        return ranges;
    }
    for item in split_with(rest, &[", and ", ", or ", ", ", " and ", " or ", "; "]) {
        let text = &rest[item.clone()];
        let until = text.find('(').unwrap_or(text.len());
        let from = start + item.start;
        add(from, from + until);
    }
    ranges
}

/// The parts between separators, those in parentheses aside.
fn split_with(text: &str, separators: &[&str]) -> Vec<std::ops::Range<usize>> {
    let (mut depth, mut from, mut parts, mut at) = (0usize, 0, Vec::new(), 0);
    while let Some(c) = text[at..].chars().next() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let separator = separators.iter().find(|separator| depth == 0 && text[at..].starts_with(**separator));
        match separator {
            Some(separator) => {
                parts.push(from..at);
                at += separator.len();
                from = at;
            }
            None => at += c.len_utf8(),
        }
    }
    parts.push(from..text.len());
    parts
}

/// Whether words without marks can be a value: one word, or a name of few that starts with
/// a capital. Where the phrase alone proves nothing, no English word is spelled like it.
fn is_value(text: &str, certain: bool) -> bool {
    let words = text.split_whitespace().count();
    let capital = text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let constant = text.contains('_') || text.chars().filter(|c| c.is_uppercase()).count() > 1;
    let plain = !text.contains([':', '(', ')', '[', ']']);
    plain && if certain { words == 1 || capital && words < 6 } else { words == 1 && capital && constant }
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

/// Words behind `defaults to` that are no value.
const NO_VALUES: &[&str] =
    &["the", "a", "an", "its", "their", "this", "that", "whatever", "what", "one", "to"];

/// `defaults to `false``, `the default is X`, with code marks or without: the value, and
/// which piece of the sentence it starts in.
pub(super) fn stated_default(text: &Text) -> Option<(usize, Value)> {
    let flat = Flat::new(text);
    let phrases = ["defaults to", "default is", "default value is", "default:"];
    let at = phrases.iter().filter_map(|phrase| Some(flat.lower.find(phrase)? + phrase.len())).min()?;
    let rest = &flat.plain[at..];
    let start = at + rest.len() - rest.trim_start_matches([' ', ':', '"', '“', '`', '\u{a0}']).len();
    let index = flat.index(start)?;
    if let Inline::Code(code) = &text.inlines[index] {
        return Some((index, Value(code.clone())));
    }
    let rest = &flat.plain[start..];
    let length = rest.find([' ', ',', ';', '(', ')', '"', '”', '`', '\u{a0}']).unwrap_or(rest.len());
    let word = rest[..length].trim_end_matches('.');
    let fits = !word.is_empty() && !NO_VALUES.contains(&word.to_lowercase().as_str());
    fits.then(|| (index, Value(flat.piece(start..start + word.len()))))
}

/// What a number bounds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Value,
    Characters,
    Items,
}

const LEAST: &[(&str, Unit)] = &[
    ("minimum length is ", Unit::Characters),
    ("minimum length of ", Unit::Characters),
    ("minimum is ", Unit::Value),
    ("minimum value is ", Unit::Value),
    ("minimum value of ", Unit::Value),
    ("minimum of ", Unit::Value),
    ("at least ", Unit::Value),
    ("no less than ", Unit::Value),
    ("greater than or equal to ", Unit::Value),
];

const MOST: &[(&str, Unit)] = &[
    ("maximum length is ", Unit::Characters),
    ("maximum length of ", Unit::Characters),
    ("maximum is ", Unit::Value),
    ("maximum value is ", Unit::Value),
    ("maximum value of ", Unit::Value),
    ("maximum of ", Unit::Value),
    ("no more than ", Unit::Value),
    ("at most ", Unit::Value),
    ("less than or equal to ", Unit::Value),
    ("cannot exceed ", Unit::Value),
    ("must not exceed ", Unit::Value),
    ("limited to ", Unit::Value),
];

fn limits(flat: &Flat, how: How, limits: &mut Limits) {
    if let Some((low, rest)) = number_after(flat, 0, "between ")
        && let Some((high, end)) =
            number_after(flat, rest, " and ").filter(|(high, _)| high.start == rest + 5)
    {
        let unit = unit(&flat.lower[end..], Unit::Value);
        bound(limits, flat, low, unit, true, how);
        bound(limits, flat, high, unit, false, how);
    }
    for (phrases, least) in [(LEAST, true), (MOST, false)] {
        for (phrase, meant) in phrases {
            if let Some((range, mut end)) = number_after(flat, 0, phrase) {
                // `at least 1 and no more than 3 items`
                if let Some((_, after)) = number_after(flat, end, " and no more than ")
                    && flat.lower[end..].starts_with(" and no more than ")
                {
                    end = after;
                }
                bound(limits, flat, range, unit(&flat.lower[end..], *meant), least, how);
            }
        }
    }
}

/// What the word behind a number says that it counts. Bytes and shares bound something else.
fn unit(rest: &str, meant: Unit) -> Option<Unit> {
    let word: String = rest.trim_start().chars().take_while(|c| c.is_alphabetic() || *c == '%').collect();
    match word.as_str() {
        "characters" | "character" | "chars" => Some(Unit::Characters),
        "entries" | "items" | "elements" | "values" | "objects" | "entry" | "item" => Some(Unit::Items),
        "bytes" | "kb" | "mb" | "gb" | "kilobytes" | "megabytes" | "%" | "of" => None,
        _ => Some(meant),
    }
}

fn bound(
    limits: &mut Limits,
    flat: &Flat,
    range: std::ops::Range<usize>,
    unit: Option<Unit>,
    least: bool,
    how: How,
) {
    let text = flat.piece(range);
    let digits = text.value.replace(',', "");
    let count = || Some(Fact::new(digits.parse().ok()?, how, text.span));
    let slot = match (unit, least) {
        (None, _) => return,
        (Some(Unit::Value), _) => {
            let slot = if least { &mut limits.minimum } else { &mut limits.maximum };
            *slot = slot.take().or_else(|| number(&digits, text.span, how));
            return;
        }
        (Some(Unit::Characters), true) => &mut limits.min_length,
        (Some(Unit::Characters), false) => &mut limits.max_length,
        (Some(Unit::Items), true) => &mut limits.min_items,
        (Some(Unit::Items), false) => &mut limits.max_items,
    };
    *slot = slot.take().or_else(count);
}

/// The number that directly follows `phrase` at or behind `from`, and where it ends.
fn number_after(flat: &Flat, from: usize, phrase: &str) -> Option<(std::ops::Range<usize>, usize)> {
    let start = from + flat.lower.get(from..)?.find(phrase)? + phrase.len();
    let bytes = flat.lower.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = start + usize::from(bytes.get(start) == Some(&b'-'));
    // `1,024` and `0.5`, and not the comma or full stop behind a number.
    while digit(end) || matches!(bytes.get(end), Some(b',' | b'.')) && end > start && digit(end + 1) {
        end += 1;
    }
    flat.lower[start..end].replace(',', "").parse::<f64>().ok()?;
    Some((start..end, end))
}

fn number(digits: &str, span: Span, how: How) -> Option<Fact<serde_json::Number>> {
    Some(Fact::new(digits.parse().ok()?, how, span))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

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
        let text_of = |fact: Fact<Literal>| serde_json::to_string(&fact.value).unwrap().replace('"', "");
        read(&sentence(text)).values.into_iter().map(text_of).collect()
    }

    #[test]
    fn lists_of_values() {
        assert_eq!(listed("Options are `A`, `B c`, and `D`."), ["A", "B c", "D"]);
        assert_eq!(listed("Options are `X`."), ["X"]);
        assert_eq!(listed("Can be `A` (does this) or `B` (does `not`)."), ["A", "B"]);
        assert_eq!(listed("This can be: `A` or `B`."), ["A", "B"]);
        assert_eq!(listed("The name can be `x` if `y` is set."), Vec::<String>::new());
        assert_eq!(listed("Valid values are `A` and `B` which need `c`."), ["A", "B"]);
        assert_eq!(listed("The only valid `LDAP_TYPE` values are `A` and `B c`."), ["A", "B c"]);
        assert_eq!(listed("Must be set to `X`."), ["X"]);
        assert_eq!(listed("Must be set to `X` if `y` is set."), Vec::<String>::new());
        assert_eq!(listed("Possible values:* `BASIC` - By name.* `OAUTH` - By token."), ["BASIC", "OAUTH"]);
    }

    #[test]
    fn lists_of_values_without_marks() {
        assert_eq!(
            listed("Options are GLOBAL, North America (the US, and Canada), and Asia."),
            ["GLOBAL", "North America", "Asia"]
        );
        assert_eq!(
            listed("The only valid LDAP_TYPE values are PingDirectory and Microsoft Active Directory."),
            ["PingDirectory", "Microsoft Active Directory"]
        );
        assert_eq!(
            listed("Possible values:* BASIC - By name, or not.* OAuth Bearer Token - By token"),
            ["BASIC", "OAuth Bearer Token"]
        );
        assert_eq!(listed("Can be ENABLED or DISABLED."), ["ENABLED", "DISABLED"]);
        assert_eq!(listed("Options are low, medium, or high."), ["low", "medium", "high"]);
        for text in
            ["It can be empty or missing.", "Options are described in the guide below.", "It can be A."]
        {
            assert_eq!(listed(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn bounds() {
        let string = |text| read(&sentence(text)).limits(&Type::String);
        let list = |text| read(&sentence(text)).limits(&Type::List(Box::new(Type::String)));
        let number =
            |bound: Option<Fact<serde_json::Number>>| bound.map(|fact| fact.value.to_string()).unwrap();
        let range = string("Must be between 1 and 3.");
        assert_eq!((number(range.minimum), number(range.maximum)), ("1".into(), "3".into()));
        let words = string("Minimum is `1`, maximum is 10,800.");
        assert_eq!((number(words.minimum), number(words.maximum)), ("1".into(), "10800".into()));
        assert_eq!(number(string("The minimum value is 0.5.").minimum), "0.5");
        assert_eq!(string("The maximum length is 1024.").max_length.unwrap().value, 1024);
        assert_eq!(string("Must be between 1 and 256 characters.").max_length.unwrap().value, 256);
        assert_eq!(string("It cannot exceed 2048 characters.").max_length.unwrap().value, 2048);
        assert_eq!(string("Limited to 10 entries.").max_items.unwrap().value, 10);
        let items = list("There must be at least 1 and no more than 3.");
        assert_eq!((items.min_items.unwrap().value, items.max_items.unwrap().value), (1, 3));
        assert_eq!(string("The image cannot exceed 2 MB."), Limits::default());
        assert_eq!(string("At least 1 of them is needed."), Limits::default());
    }

    #[test]
    fn defaults() {
        let default = |text| {
            let read = read(&sentence(text));
            read.default.map(|fact| serde_json::to_string(&fact.value).unwrap())
        };
        assert_eq!(default("Must be between 1 and 3, and defaults to `1`.").as_deref(), Some("1"));
        assert_eq!(default("Maximum is 180, default is 180.").as_deref(), Some("180"));
        assert_eq!(default("The default is `a b`.").as_deref(), Some("\"a b\""));
        assert_eq!(default("It defaults to INACTIVE.").as_deref(), Some("\"INACTIVE\""));
        assert_eq!(default("It defaults to the name of the user."), None);
    }
}
