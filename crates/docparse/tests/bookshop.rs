//! The docs set of an invented API: every construct once, and three planted contradictions.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot read its input has failed"
)]

mod support;

use std::fs;
use std::path::Path;

use docparse::ir::Format;

fn read() -> support::Read {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/bookshop");
    let entries = fs::read_dir(folder.join("pages")).unwrap();
    let mut pages: Vec<_> = entries
        .map(|entry| {
            let path = entry.unwrap().path();
            (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap())
        })
        .collect();
    pages.sort();
    support::read(&pages, &fs::read_to_string(folder.join("docset.toml")).unwrap())
}

/// They are listed, with what they contradict, in the docs set's own README.
#[test]
fn what_was_planted_is_found_and_nothing_else() {
    let found = read().findings;
    let serious = found.iter().filter(|line| line.starts_with("warning") || line.starts_with("error"));
    let places: Vec<String> =
        serious.map(|line| line.split(' ').skip(1).take(3).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(
        places,
        [
            "DOC038 create-import.md 434:12",
            "DOC033 create-order.md 28:56",
            "DOC035 create-webhook.md 47:41",
            "DOC043 update-book.md 45:48",
        ]
    );
}

#[test]
fn three_kinds_of_book_are_one_call_and_a_workflow_step_is_none() {
    let lines = support::lines(&read().api);
    let has = |start: &str| lines.iter().any(|line| line.starts_with(start));
    assert!(has("create book request by type: Audio = audio book, Ebook = ebook book, Paper = paper book"));
    assert!(!lines.iter().any(|line| line.contains("step 1")));
}

#[test]
fn replies_of_one_status_are_one_reply_with_what_either_has() {
    let read = read();
    let mut operations = read.api.endpoints.iter().flat_map(|endpoint| &endpoint.operations);
    let import = operations.find(|operation| operation.name.wire == "read-one-import").unwrap();
    let statuses: Vec<u16> = import.responses.iter().map(|response| response.status.value).collect();
    assert_eq!(statuses, [200]);
    assert_eq!(import.responses[0].examples.len(), 2);
}

/// The links of the replies have them.
#[test]
fn replies_show_what_stands_in_paths() {
    let read = read();
    let mut shown = std::collections::BTreeSet::new();
    for param in read.api.endpoints.iter().flat_map(|endpoint| endpoint.path.params()) {
        let example = param.example.as_ref().map_or("", |example| example.value.as_str());
        assert_eq!(param.format.as_ref().map(|format| format.value), Some(Format::Uuid), "{example}");
        shown.insert((param.name.wire.as_str(), example));
    }
    let environment = ("envID", "5d2c0c6e-6c8c-4a57-9a4f-0d7c3c1b2a10");
    assert!(shown.contains(&environment));
    assert!(shown.iter().filter(|(name, _)| *name == "envID").eq([&environment]));
    assert!(shown.contains(&("importID", "4a093b5d-81cf-4fa2-b3ec-d2f6e4a5a30a")));
    assert!(shown.contains(&("storeID", "0f9b2d6c-4e11-4a7d-9d35-27c8e1f5aa11")));
}

#[test]
fn the_type_of_a_query_parameter_tells_its_format() {
    let read = read();
    let mut params =
        read.api.endpoints.iter().flat_map(|endpoint| &endpoint.operations).flat_map(|page| &page.query);
    let customer = params.find(|param| param.name.wire == "customerId").unwrap();
    assert_eq!(customer.format.as_ref().map(|format| format.value), Some(Format::Uuid));
}
