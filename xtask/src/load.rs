//! A folder in, the bytes of its pages out. The only reader of pages and settings.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use docparse::diag::codes;
use docparse::source::{MAX_SOURCE_BYTES, SourceKind};

use crate::docs::Docs;
use crate::failure::Failure;
use crate::finding::Finding;
use crate::names::NAMES;

/// Path, kind and bytes, as `SourceSet::new` takes them.
pub(crate) type Sources = Vec<(String, SourceKind, Vec<u8>)>;

/// What was loaded, and findings on what was not.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    pub sources: Sources,
    pub findings: Vec<Finding>,
}

/// Loads the settings and every page in the folder and the folders in it.
///
/// A page is a file whose name ends in `.md` or `.txt`; how it is written is found
/// out from what it holds. Files and folders whose name starts with a dot are passed over.
pub(crate) fn load(docs: &Docs) -> Result<Loaded, Failure> {
    let mut loaded = Loaded::default();
    walk(&docs.folder, "", &mut Vec::new(), &mut loaded)?;
    for finding in &mut loaded.findings {
        finding.place.folder.clone_from(&docs.shown);
    }
    loaded.sources.push((docs.settings.name.clone(), SourceKind::Docset, docs.settings.bytes.clone()));
    if let Some(overlay) = &docs.overlay {
        loaded.sources.push((overlay.name.clone(), SourceKind::Overlay, overlay.bytes.clone()));
    }
    if let Some(names) = &docs.names {
        loaded.sources.push((NAMES.into(), SourceKind::Names, names.bytes.clone()));
    }
    Ok(loaded)
}

/// Whether a file of this name is a page.
pub(crate) fn is_page(name: &str) -> bool {
    name.ends_with(".md") || name.ends_with(".txt")
}

/// Whether a file or folder of this name is passed over.
pub(crate) fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
}

/// The bytes of a file, unless it is larger than a source may be.
pub(crate) fn bytes(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    let file = File::open(path).map_err(Failure::io("read", path))?;
    let length = file.metadata().map_err(Failure::io("read", path))?.len();
    if length > MAX_SOURCE_BYTES {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    // The file may grow while it is read, so the limit holds here, too.
    file.take(MAX_SOURCE_BYTES + 1).read_to_end(&mut bytes).map_err(Failure::io("read", path))?;
    Ok((bytes.len() as u64 <= MAX_SOURCE_BYTES).then_some(bytes))
}

/// `under` is the folder's path with `/` at the end, or nothing at the top; `open`
/// are the folders being walked, so that a link back to one of them is noticed.
fn walk(folder: &Path, under: &str, open: &mut Vec<PathBuf>, loaded: &mut Loaded) -> Result<(), Failure> {
    let real = fs::canonicalize(folder).map_err(Failure::io("read", folder))?;
    if open.contains(&real) {
        return Err(Failure::new(format!("{} leads back to a folder it is in", folder.display())));
    }
    open.push(real);
    for (name, path) in entries(folder)? {
        let shown = format!("{under}{name}");
        let meta = fs::metadata(&path).map_err(Failure::io("read", &path))?;
        if meta.is_dir() {
            walk(&path, &format!("{shown}/"), open, loaded)?;
        } else if !is_page(&name) {
            continue;
        } else if !meta.is_file() {
            return Err(Failure::new(format!("{} is neither a file nor a folder", path.display())));
        } else if let Some(bytes) = bytes(&path)? {
            loaded.sources.push((shown, SourceKind::Page, bytes));
        } else {
            let message =
                format!("{} MiB, and a page has at most {}", mib(meta.len()), mib(MAX_SOURCE_BYTES));
            loaded.findings.push(Finding::of_file(&codes::PAGE_TOO_LARGE, "", &shown, &message));
        }
    }
    open.pop();
    Ok(())
}

/// Names and paths in a folder, by name.
fn entries(folder: &Path) -> Result<Vec<(String, PathBuf)>, Failure> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(Failure::io("read", folder))? {
        let entry = entry.map_err(Failure::io("read", folder))?;
        let name = entry.file_name().into_string().map_err(|name| {
            let shown = folder.join(name);
            Failure::new(format!("{} has a name that is not UTF-8", shown.display()))
        })?;
        if !is_hidden(&name) {
            entries.push((name, entry.path()));
        }
    }
    entries.sort();
    Ok(entries)
}

fn mib(bytes: u64) -> u64 {
    bytes.div_ceil(1024 * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::DocsArgs;

    fn paths(folder: &Path) -> Result<Vec<String>, String> {
        let docs = Docs::locate(&DocsArgs { docs: Some(folder.into()), docset: None });
        let loaded = docs.and_then(|docs| load(&docs)).map_err(|failure| failure.to_string())?;
        let pages = loaded.sources.into_iter().filter(|source| source.1 == SourceKind::Page);
        Ok(pages.map(|source| source.0).collect())
    }

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for file in files {
            let path = dir.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "text").unwrap();
        }
        dir
    }

    #[test]
    fn pages_come_sorted_from_every_folder() {
        let dir = folder(&["b/2.md", "a.txt", "b/1.md", "c.html", ".git/x.md", "z.md"]);
        assert_eq!(paths(dir.path()).unwrap(), ["a.txt", "b/1.md", "b/2.md", "z.md"]);
    }

    #[test]
    fn a_page_past_the_limit_is_a_finding_and_not_read() {
        let dir = folder(&["a.md"]);
        File::create(dir.path().join("b.md")).unwrap().set_len(MAX_SOURCE_BYTES + 1).unwrap();
        let docs = Docs::locate(&DocsArgs { docs: Some(dir.path().into()), docset: None }).unwrap();
        let loaded = load(&docs).unwrap();
        assert_eq!(loaded.findings[0].code.id, "DOC004");
        assert_eq!(loaded.findings[0].place.path, "b.md");
        assert_eq!(loaded.sources.len(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_back_is_refused() {
        let dir = folder(&["a/x.md"]);
        std::os::unix::fs::symlink(dir.path(), dir.path().join("a/back")).unwrap();
        assert!(paths(dir.path()).unwrap_err().ends_with("a/back leads back to a folder it is in"));
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_not_text_is_refused() {
        use std::os::unix::ffi::OsStrExt as _;
        let dir = folder(&[]);
        fs::write(dir.path().join(std::ffi::OsStr::from_bytes(b"a\xff.md")), "text").unwrap();
        assert!(paths(dir.path()).unwrap_err().ends_with("has a name that is not UTF-8"));
    }
}
