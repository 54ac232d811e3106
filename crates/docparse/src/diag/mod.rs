//! Findings about pages: what was found, where, why it matters, what to do.
//!
//! A [`Diagnostic`] has no idea how it will be shown; rendering is the caller's.
//! [`codes`] is the registry of everything that can be found.

pub mod codes;

use serde::Serialize;

use crate::source::Span;
pub use codes::Code;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A choice made for the reader.
    Info,
    /// What is generated is right by the rules, and the page should be looked at.
    Warning,
    /// It is unknown what to generate, or it would be wrong.
    Error,
}

impl Severity {
    /// `info`, `warning` or `error`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place on a page and why it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// Why this place, in a few lower-case words. May be empty.
    pub text: String,
}

/// A change to a page that settles a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes to replace. Empty to insert.
    pub span: Span,
    /// What to put there.
    pub text: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of finding this is.
    pub code: &'static Code,
    /// The code's severity, unless a decision accepted the finding.
    pub severity: Severity,
    /// One line, lower case, no full stop; names things in backticks.
    pub message: String,
    /// Where: the smallest span that is wrong; of two that disagree, the one to change.
    pub primary: Label,
    /// Other places that matter.
    pub related: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
    /// The edit that does it.
    pub edit: Option<Edit>,
}

impl Diagnostic {
    /// A finding of kind `code` at `span`.
    pub fn new(code: &'static Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity,
            message: message.into(),
            primary: Label { span, text: String::new() },
            related: Vec::new(),
            help: None,
            edit: None,
        }
    }

    /// Says why the primary place is shown.
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Adds another place.
    pub fn related(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related.push(Label { span, text: text.into() });
        self
    }

    /// Says what to do.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Offers the edit that settles it.
    pub fn edit(mut self, span: Span, text: impl Into<String>) -> Self {
        self.edit = Some(Edit { span, text: text.into() });
        self
    }
}

/// Collects findings.
#[derive(Debug, Default)]
pub struct Sink {
    found: Vec<Diagnostic>,
}

impl Sink {
    /// An empty sink.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Adds the findings of `other` behind those so far.
    pub fn append(&mut self, mut other: Self) {
        self.found.append(&mut other.found);
    }

    /// All findings so far, in the order they were made.
    pub fn findings(&self) -> &[Diagnostic] {
        &self.found
    }

    /// All findings so far, to be changed by decisions.
    pub(crate) fn findings_mut(&mut self) -> &mut [Diagnostic] {
        &mut self.found
    }

    /// Whether any finding stops generation.
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// The findings by page, position and code, each once.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        self.found.sort_by(|a, b| {
            (a.primary.span, a.code.id, &a.message).cmp(&(b.primary.span, b.code.id, &b.message))
        });
        self.found.dedup();
        self.found
    }
}
