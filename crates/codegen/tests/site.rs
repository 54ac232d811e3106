//! The reference site: all of it is there, all of it is linked, and no page of the docs can write HTML.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot read its input has failed, and there is no xtask here"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use codegen::names::Lock;
use codegen::output::FileSet;
use codegen::site::{Finding, Input, Place, site};
use docparse::diag::{Severity, Sink, codes};
use docparse::docset::{Docset, MINIMAL};
use docparse::ir::Api;
use docparse::source::{SourceKind, SourceSet};

mod obstacle;

#[test]
fn every_operation_has_a_page_and_says_what_its_page_says() {
    let (api, sources) = bookshop();
    let files = made(&api, &sources, &[]);
    for operation in api.endpoints.iter().flat_map(|endpoint| &endpoint.operations) {
        let path = format!("operations/{}.html", operation.name.words.join("-"));
        let page = &files[&path].text;
        assert!(page.contains(&format!("<h1>{}</h1>", operation.title.value.trim())), "{path}");
    }
    let paper = &files["operations/create-book-paper.html"].text;
    // `price.currency` is required, has a row on line 44 of its page, and is text.
    let row = row(paper, "body.price.currency");
    for part in ["<span class=\"type\">string</span>", "presence required", "create-book-paper.html#L"] {
        assert!(row.contains(part), "{part} is not in {row}");
    }
    assert!(paper.contains("client.books().create_book("), "no call with the client");
    assert!(paper.contains("curl --location"), "no sample of the page");
    // What the page says twice and differently is said where it stands.
    let order = &files["operations/create-order.html"].text;
    let currency = self::row(order, "body.currency");
    assert!(currency.contains("The pages disagree") && currency.contains("presence required"), "{currency}");
    assert_eq!(order.matches("The pages disagree").count(), 1);
}

#[test]
fn variants_stand_side_by_side() {
    let (api, sources) = bookshop();
    let files = made(&api, &sources, &[]);
    let page = &files["operations/create-book.html"].text;
    let table = part(page, "<table class=\"compared\">", "</table>");
    let heads: Vec<&str> = table.split("<th scope=\"col\">").skip(2).collect();
    assert!(["Audio", "Ebook", "Paper"].iter().zip(&heads).all(|(label, head)| head.contains(label)));
    let line = table.split("<tr>").find(|line| line.contains("<code>details.drm.enabled</code>")).unwrap();
    let cells: Vec<bool> = line.split("<td>").skip(1).map(|cell| cell.contains("required")).collect();
    assert_eq!(cells, [false, true, false]);
    let shared = part(page, "In every variant", "class=\"variants\"");
    assert!(shared.contains("id=\"body.isbn\"") && !shared.contains("id=\"body.details.drm.enabled\""));
}

#[test]
fn every_link_leads_to_something_and_nothing_is_loaded_from_elsewhere() {
    let (course, its_sources) = obstacle::course();
    let (api, sources) = bookshop();
    for files in [made(&course, &its_sources, &[]), made(&api, &sources, &[])] {
        let ids: BTreeMap<&str, BTreeSet<&str>> = files
            .iter()
            .map(|(path, file)| (path.as_str(), attributes(&file.text, "id").into_iter().collect()))
            .collect();
        for (path, file) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
            assert_balanced(path, &file.text);
            for loaded in attributes(&file.text, "src") {
                assert!(files.contains_key(&resolved(path, loaded)), "{path} loads {loaded}");
            }
            for link in attributes(&file.text, "href") {
                if link.starts_with("https://") || link.starts_with("http://") {
                    continue;
                }
                let (target, anchor) = link.split_once('#').unwrap_or((link, ""));
                let target = if target.is_empty() { path.clone() } else { resolved(path, target) };
                assert!(files.contains_key(&target), "{path} links to {link}");
                assert!(anchor.is_empty() || ids[target.as_str()].contains(anchor), "{path} links to {link}");
            }
            assert_eq!(
                attributes(&file.text, "id").len(),
                ids[path.as_str()].len(),
                "{path} has an id twice"
            );
            for needed in
                ["http-equiv=\"Content-Security-Policy\"", "<html lang=\"en\">", "<main id=\"main\""]
            {
                assert!(file.text.contains(needed), "{path} has no {needed}");
            }
            for forbidden in [" style=\"", " onclick=", "<style", "=\"javascript:"] {
                assert!(!file.text.contains(forbidden), "{path} has {forbidden}");
            }
        }
    }
}

#[test]
fn no_page_of_the_docs_can_write_html() {
    const EVIL: &str = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'&lt;";
    let page = format!(
        "---\ntitle: Create Thing {EVIL}\npage_id: docs:x:x/create-thing\n\
         canonical_url: \"javascript:alert(1)\"\n---\n\n# Create Thing {EVIL}\n\n\
         ```none\nPOST {{{{apiPath}}}}/v1/things/{{{{a\"><b>}}}}\n```\n\n\
         Creates `a thing {EVIL}`. See [this](javascript:alert(1)) and [that](https://x.example/\"onload=\"x).\n\n\
         | Property | Type | Required |\n| - | - | - |\n| `na\"><script>me` | String | Required |\n\n\
         ### Body\n\nraw ( application/json )\n\n```json\n{{\"na\\\"><script>me\": \"</script><script>alert(2)</script>\"}}\n```\n\n\
         ### Example Request\n\n* cURL\n\n```shell\ncurl '</code></pre><script>alert(3)</script>'\n```\n\n\
         ### Example Response\n\n201 Created\n\n```json\n{{\"</script>\": \"<!--\"}}\n```\n"
    );
    let (api, sources) = read(vec![
        ("create-thing.md".into(), SourceKind::Page, page.into()),
        ("docset.toml".into(), SourceKind::Docset, MINIMAL.into()),
    ]);
    let place = Place {
        path: "create-thing.md".into(),
        line: 9,
        column: 1,
        text: EVIL.into(),
        excerpt: Some([EVIL, EVIL, EVIL].map(str::to_owned)),
    };
    let finding = Finding {
        code: &codes::UNKNOWN_TYPE_WORD,
        severity: Severity::Warning,
        message: format!("`{EVIL}` {EVIL}"),
        place: place.clone(),
        related: vec![place],
        help: Some(EVIL.into()),
    };
    let files = made(&api, &sources, &[finding]);
    let mut seen = 0;
    for (path, file) in &files {
        if path.ends_with(".html") {
            assert_balanced(path, &file.text);
            assert!(!file.text.contains("<script>"), "{path}");
            assert!(!file.text.contains("<img") && !file.text.contains("<b>\""), "{path}");
            let loaded = attributes(&file.text, "src");
            assert!(loaded.iter().all(|src| src.starts_with("assets/") || src.starts_with("../assets/")));
            seen +=
                file.text.matches("&lt;script&gt;").count() + file.text.matches("&#60;script&#62;").count();
        }
        let links = attributes(&file.text, "href");
        assert!(!links.iter().any(|link| link.to_lowercase().contains("javascript:")), "{path}");
    }
    assert!(seen > 10, "the text is shown as text: {seen}");
    // A list that a page loads as a script ends where it should, wherever it is put.
    assert!(!files["assets/search.js"].text.contains('<'));
}

#[test]
fn values_of_secrets_are_nowhere() {
    let (api, sources) = bookshop();
    let values: BTreeSet<&str> = api
        .secrets
        .iter()
        .map(|span| sources.text(*span).trim_matches(['"', '\'']))
        .filter(|text| text.len() > 3 && !text.starts_with("{{"))
        .collect();
    assert!(!values.is_empty());
    for (path, file) in made(&api, &sources, &[]) {
        for value in &values {
            assert!(!file.text.contains(value), "{path} shows {value}");
        }
    }
}

#[test]
fn the_same_pages_make_the_same_site() {
    let (api, sources) = bookshop();
    assert!(made(&api, &sources, &[]) == made(&api, &sources, &[]));
    // Of two runs, only the one that is served may ask anybody for news.
    let policies = |files: &FileSet| files["index.html"].text.contains("connect-src");
    assert!(!policies(&made(&api, &sources, &[])));
}

fn made(api: &Api, sources: &SourceSet, findings: &[Finding]) -> FileSet {
    site(&Input { api, sources, names: &Lock::default(), findings, live: false }).unwrap()
}

fn bookshop() -> (Api, SourceSet) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/bookshop");
    let mut files =
        vec![("docset.toml".to_owned(), SourceKind::Docset, fs::read(folder.join("docset.toml")).unwrap())];
    for entry in fs::read_dir(folder.join("pages")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        files.push((name, SourceKind::Page, fs::read(&path).unwrap()));
    }
    read(files)
}

fn read(files: Vec<(String, SourceKind, Vec<u8>)>) -> (Api, SourceSet) {
    let sources = SourceSet::new(files);
    let mut sink = Sink::new();
    let docset = Docset::read(sources.docset().unwrap(), &mut sink);
    let pages = docparse::parse(&sources, &mut sink);
    let api = docparse::lower(&pages, &sources, &docset, &mut sink);
    (api, sources)
}

/// The values of an attribute, as they are written.
fn attributes<'t>(html: &'t str, name: &str) -> Vec<&'t str> {
    let start = format!(" {name}=\"");
    html.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Where a relative link on the page at `path` leads.
fn resolved(path: &str, link: &str) -> String {
    let mut folders: Vec<&str> = path.split('/').collect();
    folders.pop();
    for part in link.split('/') {
        match part {
            ".." => folders.truncate(folders.len().saturating_sub(1)),
            part => folders.push(part),
        }
    }
    folders.join("/")
}

fn row<'t>(page: &'t str, id: &str) -> &'t str {
    part(page, &format!("<tr id=\"{id}\">"), "</tr>")
}

fn part<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let rest = text.split_once(from).unwrap_or_else(|| panic!("no {from}")).1;
    rest.split_once(to).unwrap_or_else(|| panic!("no {to}")).0
}

/// Every element that is opened is closed, in order.
fn assert_balanced(path: &str, html: &str) {
    const VOID: &[&str] = &["meta", "link", "input", "circle", "path", "rect", "wbr", "!DOCTYPE"];
    let mut open: Vec<&str> = Vec::new();
    for tag in html.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').unwrap_or_else(|| panic!("{path}: <{tag} has no end"));
        let name = tag.split([' ', '\n', '/']).next().unwrap();
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{path}: </{name}>");
        } else if !VOID.contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{path}: {open:?}");
}
