//! The ledger: what is held against the docs, and that it does not grow unseen.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod support;

use serde_json::Value;
use support::Set;

const ROW: &str = "> | `configuration.ENABLE_COMMUNITIES`            | Boolean | Required  |\n";

/// A set with output, and then a required row that no example shows.
fn with_a_contradiction() -> Set {
    let set = Set::seeds();
    assert_eq!(set.generate(&[]).code, 0);
    let more = format!("{ROW}> | `configuration.NEW_ONE` | Integer | Required |\n");
    set.edit("create-store-salesforce.md", ROW, &more);
    set
}

fn ledger(set: &Set) -> Value {
    serde_json::from_str(&set.out_text("openapi/ledger.json")).unwrap()
}

#[test]
fn the_ledger_has_what_pages_say_twice() {
    let set = Set::seeds();
    set.generate(&["--only", "openapi"]);
    let ledger = ledger(&set);
    let entries = ledger["contradictions"].as_array().unwrap();
    assert_eq!(ledger["counts"]["contradictions"], entries.len());
    assert_eq!(ledger["ceiling"], ledger["counts"]);
    let entry = entries.iter().find(|entry| entry["property"] == "configuration.ENABLE_COMMUNITIES").unwrap();
    assert_eq!(
        (&entry["page"], &entry["kind"]),
        (&"create-store-salesforce".into(), &"presence-differs".into())
    );
    assert!(entry["winner"]["line"].is_number() && entry["losers"][0]["says"].is_string(), "{entry}");
    assert!(entry["rule"].is_string());
}

#[test]
fn a_contradiction_more_is_refused() {
    let set = with_a_contradiction();
    let before = set.out();
    for args in [&["--check"][..], &[], &["--dry-run"]] {
        let run = set.generate(args);
        assert_eq!(run.code, 1, "{args:?}: {run:?}");
        assert!(run.stdout.contains("contradictions rose from "), "{run:?}");
        assert!(
            run.stdout.contains("\n  create-store-salesforce `configuration.NEW_ONE` required-not-shown"),
            "{run:?}"
        );
        assert!(run.stdout.contains("--accept-ledger REASON`"), "{run:?}");
        assert!(set.out() == before, "something was written");
    }
    let run = set.generate(&["--check", "--format", "json"]);
    let rise: Value =
        run.stdout.lines().find(|line| line.starts_with("{\"ledger\"")).unwrap().parse().unwrap();
    assert_eq!(rise["ledger"]["what"], "contradictions");
    // Other outputs hold no ledger.
    assert_eq!(set.generate(&["--only", "rust"]).code, 0);
}

#[test]
fn a_reason_lets_it_through_and_is_kept() {
    let set = with_a_contradiction();
    assert_eq!(set.generate(&["--accept-ledger", ""]).code, 2);
    let run = set.generate(&["--accept-ledger", "the example is old"]);
    assert_eq!(run.code, 0, "{run:?}");
    let accepted = ledger(&set)["accepted"].clone();
    assert_eq!(accepted[0]["reason"], "the example is old");
    assert_eq!(set.generate(&["--check"]).code, 0);
}

#[test]
fn counts_fall_freely_and_do_not_come_back() {
    let set = with_a_contradiction();
    let page = set.path("docs/create-store-salesforce.md");
    let text = std::fs::read_to_string(&page).unwrap();
    set.generate(&["--accept-ledger", "for now"]);
    std::fs::write(&page, text.replace("> | `configuration.NEW_ONE` | Integer | Required |\n", "")).unwrap();
    assert_eq!(set.generate(&[]).code, 0);
    std::fs::write(&page, text).unwrap();
    assert_eq!(set.generate(&[]).code, 1);
}

#[test]
fn a_broken_ledger_is_named() {
    let set = Set::seeds();
    set.generate(&[]);
    std::fs::write(set.path("out/openapi/ledger.json"), "<<<<").unwrap();
    let run = set.generate(&[]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("ledger.json is no ledger"), "{run:?}");
    assert_eq!(set.generate(&["--force"]).code, 0);
}
