//! `diff`: two editions in three forms, gates, and what hostile and broken pages do to it.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use support::{Run, Set, repository};

const PAGE: &str = "create-store-pingone.md";

/// The seeds, and in `docs` an edition of them with one edit.
fn edited(from: &str, to: &str) -> Set {
    let set = Set::seeds();
    copy(&repository().join("seeds"), &set.path("old"));
    set.edit(PAGE, from, to);
    set
}

/// A property more; required, if so.
fn with_a_row(required: bool) -> Set {
    let word = if required { "Required" } else { "Optional" };
    edited("> | `description` ", &format!("> | `label` | String | {word} |\n> | `description` "))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

fn git(folder: &Path, args: &[&str]) {
    let who = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
    let run = Command::new("git").arg("-C").arg(folder).args(who).args(args).output().unwrap();
    assert!(run.status.success(), "{run:?}");
}

/// The changes that `--format json` printed, and the summary.
fn records(run: &Run) -> (Vec<Value>, Value) {
    let lines: Vec<Value> = run.stdout.lines().map(|line| line.parse().unwrap()).collect();
    let changes = lines.iter().filter(|line| line.get("change").is_some()).cloned().collect();
    (changes, lines.last().unwrap()["summary"].clone())
}

#[test]
fn a_change_is_shown_with_its_place_and_stops_a_gate() {
    let set = with_a_row(true);
    let run = set.run(&["diff", "old", "docs"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.contains("property `label` was added, and is required"), "{run:?}");
    let page = fs::read_to_string(set.path("docs").join(PAGE)).unwrap();
    let line = page.lines().position(|line| line.contains("`label`")).unwrap() + 1;
    assert!(run.stdout.contains(&format!("is  docs/{PAGE}:{line}:6\n")), "{run:?}");
    // Before 1.0.0 the second number is the one that breaks.
    assert!(run.stdout.ends_with("calls for version 0.2.0 after 0.1.0\n"), "{run:?}");
    for (gate, code) in [("breaking", 1), ("additive", 1), ("text", 1), ("never", 0)] {
        assert_eq!(set.run(&["diff", "old", "docs", "--fail-on", gate]).code, code, "{gate}");
    }
    let run = set.run(&["diff", "docs", "docs", "--fail-on", "text"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "nothing changed from docs to docs\n"));
}

#[test]
fn an_optional_property_breaks_nobody() {
    let set = with_a_row(false);
    let run = set.run(&["diff", "old", "docs", "--format", "json", "--fail-on", "breaking"]);
    assert_eq!(run.code, 0, "{run:?}");
    let (changes, summary) = records(&run);
    assert_eq!(changes.len(), 1, "{changes:?}");
    let change = &changes[0];
    assert_eq!((&change["change"], &change["name"]), (&"added".into(), &"label".into()));
    assert_eq!((&change["request"], &change["reply"]), (&"additive".into(), &Value::Null));
    assert_eq!((&change["old"], &change["new"]["column"]), (&Value::Null, &6.into()));
    assert_eq!(change["operations"][0]["page_id"], "create-store-pingone");
    assert_eq!((&summary["class"], &summary["version"]["next"]), (&"additive".into(), &"0.1.1".into()));
    assert_eq!(set.run(&["diff", "old", "docs", "--fail-on", "additive"]).code, 1);
}

#[test]
fn what_breaks_only_the_source_of_generated_code_is_said() {
    let set = edited(
        "| `name`                                             | String  | Required  |",
        "| `name` | String  | Optional  |",
    );
    let (changes, summary) = records(&set.run(&["diff", "old", "docs", "--format", "json"]));
    assert_eq!((&changes[0]["request"], &changes[0]["class"]), (&"additive".into(), &"breaking".into()));
    let source = &changes[0]["source"][0];
    assert_eq!(source["symbol"], "models::PingOneStore.name");
    assert!(
        source["message"].as_str().unwrap().contains("is `Option<String>`, and was `String`"),
        "{source}"
    );
    assert_eq!(summary["version"]["next"], "0.2.0");
}

#[test]
fn a_version_that_is_stated_is_judged() {
    let set = with_a_row(true);
    fs::copy(set.path("docset.toml"), set.path("old/docset.toml")).unwrap();
    for (version, enough) in [("0.1.5", false), ("0.2.0", true), ("1.0.0", true)] {
        let settings = fs::read_to_string(set.path("old/docset.toml")).unwrap();
        let settings = settings.replace("version = \"0.1.0\"", &format!("version = \"{version}\""));
        fs::write(set.path("docset.toml"), settings).unwrap();
        let (_, summary) = records(&set.run(&["diff", "old", "docs", "--format", "json"]));
        assert_eq!(summary["version"]["enough"], enough, "{version}: {summary}");
    }
}

#[test]
fn revisions_are_read_without_touching_the_tree() {
    let set = Set::seeds();
    let here = set.path("");
    git(&here, &["init", "-q"]);
    git(&here, &["add", "."]);
    git(&here, &["commit", "-q", "-m", "one"]);
    set.edit(PAGE, "> | `managed`                                          | Boolean | Optional  |\n", "");
    git(&here, &["commit", "-q", "-a", "-m", "two"]);
    let diff = |args: &[&str]| set.run(&[&["diff", "--docs", "docs", "--format", "json"], args].concat());
    let (changes, _) = records(&diff(&["HEAD~1", "HEAD"]));
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!((&changes[0]["change"], &changes[0]["name"]), (&"removed".into(), &"managed".into()));
    assert_eq!(changes[0]["old"]["page"], format!("HEAD~1:docs/{PAGE}"));
    // Without a second one, the pages are as they are now.
    assert_eq!(records(&diff(&["HEAD"])).0, Vec::<Value>::new());
    set.page(PAGE, fs::read(repository().join("seeds").join(PAGE)).unwrap());
    assert_eq!(records(&diff(&["HEAD"])).0[0]["change"], "added");
    assert_eq!(diff(&["nowhere"]).code, 1);
    assert!(diff(&["nowhere"]).stderr.contains("nowhere is no folder, and git knows no revision"));
}

/// What their OpenAPI documents say of it is what the pages do.
#[test]
fn documents_are_compared_like_the_pages_they_were_made_of() {
    let set = with_a_row(true);
    set.edit(PAGE, "> | `managed`                                          | Boolean | Optional  |\n", "");
    set.edit(
        PAGE,
        "| `configuration.REGION`                             | String  |",
        "| `configuration.REGION` | Integer |",
    );
    let emit = |docs: &str, out: &str| {
        let run = set.run(&[
            "generate",
            "--only",
            "openapi",
            "--docs",
            docs,
            "--docset",
            "docset.toml",
            "--out",
            out,
        ]);
        assert_eq!(run.code, 0, "{run:?}");
    };
    emit("old", "a");
    emit("docs", "b");
    let diff = |old: &str, new: &str| set.run(&["diff", old, new, "--format", "json"]);
    let short = |run: Run| -> Vec<String> {
        let of = |change: &Value| {
            ["change", "name", "request", "reply"].map(|key| change[key].to_string()).join(" ")
        };
        let mut lines: Vec<String> = records(&run).0.iter().map(of).collect();
        lines.sort();
        lines
    };
    let [a, b] = ["a/openapi/openapi.json", "b/openapi/openapi.json"];
    let documents = diff(a, b);
    let places = records(&documents).0.into_iter().map(|change| change["new"].clone());
    let place = places.into_iter().find(|place| !place.is_null()).unwrap();
    assert!(place["page"] == b && place["line"].as_u64() > Some(1), "{place}");
    assert_eq!(short(documents), short(diff("old", "docs")));
    assert_eq!(short(diff(a, a)), Vec::<String>::new());
    // Both or neither.
    assert_eq!(diff(a, "docs").code, 2);
    for (text, words) in [("{", "no JSON"), ("[1]", "no OpenAPI document"), ("", "JSON")] {
        fs::write(set.path("x.json"), text).unwrap();
        let run = diff("x.json", b);
        assert!(run.code == 1 && run.stderr.contains(words), "{run:?}");
    }
    assert!(diff("nothing.json", b).stderr.contains("no document at nothing.json"));
}

#[test]
fn an_edition_with_errors_is_not_compared() {
    let set = with_a_row(true);
    set.page("broken.md", "");
    for args in [["diff", "old", "docs"], ["diff", "docs", "old"]] {
        let run = set.run(&args);
        assert_eq!(run.code, 1, "{run:?}");
        assert!(
            run.stdout.contains("docs/broken.md:1:1") && run.stderr.contains("nothing was compared"),
            "{run:?}"
        );
        assert!(!run.stdout.contains("`label`"), "{run:?}");
    }
    fs::create_dir(set.path("none")).unwrap();
    let run = set.run(&["diff", "none", "old"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.stderr.contains("none has no pages"), "{run:?}");
}

#[test]
fn text_from_pages_means_nothing_in_markdown() {
    let title = "# Create Store [x](javascript:alert(1)) <script>alert(2)</script>";
    let set = edited("# Create Store (PingOne)", title);
    set.edit(PAGE, "> | `description` ", "> | ``a`*b* <i>c</i>`` | String | Optional |\n> | `description` ");
    for format in ["markdown", "changelog"] {
        let run = set.run(&["diff", "old", "docs", "--format", format]);
        assert_eq!(run.code, 0, "{run:?}");
        assert!(!run.stdout.contains("<script>") && !run.stdout.contains("](javascript:"), "{run:?}");
    }
    // A control character in a human's terminal moves nothing.
    let set = edited("# Create Store (PingOne)", "# Create \u{1b}[31mStore");
    assert!(!set.run(&["diff", "old", "docs"]).stdout.contains('\u{1b}'));
}

#[test]
fn no_value_of_a_secret_is_shown() {
    let set = edited("yourClientSecret", "anotherSecretValue");
    for format in ["human", "markdown", "json", "changelog"] {
        let run = set.run(&["diff", "old", "docs", "--format", format]);
        assert_eq!(run.code, 0, "{run:?}");
        assert!(
            !run.stdout.contains("anotherSecretValue") && !run.stdout.contains("yourClientSecret"),
            "{run:?}"
        );
    }
}

#[test]
fn a_changelog_is_begun_and_kept() {
    let set = with_a_row(true);
    let args = ["diff", "old", "docs", "--changelog", "CHANGELOG.md"];
    let read = || fs::read_to_string(set.path("CHANGELOG.md")).unwrap();
    let none = set.run(&["diff", "old", "old", "--changelog", "CHANGELOG.md"]);
    assert!(none.code == 0 && !set.path("CHANGELOG.md").exists(), "{none:?}");
    assert_eq!(set.run(&args).code, 0);
    let first = read();
    assert!(first.contains("## [Unreleased]") && first.contains("### Added"), "{first}");
    assert!(first.contains("](https://developer.pingidentity.com/"), "{first}");
    fs::write(set.path("CHANGELOG.md"), first.replace("## [Unreleased]\n", "## [Unreleased]\n\nBy hand.\n"))
        .unwrap();
    let with_words = read();
    assert_eq!(set.run(&args).code, 0);
    assert_eq!(read(), with_words);
    assert_eq!(set.run(&[&args[..], &["--date", "2027-01-31"]].concat()).code, 0);
    assert!(read().contains("## [Unreleased]\n\n## [0.2.0] - 2027-01-31\n\nBy hand.\n"), "{}", read());
    assert_eq!(set.run(&[&args[..], &["--date", "2027-02-31"]].concat()).code, 2);
}

#[test]
fn two_runs_say_the_same() {
    let set = with_a_row(true);
    set.edit("create-store-salesforce.md", "Optional", "Required");
    for format in ["human", "markdown", "json", "changelog"] {
        let run = || set.run(&["diff", "old", "docs", "--format", format]).stdout;
        assert_eq!(run(), run(), "{format}");
    }
}
