//! `names.lock` on disk in, the names in it out; and the next one, planned like any other file.
//!
//! It stands at the top of what is written: it says what the code in that tree is called, and
//! is committed with it. Unlike generated files it may be edited by hand.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use codegen::names::Lock;
use codegen::output::Step;
use docparse::diag::Sink;

use crate::failure::Failure;
use crate::read::Reading;
use crate::write::RootPlan;

/// The file's name.
pub(crate) const NAMES: &str = "names.lock";

/// The file as it stands.
#[derive(Clone, Debug)]
pub(crate) struct NamesFile {
    /// What findings show before its name: `acme-sdk/`.
    pub shown: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The file under `target`, which the user knows as `shown`.
pub(crate) fn file(target: &Path, shown: Option<&PathBuf>) -> Result<Option<NamesFile>, Failure> {
    let path = target.join(NAMES);
    let shown = shown.map(|folder| format!("{}/", folder.display())).unwrap_or_default();
    match fs::read(&path) {
        Ok(bytes) => Ok(Some(NamesFile { shown, bytes })),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::io("read", &path)(error)),
    }
}

/// The names in what was read. While pages are left out, names of what is on them stay.
pub(crate) fn lock(reading: &Reading, sink: &mut Sink) -> Lock {
    let mut lock = reading.sources.names().map(|file| Lock::read(file, sink)).unwrap_or_default();
    for scopes in lock.languages.values_mut() {
        scopes.partial = !reading.left_out.is_empty();
    }
    lock
}

/// What to do with the file so that it holds `lock`.
pub(crate) fn plan(lock: &Lock, reading: &Reading, target: &Path) -> RootPlan {
    let new = lock.to_toml();
    let step = match reading.sources.names() {
        None => Step::Create(new),
        Some(old) if *old.text == *new => Step::Unchanged,
        Some(old) => Step::Update { old: old.text.to_string(), new },
    };
    RootPlan { root: String::new(), folder: target.into(), steps: BTreeMap::from([(NAMES.into(), step)]) }
}
