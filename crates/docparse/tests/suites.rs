//! Page suites: `tests/pages/*.md`, input and expectation in one file.
//!
//! A `##` heading opens a case. A `~~~~ page NAME` fence is a page of it, `~~~~ docset`
//! its settings, `~~~~ findings` all that is found, and `~~~~ api` lines that what was
//! read must have, in this order. In a page, `␠` is a no-break space and `␍` a carriage return.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot read its input has failed"
)]

mod support;

use std::fs;
use std::path::Path;

/// Settings with one server and nothing else.
const DOCSET: &str = "[[server]]\nplaceholder = \"apiPath\"\nurl = \"https://api.example.com\"\n";

#[derive(Default)]
struct Case {
    title: String,
    pages: Vec<(String, Vec<u8>)>,
    docset: Option<String>,
    findings: Option<Vec<String>>,
    api: Option<Vec<String>>,
}

#[test]
fn every_case_reads_as_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut suites: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    suites.sort();
    let mut failures = String::new();
    let mut count = 0;
    for suite in &suites {
        for case in cases(&fs::read_to_string(suite).unwrap()) {
            count += 1;
            if let Err(failure) = check(&case) {
                failures +=
                    &format!("\n{} / {}\n{failure}", suite.file_name().unwrap().display(), case.title);
            }
        }
    }
    assert!(count > 0, "no case was found");
    assert!(failures.is_empty(), "{failures}");
}

fn check(case: &Case) -> Result<(), String> {
    assert!(case.findings.is_some() || case.api.is_some(), "`{}` expects nothing", case.title);
    let read = support::read(&case.pages, case.docset.as_deref().unwrap_or(DOCSET));
    if let Some(expected) = &case.findings
        && *expected != read.findings
    {
        return Err(format!("findings:\n{}\nexpected:\n{}\n", read.findings.join("\n"), expected.join("\n")));
    }
    let lines = support::lines(&read.api);
    let mut left = lines.iter();
    for expected in case.api.iter().flatten() {
        if !left.any(|line| line == expected) {
            return Err(format!("no line `{expected}`, or not in this order, in:\n{}\n", lines.join("\n")));
        }
    }
    Ok(())
}

fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("## ") {
            cases.push(Case { title: title.into(), ..Case::default() });
        } else if let Some(info) = line.strip_prefix("~~~~ ") {
            let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "~~~~").collect();
            let case = cases.last_mut().expect("a fence stands in a case");
            let owned = || body.iter().map(|line| (*line).to_owned()).collect::<Vec<String>>();
            match info.split_once(' ').unwrap_or((info, "")) {
                ("page", name) => case.pages.push((name.into(), page(&body))),
                ("docset", _) => case.docset = Some(format!("{}\n{}", DOCSET, body.join("\n"))),
                ("findings", _) => case.findings = Some(owned()),
                ("api", _) => case.api = Some(owned()),
                _ => panic!("`{info}` is no kind of fence"),
            }
        }
    }
    cases
}

fn page(lines: &[&str]) -> Vec<u8> {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    text.replace('␠', "\u{a0}").replace('␍', "\r").into_bytes()
}
