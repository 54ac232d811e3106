//! Text from pages, written as CommonMark in which nothing but our own marks means anything.

use docparse::page::{Inline, Text};

/// `text` as CommonMark. Links are made absolute from `base`, the page's address; those
/// that cannot be, or that lead anywhere but to the web, become plain words.
pub(super) fn markdown(text: &Text, base: Option<&str>) -> String {
    let mut out = String::new();
    for inline in &text.inlines {
        match inline {
            Inline::Text(words) => out.push_str(&escape(&words.value)),
            Inline::Code(code) => out.push_str(&code_span(&code.value)),
            Inline::Link { text, target } => match absolute(target, base) {
                Some(url) => out.push_str(&link(&text.value, &url)),
                None => out.push_str(&escape(&text.value)),
            },
        }
    }
    guard_start(out.trim())
}

/// `[words](url)`.
pub fn link(words: &str, url: &str) -> String {
    format!("[{}]({})", escape(words), url.replace('(', "%28").replace(')', "%29"))
}

/// `text` with everything escaped that CommonMark or HTML would take for a mark.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let chars: Vec<char> = text.chars().collect();
    for (at, c) in chars.iter().copied().enumerate() {
        let word = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| c.is_alphanumeric());
        match c {
            // Viewers differ in what HTML they let through, so none is left.
            '<' => out.push_str("&lt;"),
            '&' if chars.get(at + 1).is_some_and(|c| c.is_alphanumeric() || *c == '#') => {
                out.push_str("&amp;");
            }
            '\\' | '`' | '*' | '[' | ']' => out.extend(['\\', c]),
            // `snake_case` is left alone: an underscore inside a word is no mark.
            '_' if !(word(at.checked_sub(1)) && word(Some(at + 1))) => out.push_str("\\_"),
            // `javascript:` is no link any more, but scanners for it do not read CommonMark.
            ':' if ends_with_script(&out) => out.push_str("&#58;"),
            c if c.is_whitespace() || c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

fn ends_with_script(text: &str) -> bool {
    text.get(text.len().saturating_sub(6)..).is_some_and(|end| end.eq_ignore_ascii_case("script"))
}

/// Text from the settings, which is CommonMark already, without HTML.
pub(super) fn settings(text: &str) -> String {
    text.trim().replace('<', "&lt;")
}

/// A code span around `code`, whatever backticks are in it.
pub fn code_span(code: &str) -> String {
    let code: String = code.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if code.starts_with('`') || code.ends_with('`') || code.is_empty() { " " } else { "" };
    format!("{fence}{pad}{code}{pad}{fence}")
}

/// Keeps a paragraph a paragraph: no heading, list or quote begins here.
fn guard_start(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (marker, rest) = text.split_at(digits);
    if digits > 0 && rest.starts_with(['.', ')']) {
        return format!("{marker}\\{rest}");
    }
    if text.starts_with(['#', '>', '+', '-', '=', '~', '|']) {
        return format!("\\{text}");
    }
    text.to_owned()
}

/// `target` as seen from the page at `base`.
pub(crate) fn absolute(target: &str, base: Option<&str>) -> Option<String> {
    let url = if target.starts_with("https://") || target.starts_with("http://") {
        target.to_owned()
    } else {
        join(base?, target)?
    };
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '\\' | '`');
    url.chars().all(plain).then_some(url)
}

/// Resolves a relative reference (RFC 3986, section 5.2) whose base ends in a file.
fn join(base: &str, target: &str) -> Option<String> {
    let host = base.find("://")? + 3;
    let root = base[host..].find('/').map_or(base.len(), |at| host + at);
    let page = base.split(['#', '?']).next()?;
    if target.starts_with('#') {
        return Some(format!("{page}{target}"));
    }
    // Another scheme, or another host without one.
    if target.split(['/', '#', '?']).next()?.contains(':') || target.starts_with("//") {
        return None;
    }
    let (path, rest) = target.split_at(target.find(['#', '?']).unwrap_or(target.len()));
    let mut parts: Vec<&str> = match path.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => page.get(root..)?.trim_start_matches('/').split('/').collect(),
    };
    parts.pop();
    for part in path.trim_start_matches('/').split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." => {}
            part => parts.push(part),
        }
    }
    Some(format!("{}/{}{rest}", &base[..root], parts.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_and_marks_from_pages_mean_nothing() {
        for (text, escaped) in [
            ("<script>alert(1)</script>", "&lt;script>alert(1)&lt;/script>"),
            ("a_b _c_ *d*", "a_b \\_c\\_ \\*d\\*"),
            ("[x](javascript:alert)", "\\[x\\](javascript&#58;alert)"),
            ("&lt;b&gt; & c", "&amp;lt;b&amp;gt; & c"),
            ("one\n# two", "one # two"),
        ] {
            assert_eq!(escape(text), escaped);
        }
        assert_eq!(guard_start("# no heading"), "\\# no heading");
        assert_eq!(guard_start("1. no list"), "1\\. no list");
    }

    #[test]
    fn code_spans_hold_any_backticks() {
        assert_eq!(code_span("a"), "`a`");
        assert_eq!(code_span("a`b"), "``a`b``");
        assert_eq!(code_span("``"), "``` `` ```");
    }

    #[test]
    fn links_are_resolved_from_the_page() {
        let base = "https://docs.example.org/api/platform/stores/create.html";
        for (target, url) in [
            ("../../overview.html#top", Some("https://docs.example.org/api/overview.html#top")),
            ("other.html", Some("https://docs.example.org/api/platform/stores/other.html")),
            ("/root.html", Some("https://docs.example.org/root.html")),
            ("#here", Some("https://docs.example.org/api/platform/stores/create.html#here")),
            ("https://other.example.org/", Some("https://other.example.org/")),
            ("javascript:alert(1)", None),
            ("//evil.example.org", None),
            ("https://x.example.org/a b", None),
        ] {
            assert_eq!(absolute(target, Some(base)).as_deref(), url, "{target}");
        }
        assert_eq!(absolute("other.html", None), None);
    }
}
