//! What the generator wrote under a root: paths, digests, source pages.

use std::collections::BTreeMap;
use std::fmt::Write;

use docparse::ir::PageRef;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::output::FileSet;

/// The manifest of a generated root. It is written last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Says what the file is to somebody who opens it.
    pub generator: String,
    /// Path under the root to what is known of it.
    pub files: BTreeMap<String, Entry>,
}

/// What is known of a generated file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// SHA-256 of the text, in hexadecimal.
    pub sha256: String,
    /// Ids of the pages it was made from.
    pub pages: Vec<String>,
}

impl Manifest {
    /// The manifest of `files`, made from `pages`.
    pub fn of(files: &FileSet, pages: &[PageRef]) -> Self {
        let entry = |(path, file): (&String, &crate::output::File)| {
            let page =
                |source| pages.iter().find(|page| page.source == source).map(|page| page.id.value.clone());
            let pages = file.pages.iter().filter_map(|source| page(*source)).collect();
            (path.clone(), Entry { sha256: digest(&file.text), pages })
        };
        Self {
            generator: "Docwright: `cargo xtask generate`".into(),
            files: files.iter().map(entry).collect(),
        }
    }

    /// The digest `path` had when it was written.
    pub fn digest_of(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(|entry| entry.sha256.as_str())
    }

    /// Every path.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The manifest as text.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("a manifest is strings only");
        text.push('\n');
        text
    }
}

/// SHA-256 (FIPS 180-4) of `bytes`, in hexadecimal.
pub fn digest(bytes: impl AsRef<[u8]>) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
