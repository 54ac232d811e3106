//! What was read and what was made in, a statement of both out (in-toto Statement 1 with SLSA
//! Provenance 1). It names no day and no machine, and nobody has signed it.

use std::path::Path;

use codegen::output::digest;
use docparse::source::SourceKind;
use serde_json::{Map, Value, json};

use super::Files;
use super::sources::{Sources, listing};
use crate::cli::{BundleArgs, DocsArgs};
use crate::docs::Docs;
use crate::failure::Failure;
use crate::git;
use crate::load::{Sources as Loaded, load};

/// The file's name in a release.
pub(super) const NAME: &str = "provenance.json";
/// What a release of this kind is known by.
const BUILD: &str = "urn:docwright:bundle:1";

/// What was read: pages, settings, names and changes, each with its digest.
pub(super) struct Inputs(Vec<Value>);

impl Inputs {
    /// What was loaded, byte for byte.
    pub(super) fn of(loaded: &Loaded) -> Self {
        let input = |(path, kind, bytes): &(String, SourceKind, Vec<u8>)| {
            let kind = match kind {
                SourceKind::Page => "page",
                SourceKind::Docset => "settings",
                SourceKind::Names => "names",
                SourceKind::Overlay => "overlay",
            };
            json!({ "name": path, "digest": { "sha256": digest(bytes) }, "annotations": { "kind": kind } })
        };
        Self(loaded.iter().map(input).collect())
    }

    /// Adds the edition that the changelog compares with: the commit, or the pages of a folder.
    pub(super) fn with_earlier(mut self, since: &str, docs: &Docs) -> Result<Self, Failure> {
        let folder = Path::new(since);
        let digest = if folder.is_dir() {
            let args = DocsArgs { docs: Some(folder.into()), docset: None };
            let pages = load(&Docs::locate(&args)?)?.sources.into_iter();
            let pages = pages.filter(|source| source.1 == SourceKind::Page);
            json!({ "dirHash": listing(&pages.map(|(path, _, bytes)| (path, digest(bytes))).collect()) })
        } else {
            json!({ "gitCommit": git::commit(&docs.folder, since) })
        };
        self.0.push(json!({ "name": "since", "digest": digest, "annotations": { "kind": "earlier docs" } }));
        Ok(self)
    }
}

/// The statement about `files`, as text. `cargo` is what Cargo says of itself: it packed the crate.
pub(super) fn of(files: &Files, args: &BundleArgs, inputs: &Inputs, cargo: &str) -> Result<String, Failure> {
    let subject =
        |(name, bytes): (&String, &Vec<u8>)| json!({ "name": name, "digest": { "sha256": digest(bytes) } });
    let mut asked = Map::from_iter([("version".to_owned(), args.version.to_string().into())]);
    asked.extend(args.date.as_ref().map(|date| ("date".to_owned(), date.as_str().into())));
    let sources = Sources::read()?;
    let mut generator = json!({ "dirHash": sources.digest });
    if let Some(commit) = sources.commit {
        generator["gitCommit"] = commit.into();
    }
    let statement = json!({
        "_type": "https://in-toto.io/Statement/v1",
        "subject": files.iter().map(subject).collect::<Vec<_>>(),
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": BUILD,
                "externalParameters": asked,
                "resolvedDependencies": inputs.0,
            },
            "runDetails": {
                "builder": {
                    "id": "urn:docwright:xtask",
                    "version": { "cargo": cargo.trim().trim_start_matches("cargo ") },
                    "builderDependencies": [{ "name": "Docwright", "digest": generator }],
                },
            },
        },
    });
    Ok(format!("{statement:#}\n"))
}

/// Whether a statement is about a release that we made.
pub(super) fn is_ours(text: &str) -> bool {
    let statement: Option<Value> = serde_json::from_str(text).ok();
    statement.is_some_and(|statement| statement["predicate"]["buildDefinition"]["buildType"] == BUILD)
}
