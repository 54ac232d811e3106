//! `site`: what is written, what is not, and what is said.

mod support;

use std::fs;

use support::Set;

#[test]
fn a_second_run_changes_nothing_and_a_page_less_takes_its_files_along() {
    let set = Set::seeds();
    let first = set.run(&["site", "--docs", "docs", "--out", "out"]);
    assert_eq!(first.code, 0, "{first:?}");
    assert!(first.stdout.contains("open out/index.html"), "{first:?}");
    assert!(set.path("out/operations/create-store-pingone.html").is_file());
    let written = set.out();
    let second = set.run(&["site", "--docs", "docs", "--out", "out"]);
    assert!(second.stdout.contains("nothing to do"), "{second:?}");
    assert!(set.out() == written, "the bytes differ");

    fs::remove_file(set.path("docs/create-store-aquera.txt")).unwrap();
    let third = set.run(&["site", "--docs", "docs", "--out", "out", "--quiet"]);
    assert_eq!((third.code, third.stdout.as_str()), (0, ""), "{third:?}");
    assert!(!set.path("out/operations/create-store-aquera.html").exists());
    assert!(!set.path("out/pages/create-store-aquera.html").exists());
}

#[test]
fn findings_stand_on_the_page_they_are_about() {
    let set = Set::seeds();
    set.run(&["site", "--docs", "docs", "--out", "out"]);
    let page = fs::read_to_string(set.path("out/pages/create-store-pingone.html")).unwrap();
    let line = page.split("<p id=\"L41\">").nth(1).unwrap().split("<p id=\"L42\">").next().unwrap();
    assert!(line.contains("<mark>Sring</mark>"), "{line}");
    assert!(line.contains("DOC020") && line.contains("unknown type word <code>Sring</code>"), "{line}");
}

#[test]
fn what_others_wrote_stays() {
    let set = Set::seeds();
    fs::create_dir(set.path("out")).unwrap();
    fs::write(set.path("out/index.html"), "theirs").unwrap();
    let run = set.run(&["site", "--docs", "docs", "--out", "out"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.stdout.contains("a file that was not generated stands here"), "{run:?}");
    assert!(run.stdout.ends_with("nothing was written\n"), "{run:?}");
    assert_eq!(fs::read_dir(set.path("out")).unwrap().count(), 1);
    assert_eq!(fs::read_to_string(set.path("out/index.html")).unwrap(), "theirs");
}

#[test]
fn pages_with_errors_stop_it_or_are_left_out() {
    let set = Set::seeds();
    set.page("broken.md", "# Broken\n\n```none\nFETCH things\n```\n\n### Body\n");
    let run = set.run(&["site", "--docs", "docs", "--out", "out"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.stdout.contains("error[DOC008]") && run.stdout.ends_with("nothing was written\n"), "{run:?}");
    assert!(!set.path("out").exists());
    let run = set.run(&["site", "--docs", "docs", "--out", "out", "--keep-going"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.contains("left out because of errors: broken.md"), "{run:?}");
    // What is wrong is shown, although the page is not.
    let findings = fs::read_to_string(set.path("out/findings.html")).unwrap();
    assert!(findings.contains("DOC008") && findings.contains("broken.md"), "{findings}");
}
