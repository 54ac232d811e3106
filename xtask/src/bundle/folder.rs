//! The files of a release in, a folder that holds them and nothing else out: whole, or as it was.
//!
//! `SHA256SUMS` lists what is in it, in the form that `sha256sum --check` reads. An earlier
//! release is replaced only if every file in the folder is listed, with the digest it has.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use codegen::output::digest;
use docparse::diag::codes;

use super::{Files, provenance};
use crate::failure::Failure;
use crate::finding::Finding;
use crate::write::TEMPORARY;

const SUMS: &str = "SHA256SUMS";

/// Files in the folder `target` that no earlier release left there, known to the user as `shown`.
pub(super) fn refusals(target: &Path, shown: &Path) -> Result<Vec<Finding>, Failure> {
    let present = match fs::read_dir(target) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => names(entries).map_err(Failure::io("read", target))?,
    };
    let is_ours =
        fs::read_to_string(target.join(provenance::NAME)).is_ok_and(|text| provenance::is_ours(&text));
    let sums = fs::read_to_string(target.join(SUMS)).ok().filter(|_| is_ours).unwrap_or_default();
    let known = listed(&sums);
    let folder = format!("{}/", shown.display());
    let mut findings = Vec::new();
    for name in present {
        let (code, message) = match known.get(name.as_str()) {
            _ if name == SUMS && is_ours => continue,
            None => (&codes::FOREIGN_FILE, "this is no file of a release"),
            Some(known) if fs::read(target.join(&name)).is_ok_and(|bytes| digest(bytes) == *known) => {
                continue;
            }
            Some(_) => (&codes::EDITED_OUTPUT, "this file of a release was changed since"),
        };
        let mut finding = Finding::of_file(code, &folder, &name, message);
        finding.help = Some("move it away, or write to another folder with `--out`".into());
        findings.push(finding);
    }
    Ok(findings)
}

fn names(entries: io::Result<fs::ReadDir>) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in entries? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

/// Name to digest.
fn listed(sums: &str) -> BTreeMap<&str, &str> {
    sums.lines().filter_map(|line| line.split_once("  ")).map(|(digest, name)| (name, digest)).collect()
}

/// Puts `files`, and the list of their digests, where `target` is. Until all of them are written,
/// what was there stays.
pub(super) fn replace(target: &Path, files: &Files) -> Result<(), Failure> {
    // A link to a folder stays a link.
    let target = fs::canonicalize(target).unwrap_or_else(|_| target.into());
    swap(&target, files).map_err(Failure::io("write", &target))
}

fn swap(target: &Path, files: &Files) -> io::Result<()> {
    let beside = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(beside)?;
    let staged = tempfile::Builder::new().prefix(TEMPORARY).tempdir_in(beside)?;
    let (new, old): (PathBuf, PathBuf) = (staged.path().join("new"), staged.path().join("old"));
    fs::create_dir(&new)?;
    for (name, bytes) in files {
        fs::write(new.join(name), bytes)?;
    }
    let sums: String = files.iter().map(|(name, bytes)| format!("{}  {name}\n", digest(bytes))).collect();
    fs::write(new.join(SUMS), sums)?;
    match fs::rename(target, &old) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => fs::rename(&new, target).inspect_err(|_| drop(fs::rename(&old, target))),
    }
}
