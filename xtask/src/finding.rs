//! Diagnostics in, findings out: the same, with positions and excerpts worked out.
//!
//! A [`Finding`] needs no sources any more, so findings of several readings (with a
//! page, and without it) can be shown together, and every format shows the same
//! excerpt with secrets hidden.

use std::collections::BTreeSet;

use docparse::diag::{Code, Diagnostic, Label, Severity};
use docparse::ir::Api;
use docparse::source::{LineCol, SourceKind, SourceSet, Span};

use crate::docs::{Docs, Settings};
use crate::lines::Lines;
use crate::render::excerpt::{self, Excerpt};

/// A finding, ready to be shown.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub code: &'static Code,
    pub severity: Severity,
    pub message: String,
    pub place: Place,
    pub related: Vec<Place>,
    pub help: Option<String>,
    pub fix: Option<Fix>,
}

/// A place in a page, in the settings, or a whole file.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// What stands before the path for people: `seeds/`.
    pub folder: String,
    /// The path under the docs folder, or the settings' file name.
    pub path: String,
    /// The page's id, if this is a page that was read.
    pub page_id: Option<String>,
    pub start: LineCol,
    pub end: LineCol,
    /// Why the place is shown. May be empty.
    pub text: String,
    /// The source line. A file that was not read has none.
    pub excerpt: Option<Excerpt>,
}

/// An edit that settles a finding.
#[derive(Clone, Debug)]
pub(crate) struct Fix {
    /// The bytes to replace.
    pub span: Span,
    pub start: LineCol,
    pub end: LineCol,
    pub text: String,
    /// Whether it has the value of a secret in it: then it is made, and not shown.
    pub secret: bool,
}

impl Finding {
    /// A finding on a file as a whole.
    pub(crate) fn of_file(code: &'static Code, folder: &str, path: &str, message: &str) -> Self {
        let start = LineCol { line: 1, column: 1 };
        let place = Place {
            folder: folder.into(),
            path: path.into(),
            page_id: None,
            start,
            end: start,
            text: String::new(),
            excerpt: None,
        };
        Self {
            code,
            severity: code.severity,
            message: message.into(),
            place,
            related: Vec::new(),
            help: Some(as_help(code.fix)),
            fix: None,
        }
    }
}

/// A sentence as helps are written: lower case, no full stop.
fn as_help(sentence: &str) -> String {
    let mut chars = sentence.trim_end_matches('.').chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// Works out positions and excerpts of `diagnostics`, which are on `sources`.
pub(crate) fn resolve(
    diagnostics: Vec<Diagnostic>,
    sources: &SourceSet,
    api: &Api,
    docs: &Docs,
) -> Vec<Finding> {
    let secrets = api.secrets.iter().map(|span| sources.text(*span)).filter(|text| !text.is_empty());
    let cx =
        Context { sources, api, docs, lines: Lines::new(sources, &api.secrets), secrets: secrets.collect() };
    diagnostics.into_iter().map(|diagnostic| cx.finding(diagnostic)).collect()
}

struct Context<'a> {
    sources: &'a SourceSet,
    api: &'a Api,
    docs: &'a Docs,
    lines: Lines<'a>,
    /// Values that no message may hold.
    secrets: BTreeSet<&'a str>,
}

impl Context<'_> {
    fn finding(&self, diagnostic: Diagnostic) -> Finding {
        Finding {
            code: diagnostic.code,
            severity: diagnostic.severity,
            message: self.shown(&diagnostic.message),
            place: self.place(&diagnostic.primary),
            related: diagnostic.related.iter().map(|label| self.place(label)).collect(),
            help: diagnostic.help.as_deref().map(|help| self.shown(help)),
            fix: diagnostic.edit.map(|edit| {
                let (start, end) = self.positions(edit.span);
                let secret = docparse::mask_values(&edit.text, &self.secrets) != edit.text;
                Fix { span: edit.span, start, end, text: edit.text, secret }
            }),
        }
    }

    fn place(&self, label: &Label) -> Place {
        let file = self.sources.get(label.span.source);
        let (start, end) = self.positions(label.span);
        let (folder, path) = match file.kind {
            SourceKind::Page => (self.docs.shown.clone(), file.path.clone()),
            // The settings' name is the last part of the path the user knows.
            SourceKind::Docset | SourceKind::Overlay => {
                let Settings { shown, name, .. } = &self.docs.settings;
                (shown.strip_suffix(name).unwrap_or_default().to_owned(), file.path.clone())
            }
            SourceKind::Names => {
                let folder = self.docs.names.as_ref().map(|names| names.shown.clone());
                (folder.unwrap_or_default(), file.path.clone())
            }
        };
        Place {
            folder,
            path,
            page_id: self.api.page(file.id).map(|page| page.id.value.clone()),
            start,
            end,
            text: self.shown(&label.text),
            excerpt: Some(excerpt::cut(file, label.span, &self.lines.line(file.id, label.span.start))),
        }
    }

    /// A text as it may be shown: nothing that moves a cursor, no value of a secret.
    fn shown(&self, text: &str) -> String {
        excerpt::clean(&docparse::mask_values(text, &self.secrets))
    }

    fn positions(&self, span: Span) -> (LineCol, LineCol) {
        (self.lines.position(span.source, span.start), self.lines.position(span.source, span.end))
    }
}
