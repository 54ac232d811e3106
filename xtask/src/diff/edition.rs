//! What was typed in, two editions of the docs out: folders, or git revisions.

use std::path::{Path, PathBuf};

use docparse::source::SourceKind;

use crate::cli::{DiffArgs, DocsArgs};
use crate::docs::Docs;
use crate::failure::Failure;
use crate::git;
use crate::names::{self, NAMES};
use crate::read::{Reading, once, read};

/// One edition.
pub(super) struct Side {
    /// As it was typed: `v1.0.0`, `old-docs`.
    pub(super) name: String,
    pub(super) reading: Reading,
    pub(super) docs: Docs,
}

/// Where an edition is.
enum Place {
    Folder(PathBuf),
    Revision(String),
    /// What `--docs` and `--docset` say, now.
    Here,
}

/// Reads both. A folder that brings no settings is taken for another edition of the other one.
pub(super) fn sides(args: &DiffArgs) -> Result<(Side, Side), Failure> {
    let places = [place(&args.old), args.new.as_deref().map_or(Place::Here, place)];
    let [mut old, mut new] = [located(&places[0], &args.docs)?, located(&places[1], &args.docs)?];
    match (&old.settings.path, &new.settings.path) {
        (None, Some(_)) => old.settings = new.settings.clone(),
        (Some(_), None) => new.settings = old.settings.clone(),
        _ => {}
    }
    let [first, second] = places;
    Ok((
        side(first, args.old.clone(), old)?,
        side(second, args.new.clone().unwrap_or_else(|| "now".into()), new)?,
    ))
}

fn place(typed: &str) -> Place {
    let path = Path::new(typed);
    if path.is_dir() { Place::Folder(path.into()) } else { Place::Revision(typed.into()) }
}

fn located(place: &Place, args: &DocsArgs) -> Result<Docs, Failure> {
    match place {
        Place::Folder(folder) => {
            Docs::locate(&DocsArgs { docs: Some(folder.clone()), docset: args.docset.clone() })
        }
        Place::Revision(_) | Place::Here => Docs::locate(args),
    }
}

fn side(place: Place, name: String, mut docs: Docs) -> Result<Side, Failure> {
    let settings = docs.settings.path.clone();
    let reading = match &place {
        Place::Revision(revision) => {
            let shown = docs.shown.clone();
            let (mut sources, then) = git::docs_at(revision, &docs, settings.as_deref())
                .map_err(|failure| failure.after(&format!("{name} is no folder, and ")))?;
            docs = Docs { shown: format!("{revision}:{shown}"), ..then };
            docs.settings.shown = format!("{revision}:{}", docs.settings.shown);
            let names = settings.as_deref().and_then(|file| git::file_at(revision, &beside(file)));
            sources.extend(names.map(|bytes| (NAMES.into(), SourceKind::Names, bytes)));
            once(sources, &docs)
        }
        Place::Folder(_) | Place::Here => {
            let folder = settings.as_deref().and_then(Path::parent);
            docs.names = folder.map(|folder| names::file(folder, None)).transpose()?.flatten();
            read(&docs)?
        }
    };
    Ok(Side { name, reading, docs })
}

/// Names stand at the top of a tree, where its settings are.
fn beside(settings: &Path) -> PathBuf {
    settings.with_file_name(NAMES)
}
