//! The docs in, a release of what is made from them out. Same docs and version, same bytes.
//!
//! * [`package`]: the crate, as Cargo packs it.
//! * [`archive`]: several files as one.
//! * [`dependencies`], [`sbom`]: what the crate is built of, and the bill of materials that lists it.
//! * [`changelog`]: what changed, and whether the version says so.
//! * [`provenance`], [`sources`]: what the release was made from, and by what.
//! * [`folder`]: where it is written, whole or not at all.

mod archive;
mod changelog;
mod dependencies;
mod folder;
mod package;
mod provenance;
mod sbom;
mod sources;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use docparse::diag::{Severity, Sink};
use semver::Version;
use serde_json::Value;

use crate::cli::{BundleArgs, GenerateArgs, ProgressArgs};
use crate::docs::Docs;
use crate::emit::emit;
use crate::failure::Failure;
use crate::finding::{Finding, resolve};
use crate::load::load;
use crate::read::{Reading, once_on};
use crate::render::human;
use crate::standalone::{self, CRATE};
use crate::{Outcome, generate, names, out, site, workspace, write};
use provenance::Inputs;

/// The files of a release: name to bytes. There are no folders, since a release on GitHub has none.
type Files = BTreeMap<String, Vec<u8>>;

/// The OpenAPI documents: the name in a release, and the place in a tree.
const DOCUMENTS: [(&str, &str); 4] = [
    ("openapi.yaml", "openapi/openapi.yaml"),
    ("openapi.json", "openapi/openapi.json"),
    ("openapi-3.0.yaml", "openapi/3.0/openapi.yaml"),
    ("openapi-3.0.json", "openapi/3.0/openapi.json"),
];

/// A version as people write it (Semantic Versioning 2.0.0): `1.2.3`, `2.0.0-rc.1`.
pub(crate) fn version(text: &str) -> Result<Version, String> {
    Version::parse(text).map_err(|error| format!("{error}; a version is written like 1.2.3"))
}

/// Checks everything first, makes the files in memory, and writes them at last.
pub(crate) fn run(args: &BundleArgs) -> Result<Outcome, Failure> {
    let target = args.out.clone().unwrap_or_else(|| workspace::root().join("dist"));
    let shown = args.out.clone().unwrap_or_else(|| "dist".into());
    let refused = folder::refusals(&target, &shown)?;
    if !refused.is_empty() {
        return Ok(stopped(&refused));
    }
    if is_checked(args) && generate::run(&check(args))? == Outcome::Stopped {
        out::note("nothing was bundled");
        return Ok(Outcome::Stopped);
    }
    let Some(changelog) = changelog::of(args)? else { return Ok(Outcome::Stopped) };

    let docs = locate(args)?;
    let loaded = load(&docs)?;
    let mut inputs = Inputs::of(&loaded.sources);
    if let Some(since) = &args.since {
        inputs = inputs.with_earlier(since, &docs)?;
    }
    // The site shows findings, and must be the same on any day.
    let mut reading = once_on(loaded.sources, &docs, args.date.as_deref());
    reading.findings.splice(0..0, loaded.findings);
    reading.api.service.version.value = args.version.to_string();
    let scratch = tempfile::tempdir().map_err(Failure::io("write", &std::env::temp_dir()))?;
    let tree = scratch.path();
    if !written(&mut reading, &docs, is_own(args), tree)? {
        return Ok(stopped(&reading.findings));
    }

    let mut files = documents(tree)?;
    check_version(&files, args)?;
    files.insert("fragments.tar.gz".into(), archive::of("fragments", &fragments(tree)?)?);
    let site = site::files(&reading, false)?.into_iter().map(|(path, file)| (path, file.text.into_bytes()));
    files.insert("site.tar.gz".into(), archive::of("site", &site.collect())?);
    let package = package::stage(&tree.join(CRATE))?;
    let bill = sbom::of(&dependencies::of(&package)?);
    files.insert("sbom.cdx.json".into(), bill.into_bytes());
    let (name, bytes) = package::pack(&package)?;
    files.insert(name, bytes);
    files.insert("CHANGELOG.md".into(), changelog.into_bytes());
    let statement = provenance::of(&files, args, &inputs, &package.cargo(&["--version"])?)?;
    files.insert("provenance.json".into(), statement.into_bytes());
    folder::replace(&target, &files)?;
    if !args.quiet {
        out::line(&format!("{} {}", reading.api.service.package.value, args.version));
        files.keys().for_each(|name| out::line(&format!("  {}", shown.join(name).display())));
    }
    Ok(Outcome::Done)
}

/// Whether it is a release of this repository's own docs.
fn is_own(args: &BundleArgs) -> bool {
    args.docs.docs.is_none() && args.docs.docset.is_none()
}

/// Whether there is a generated tree that the release must agree with.
fn is_checked(args: &BundleArgs) -> bool {
    is_own(args) || args.tree.is_some()
}

/// What asks whether the tree is what the docs give.
fn check(args: &BundleArgs) -> GenerateArgs {
    let progress = ProgressArgs { quiet: true, timings: false };
    GenerateArgs {
        docs: args.docs.clone(),
        out: args.tree.clone(),
        check: true,
        progress,
        ..GenerateArgs::default()
    }
}

/// The docs, with the names of the tree. Without one, names stand beside the settings, if there are any.
fn locate(args: &BundleArgs) -> Result<Docs, Failure> {
    let mut docs = Docs::locate(&args.docs)?;
    if is_checked(args) {
        return docs.with_names(args.tree.as_ref());
    }
    let folder = docs.settings.path.as_deref().and_then(Path::parent).map(PathBuf::from);
    docs.names = folder.map(|folder| names::file(&folder, None)).transpose()?.flatten();
    Ok(docs)
}

/// Writes what is made from the docs into `tree`; nothing, if findings stop.
fn written(reading: &mut Reading, docs: &Docs, is_own: bool, tree: &Path) -> Result<bool, Failure> {
    if reading.stops() {
        return Ok(false);
    }
    let mut sink = Sink::new();
    let mut lock = names::lock(reading, &mut sink);
    let mut trees = emit(reading, &[], &mut lock, &mut sink)?;
    let found = resolve(sink.finish(), &reading.sources, &reading.api, docs);
    reading.findings.extend(found);
    if reading.stops() {
        return Ok(false);
    }
    let features = standalone::features(&trees).unwrap_or_default();
    let own = if is_own { standalone::own_tree } else { standalone::tree };
    trees.push(own(&reading.api.service, &features)?);
    let plans = write::plan(trees, &reading.api.pages, tree, false)?;
    plans.iter().try_for_each(write::apply)?;
    Ok(true)
}

fn documents(tree: &Path) -> Result<Files, Failure> {
    DOCUMENTS.into_iter().map(|(name, path)| Ok((name.to_owned(), bytes(&tree.join(path))?))).collect()
}

fn fragments(tree: &Path) -> Result<Files, Failure> {
    let folder = tree.join("openapi/fragments");
    let mut files = Files::new();
    for entry in fs::read_dir(&folder).map_err(Failure::io("read", &folder))? {
        let entry = entry.map_err(Failure::io("read", &folder))?;
        files.insert(entry.file_name().to_string_lossy().into_owned(), bytes(&entry.path())?);
    }
    Ok(files)
}

fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(Failure::io("read", path))
}

/// An overlay has the last word on the documents, also on their version.
fn check_version(documents: &Files, args: &BundleArgs) -> Result<(), Failure> {
    let document: Option<Value> = serde_json::from_slice(&documents["openapi.json"]).ok();
    let version = document.and_then(|document| document["info"]["version"].as_str().map(str::to_owned));
    if version.as_deref() == Some(args.version.to_string().as_str()) {
        return Ok(());
    }
    let version = version.unwrap_or_default();
    Err(Failure::new(format!(
        "the overlay gives the OpenAPI documents version `{version}`, and {} is released; take it out of the overlay",
        args.version
    )))
}

/// Shows the errors that stop.
fn stopped(findings: &[Finding]) -> Outcome {
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
    errors.for_each(|finding| out::line(&human::render(finding)));
    out::note("nothing was bundled");
    Outcome::Stopped
}
