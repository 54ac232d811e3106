//! What was typed in, two editions of the docs out: folders, git revisions, or the OpenAPI
//! documents that were made of them.

use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

use docparse::source::SourceKind;

use crate::cli::DocsArgs;
use crate::docs::Docs;
use crate::failure::Failure;
use crate::names::{self, NAMES};
use crate::read::{Reading, once, read};
use crate::{git, load};

/// One edition.
pub(crate) struct Side {
    /// As it was typed: `v1.0.0`, `old-docs`.
    pub(crate) name: String,
    pub(crate) reading: Reading,
    pub(crate) docs: Docs,
    /// Whether it was read from a document, and not from pages.
    pub(crate) is_document: bool,
}

impl Side {
    /// Whether it cannot be compared.
    pub(crate) fn stops(&self) -> bool {
        !self.is_document && self.reading.stops()
    }
}

/// Where an edition is.
enum Place {
    Folder(PathBuf),
    Revision(String),
    /// The text of a document.
    Document(Vec<u8>),
    /// What `--docs` and `--docset` say, now.
    Here,
}

/// Reads both. A folder that brings no settings is taken for another edition of the other one.
pub(crate) fn sides(old: &str, new: Option<&str>, docs: &DocsArgs) -> Result<[Side; 2], Failure> {
    let (before, after) = (old.to_owned(), new.unwrap_or("now").to_owned());
    let new = new.map(place).transpose()?;
    let places = [place(old)?, new.unwrap_or(Place::Here)];
    if places.iter().filter(|place| matches!(place, Place::Document(_))).count() == 1 {
        return Err(Failure::usage("a document is compared with a document, and pages with pages"));
    }
    let [mut old, mut new] = [located(&places[0], docs)?, located(&places[1], docs)?];
    match (&old.settings.path, &new.settings.path) {
        (None, Some(_)) => old.settings = new.settings.clone(),
        (Some(_), None) => new.settings = old.settings.clone(),
        _ => {}
    }
    let [first, second] = places;
    // Each takes a while, and needs nothing of the other.
    let (old, new) = both(|| side(first, before, old), || side(second, after, new));
    Ok([old?, new?])
}

/// What two functions give, which run side by side.
pub(super) fn both<A: Send, B>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        // Pages may nest as deep as on the main thread.
        let one = thread::Builder::new().stack_size(8 * 1024 * 1024).spawn_scoped(scope, one);
        let one = one.expect("the system has a thread to spare");
        let other = other();
        (one.join().unwrap_or_else(|panic| resume_unwind(panic)), other)
    })
}

fn place(typed: &str) -> Result<Place, Failure> {
    let path = Path::new(typed);
    if path.is_dir() {
        return Ok(Place::Folder(path.into()));
    }
    if !typed.ends_with(".json") {
        return Ok(Place::Revision(typed.into()));
    }
    // `v1.0.0:openapi/openapi.json`, as git has it.
    let bytes = if path.is_file() { load::bytes(path)? } else { git::blob(typed) };
    let missing = || Failure::new(format!("no document at {typed}, or it is too large"));
    Ok(Place::Document(bytes.ok_or_else(missing)?))
}

fn located(place: &Place, args: &DocsArgs) -> Result<Docs, Failure> {
    match place {
        Place::Folder(folder) => {
            Docs::locate(&DocsArgs { docs: Some(folder.clone()), docset: args.docset.clone() })
        }
        Place::Revision(_) | Place::Document(_) | Place::Here => Docs::locate(args),
    }
}

fn side(place: Place, name: String, mut docs: Docs) -> Result<Side, Failure> {
    let settings = docs.settings.path.clone();
    let is_document = matches!(place, Place::Document(_));
    let reading = match place {
        Place::Document(bytes) => {
            let read = codegen::openapi::read(&name, bytes);
            let (sources, api) = read.map_err(|why| Failure::new(format!("{name}: {why}")))?;
            docs.settings.shown.clone_from(&name);
            Reading::of_document(sources, api)
        }
        Place::Revision(revision) => {
            let shown = docs.shown.clone();
            let (mut sources, then) = git::docs_at(&revision, &docs, settings.as_deref())
                .map_err(|failure| failure.after(&format!("{name} is no folder, and ")))?;
            docs = Docs { shown: format!("{revision}:{shown}"), ..then };
            docs.settings.shown = format!("{revision}:{}", docs.settings.shown);
            let names = settings.as_deref().and_then(|file| git::file_at(&revision, &beside(file)));
            sources.extend(names.map(|bytes| (NAMES.into(), SourceKind::Names, bytes)));
            once(sources, &docs)
        }
        Place::Folder(_) | Place::Here => {
            let folder = settings.as_deref().and_then(Path::parent);
            docs.names = folder.map(|folder| names::file(folder, None)).transpose()?.flatten();
            read(&docs)?
        }
    };
    Ok(Side { name, reading, docs, is_document })
}

/// Names stand at the top of a tree, where its settings are.
fn beside(settings: &Path) -> PathBuf {
    settings.with_file_name(NAMES)
}
