//! This repository in, the digest of what the generator is built from and copies out.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use codegen::output::digest;

use crate::failure::Failure;
use crate::{git, workspace};

/// Everything that decides what is made of the docs.
const SOURCES: [&str; 14] = [
    "Cargo.lock",
    "Cargo.toml",
    "crates/codegen/Cargo.toml",
    "crates/codegen/askama.toml",
    "crates/codegen/src",
    "crates/docparse/Cargo.toml",
    "crates/docparse/src",
    "crates/generated-client/Cargo.toml",
    "crates/generated-client/examples",
    "crates/generated-client/src",
    "rust-toolchain.toml",
    "templates",
    "xtask/Cargo.toml",
    "xtask/src",
];
/// What is made of the docs.
const GENERATED: &str = "crates/generated-client/src/generated";

/// The digest of the sources, and the commit they are of, if they are as committed.
pub(super) struct Sources {
    pub(super) digest: String,
    pub(super) commit: Option<String>,
}

impl Sources {
    /// Reads them all.
    pub(super) fn read() -> Result<Self, Failure> {
        let root = workspace::root();
        let mut files = BTreeMap::new();
        for path in SOURCES {
            collect(&root, path, &mut files).map_err(Failure::io("read", &root.join(path)))?;
        }
        Ok(Self { digest: listing(&files), commit: git::commit_of(&root, &SOURCES) })
    }
}

fn collect(root: &Path, path: &str, files: &mut BTreeMap<String, String>) -> io::Result<()> {
    let place = root.join(path);
    if !place.is_dir() {
        files.insert(path.to_owned(), digest(fs::read(place)?));
        return Ok(());
    }
    for entry in fs::read_dir(place)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let path = format!("{path}/{name}");
        if !name.starts_with('.') && path != GENERATED {
            collect(root, &path, files)?;
        }
    }
    Ok(())
}

/// One digest of files, path to digest: that of what `sha256sum` prints of them in order of path.
/// In-toto calls it `dirHash`.
pub(super) fn listing(files: &BTreeMap<String, String>) -> String {
    digest(files.iter().map(|(path, digest)| format!("{digest}  {path}\n")).collect::<String>())
}
