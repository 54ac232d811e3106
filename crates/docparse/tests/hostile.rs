//! Pages that nobody would write: reading ends, and what is made stays in proportion.
//!
//! Nothing here looks at a clock. What once took time or room that doubled with each level,
//! or grew with the square of the page, would not come to its end, or pass its bound.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its input has failed")]
#![allow(dead_code, unused_imports, reason = "the tests share their support")]

mod support;

use support::{Read, lines, read};

const LINE: &str = "# Create Thing\n\n```\nPOST {{apiPath}}/v1/things\n```\n\n";
const DOCSET: &str = "[package]\nname = \"client\"\n";

fn page(text: String) -> Read {
    read(&[("page.md".into(), text.into_bytes())], DOCSET)
}

fn body(rows: &str, json: &str) -> Read {
    page(format!(
        "{LINE}#### Request Model\n\n| Property | Type | Required |\n|---|---|---|\n{rows}\n\n\
         ### Body\n\nraw ( application/json )\n\n```json\n{json}\n```\n"
    ))
}

#[test]
fn marks_that_open_and_never_close() {
    for mark in
        ["[", "![", "[a](", "`", "|", "{{", "*a **b ", ">", "- ", "<a ", "<!--", "\\", "&amp", "\t", "\""]
    {
        let read = page(format!("{LINE}{}", mark.repeat(20_000)));
        assert!(read.findings.len() < 10, "{mark}: {} findings", read.findings.len());
    }
    let runs: String = (1..400).map(|length| "`".repeat(length) + " ").collect();
    assert!(page(format!("{LINE}{runs}")).findings.len() < 10);
}

#[test]
fn objects_in_objects_up_to_the_limit_and_past_it() {
    // What names an object held what is in it, quoted once more at each level.
    let deep = |levels: usize| "{\"a\":".repeat(levels) + "1" + &"}".repeat(levels);
    let read = body("| `a` | Object | Required |", &deep(120));
    assert_eq!(lines(&read.api).iter().filter(|line| line.contains(": integer")).count(), 1);
    for open in ["[", "{\"a\":", "[{\"a\":"] {
        let read = body("| `a` | Object | Required |", &open.repeat(20_000));
        assert!(read.findings.iter().any(|finding| finding.contains("nested more than 127 deep")), "{open}");
    }
}

#[test]
fn rows_and_keys_by_the_thousand() {
    let rows: String = (0..3000).map(|at| format!("| `a{at}` | String | Required |\n")).collect();
    let keys: Vec<String> = (0..3000).map(|at| format!("\"a{at}\": \"x\"")).collect();
    let read = body(&rows, &format!("{{{}}}", keys.join(",")));
    assert_eq!(read.api.models.iter().map(|model| model.fields.len()).max(), Some(3000));
}

#[test]
fn a_row_of_very_many_parts() {
    let name = ["a"; 5000].join(".");
    let read = body(&format!("| `{name}` | String | Required |"), "{}");
    assert!(read.api.models.len() < 200, "{} models", read.api.models.len());
}
