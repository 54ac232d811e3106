//! The commands beside `generate`, and how the program ends.

mod support;

use support::{Set, repository};

#[test]
fn wrong_usage_ends_with_two() {
    let set = Set::empty();
    for args in [
        &["nothing"][..],
        &["generate", "--only", "cobol"],
        &["generate", "--check", "--dry-run"],
        &["explain", "DOC999"],
        &["explain"],
        &["dump", "--stage", "page", "--page", "nothing"],
        &["test", "--only", "nothing"],
    ] {
        let run = set.run(args);
        assert_eq!(run.code, 2, "{args:?}: {run:?}");
        assert!(!run.stderr.is_empty(), "{args:?}");
    }
}

#[test]
fn what_the_world_refuses_is_one_line() {
    let set = Set::empty();
    let run = set.run(&["lint", "--docs", "nowhere"]);
    assert_eq!((run.code, run.stderr.as_str()), (1, "error: no folder of pages at nowhere\n"));
    let run = set.run(&["lint", "--docset", "nowhere.toml"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.starts_with("error: cannot read nowhere.toml: "), "{run:?}");
    assert_eq!(run.stderr.lines().count(), 1);
}

#[test]
fn lint_shows_place_line_and_caret() {
    let set = Set::seeds();
    let run = set.run(&["lint", "--docs", "docs"]);
    assert_eq!(run.code, 0, "{run:?}");
    let expected = "\
warning[DOC020]: unknown type word `Sring`, read as `String`
  --> docs/create-store-pingone.md:41:58
   |
41 | > | `configuration.ENVIRONMENT_ID`                     | Sring   | Required  |
   |                                                          ^^^^^ not a type these docs use
";
    assert!(run.stdout.contains(expected), "{}", run.stdout);
}

#[test]
fn lint_in_json_has_every_key() {
    let run = Set::seeds().run(&["lint", "--docs", "docs", "--format", "json"]);
    let findings = run.findings();
    assert_eq!(findings.len(), run.stdout.lines().count());
    let finding = findings.iter().find(|finding| finding["code"] == "DOC020").unwrap();
    assert_eq!(finding["severity"], "warning");
    assert_eq!(finding["page"], "create-store-pingone.md");
    assert_eq!(finding["page_id"], "create-store-pingone");
    assert_eq!((&finding["line"], &finding["column"]), (&41.into(), &58.into()));
    assert_eq!((&finding["end_line"], &finding["end_column"]), (&41.into(), &63.into()));
    assert_eq!(finding["fix"]["text"], "String");
    assert!(finding["related"].is_array() && finding["message"].is_string() && finding["help"].is_string());
}

#[test]
fn nothing_printed_shows_a_secret() {
    let set = Set::seeds();
    let page = "create-store-pingone.md";
    let text = std::fs::read_to_string(set.path("docs").join(page)).unwrap();
    set.page(page, text.replace("yourClientSecret", "kx9-Zq27-quince"));
    for args in [
        &["lint", "--docs", "docs"][..],
        &["lint", "--docs", "docs", "--format", "json"],
        &["lint", "--docs", "docs", "--format", "sarif"],
        &["lint", "--docs", "docs", "--format", "github"],
        &["lint", "--docs", "docs", "--fix", "--suggested", "--dry-run"],
        &["dump", "--stage", "page", "--docs", "docs"],
        &["dump", "--stage", "ir", "--docs", "docs"],
        &["dump", "--stage", "view", "--docs", "docs"],
        &["generate", "--docs", "docs", "--out", "out"],
    ] {
        let run = set.run(args);
        assert_eq!(run.code, 0, "{args:?}: {run:?}");
        assert!(!run.stdout.contains("kx9-Zq27"), "{args:?}");
    }
    for (path, bytes) in set.out() {
        assert!(!String::from_utf8_lossy(&bytes).contains("kx9-Zq27"), "{path}");
    }
}

#[test]
fn lint_fix_changes_only_what_it_offers() {
    let set = Set::seeds();
    let run = set.run(&["lint", "--fix", "--docs", "docs"]);
    assert_eq!(run.code, 0, "{run:?}");
    let fixed = std::fs::read_to_string(set.path("docs/create-store-pingone.md")).unwrap();
    let seed = std::fs::read_to_string(repository().join("seeds/create-store-pingone.md")).unwrap();
    assert_eq!(fixed, seed.replace("Sring", "String"));
    assert!(!run.stdout.contains("DOC020"), "{run:?}");
}

#[test]
fn every_stage_can_be_looked_at() {
    let set = Set::seeds();
    for stage in ["page", "ir", "view"] {
        let run = set.run(&["dump", "--docs", "docs", "--stage", stage, "--page", "create-store-aquera"]);
        assert_eq!(run.code, 0, "{stage}: {run:?}");
        serde_json::from_str::<serde_json::Value>(&run.stdout).unwrap();
    }
}

#[test]
fn init_writes_settings_that_work_and_never_over_others() {
    let set = Set::empty();
    assert_eq!(set.run(&["init", "new"]).code, 0);
    let written = std::fs::read(set.path("new/docset.toml")).unwrap();
    let run = set.run(&["init", "new"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert_eq!(std::fs::read(set.path("new/docset.toml")).unwrap(), written);

    let page = repository().join("seeds/create-store-pingone.md");
    std::fs::create_dir(set.path("new/pages")).unwrap();
    std::fs::copy(page, set.path("new/pages/page.md")).unwrap();
    let run = set.run(&["generate", "--docset", "new/docset.toml", "--out", "out"]);
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn quiet_shows_errors_only_and_timings_name_the_stages() {
    let set = Set::seeds();
    let args = ["generate", "--docs", "docs", "--out", "out", "--quiet"];
    let run = set.run(&args);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""), "{run:?}");
    let timed = set.run(&["lint", "--docs", "docs", "--timings"]);
    let stages = ["load", "parse", "lower", "check", "all"];
    let rows: Vec<&str> = timed.stderr.lines().filter(|line| line.ends_with('%')).collect();
    assert_eq!(rows.iter().filter_map(|row| row.split(' ').next()).collect::<Vec<_>>(), stages);
    assert_eq!(timed.stdout, set.run(&["lint", "--docs", "docs"]).stdout);
}
