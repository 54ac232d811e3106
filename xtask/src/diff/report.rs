//! Two editions in, what every format shows out: changes with their places, and the version they
//! call for. Values of secrets are hidden here, once.

use std::collections::BTreeSet;

use codegen::diff::{self, Change, Class, Edition, Heading, Place, SourceChange, version};
use codegen::names::Lock;
use docparse::diag::Sink;
use docparse::mask_values;
use docparse::source::{SourceKind, Span};

use super::edition::{Side, both};
use crate::render::excerpt::clean;

/// What changed.
pub(crate) struct Report {
    /// As they were typed.
    pub(super) old: String,
    pub(super) new: String,
    pub(super) changes: Vec<Shown>,
    /// What changes in generated code and follows from no single change of these.
    pub(super) source: Vec<SourceChange>,
    pub(super) version: Option<Version>,
}

/// The version that the changes call for.
pub(super) struct Version {
    /// The old edition's.
    pub(super) current: String,
    /// What the next one is to be.
    pub(super) next: String,
    /// What the new edition says, if that is another one than the old edition's: and whether it will do.
    pub(super) stated: Option<(String, bool)>,
}

/// A change, ready to be shown.
pub(super) struct Shown {
    pub(super) change: Change,
    /// Where each edition says so.
    pub(super) old: Option<At>,
    pub(super) new: Option<At>,
    /// What it means for code that uses generated code.
    pub(super) source: Vec<SourceChange>,
}

impl Shown {
    /// How bad it is, for whoever calls the service and for whoever uses generated code.
    pub(super) fn class(&self) -> Class {
        self.source.iter().map(|source| source.class).fold(self.change.class(), Class::max)
    }
}

/// A place in an edition.
pub(super) struct At {
    /// With what stands before it for people: `v1.0.0:seeds/create-store.md`.
    pub(super) path: String,
    pub(super) line: u32,
    pub(super) column: u32,
}

impl Report {
    pub(crate) fn new(old: &Side, new: &Side) -> Self {
        let (before, after) = (edition(old), edition(new));
        let secrets: BTreeSet<&str> = [old, new].iter().flat_map(|side| secrets(side)).collect();
        // What generated code is called, documents do not say.
        let names = || match old.is_document {
            true => Vec::new(),
            false => diff::source(before, after, [lock(old).as_ref(), lock(new).as_ref()]),
        };
        let (mut source, changes) = both(names, || diff::diff(before, after));
        let changes = changes.into_iter().map(|change| {
            let (of, rest) = source.drain(..).partition(|source| source.is_of(&change, before, after));
            source = rest;
            Shown {
                old: change.old.map(|span| at(old, span)),
                new: change.new.map(|span| at(new, span)),
                source: of,
                change: hidden(change, &secrets),
            }
        });
        let changes = changes.collect();
        let mut report =
            Self { old: clean(&old.name), new: clean(&new.name), changes, source, version: None };
        report.version = report.class().and_then(|class| version_of(old, new, class));
        report
    }

    /// How bad the worst of it is; nothing, if nothing changed.
    pub(crate) fn class(&self) -> Option<Class> {
        let source = self.source.iter().map(|source| source.class);
        self.changes.iter().map(Shown::class).chain(source).max()
    }

    /// The changes of one class.
    pub(super) fn of(&self, class: Class) -> impl Iterator<Item = &Shown> {
        self.changes.iter().filter(move |shown| shown.class() == class)
    }

    /// How many changes there are of a class, those of generated code alone among them.
    pub(super) fn count(&self, class: Class) -> usize {
        let alone = notable(&self.source).filter(|source| source.class == class).count();
        self.of(class).count() + alone
    }
}

/// What users of generated code should know: that there is more is no news beside the change
/// that brought it.
pub(super) fn notable(source: &[SourceChange]) -> impl Iterator<Item = &SourceChange> {
    source.iter().filter(|source| source.heading != Heading::Added || source.class == Class::Breaking)
}

pub(crate) fn lock(side: &Side) -> Option<Lock> {
    let file = side.reading.sources.names()?;
    Some(Lock::read(file, &mut Sink::new()))
}

fn version_of(old: &Side, new: &Side, class: Class) -> Option<Version> {
    let stated = |side: &Side| clean(&side.reading.api.service.version.value);
    let (current, after) = (stated(old), stated(new));
    let next = version::next(&current, class)?;
    let enough = version::is_enough(&after, &next);
    let stated = enough.filter(|_| after != current).map(|enough| (after, enough));
    Some(Version { current, next, stated })
}

pub(crate) fn edition(side: &Side) -> Edition<'_> {
    Edition { api: &side.reading.api, sources: &side.reading.sources }
}

fn secrets(side: &Side) -> impl Iterator<Item = &str> {
    let spans = side.reading.api.secrets.iter();
    spans.map(|span| side.reading.sources.text(*span)).filter(|text| !text.is_empty())
}

/// The change with no value of a secret in it, and nothing that moves a cursor.
fn hidden(mut change: Change, secrets: &BTreeSet<&str>) -> Change {
    let shown = |text: &str| clean(&mask_values(text, secrets));
    change.before = change.before.map(|text| shown(&text));
    change.after = change.after.map(|text| shown(&text));
    for Place { route, title, .. } in &mut change.operations {
        *route = shown(route);
        *title = shown(title);
    }
    change
}

fn at(side: &Side, span: Span) -> At {
    let file = side.reading.sources.get(span.source);
    let start = file.line_col(span.start);
    let path = match file.kind {
        SourceKind::Page => format!("{}{}", side.docs.shown, file.path),
        SourceKind::Docset => side.docs.settings.shown.clone(),
        SourceKind::Names | SourceKind::Overlay => file.path.clone(),
    };
    At { path: clean(&path), line: start.line, column: start.column }
}
