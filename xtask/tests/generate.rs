//! `generate`: what is written, what is not, and what is said.

mod support;

use std::fs;

use support::Set;

#[test]
fn a_second_run_has_nothing_to_do() {
    let set = Set::seeds();
    let first = set.generate(&[]);
    assert_eq!(first.code, 0, "{first:?}");
    assert!(first.stdout.contains("3 pages, 1 endpoint (3 operations)"), "{first:?}");
    let written = set.out();
    let second = set.generate(&[]);
    assert!(second.stdout.ends_with(" files as they should be\n"), "{second:?}");
    assert!(second.stdout.contains("nothing to do"), "{second:?}");
    assert_eq!(set.out(), written);
    assert_eq!(set.generate(&["--check"]).code, 0);
}

#[test]
fn where_the_folder_lies_changes_nothing() {
    let (a, b) = (Set::seeds(), Set::seeds());
    a.generate(&[]);
    let run = b.run(&[
        "generate",
        "--docset",
        "docset.toml",
        "--docs",
        b.path("docs").to_str().unwrap(),
        "--out",
        "out",
    ]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(a.out() == b.out(), "the bytes differ");
}

#[test]
fn check_shows_what_is_stale_and_how_to_mend_it() {
    let set = Set::seeds();
    set.generate(&[]);
    let before = set.out();
    set.edit("create-store-pingone.md", "Sring   | Required ", "String  | Optional ");
    let run = set.generate(&["--check", "--only", "openapi"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.stdout.contains("+++ openapi/manifest.json"), "{run:?}");
    let command = "`cargo xtask generate --docs docs --out out --only openapi` brings it up to date";
    assert!(run.stdout.contains(command), "{run:?}");
    assert!(set.out() == before, "something was written");
    let run = set.generate(&["--check", "--format", "json"]);
    assert!(run.stdout.contains(r#"{"step":"update","path":"openapi/surface.txt"}"#), "{run:?}");
}

#[test]
fn a_dry_run_names_files_and_writes_none() {
    let set = Set::seeds();
    let run = set.generate(&["--dry-run"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.contains("create openapi/openapi.yaml\n"), "{run:?}");
    assert!(run.stdout.contains("create crates/generated-client/Cargo.toml\n"), "{run:?}");
    assert!(run.stdout.contains("would be: "), "{run:?}");
    assert!(set.out().is_empty());
}

#[test]
fn only_the_outputs_asked_for_are_written() {
    let set = Set::seeds();
    set.generate(&["--only", "openapi"]);
    assert!(set.out().keys().all(|path| path.starts_with("openapi/")));
}

#[test]
fn files_edited_by_hand_are_refused_until_forced() {
    let set = Set::seeds();
    set.generate(&[]);
    fs::write(set.path("out/openapi/openapi.yaml"), "mine").unwrap();
    let before = set.out();
    let run = set.generate(&["--format", "json"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert_eq!(run.places("error"), ["GEN010 openapi/openapi.yaml:1:1"]);
    assert!(set.out() == before, "something was written");
    assert_eq!(set.generate(&["--force"]).code, 0);
    assert_ne!(set.out_text("openapi/openapi.yaml"), "mine");
}

#[test]
fn files_of_others_are_refused() {
    let set = Set::seeds();
    fs::create_dir_all(set.path("out/crates/generated-client")).unwrap();
    fs::write(set.path("out/crates/generated-client/Cargo.toml"), "theirs").unwrap();
    let run = set.generate(&["--format", "json"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert_eq!(run.places("error"), ["GEN011 crates/generated-client/Cargo.toml:1:1"]);
    assert_eq!(set.out().len(), 1);
}

#[test]
fn files_of_a_page_that_went_go_with_it() {
    let set = Set::seeds();
    set.generate(&[]);
    fs::remove_file(set.path("docs/create-store-aquera.txt")).unwrap();
    let run = set.generate(&[]);
    assert_eq!(run.code, 0, "{run:?}");
    let out = set.out();
    assert!(!out.contains_key("openapi/fragments/create-store-aquera.yaml"));
    assert!(out.contains_key("openapi/fragments/create-store-pingone.yaml"));
}

#[test]
fn a_run_that_was_killed_is_repaired() {
    let set = Set::seeds();
    set.generate(&[]);
    let whole = set.out();
    // Killed before the manifest: two files are missing, and the manifest is of another run.
    fs::remove_file(set.path("out/openapi/openapi.yaml")).unwrap();
    fs::remove_file(set.path("out/openapi/manifest.json")).unwrap();
    assert_eq!(set.generate(&[]).code, 0);
    assert!(set.out() == whole, "the bytes differ");
}

#[test]
fn a_page_without_settings_is_enough() {
    let set = Set::seeds();
    fs::remove_file(set.path("docset.toml")).unwrap();
    let run = set.generate(&["--format", "json"]);
    assert_eq!(run.code, 0, "{run:?}");
    let manifest = set.out_text("crates/generated-client/Cargo.toml");
    assert!(manifest.contains("name = \"client\""), "{manifest}");
    assert!(manifest.contains("\n[workspace]\n"), "{manifest}");
}

#[test]
fn one_edit_on_a_page_is_one_line_in_the_surface() {
    let set = Set::seeds();
    set.generate(&["--only", "openapi"]);
    let before = set.out_text("openapi/surface.txt");
    set.edit(
        "create-store-salesforce.md",
        "> | `configuration.ENABLE_COMMUNITIES`            | Boolean | Required  |\n",
        "> | `configuration.ENABLE_COMMUNITIES`            | Boolean | Required  |\n> | `configuration.NEW_ONE` | Integer | Optional |\n",
    );
    let run = set.generate(&["--only", "openapi"]);
    assert_eq!(run.code, 0, "{run:?}");
    let after = set.out_text("openapi/surface.txt");
    let added: Vec<_> = after.lines().filter(|line| !before.contains(line)).collect();
    let removed: Vec<_> = before.lines().filter(|line| !after.contains(line)).collect();
    assert!(removed.is_empty(), "{removed:?}");
    assert_eq!(added.len(), 1, "{added:?}");
    assert!(added[0].ends_with("configuration.NEW_ONE  integer  optional"), "{added:?}");
}

#[test]
fn an_overlay_is_in_the_documents_or_nothing_is_written() {
    let set = Set::seeds();
    let settings = fs::read_to_string(set.path("docset.toml")).unwrap();
    fs::write(set.path("docset.toml"), settings + "\n[openapi]\noverlay = \"changes/overlay.yaml\"\n")
        .unwrap();
    let missing = set.generate(&[]);
    assert!(
        missing.stdout.contains("there is no file `changes/overlay.yaml` beside the settings"),
        "{missing:?}"
    );
    fs::create_dir(set.path("changes")).unwrap();
    let write = |target: &str| {
        let head = "overlay: 1.0.0\ninfo: { title: T, version: '1' }\nactions:\n";
        let action =
            format!("  - target: {target}\n    description: Why\n    update: {{ x-changed: true }}\n");
        fs::write(set.path("changes/overlay.yaml"), head.to_owned() + &action).unwrap();
    };
    write("$.paths['/gone']");
    let gone = set.generate(&[]);
    assert_eq!(gone.code, 1, "{gone:?}");
    assert!(gone.stdout.contains("changes/overlay.yaml:4:13"), "{gone:?}");
    assert!(gone.stdout.ends_with("nothing was written\n") && set.out().is_empty(), "{gone:?}");
    write("$.info");
    let done = set.generate(&[]);
    assert_eq!(done.code, 0, "{done:?}");
    for file in ["openapi.yaml", "3.0/openapi.yaml", "fragments/create-store-aquera.yaml"] {
        let text = fs::read_to_string(set.path("out/openapi").join(file)).unwrap();
        assert!(text.contains("x-changed: true"), "{file}");
    }
}
