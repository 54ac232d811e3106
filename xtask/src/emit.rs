//! The API in, trees of files out, in memory.

use std::panic::resume_unwind;
use std::thread;

use codegen::names::{Lock, Scopes};
use codegen::output::FileSet;
use codegen::{BACKENDS, Backend, RenderError};
use docparse::diag::Sink;

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
    let made: Vec<_> = thread::scope(|scope| {
        let run = |backend: &'static dyn Backend, mut names: Scopes| {
            let mut sink = Sink::new();
            let files = backend.emit(&reading.api, &reading.sources, &mut names, &mut sink);
            (backend, files.map(|files| Tree { root: backend.root().into(), files }), names, sink)
        };
        let mut start = |backend: &'static dyn Backend| {
            let names = lock.languages.remove(backend.id()).unwrap_or_default();
            scope.spawn(move || run(backend, names))
        };
        let running: Vec<_> = wanted.iter().map(|backend| start(**backend)).collect();
        // A back end that panics is our own mistake, and is shown as one.
        running.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    });
    made.into_iter()
        .map(|(backend, tree, names, found)| {
            if backend.name_rules().is_some() {
                lock.languages.insert(backend.id().into(), names);
            }
            found.finish().into_iter().for_each(|finding| sink.push(finding));
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
