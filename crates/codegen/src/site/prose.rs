//! Text from pages in, HTML out: code stays code, and links lead into the site where it has what they are about.

use docparse::ir::Fact;
use docparse::page::{Inline, Text};

use super::context::Context;
use super::html::Html;
use crate::openapi::text::absolute;

impl Context<'_> {
    /// A paragraph for a page whose way to the top is `root`.
    pub(super) fn prose(&self, text: &Fact<Text>, root: &str) -> Html {
        let base = self.public_address(text.value.span.source);
        let mut html = Html::new();
        for inline in &text.value.inlines {
            match inline {
                Inline::Text(words) => html.text(&words.value),
                Inline::Code(code) => html.code(&code.value),
                Inline::Link { text, target } => match absolute(target, base) {
                    None => html.text(&text.value),
                    Some(address) => {
                        let page = address.split('#').next().unwrap_or_default();
                        match self.by_address.get(page) {
                            Some(path) => html.link(&text.value, &format!("{root}{path}")),
                            None => html.link(&text.value, &address),
                        }
                    }
                },
            }
        }
        html
    }

    /// Paragraphs, each once.
    pub(super) fn paragraphs<'t>(
        &self,
        texts: impl IntoIterator<Item = &'t Fact<Text>>,
        root: &str,
    ) -> Vec<Html> {
        let mut said: Vec<Html> = Vec::new();
        for text in texts {
            let html = self.prose(text, root);
            if html != Html::new() && !said.contains(&html) {
                said.push(html);
            }
        }
        said
    }
}
