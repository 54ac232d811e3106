//! Paragraphs, tables, code: what pages are made of.

use serde::Serialize;

use crate::source::{Span, Spanned};

/// A piece of a page.
#[derive(Clone, Debug, Serialize)]
pub enum Block {
    /// Text.
    Paragraph(Text),
    /// A table with a head.
    Table(Table),
    /// Code.
    Code(CodeBlock),
    /// The same request in several languages.
    Tabs(Vec<Tab>),
    /// A callout.
    Note(Text),
    /// `201 Created`.
    Status(Spanned<String>),
    /// Items of a list.
    List(Vec<Text>),
}

/// Text with code and links kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Text {
    /// The pieces, in order.
    pub inlines: Vec<Inline>,
    /// From the first to the last.
    pub span: Span,
}

/// A piece of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Inline {
    /// Plain words.
    Text(Spanned<String>),
    /// `code`.
    Code(Spanned<String>),
    /// A link.
    Link {
        /// What is shown.
        text: Spanned<String>,
        /// Where it leads, as written.
        target: String,
    },
}

impl Inline {
    /// What is shown, and where it stands.
    pub fn shown(&self) -> &Spanned<String> {
        match self {
            Self::Text(text) | Self::Code(text) | Self::Link { text, .. } => text,
        }
    }
}

impl Text {
    /// The words, with no marks.
    pub fn plain(&self) -> String {
        self.inlines.iter().map(|inline| inline.shown().value.as_str()).collect()
    }

    /// The code in it.
    pub fn codes(&self) -> impl Iterator<Item = &Spanned<String>> {
        self.inlines.iter().filter_map(|inline| match inline {
            Inline::Code(code) => Some(code),
            _ => None,
        })
    }

    /// Text of one plain piece.
    pub fn of(value: impl Into<String>, span: Span) -> Self {
        Self { inlines: vec![Inline::Text(Spanned::new(value.into(), span))], span }
    }
}

/// A table.
#[derive(Clone, Debug, Serialize)]
pub struct Table {
    /// Its head.
    pub head: Vec<Cell>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// All of it.
    pub span: Span,
}

/// A row.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Cell>,
    /// All of it.
    pub span: Span,
}

/// A cell.
#[derive(Clone, Debug, Serialize)]
pub struct Cell {
    /// What it holds, trimmed. An empty cell's span is where its text would stand.
    pub text: Text,
}

/// A code block.
#[derive(Clone, Debug, Serialize)]
pub struct CodeBlock {
    /// What follows the fence.
    pub info: Option<Spanned<String>>,
    /// The code. As many bytes as its span: where a quote's marks stand between
    /// lines, they are spaces here, so that an offset in it is an offset on the page.
    pub body: Spanned<String>,
}

/// One language's code.
#[derive(Clone, Debug, Serialize)]
pub struct Tab {
    /// The tab's name.
    pub name: Spanned<String>,
    /// The code.
    pub code: CodeBlock,
}
