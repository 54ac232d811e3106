//! A git revision in, the docs as they were then out. Read through git; no file is touched.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::str;
use std::thread;

use docparse::source::{MAX_SOURCE_BYTES, SourceKind};

use crate::docs::{Docs, Settings};
use crate::failure::Failure;
use crate::load::{self, Sources};

/// The pages in the folder of `docs` at `revision`, with the settings of then, if `settings` is
/// in the repository; with today's, else.
pub(crate) fn docs_at(
    revision: &str,
    docs: &Docs,
    settings: Option<&Path>,
) -> Result<(Sources, Docs), Failure> {
    if revision.starts_with('-') {
        return Err(Failure::usage(format!("`{revision}` is no revision")));
    }
    git(&docs.folder, &["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")])
        .map_err(|failure| failure.or(&format!("git knows no revision `{revision}`")))?;
    let listed = git(&docs.folder, &["ls-tree", "-r", "-z", revision])?;
    let listed = String::from_utf8_lossy(&listed).into_owned();
    let pages: Vec<(&str, &str)> = listed.split('\0').filter_map(page).collect();
    let mut sources = Sources::new();
    let ids: Vec<&str> = pages.iter().map(|(id, _)| *id).collect();
    for ((_, path), bytes) in pages.iter().zip(blobs(&docs.folder, &ids)?) {
        // A page of this size is not read today either.
        if bytes.len() as u64 <= MAX_SOURCE_BYTES {
            sources.push(((*path).to_owned(), SourceKind::Page, bytes));
        }
    }
    let then = settings.and_then(|file| file_at(revision, file));
    let settings = &docs.settings;
    let bytes = then.unwrap_or_else(|| settings.bytes.clone());
    sources.push((settings.name.clone(), SourceKind::Docset, bytes.clone()));
    if let Some(overlay) = &docs.overlay {
        sources.push((overlay.name.clone(), SourceKind::Overlay, overlay.bytes.clone()));
    }
    let settings = Settings {
        name: settings.name.clone(),
        path: settings.path.clone(),
        shown: settings.shown.clone(),
        bytes,
    };
    let docs = Docs {
        folder: docs.folder.clone(),
        shown: docs.shown.clone(),
        settings,
        names: None,
        overlay: docs.overlay.clone(),
    };
    Ok((sources, docs))
}

/// What a file held at `revision`, if it was there.
pub(crate) fn file_at(revision: &str, file: &Path) -> Option<Vec<u8>> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = file.file_name()?.to_str()?;
    git(folder, &["cat-file", "blob", &format!("{revision}:./{name}")]).ok()
}

/// The commit that `revision` names in the repository that `folder` is in.
pub(crate) fn commit(folder: &Path, revision: &str) -> Option<String> {
    let commit =
        git(folder, &["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")]).ok()?;
    Some(String::from_utf8_lossy(&commit).trim().to_owned())
}

/// The commit that `folder` is at, if the files at `paths` are as committed there.
pub(crate) fn commit_of(folder: &Path, paths: &[&str]) -> Option<String> {
    let changed = git(folder, &[&["status", "--porcelain", "--"], paths].concat()).ok()?;
    commit(folder, "HEAD").filter(|_| changed.is_empty())
}

/// What `REVISION:PATH` holds, from where the command runs, if there is such a file.
pub(crate) fn blob(name: &str) -> Option<Vec<u8>> {
    if name.starts_with('-') {
        return None;
    }
    git(Path::new("."), &["cat-file", "blob", name]).ok()
}

/// The id and path of a page in a line of `ls-tree`: `100644 blob ID<tab>PATH`.
fn page(line: &str) -> Option<(&str, &str)> {
    let (about, path) = line.split_once('\t')?;
    let mut about = about.split(' ');
    let is_file = about.next()?.starts_with("100") && about.next()? == "blob";
    (is_file && is_page(path)).then_some((about.next()?, path))
}

/// Whether today's reader would read it.
fn is_page(path: &str) -> bool {
    load::is_page(path) && !path.split('/').any(load::is_hidden)
}

/// What is in the blobs with these ids, all by one process.
fn blobs(folder: &Path, ids: &[&str]) -> Result<Vec<Vec<u8>>, Git> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["cat-file", "--batch"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(Git::Absent)?;
    let mut asked = child.stdin.take().expect("it was asked for");
    let wanted = ids.join("\n") + "\n";
    // It answers while it is asked, and would wait for an answer to be read.
    let asking = thread::spawn(move || asked.write_all(wanted.as_bytes()));
    let output = child.wait_with_output().map_err(Git::Absent)?;
    let asked = asking.join().is_ok_and(|asked| asked.is_ok());
    let answer = (asked && output.status.success()).then(|| answers(&output.stdout, ids.len())).flatten();
    answer.ok_or_else(|| Git::Refused("git: it does not give what it has listed".into()))
}

/// `ID blob SIZE`, a line break, the bytes and another line break, so many times.
fn answers(mut bytes: &[u8], count: usize) -> Option<Vec<Vec<u8>>> {
    let mut found = Vec::with_capacity(count);
    for _ in 0..count {
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let size: usize = str::from_utf8(&bytes[..end]).ok()?.rsplit(' ').next()?.parse().ok()?;
        found.push(bytes.get(end + 1..)?.get(..size)?.to_vec());
        bytes = bytes.get(end + 1 + size + 1..)?;
    }
    Some(found)
}

/// Why git gave nothing.
enum Git {
    Absent(std::io::Error),
    Refused(String),
}

impl Git {
    /// The failure, in other words if it is git that refuses.
    fn or(self, words: &str) -> Failure {
        match self {
            Self::Refused(said) if said.contains("not a git repository") => Failure::new(said),
            Self::Refused(_) => Failure::new(words),
            absent => absent.into(),
        }
    }
}

impl From<Git> for Failure {
    fn from(error: Git) -> Self {
        match error {
            Git::Absent(error) => Self::new(format!("git is needed, and it cannot be run: {error}")),
            Git::Refused(said) => Self::new(said),
        }
    }
}

/// What git prints when it runs in `folder`.
fn git(folder: &Path, args: &[&str]) -> Result<Vec<u8>, Git> {
    let output = Command::new("git").arg("-C").arg(folder).args(args).output().map_err(Git::Absent)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Git::Refused(format!(
        "git: {}",
        said.lines().next().unwrap_or("failed").trim_start_matches("fatal: ")
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_those_that_are_read_today() {
        let pages = ["a.md", "b/c.txt", ".git/a.md", "a.html"].map(is_page);
        assert_eq!(pages, [true, true, false, false]);
    }

    #[test]
    fn answers_hold_line_breaks() {
        let bytes = b"1 blob 3\na\nb\n2 blob 0\n\n";
        assert_eq!(answers(bytes, 2), Some(vec![b"a\nb".to_vec(), Vec::new()]));
        assert_eq!(answers(b"1 missing\n", 1), None);
    }
}
