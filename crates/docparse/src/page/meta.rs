//! Front matter in, a page's own data out.

use serde::Serialize;

use crate::source::Spanned;

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
