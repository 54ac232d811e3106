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
            let target = match key.data.as_str() {
                Some("page_id") => &mut meta.page_id,
                Some("title") => &mut meta.title,
                Some("description") => &mut meta.description,
                Some("component") => &mut meta.component,
                Some("canonical_url") => &mut meta.canonical_url,
                _ => continue,
            };
            if let Some(text) = value.data.as_str() {
                let (start, end) = (value.span.start.index(), value.span.end.index());
                *target = Some(Spanned::new(text.to_owned(), file.span(offsets.of(start)..offsets.of(end))));
            }
        }
        meta
    }
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
