//! `lint`: what is new since before, how pages do, and edits before they are made.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod support;

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use support::Set;

const JSON: [&str; 5] = ["lint", "--docs", "docs", "--format", "json"];

/// Adds a finding, and moves the others.
fn with_one_more(set: &Set) {
    set.edit("create-store-pingone.md", "### Prerequisites", "A line more.\n\n### Prerequisites");
    set.edit(
        "create-store-pingone.md",
        "`configuration.REGION`                             | String ",
        "`configuration.REGION`                             | Strng  ",
    );
}

fn git(folder: &Path, args: &[&str]) {
    let who = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
    let run = Command::new("git").arg("-C").arg(folder).args(who).args(args).output().unwrap();
    assert!(run.status.success(), "{run:?}");
}

#[test]
fn a_baseline_leaves_new_findings() {
    let set = Set::seeds();
    let json = set.run(&JSON).stdout;
    std::fs::write(set.path("before.jsonl"), &json).unwrap();
    let sarif = set.run(&["lint", "--docs", "docs", "--format", "sarif"]).stdout;
    std::fs::write(set.path("before.sarif"), sarif).unwrap();
    let with = |file: &str| set.run(&[&JSON[..], &["--baseline", file]].concat());
    assert_eq!(with("before.jsonl").stdout, "");
    assert_eq!(with("before.sarif").stdout, "");
    with_one_more(&set);
    for file in ["before.jsonl", "before.sarif"] {
        let found = with(file).findings();
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0]["message"].as_str().unwrap().contains("`Strng`"), "{found:?}");
    }
    std::fs::write(set.path("bad"), "nothing\n").unwrap();
    let run = with("bad");
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("line 1 is neither a fingerprint nor a finding"), "{run:?}");
}

#[test]
fn since_leaves_findings_that_a_revision_did_not_have() {
    let set = Set::seeds();
    let run = set.run(&[&JSON[..], &["--since", "HEAD"]].concat());
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.stderr.contains("not a git repository"), "{run:?}");

    git(&set.path(""), &["init", "-q"]);
    git(&set.path(""), &["add", "."]);
    git(&set.path(""), &["commit", "-q", "-m", "pages"]);
    let since = |revision: &str| set.run(&[&JSON[..], &["--since", revision]].concat());
    assert_eq!(since("HEAD").stdout, "");
    with_one_more(&set);
    let found = since("HEAD").findings();
    assert_eq!(found.len(), 1, "{found:?}");
    // A page that is new has new findings only.
    let page = std::fs::read(set.path("docs/create-store-aquera.txt")).unwrap();
    set.page("copy.txt", page);
    assert!(since("HEAD").findings().len() > 1);
    for (revision, code) in [("nowhere", 1), ("--help", 2)] {
        assert_eq!(set.run(&[&JSON[..], &[&format!("--since={revision}")]].concat()).code, code);
    }
}

#[cfg(unix)]
#[test]
fn since_needs_git() {
    let set = Set::seeds();
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["lint", "--docs", "docs", "--since", "HEAD"])
        .current_dir(set.path(""))
        .env("PATH", "")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("git is needed"));
}

#[test]
fn scores_have_a_line_for_each_page() {
    let set = Set::seeds();
    let run = set.run(&["lint", "--docs", "docs", "--scores"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.stdout.lines().count(), 5, "{run:?}");
    let run = set.run(&[&JSON[..], &["--scores"]].concat());
    let scores: Vec<Value> = run.stdout.lines().map(|line| line.parse().unwrap()).collect();
    let aquera = scores.iter().find(|score| score["page_id"] == "create-store-aquera").unwrap();
    assert_eq!(aquera["contradictions"], 5);
    let pingone = scores.iter().find(|score| score["page_id"] == "create-store-pingone").unwrap();
    assert!(pingone["rows_typed"].as_u64().unwrap() > 0);
    assert!(pingone["rows_typed"].as_u64() <= pingone["rows_read"].as_u64(), "{pingone}");
}

#[test]
fn edits_are_shown_before_they_are_made() {
    let set = Set::seeds();
    let path = set.path("docs/create-store-pingone.md");
    let before = std::fs::read_to_string(&path).unwrap();
    let run = set.run(&["lint", "--docs", "docs", "--fix", "--dry-run"]);
    assert_eq!(run.code, 0, "{run:?}");
    let changed: Vec<_> = run.stdout.lines().filter(|line| line.starts_with(['+', '-'])).collect();
    assert_eq!(changed.len(), 4, "{run:?}");
    assert!(changed[2].contains("| Sring ") && changed[3].contains("| String "), "{changed:?}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), before);
    for args in [["lint", "--dry-run"], ["lint", "--suggested"]] {
        assert_eq!(set.run(&args).code, 2);
    }
}

#[test]
fn what_was_concluded_is_written_only_when_asked_for() {
    let set = Set::seeds();
    let read = || std::fs::read_to_string(set.path("docs/create-store-aquera.txt")).unwrap();
    let before = read();
    assert_eq!(set.run(&["lint", "--docs", "docs", "--fix"]).code, 0);
    assert_eq!(read(), before);
    assert_eq!(set.run(&["lint", "--docs", "docs", "--fix", "--suggested"]).code, 0);
    assert!(read().contains("\nPOST {{apiPath}}/v1/environments/"));
    let after = read();
    let added: Vec<_> = after.lines().filter(|line| !before.contains(line)).collect();
    assert_eq!(added.len(), 6, "{added:?}");
    let run = set.run(&JSON);
    assert!(!run.stdout.contains("DOC032") && !run.stdout.contains("DOC050"), "{run:?}");
    let run = set.run(&["lint", "--docs", "docs", "--fix", "--suggested", "--dry-run"]);
    assert_eq!((run.stdout.as_str(), read()), ("", after));
}
