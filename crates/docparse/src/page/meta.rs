//! Front matter in, a page's own data out.

use saphyr::{LoadableYamlNode, MarkedYaml};
use serde::Serialize;

use crate::diag::{Diagnostic, Sink, codes};
use crate::source::{SourceFile, Spanned};

/// What the front matter says. Keys not named here are read and left alone.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Meta {
    /// Whether there is any.
    pub present: bool,
    /// `pingone-api:platform:…/create-store-pingone`
    pub page_id: Option<Spanned<String>>,
    /// The page's title.
    pub title: Option<Spanned<String>>,
    /// A sentence.
    pub description: Option<Spanned<String>>,
    /// The docs component.
    pub component: Option<Spanned<String>>,
    /// The page's public address.
    pub canonical_url: Option<Spanned<String>>,
}

impl Meta {
    /// Reads the YAML that stands at `range`, without its `---` lines.
    pub(super) fn read(file: &SourceFile, range: std::ops::Range<usize>, sink: &mut Sink) -> Self {
        let mut meta = Self { present: true, ..Self::default() };
        let text = &file.text[range.clone()];
        let offsets = Offsets { text, base: range.start };
        let documents = match MarkedYaml::load_from_str(text) {
            Ok(documents) => documents,
            Err(error) => {
                let at = offsets.of(error.marker().index());
                let span = file.line_span(file.line(at as u32));
                let message = format!("the front matter is not YAML: {}", error.info());
                sink.push(Diagnostic::new(&codes::BAD_FRONT_MATTER, span, message).label("here"));
                meta.read_lines(file, range);
                return meta;
            }
        };
        let Some(mapping) = documents.first().and_then(|document| document.data.as_mapping()) else {
            let span = file.span(range);
            sink.push(Diagnostic::new(
                &codes::BAD_FRONT_MATTER,
                span,
                "the front matter is not a mapping of keys to values",
            ));
            return meta;
        };
        for (key, value) in mapping {
            let Some(target) = key.data.as_str().and_then(|key| meta.target(key)) else { continue };
            let (start, end) = (value.span.start.index(), value.span.end.index());
            let place = offsets.of(start)..offsets.of(end);
            // A title may be a number to YAML: `title: 404`.
            let text = value.data.as_str().or_else(|| {
                let is_scalar = !value.data.is_mapping() && !value.data.is_sequence();
                file.text.get(place.clone()).filter(|text| is_scalar && !text.trim().is_empty())
            });
            if let Some(text) = text {
                *target = Some(Spanned::new(unescaped(text), file.span(place)));
            }
        }
        meta
    }

    fn target(&mut self, key: &str) -> Option<&mut Option<Spanned<String>>> {
        Some(match key {
            "page_id" => &mut self.page_id,
            "title" => &mut self.title,
            "description" => &mut self.description,
            "component" => &mut self.component,
            "canonical_url" => &mut self.canonical_url,
            _ => return None,
        })
    }

    /// What can be told without YAML: `key: value` lines whose value has no marks.
    fn read_lines(&mut self, file: &SourceFile, range: std::ops::Range<usize>) {
        let mut at = range.start;
        for line in file.text[range].split_inclusive('\n') {
            let start = at;
            at += line.len();
            let Some((key, value)) = line.split_once(": ") else { continue };
            let plain = value.trim();
            if let Some(target) = self.target(key)
                && plain.starts_with(char::is_alphanumeric)
            {
                let start = start + line.len() - value.trim_start().len();
                *target = Some(Spanned::new(unescaped(plain), file.span(start..start + plain.len())));
            }
        }
    }
}

/// The text with HTML's entities resolved, as titles in front matter have them: `Plan&#8217;s`.
fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let plain = pulldown_cmark::Parser::new(text).map(|event| match event {
        pulldown_cmark::Event::Text(text) | pulldown_cmark::Event::Code(text) => text.into_string(),
        pulldown_cmark::Event::SoftBreak | pulldown_cmark::Event::HardBreak => " ".into(),
        _ => String::new(),
    });
    plain.collect()
}

/// The YAML library counts characters; we count bytes.
struct Offsets<'a> {
    text: &'a str,
    base: usize,
}

impl Offsets<'_> {
    fn of(&self, character: usize) -> usize {
        self.base + self.text.char_indices().nth(character).map_or(self.text.len(), |(at, _)| at)
    }
}
