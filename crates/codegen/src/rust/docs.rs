//! Text of a page in, lines of rustdoc out. Pages are not trusted: nothing of a page may
//! end a comment, start a code block that would be run, or become HTML.

use docparse::page::{Inline, Text};

/// Longer lines are broken between words.
const WIDTH: usize = 96;

/// The lines of a paragraph.
pub(super) fn paragraph(text: &Text, base: Option<&str>) -> Vec<String> {
    let mut atoms = Atoms::default();
    for inline in &text.inlines {
        match inline {
            Inline::Text(words) => atoms.words(&words.value),
            Inline::Code(code) => atoms.solid(&code_span(&code.value)),
            Inline::Link { text, target } => match address(target, base) {
                Some(address) => atoms.solid(&format!("[{}]({address})", escaped(&text.value))),
                None => atoms.words(&text.value),
            },
        }
    }
    atoms.lines()
}

/// What may not be broken, and whether a space stands before it.
#[derive(Default)]
struct Atoms {
    atoms: Vec<(bool, String)>,
    space: bool,
}

impl Atoms {
    fn words(&mut self, text: &str) {
        let text: String = text.chars().map(|c| if visible(c) { c } else { ' ' }).collect();
        self.space |= text.starts_with(char::is_whitespace);
        for (index, word) in text.split_whitespace().enumerate() {
            self.space |= index > 0;
            self.push(escape_word(word));
        }
        self.space |= text.ends_with(char::is_whitespace);
    }

    fn solid(&mut self, text: &str) {
        self.push(text.to_owned());
    }

    fn push(&mut self, text: String) {
        if !text.is_empty() {
            self.atoms.push((std::mem::take(&mut self.space), text));
        }
    }

    fn lines(self) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        // Pieces with no space between stay together.
        let mut words: Vec<String> = Vec::new();
        for (space, atom) in self.atoms {
            match words.last_mut() {
                Some(last) if !space => last.push_str(&atom),
                _ => words.push(atom),
            }
        }
        for word in words {
            match lines.last_mut() {
                Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDTH => {
                    line.push(' ');
                    line.push_str(&word);
                }
                _ => lines.push(word),
            }
        }
        lines
    }
}

/// Neither controls nor what changes the direction of text: rustc refuses the latter.
pub(super) fn visible(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A word with every character escaped that Markdown might take for a mark.
fn escape_word(word: &str) -> String {
    if let Some(at) = word.find("https://").or_else(|| word.find("http://")) {
        let (before, rest) = word.split_at(at);
        let end = rest.find(|c: char| !url_char(c)).unwrap_or(rest.len());
        let url = rest[..end].trim_end_matches(['.', ',', ')', ';', ':', '!', '?']);
        if url.ends_with(|c: char| c.is_alphanumeric() || c == '/') {
            return format!("{}<{url}>{}", escaped(before), escaped(&rest[url.len()..]));
        }
    }
    let escaped = escaped(word);
    // At the start of a line these would start a list or underline a heading.
    let digits = escaped.trim_start_matches(|c: char| c.is_ascii_digit());
    if digits.len() < escaped.len() && (digits.starts_with('.') || digits.starts_with(')')) {
        let (number, rest) = escaped.split_at(escaped.len() - digits.len());
        return format!("{number}\\{rest}");
    }
    match escaped.chars().next() {
        Some('-' | '+' | '=') => format!("\\{escaped}"),
        _ => escaped,
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    let mut before = ' ';
    let mut rest = text.chars().filter(|c| visible(*c)).peekable();
    while let Some(c) = rest.next() {
        let mark = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '&' => true,
            // Inside a word this is no emphasis, and names are full of it.
            '_' => !(before.is_alphanumeric() && rest.peek().is_some_and(|after| after.is_alphanumeric())),
            '#' => before.is_whitespace(),
            _ => false,
        };
        if mark {
            out.push('\\');
        }
        out.push(if c.is_whitespace() { ' ' } else { c });
        before = c;
    }
    out
}

/// Code, in more backticks than it holds in a row.
pub(super) fn code_span(code: &str) -> String {
    let code: String = code.chars().map(|c| if visible(c) { c } else { ' ' }).collect();
    let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
    if code.is_empty() {
        return String::new();
    }
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{code}{pad}{fence}")
}

/// Where a link leads, if that is on the web and can be written down.
fn address(target: &str, base: Option<&str>) -> Option<String> {
    let absolute = if target.starts_with("https://") || target.starts_with("http://") {
        target.to_owned()
    } else {
        resolve(target, base?)?
    };
    absolute.chars().all(|c| url_char(c) && !matches!(c, '(' | ')')).then_some(absolute)
}

/// `../x.html` seen from a page (RFC 3986 section 5.2, for what pages write).
fn resolve(target: &str, base: &str) -> Option<String> {
    if target.contains(':') || target.starts_with("//") {
        return None;
    }
    let base = base.split(['?', '#']).next()?;
    let path_at = base.find("://")? + 3;
    let path_at = base[path_at..].find('/').map_or(base.len(), |slash| path_at + slash);
    let (origin, path) = base.split_at(path_at);
    let (target, suffix) = target.split_at(target.find(['?', '#']).unwrap_or(target.len()));
    if target.is_empty() {
        return Some(format!("{base}{suffix}"));
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    if target.starts_with('/') {
        parts = vec![""];
    }
    for part in target.trim_start_matches('/').split('/') {
        match part {
            "." => {}
            ".." if parts.len() > 1 => {
                parts.pop();
            }
            ".." => {}
            part => parts.push(part),
        }
    }
    Some(format!("{origin}{}{suffix}", parts.join("/")))
}

fn url_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c)
}

#[cfg(test)]
mod tests {
    use docparse::source::{SourceId, Span, Spanned};

    use super::*;

    fn piece(text: &str) -> Spanned<String> {
        Spanned::new(text.to_owned(), Span::new(SourceId(0), 0, 0))
    }

    fn lines(inlines: Vec<Inline>) -> Vec<String> {
        let base = Some("https://docs.example.com/api/platform/stores/create.html");
        paragraph(&Text { inlines, span: Span::new(SourceId(0), 0, 0) }, base)
    }

    fn text(text: &str) -> String {
        lines(vec![Inline::Text(piece(text))]).join("\n")
    }

    #[test]
    fn marks_are_escaped() {
        assert_eq!(
            text("a [b] <c> `d` *e* _f_ # g \\"),
            "a \\[b\\] \\<c\\> \\`d\\` \\*e\\* \\_f\\_ \\# g \\\\"
        );
        assert_eq!(text("```\nfn main() {}\n```"), "\\`\\`\\` fn main() {} \\`\\`\\`");
        assert_eq!(text("    indented\n\n\n- item\n1. one\n==="), "indented \\- item 1\\. one \\===");
    }

    #[test]
    fn names_stay_readable() {
        assert_eq!(text("set CREATE_USERS to #1!"), "set CREATE_USERS to \\#1!");
    }

    #[test]
    fn what_cannot_be_seen_is_left_out() {
        assert_eq!(text("a\u{202e}b\u{0}c\u{a0}d"), "a b c d");
    }

    #[test]
    fn addresses_become_links() {
        assert_eq!(text("see https://example.com/a_b."), "see <https://example.com/a_b>.");
    }

    #[test]
    fn code_keeps_its_backticks() {
        let code = |text: &str| lines(vec![Inline::Code(piece(text))]).join("\n");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("```"), "```` ``` ````");
        assert_eq!(code("a\n b"), "`a b`");
    }

    #[test]
    fn relative_links_lead_from_the_page() {
        let link = |target: &str| {
            lines(vec![
                Inline::Text(piece("See ")),
                Inline::Link { text: piece("a [b]"), target: target.to_owned() },
                Inline::Text(piece(".")),
            ])
            .join("\n")
        };
        assert_eq!(link("../../x.html#y"), "See [a \\[b\\]](https://docs.example.com/api/x.html#y).");
        assert_eq!(
            link("#y"),
            "See [a \\[b\\]](https://docs.example.com/api/platform/stores/create.html#y)."
        );
        assert_eq!(link("/x"), "See [a \\[b\\]](https://docs.example.com/x).");
        for hostile in ["javascript:alert(1)", "http://x/) <b>", "//evil"] {
            assert_eq!(link(hostile), "See a \\[b\\].", "{hostile}");
        }
    }

    #[test]
    fn long_paragraphs_are_broken_between_words() {
        let long = "word ".repeat(50);
        assert!(text(&long).lines().all(|line| line.len() <= WIDTH && line.starts_with("word")));
    }
}
