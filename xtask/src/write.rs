//! Plans in, files on disk out. The only writer.
//!
//! Each file is written beside its place and renamed, so that it is whole at every
//! moment; the manifest comes last, so that a run that was killed is repaired by the next.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};

use codegen::output::{self, File, FileSet, MANIFEST, Manifest, Plan, Refusal, Step};
use docparse::diag::codes;
use docparse::ir::PageRef;

use crate::emit::Tree;
use crate::failure::Failure;
use crate::finding::Finding;

/// What to do under one root.
#[derive(Debug)]
pub(crate) struct RootPlan {
    /// The root's path from the top of the output.
    pub root: String,
    /// Where the root is on disk.
    pub folder: PathBuf,
    /// File by file.
    pub steps: Plan,
}

impl RootPlan {
    /// A file's path from the top of the output.
    pub(crate) fn shown(&self, path: &str) -> String {
        if self.root.is_empty() { path.to_owned() } else { format!("{}/{path}", self.root) }
    }
}

/// Compares each tree, made from `pages`, with what stands under `target`.
pub(crate) fn plan(
    trees: Vec<Tree>,
    pages: &[PageRef],
    target: &Path,
    force: bool,
) -> Result<Vec<RootPlan>, Failure> {
    let plan = |mut tree: Tree| {
        // Last, for it lists everything else.
        let manifest = Manifest::of(&tree.files, pages);
        tree.files.insert(MANIFEST.into(), File::new(manifest.to_json(), Vec::new()));
        let folder = target.join(&tree.root);
        let owned = owned(&folder)?;
        let present = present(&folder, &tree.files, owned.as_ref())?;
        let steps = output::plan(tree.files, present, owned.as_ref(), force);
        Ok(RootPlan { root: tree.root, folder, steps })
    };
    trees.into_iter().map(plan).collect()
}

/// The files that must not be touched, as findings. `out` is where the tree stands, if not here.
pub(crate) fn refusals(plans: &[RootPlan], out: Option<&Path>) -> Vec<Finding> {
    let folder = out.map(|out| format!("{}/", out.display())).unwrap_or_default();
    let mut findings = Vec::new();
    for plan in plans {
        for (path, step) in &plan.steps {
            let (code, message) = match step {
                Step::Refuse(Refusal::Edited) => {
                    (&codes::EDITED_OUTPUT, "this generated file was edited by hand")
                }
                Step::Refuse(Refusal::Foreign) => {
                    (&codes::FOREIGN_FILE, "a file that was not generated stands here")
                }
                _ => continue,
            };
            findings.push(Finding::of_file(code, &folder, &plan.shown(path), message));
        }
    }
    findings
}

/// Carries out a plan that refuses nothing.
pub(crate) fn apply(plan: &RootPlan) -> Result<(), Failure> {
    sweep(plan).map_err(Failure::io("tidy", &plan.folder))?;
    let (last, first): (Vec<_>, Vec<_>) = plan.steps.iter().partition(|(path, _)| *path == MANIFEST);
    for (path, step) in first.into_iter().chain(last) {
        let place = plan.folder.join(path);
        match step {
            Step::Create(text) | Step::Update { new: text, .. } => {
                replace(&place, text).map_err(Failure::io("write", &place))?;
            }
            Step::Delete => remove(&place, &plan.folder).map_err(Failure::io("remove", &place))?,
            Step::Unchanged => {}
            Step::Refuse(_) => unreachable!("a plan with a refusal is not carried out"),
        }
    }
    Ok(())
}

/// What the names of files start with that are not in their place yet.
pub(crate) const TEMPORARY: &str = ".docwright-";

/// Removes what a run that was killed left beside the files.
fn sweep(plan: &RootPlan) -> io::Result<()> {
    let folders: BTreeSet<_> = plan.steps.keys().filter_map(|path| Path::new(path).parent()).collect();
    for folder in folders {
        let Ok(entries) = fs::read_dir(plan.folder.join(folder)) else { continue };
        for entry in entries {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
                fs::remove_file(entry.path())?;
            }
        }
    }
    Ok(())
}

/// Writes a file beside `place`, then renames it.
pub(crate) fn replace(place: &Path, text: &str) -> io::Result<()> {
    let folder = place.parent().unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY);
    // Temporary files are private; what stays is for everybody the umask lets.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.persist(place).map_err(|error| error.error)?;
    Ok(())
}

/// Removes a file, and the folders up to `root` that are empty without it.
fn remove(place: &Path, root: &Path) -> io::Result<()> {
    fs::remove_file(place)?;
    let folders = place.ancestors().skip(1).take_while(|folder| *folder != root);
    for folder in folders {
        if fs::remove_dir(folder).is_err() {
            // Something else is in it.
            break;
        }
    }
    Ok(())
}

/// The manifest of the last run. One that cannot be read is none: then files that
/// differ from what is wanted are not known to be ours.
fn owned(folder: &Path) -> Result<Option<Manifest>, Failure> {
    let path = folder.join(MANIFEST);
    let Some(text) = text(&path)? else { return Ok(None) };
    let Ok(manifest) = serde_json::from_str::<Manifest>(&text) else { return Ok(None) };
    // Deleting follows the manifest, so it must not lead out of the root.
    let inside = |path: &str| Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    if let Some(outside) = manifest.paths().find(|path| !inside(path)) {
        return Err(Failure::new(format!("{} lists `{outside}`, which is not under it", path.display())));
    }
    Ok(Some(manifest))
}

/// What stands at the places that matter: those wanted, and those of the last run.
fn present(
    folder: &Path,
    wanted: &FileSet,
    owned: Option<&Manifest>,
) -> Result<BTreeMap<String, String>, Failure> {
    let mut present = BTreeMap::new();
    let known = owned.into_iter().flat_map(Manifest::paths);
    for path in wanted.keys().map(String::as_str).chain(known) {
        if let Some(text) = text(&folder.join(path))? {
            present.insert(path.to_owned(), text);
        }
    }
    Ok(present)
}

/// The text of a file, if there is one. Bytes that are not UTF-8 are not what we
/// wrote, and need only be seen to differ.
fn text(path: &Path) -> Result<Option<String>, Failure> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::io("read", path)(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> Tree {
        let files: FileSet = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), File::new((*text).to_owned(), vec![])))
            .collect();
        Tree { root: "gen".into(), files }
    }

    fn write(target: &Path, files: &[(&str, &str)]) {
        for plan in plan(vec![tree(files)], &[], target, false).unwrap() {
            apply(&plan).unwrap();
        }
    }

    #[test]
    fn what_is_no_longer_wanted_goes_with_its_folder() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), &[("a.rs", "1"), ("models/b.rs", "1"), ("models/deep/c.rs", "1")]);
        fs::write(dir.path().join("gen/theirs.txt"), "x").unwrap();
        write(dir.path(), &[("a.rs", "2")]);
        assert_eq!(fs::read_to_string(dir.path().join("gen/a.rs")).unwrap(), "2");
        assert!(!dir.path().join("gen/models").exists());
        assert!(dir.path().join("gen/theirs.txt").exists());
    }

    #[test]
    fn nothing_but_the_files_is_left_behind() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("gen")).unwrap();
        fs::write(dir.path().join("gen/.docwright-killed"), "half").unwrap();
        write(dir.path(), &[("a.rs", "1")]);
        let mut names: Vec<_> =
            fs::read_dir(dir.path().join("gen")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["a.rs", MANIFEST]);
    }

    #[cfg(unix)]
    #[test]
    fn files_can_be_read_by_others() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("usual"), "").unwrap();
        write(dir.path(), &[("a.rs", "1")]);
        let mode = |path: &str| fs::metadata(dir.path().join(path)).unwrap().permissions().mode();
        assert_eq!(mode("gen/a.rs"), mode("usual"));
    }

    #[test]
    fn a_manifest_cannot_lead_out_of_its_root() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("gen")).unwrap();
        let text = r#"{"generator":"","files":{"../x":{"sha256":"","pages":[]}}}"#;
        fs::write(dir.path().join("gen/manifest.json"), text).unwrap();
        let error = plan(vec![tree(&[])], &[], dir.path(), true).unwrap_err().to_string();
        assert!(error.ends_with("lists `../x`, which is not under it"), "{error}");
    }

    #[test]
    fn a_broken_manifest_makes_no_file_ours() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), &[("a.rs", "1")]);
        fs::write(dir.path().join("gen/manifest.json"), "{").unwrap();
        let plans = plan(vec![tree(&[("a.rs", "2")])], &[], dir.path(), false).unwrap();
        assert_eq!(plans[0].steps["a.rs"], Step::Refuse(output::Refusal::Foreign));
    }
}
