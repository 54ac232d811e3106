//! The API in, trees of files out, in memory.

use codegen::names::Lock;
use codegen::output::FileSet;
use codegen::{BACKENDS, RenderError};
use docparse::diag::Sink;
use docparse::parallel;

use crate::read::Reading;

/// The files of one generated root. The manifest that lists them is made when they are written.
#[derive(Debug)]
pub(crate) struct Tree {
    /// The root's path from the top of the output, with `/`.
    pub root: String,
    /// Every file in it.
    pub files: FileSet,
}

/// Runs the back ends whose ids are in `only`; all of them, if none is. They run side by
/// side, and what they say and make is taken in the order of the list. `lock` has the names
/// of the last run, and those of this one afterwards.
pub(crate) fn emit(
    reading: &Reading,
    only: &[String],
    lock: &mut Lock,
    sink: &mut Sink,
) -> Result<Vec<Tree>, RenderError> {
    let wanted: Vec<_> = BACKENDS.iter().filter(|backend| selected(only, backend.id())).collect();
    let known = &lock.languages;
    let made = parallel::map_with_findings(&wanted, sink, |backend, sink| {
        let mut names = known.get(backend.id()).cloned().unwrap_or_default();
        let files = backend.emit(&reading.api, &reading.sources, &mut names, sink);
        (files.map(|files| Tree { root: backend.root().into(), files }), names)
    });
    wanted
        .iter()
        .zip(made)
        .map(|(backend, (tree, names))| {
            if backend.name_rules().is_some() {
                lock.languages.insert(backend.id().into(), names);
            }
            tree
        })
        .collect()
}

/// Whether `--only` lets the back end `id` run.
pub(crate) fn selected(only: &[String], id: &str) -> bool {
    only.is_empty() || only.iter().any(|wanted| wanted == id)
}

/// What `--only` takes.
pub(crate) fn backend_ids() -> Vec<&'static str> {
    BACKENDS.iter().map(|backend| backend.id()).collect()
}
