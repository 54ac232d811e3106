//! Pages that cannot be read: a finding at the place, exit 1, and no file touched.

mod support;

use std::fs;

use support::Set;

/// Breaks the seeds, and expects these errors and nothing written, now or before.
fn check(errors: &[&str], spoil: impl FnOnce(&Set)) {
    let set = Set::seeds();
    let good = set.generate(&[]);
    assert_eq!(good.code, 0, "{good:?}");
    let before = set.out();
    spoil(&set);
    let run = set.generate(&["--format", "json"]);
    assert_eq!(run.places("error"), errors);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(set.out() == before, "something was written");
    let lint = set.run(&["lint", "--docs", "docs", "--format", "json"]);
    assert_eq!((lint.code, lint.places("error")), (1, run.places("error")));
}

const PINGONE: &str = "create-store-pingone.md";
const AQUERA: &str = "create-store-aquera.txt";

#[test]
fn a_page_with_no_request_line() {
    check(&["DOC007 create-store-pingone.md:15:3"], |set| {
        set.edit(
            PINGONE,
            "```none\nPOST {{apiPath}}/v1/environments/{{envID}}/propagation/stores\n```\n",
            "",
        );
    });
}

#[test]
fn a_broken_row() {
    check(&["DOC023 create-store-pingone.md:41:3"], |set| {
        set.edit(PINGONE, "| Sring   | Required  |", "|");
    });
}

#[test]
fn an_unknown_presence_word() {
    check(&["DOC022 create-store-pingone.md:41:68"], |set| {
        set.edit(PINGONE, "| Sring   | Required  |", "| Sring   | Perhaps   |");
    });
}

#[test]
fn a_type_word_like_no_other() {
    check(&["DOC021 create-store-pingone.md:41:58"], |set| {
        set.edit(PINGONE, "| Sring   | Required  |", "| Gizmo   | Required  |");
    });
}

#[test]
fn json_cut_in_the_middle() {
    check(&["DOC030 create-store-pingone.md:73:38"], |set| {
        let path = set.path("docs").join(PINGONE);
        let text = fs::read_to_string(&path).unwrap();
        let mut lines: Vec<_> = text.split('\n').collect();
        let end = (72..).find(|index| lines[*index].starts_with("```")).unwrap();
        lines.drain(73..end);
        fs::write(path, lines.join("\n")).unwrap();
    });
}

#[test]
fn binary_bytes() {
    check(&["DOC002 logo.md:1:5"], |set| {
        set.page("logo.md", b"\x89PNG\0\x1a\0\xff\xfe");
    });
}

#[test]
fn an_empty_file() {
    check(&["DOC001 empty.md:1:1"], |set| {
        set.page("empty.md", " \n\n");
    });
}

#[test]
fn text_cut_inside_a_character() {
    check(&["DOC003 create-store-aquera.txt:578:4"], |set| {
        let path = set.path("docs").join(AQUERA);
        let mut bytes = fs::read(&path).unwrap();
        bytes.extend(b"\nAn \xe2\x82");
        fs::write(path, bytes).unwrap();
    });
}

#[test]
fn a_page_past_the_limit() {
    check(&["DOC004 huge.md:1:1"], |set| {
        fs::File::create(set.path("docs/huge.md")).unwrap().set_len(100 * 1024 * 1024).unwrap();
    });
}

#[test]
fn settings_of_the_wrong_kind() {
    check(&["DOC070 docset.toml:1:8"], |set| {
        fs::write(set.path("docset.toml"), "docs = 1").unwrap();
    });
}

#[test]
fn no_page_at_all() {
    check(&["DOC055 docset.toml:1:1"], |set| {
        fs::remove_dir_all(set.path("docs")).unwrap();
        fs::create_dir(set.path("docs")).unwrap();
    });
}

#[test]
fn keep_going_leaves_out_what_cannot_be_read() {
    let set = Set::seeds();
    set.page("empty.md", "");
    set.edit(PINGONE, "| Sring   | Required  |", "|");
    let run = set.generate(&["--keep-going"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.stdout.contains("left out because of errors: create-store-pingone.md, empty.md\n"),
        "{run:?}"
    );
    assert!(run.stdout.contains("error[DOC023]"), "{run:?}");
    assert!(run.stdout.contains("2 pages, 1 endpoint (2 operations)"), "{run:?}");
    assert!(!set.out().contains_key("openapi/fragments/create-store-pingone.yaml"));
}

#[test]
fn keep_going_leaves_one_page_of_a_bundle_out() {
    let page = |name: &str, word: &str| {
        format!(
            "---\ntitle: {name} Thing\npage_id: docs::{name}-thing\n---\n\n# {name} Thing\n\n\
             ```none\nPOST {{{{apiPath}}}}/v1/{name}\n```\n\n\
             | Property | Type | Required |\n| - | - | - |\n| `name` | {word} | Required |\n\n---\n\n"
        )
    };
    let set = Set::empty();
    let pages = [page("first", "String"), page("second", "Blob"), page("third", "String")];
    set.page("all.md", pages.concat());
    let run = set.generate(&["--keep-going"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.contains("left out because of errors: all.md:18\n"), "{run:?}");
    assert_eq!(run.stdout.matches("error[DOC021]").count(), 1, "{run:?}");
    assert!(run.stdout.contains("all.md:31:12"), "{run:?}");
    let out = set.out();
    let has = |name: &str| out.contains_key(&format!("openapi/fragments/{name}-thing.yaml"));
    assert!(has("first") && !has("second") && has("third"));
}

#[test]
fn keep_going_needs_a_page_to_go_on_with() {
    let set = Set::empty();
    set.page("empty.md", "");
    let run = set.generate(&["--keep-going"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(set.out().is_empty());
}

#[test]
fn a_line_of_twenty_megabytes_is_no_trouble() {
    let set = Set::seeds();
    let long = format!("| `configuration.LONG` | Sring | {} |\n", "y".repeat(20 << 20));
    set.page("long.md", format!("# Long\n\n```\nPOST {{{{apiPath}}}}/v1/x\n```\n\n{long}"));
    let run = set.run(&["lint", "--docs", "docs"]);
    assert!(run.stdout.len() < 100_000, "{} bytes printed", run.stdout.len());
}
