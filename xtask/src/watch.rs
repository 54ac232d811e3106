//! A docs set in, a signal out each time somebody has changed it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::docs::Docs;
use crate::failure::Failure;
use crate::load;

/// How long nothing may change before a change is over: editors and checkouts write in several steps.
const CALM: Duration = Duration::from_millis(50);

/// Watches the pages, the settings and the overlay of a docs set, from when it is made.
pub(crate) struct Watch {
    /// Ends the watching when it is dropped.
    _watcher: RecommendedWatcher,
    changes: Receiver<()>,
}

impl Watch {
    pub(crate) fn of(docs: &Docs) -> Result<Self, Failure> {
        let folder = real(&docs.folder)?;
        let settings = docs.settings.path.as_deref().map(real).transpose()?;
        let (change, changes) = channel();
        let overlay = docs.overlay.as_ref().map(|file| real(&file.path)).transpose()?;
        let files: Vec<PathBuf> = settings.into_iter().chain(overlay).collect();
        let watched = (folder.clone(), files.clone());
        let notice = move |event: notify::Result<Event>| {
            if event.is_ok_and(|event| concerns(&event, &watched.0, &watched.1)) {
                // Nobody listens any more when the program ends.
                let _ = change.send(());
            }
        };
        let failed = |error: notify::Error| Failure::new(format!("cannot watch the pages: {error}"));
        let mut watcher = notify::recommended_watcher(notice).map_err(failed)?;
        // Their folders, since many editors save by putting another file in a file's place.
        let folders: BTreeSet<&Path> = files.iter().filter_map(|file| file.parent()).collect();
        for beside in folders {
            watcher.watch(beside, RecursiveMode::NonRecursive).map_err(failed)?;
        }
        watcher.watch(&folder, RecursiveMode::Recursive).map_err(failed)?;
        Ok(Self { _watcher: watcher, changes })
    }

    /// Waits until something was changed, and then nothing for a moment.
    pub(crate) fn changed(&self) {
        if self.changes.recv().is_ok() {
            while self.changes.recv_timeout(CALM).is_ok() {}
        }
    }
}

fn real(path: &Path) -> Result<PathBuf, Failure> {
    std::fs::canonicalize(path).map_err(Failure::io("read", path))
}

/// Whether an event is about a page, a folder of pages, or one of `files`. Reading is no change.
fn concerns(event: &Event, folder: &Path, files: &[PathBuf]) -> bool {
    let is_page = |path: &Path| {
        let Ok(inner) = path.strip_prefix(folder) else { return false };
        let hidden = inner.iter().any(|part| load::is_hidden(&part.to_string_lossy()));
        // What has no extension may be a folder that came or went.
        !hidden && (path.extension().is_none() || load::is_page(&path.to_string_lossy()))
    };
    let concerns = |path: &PathBuf| files.contains(path) || is_page(path);
    !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(concerns)
}

#[cfg(test)]
mod tests {
    use notify::event::{AccessKind, CreateKind};

    use super::*;

    #[test]
    fn pages_folders_and_settings_concern_us_and_reading_does_not() {
        let about = |kind, path: &str| {
            let event = Event::new(kind).add_path(path.into());
            concerns(
                &event,
                Path::new("/docs/pages"),
                &["/docs/docset.toml".into(), "/docs/overlay.yaml".into()],
            )
        };
        let created = EventKind::Create(CreateKind::Any);
        for path in [
            "/docs/pages/a.md",
            "/docs/pages/b/c.txt",
            "/docs/pages/b",
            "/docs/docset.toml",
            "/docs/overlay.yaml",
        ] {
            assert!(about(created, path), "{path}");
            assert!(!about(EventKind::Access(AccessKind::Any), path), "{path}");
        }
        for path in ["/docs/pages/.a.md.swp", "/docs/pages/.git/x.md", "/docs/pages/a.html", "/docs/x.md"] {
            assert!(!about(created, path), "{path}");
        }
    }
}
