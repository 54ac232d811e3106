//! Pairs of editions in, a table out: what `diff` makes of each, and what oasdiff makes of their
//! OpenAPI 3.0 documents. They agree on what breaks, or it is said why not.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use codegen::Backend as _;
use codegen::diff::{Class, diff};
use codegen::names::Scopes;
use codegen::openapi::OpenApi;
use docparse::diag::Sink;
use serde_json::Value;

use super::pairs::{Pair, Read, pairs};
use super::run::Runner;
use super::toolchains::{OASDIFF_VERSION, oasdiff};

/// The file that has the table.
const TABLE: &str = "docs/diff.md";
const DOCUMENT: &str = "3.0/openapi.json";

/// Compares what is committed with what is so.
pub(super) fn check(runner: &Runner) -> Result<(), String> {
    let text = table(runner)?;
    let path = runner.root.join(TABLE);
    match fs::read_to_string(&path) {
        Ok(committed) if committed == text => Ok(()),
        _ => Err(format!("{TABLE} is stale; `cargo xtask interop` writes it")),
    }
}

/// Writes the table.
pub(super) fn write(runner: &Runner) -> Result<(), String> {
    let path = runner.root.join(TABLE);
    fs::write(&path, table(runner)?).map_err(|error| format!("{}: {error}", path.display()))
}

fn table(runner: &Runner) -> Result<String, String> {
    let mut text = format!(
        "# Changes, and what oasdiff makes of them\n\n\
         Made by `cargo xtask interop` from `tests/diff/pairs.toml`; `cargo xtask test` checks it. Each line is one\n\
         edit of a docs set, there (→) or back (←): how bad it is for what is sent, for what comes back and for code\n\
         that uses the Rust crate, and the worst that oasdiff {OASDIFF_VERSION} finds between the OpenAPI 3.0\n\
         documents of both editions: errors and warnings may break. Where the two do not agree on that, it is said why.\n\n\
         | Change | | Requests | Replies | Rust | oasdiff | Why they differ |\n\
         | --- | --- | --- | --- | --- | --- | --- |\n"
    );
    let mut wrong = Vec::new();
    for pair in &pairs(&runner.root)? {
        let [old, new] = pair.editions(&runner.root)?;
        let documents = [document(&old)?, document(&new)?];
        for (at, [from, to], [before, after]) in [
            (0, [&old, &new], [&documents[0], &documents[1]]),
            (1, [&new, &old], [&documents[1], &documents[0]]),
        ] {
            let theirs = asked(runner, before, after)?;
            line(pair, at, [from, to], &theirs, &mut text, &mut wrong);
        }
    }
    if wrong.is_empty() { Ok(text) } else { Err(wrong.join("\n")) }
}

fn line(
    pair: &Pair,
    at: usize,
    [from, to]: [&Read; 2],
    theirs: &Theirs,
    text: &mut String,
    wrong: &mut Vec<String>,
) {
    let changes = diff(from.edition(), to.edition());
    let request = changes.iter().filter_map(|change| change.request).max();
    let reply = changes.iter().filter_map(|change| change.reply).max();
    let why = pair.oasdiff.as_ref().map_or("", |why| why[at].as_str());
    let agree = (request.max(reply) == Some(Class::Breaking)) == theirs.breaks();
    let arrow = ["→", "←"][at];
    match (agree, why.is_empty()) {
        (false, true) => wrong.push(format!(
            "{} ({arrow}): oasdiff has {} ({}), and nobody says why",
            pair.change, theirs.level, theirs.id
        )),
        (true, false) => {
            wrong.push(format!("{} ({arrow}): oasdiff agrees, and need not be explained", pair.change))
        }
        _ => {}
    }
    let word = |class: Option<Class>| class.map_or("-", Class::word);
    let id = if theirs.id.is_empty() { String::new() } else { format!(": `{}`", theirs.id) };
    let _ = writeln!(
        text,
        "| {} | {arrow} | {} | {} | {} | {}{id} | {why} |",
        pair.change,
        word(request),
        word(reply),
        pair.rust[at],
        theirs.level,
    );
}

/// An edition's document for tools that stop at OpenAPI 3.0.
fn document(read: &Read) -> Result<String, String> {
    let made = OpenApi.emit(&read.api, &read.sources, &mut Scopes::default(), &mut Sink::new());
    let mut files = made.map_err(|error| error.to_string())?;
    files.remove(DOCUMENT).map(|file| file.text).ok_or_else(|| format!("no {DOCUMENT} was made"))
}

/// The worst that oasdiff finds.
struct Theirs {
    level: &'static str,
    id: String,
}

impl Theirs {
    /// Its command `breaking` shows these.
    fn breaks(&self) -> bool {
        ["error", "warning"].contains(&self.level)
    }
}

fn asked(runner: &Runner, old: &str, new: &str) -> Result<Theirs, String> {
    let folder = runner.scratch("oasdiff")?;
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::create_dir_all(&folder)
            .and_then(|()| fs::write(&path, text))
            .map_err(|error| error.to_string())?;
        Ok::<_, String>(path)
    };
    let (old, new) = (write("old.json", old)?, write("new.json", new)?);
    let flags = ["changelog", "--format=json"].map(Path::new);
    let args = flags.into_iter().chain([old.as_path(), new.as_path()]);
    let output = runner.command(oasdiff(runner), args).output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(format!("oasdiff: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let found: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let changes = found.as_array().into_iter().flatten();
    // That a version stays is no change of what happens.
    let changes = changes.filter(|change| change["section"] != "info");
    let worst = changes.max_by_key(|change| change["level"].as_u64());
    let level = match worst.and_then(|change| change["level"].as_u64()) {
        Some(3..) => "error",
        Some(2) => "warning",
        Some(_) => "info",
        None => "nothing",
    };
    Ok(Theirs { level, id: worst.and_then(|change| change["id"].as_str()).unwrap_or_default().to_owned() })
}
