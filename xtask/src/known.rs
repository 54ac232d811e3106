//! A file of findings, or a revision of the docs, in; what was found before out.

use std::path::Path;
use std::process::Command;

use docparse::source::{MAX_SOURCE_BYTES, SourceKind};
use serde_json::Value;

use crate::docs::{DOCSET, Docs, Settings};
use crate::failure::Failure;
use crate::fingerprint::{self, Known};
use crate::load::{self, Sources};
use crate::read;

/// The findings in a file: a fingerprint a line, or what `lint` printed as JSON or SARIF.
pub(crate) fn of_file(path: &Path) -> Result<Known, Failure> {
    let shown = path.display();
    let bytes = load::bytes(path)?.ok_or_else(|| Failure::new(format!("{shown} is too large")))?;
    let text = String::from_utf8(bytes).map_err(|_| Failure::new(format!("{shown} is not UTF-8")))?;
    let fingerprints = fingerprints(&text).map_err(|line| {
        Failure::new(format!(
            "{shown} is no list of findings: line {line} is neither a fingerprint nor a finding"
        ))
    })?;
    let mut known = Known::default();
    fingerprints.into_iter().for_each(|fingerprint| known.add(fingerprint));
    Ok(known)
}

/// The fingerprints in a text, or the number of the first line that holds none.
fn fingerprints(text: &str) -> Result<Vec<String>, usize> {
    if let Ok(log) = serde_json::from_str::<Value>(text)
        && let Some(runs) = log["runs"].as_array()
    {
        let results = runs.iter().filter_map(|run| run["results"].as_array()).flatten();
        let found = results.filter_map(|result| result["partialFingerprints"]["docwright/v1"].as_str());
        return Ok(found.map(str::to_owned).collect());
    }
    let mut found = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.len() == 64 && line.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            found.push(line.to_ascii_lowercase());
        } else if let Ok(record) = serde_json::from_str::<Value>(line) {
            let (Some(code), Some(message)) = (record["code"].as_str(), record["message"].as_str()) else {
                return Err(number);
            };
            let page = record["page_id"].as_str().or(record["page"].as_str()).ok_or(number)?;
            found.push(fingerprint::parts(code, page, message));
        } else if !line.is_empty() && !line.starts_with('#') {
            return Err(number);
        }
    }
    Ok(found)
}

/// The findings on the docs as they were at a git revision, with the settings of then, if
/// they are in the repository.
pub(crate) fn since(revision: &str, docs: &Docs, settings: Option<&Path>) -> Result<Known, Failure> {
    if revision.starts_with('-') {
        return Err(Failure::usage(format!("`{revision}` is no revision")));
    }
    git(&docs.folder, &["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")])
        .map_err(|failure| failure.or(&format!("git knows no revision `{revision}`")))?;
    let listed = git(&docs.folder, &["ls-tree", "-r", "-z", "--name-only", revision])?;
    let listed = String::from_utf8_lossy(&listed).into_owned();
    let mut sources = Sources::new();
    for path in listed.split('\0').filter(|path| is_page(path)) {
        let bytes = git(&docs.folder, &["cat-file", "blob", &format!("{revision}:./{path}")])?;
        // A page of this size is not read today either.
        if bytes.len() as u64 <= MAX_SOURCE_BYTES {
            sources.push((path.to_owned(), SourceKind::Page, bytes));
        }
    }
    let then = settings.and_then(|file| {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = file.file_name()?.to_str()?;
        git(folder, &["cat-file", "blob", &format!("{revision}:./{name}")]).ok()
    });
    let settings = &docs.settings;
    let bytes = then.unwrap_or_else(|| settings.bytes.clone());
    sources.push((settings.name.clone(), SourceKind::Docset, bytes.clone()));
    if let Some(overlay) = &docs.overlay {
        sources.push((overlay.name.clone(), SourceKind::Overlay, overlay.bytes.clone()));
    }
    let docs = Docs {
        folder: docs.folder.clone(),
        shown: docs.shown.clone(),
        settings: Settings {
            name: settings.name.clone(),
            path: settings.path.clone(),
            shown: settings.shown.clone(),
            bytes,
        },
        names: None,
        overlay: docs.overlay.clone(),
    };
    let mut known = Known::default();
    for finding in &read::once(sources, &docs).findings {
        known.add(fingerprint::of(finding));
    }
    Ok(known)
}

/// Whether today's reader would read it.
fn is_page(path: &str) -> bool {
    let named = path.ends_with(".md") || path.ends_with(".txt");
    named && path != DOCSET && !path.split('/').any(|part| part.starts_with('.'))
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
            Git::Absent(error) => Self::new(format!("`--since` needs git, and it cannot be run: {error}")),
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
    fn fingerprints_come_in_three_ways() {
        let print = fingerprint::parts("DOC020", "p", "m");
        let json = r#"{"code":"DOC020","page":"p.md","page_id":"p","message":"m"}"#;
        let sarif =
            format!(r#"{{"runs":[{{"results":[{{"partialFingerprints":{{"docwright/v1":"{print}"}}}}]}}]}}"#);
        for text in [format!("# old\n{print}\n"), json.to_owned(), sarif] {
            assert_eq!(fingerprints(&text), Ok(vec![print.clone()]), "{text}");
        }
        assert_eq!(fingerprints("\nwhat\n"), Err(2));
    }

    #[test]
    fn pages_are_those_that_are_read_today() {
        let pages = ["a.md", "b/c.txt", ".git/a.md", "a.html"].map(is_page);
        assert_eq!(pages, [true, true, false, false]);
    }
}
