//! Text in, HTML that may be printed as it is out. Nothing else makes any outside the templates.

use std::fmt;

use askama::filters::HtmlSafe;

/// HTML in which all text was escaped. Templates print it as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Html(String);

impl HtmlSafe for Html {}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Html {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Plain words.
    pub(super) fn of(text: &str) -> Self {
        let mut html = Self::new();
        html.text(text);
        html
    }

    /// Words with code between backticks, as settings and findings are written.
    pub(super) fn ticked(text: &str) -> Self {
        let mut html = Self::new();
        let mut parts = text.trim().split('`');
        html.text(parts.next().unwrap_or_default());
        while let Some(code) = parts.next() {
            match parts.next() {
                Some(words) => {
                    html.code(code);
                    html.text(words);
                }
                // The last backtick has no partner.
                None => {
                    html.text("`");
                    html.text(code);
                }
            }
        }
        html
    }

    /// Adds plain words.
    pub(super) fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '&' => self.0.push_str("&amp;"),
                '"' => self.0.push_str("&#34;"),
                '\'' => self.0.push_str("&#39;"),
                '\n' | '\t' => self.0.push(c),
                // Characters that reorder the text around them would let a page show what it does not say.
                '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                    self.0.push('\u{fffd}');
                }
                c if c.is_control() => self.0.push('\u{fffd}'),
                c => self.0.push(c),
            }
        }
    }

    /// Adds code.
    pub(super) fn code(&mut self, code: &str) {
        self.in_tag("code", "", code);
    }

    /// Adds words in an element with a class, both ours.
    pub(super) fn in_tag(&mut self, tag: &'static str, class: &'static str, text: &str) {
        self.0.push('<');
        self.0.push_str(tag);
        if !class.is_empty() {
            self.0.push_str(" class=\"");
            self.0.push_str(class);
            self.0.push('"');
        }
        self.0.push('>');
        self.text(text);
        self.0.push_str("</");
        self.0.push_str(tag);
        self.0.push('>');
    }

    /// Adds a link; to anywhere but the web or this site, only its words.
    pub(super) fn link(&mut self, words: &str, href: &str) {
        let outside = href.starts_with("https://") || href.starts_with("http://");
        let has_scheme = href.split(['/', '?', '#']).next().is_some_and(|start| start.contains(':'));
        if !outside && (has_scheme || href.starts_with("//")) {
            return self.text(words);
        }
        self.0.push_str("<a href=\"");
        self.text(href);
        self.0.push_str(if outside { "\" rel=\"noreferrer\">" } else { "\">" });
        self.text(words);
        self.0.push_str("</a>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_only_text() {
        assert_eq!(Html::of("<b a='\"'>&amp;").to_string(), "&lt;b a=&#39;&#34;&#39;&gt;&amp;amp;");
        assert_eq!(Html::of("a\u{202e}b\0").to_string(), "a\u{fffd}b\u{fffd}");
        assert_eq!(Html::ticked("a `<b>` c `d").to_string(), "a <code>&lt;b&gt;</code> c `d");
    }

    #[test]
    fn links_lead_to_the_web_or_into_the_site() {
        let link = |href: &str| {
            let mut html = Html::new();
            html.link("x", href);
            html.to_string()
        };
        for href in ["javascript:alert(1)", "data:text/html,x", "JAVASCRIPT:x", "//evil.example", "a:b/c"] {
            assert_eq!(link(href), "x", "{href}");
        }
        assert_eq!(link("../a.html#b"), "<a href=\"../a.html#b\">x</a>");
        assert_eq!(
            link("https://a.example/\"x"),
            "<a href=\"https://a.example/&#34;x\" rel=\"noreferrer\">x</a>"
        );
    }
}
