//! What was typed in, where pages and settings lie out.

use std::path::{Path, PathBuf};

use docparse::diag::Sink;
use docparse::docset::{Docset, MINIMAL};
use docparse::source::{SourceKind, SourceSet};

use crate::cli::DocsArgs;
use crate::failure::Failure;
use crate::names::{self, NamesFile};
use crate::{load, workspace};

/// The name of a docs set's settings.
pub(crate) const DOCSET: &str = "docset.toml";

/// A docs set on disk.
#[derive(Debug)]
pub(crate) struct Docs {
    /// The folder of pages.
    pub folder: PathBuf,
    /// The folder as the user knows it, with `/` at the end: what findings show before a page's path.
    pub shown: String,
    /// The settings.
    pub settings: Settings,
    /// The names that generated code has had so far, if there are any.
    pub names: Option<NamesFile>,
    /// The changes that the settings want in the OpenAPI documents, if there are any.
    pub overlay: Option<OverlayFile>,
}

/// The file of changes that the settings name, as it stands.
#[derive(Clone, Debug)]
pub(crate) struct OverlayFile {
    /// Its name in the settings.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// A docs set's settings.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The file's name: what findings show.
    pub name: String,
    /// Where it is. The built-in settings are nowhere.
    pub path: Option<PathBuf>,
    /// The file as the user knows it.
    pub shown: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl Docs {
    /// Finds pages and settings: this repository's, unless something else was asked for.
    pub(crate) fn locate(args: &DocsArgs) -> Result<Self, Failure> {
        Self::find(args, None)
    }

    /// The same, for output that goes into this repository: pages from elsewhere are taken
    /// for another edition of its own, so its settings hold unless they bring some.
    pub(crate) fn locate_for_here(args: &DocsArgs) -> Result<Self, Failure> {
        Self::find(args, Some((workspace::root().join(DOCSET), PathBuf::from(DOCSET))))
    }

    fn find(args: &DocsArgs, otherwise: Option<(PathBuf, PathBuf)>) -> Result<Self, Failure> {
        let file = match (&args.docset, &args.docs) {
            (Some(file), _) => Some((file.clone(), file.clone())),
            (None, Some(docs)) => nearby(docs).map(|file| (file.clone(), file)).or(otherwise),
            (None, None) => Some((workspace::root().join(DOCSET), PathBuf::from(DOCSET))),
        };
        let settings = match &file {
            Some((path, shown)) => Settings::read(path, shown)?,
            None => Settings::built_in(),
        };
        if let Some(docs) = &args.docs {
            return Self::at(docs.clone(), docs, settings);
        }
        let (path, shown) = file.expect("without --docs there is a settings file");
        let named = settings.docs_folder().unwrap_or_else(|| ".".into());
        let beside = |file: &Path| match file.parent() {
            Some(parent) if named != "." => parent.join(&named),
            Some(parent) => parent.to_path_buf(),
            None => PathBuf::from(&named),
        };
        Self::at(beside(&path), &beside(&shown), settings)
    }

    /// The same, with the names of what stands at `out`; in this repository, if nowhere else.
    pub(crate) fn with_names(mut self, out: Option<&PathBuf>) -> Result<Self, Failure> {
        self.names = names::file(&out.cloned().unwrap_or_else(workspace::root), out)?;
        Ok(self)
    }

    fn at(folder: PathBuf, shown: &Path, settings: Settings) -> Result<Self, Failure> {
        if !folder.is_dir() {
            return Err(Failure::new(format!("no folder of pages at {}", shown.display())));
        }
        let mut shown = shown.to_string_lossy().replace('\\', "/");
        if !shown.is_empty() && !shown.ends_with('/') {
            shown.push('/');
        }
        let overlay = settings.overlay()?;
        Ok(Self { folder, shown, settings, names: None, overlay })
    }
}

impl Settings {
    fn read(path: &Path, shown: &Path) -> Result<Self, Failure> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if !name.ends_with(".toml") {
            return Err(Failure::new(format!("settings are a .toml file, and {} is not", shown.display())));
        }
        let bytes = load::bytes(path)?
            .ok_or_else(|| Failure::new(format!("{} is too large to be settings", shown.display())))?;
        Ok(Self {
            name,
            path: Some(path.to_path_buf()),
            shown: shown.to_string_lossy().replace('\\', "/"),
            bytes,
        })
    }

    fn built_in() -> Self {
        Self {
            name: DOCSET.into(),
            path: None,
            shown: "(built-in) docset.toml".into(),
            bytes: MINIMAL.into(),
        }
    }

    /// The folder they name.
    fn docs_folder(&self) -> Option<String> {
        self.names()?.docs.map(|docs| docs.value)
    }

    /// The overlay they name. That it is not there is a finding, made where it is read.
    fn overlay(&self) -> Result<Option<OverlayFile>, Failure> {
        let Some(name) = self.names().and_then(|docset| docset.overlay) else { return Ok(None) };
        let path = self.path.as_deref().and_then(Path::parent).unwrap_or(Path::new("")).join(&name.value);
        let bytes = if path.is_file() { load::bytes(&path)? } else { None };
        Ok(bytes.map(|bytes| OverlayFile { name: name.value, path, bytes }))
    }

    /// What other files they name. What else they say, and what is wrong with them, is read later.
    fn names(&self) -> Option<Docset> {
        let sources = SourceSet::new(vec![(self.name.clone(), SourceKind::Docset, self.bytes.clone())]);
        Some(Docset::read(sources.docset()?, &mut Sink::new()))
    }
}

/// The settings in a folder of pages, or beside it.
fn nearby(docs: &Path) -> Option<PathBuf> {
    let inside = docs.join(DOCSET);
    let beside = docs.parent().map(|parent| parent.join(DOCSET));
    std::iter::once(inside).chain(beside).find(|file| file.is_file())
}
