//! Section titles we know.

use serde::Serialize;

/// What a section is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "named as the titles are")]
pub enum SectionKind {
    Prerequisites,
    RequestModel,
    QueryParameters,
    RelatedTopics,
    Headers,
    Body,
    ExampleRequest,
    ExampleResponse,
    /// Text after a collapse: it belongs to the operation again.
    Notes,
    Other,
}

impl SectionKind {
    /// Whether only pages that document an operation have such a section.
    pub(crate) fn is_of_operation(self) -> bool {
        matches!(
            self,
            Self::RequestModel | Self::Headers | Self::Body | Self::ExampleRequest | Self::ExampleResponse
        )
    }
}

/// Titles as pages write them, in lower case.
const TITLES: &[(&str, SectionKind)] = &[
    ("prerequisites", SectionKind::Prerequisites),
    ("request model", SectionKind::RequestModel),
    ("query parameters", SectionKind::QueryParameters),
    ("related topics", SectionKind::RelatedTopics),
    ("headers", SectionKind::Headers),
    ("body", SectionKind::Body),
    ("example request", SectionKind::ExampleRequest),
    ("example response", SectionKind::ExampleResponse),
];

/// The kind of section that `title` opens, if it is a title we know.
pub(super) fn known(title: &str) -> Option<SectionKind> {
    let title = title.trim();
    let title = title.strip_prefix("Collapse:").map_or(title, str::trim);
    TITLES.iter().find(|(known, _)| title.eq_ignore_ascii_case(known)).map(|(_, kind)| *kind)
}
