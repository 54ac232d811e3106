//! Any bytes in; nothing out, or a panic that says what does not hold.
//!
//! A docs set is several pages in one input, parted by the byte 0x1E (record separator),
//! so that pages of both kinds, and pages that share a route, can meet.

use codegen::names::{Lock, Scopes};
use codegen::{BACKENDS, site};
use docparse::diag::{Diagnostic, Sink};
use docparse::docset::{Docset, MINIMAL};
use docparse::ir::Api;
use docparse::json;
use docparse::source::{SourceId, SourceKind, SourceSet, Span};

/// Pages through both front ends, lowering and checks: every finding points at text.
pub fn pages(bytes: &[u8]) {
    read(bytes, MINIMAL.as_bytes());
}

/// Pages through every back end: what is made is Rust, and is JSON; and no page gets a tag of its
/// own into the reference site.
pub fn output(bytes: &[u8]) {
    let (api, sources) = read(bytes, MINIMAL.as_bytes());
    for backend in BACKENDS {
        let files = backend
            .emit(&api, &sources, &mut Scopes::default(), &mut Sink::new())
            .expect("what was read can be rendered");
        for (path, file) in &files {
            if path.ends_with(".rs") {
                if let Err(error) = syn::parse_file(&file.text) {
                    panic!("{path} is not Rust: {error}");
                }
            } else if path.ends_with(".json") {
                serde_json::from_str::<serde_json::Value>(&file.text).expect("it is JSON");
            }
        }
    }
    let input = site::Input { api: &api, sources: &sources, names: &Lock::default(), findings: &[], live: false };
    let files = site::site(&input).expect("what was read can be rendered");
    for (path, file) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        assert_eq!(file.text.matches("<script").count(), 2, "{path} has a script of somebody else's");
    }
}

/// The JSON reader: what `serde_json` reads is read alike and whole, and nothing else is
/// beyond reading.
pub fn json(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let reading = json::read(SourceId(0), &text, 0);
    assert!(reading.end <= text.len());
    for problem in &reading.problems {
        assert!(text.get(problem.span.range()).is_some(), "{problem:?} points at no text");
    }
    if let Ok(expected) = serde_json::from_str::<serde_json::Value>(&text) {
        assert!(reading.is_whole(), "{:?}", reading.problems);
        assert_eq!(reading.value.map(|value| value.to_value()), Some(expected));
    }
}

/// Settings, for a page that has something to decide.
pub fn docset(bytes: &[u8]) {
    read(b"# Read One\n\n```\nGET {{apiPath}}/things/{{thingID}}\n```\n", bytes);
}

fn read(pages: &[u8], settings: &[u8]) -> (Api, SourceSet) {
    let pages = pages.split(|byte| *byte == 0x1e).take(16).enumerate();
    let mut files: Vec<_> =
        pages.map(|(at, page)| (format!("{at:02}.md"), SourceKind::Page, page.to_vec())).collect();
    files.push(("docset.toml".into(), SourceKind::Docset, settings.to_vec()));
    let sources = SourceSet::new(files);
    let mut sink = Sink::new();
    let docset = Docset::read(sources.docset().expect("it was put there"), &mut sink);
    let pages = docparse::parse(&sources, &mut sink);
    let api = docparse::lower(&pages, &sources, &docset, &mut sink);
    docparse::check(&api, &sources, &mut sink);
    docparse::decide(&docset, &api, &sources, None, &mut sink);
    sink.finish().iter().for_each(|finding| points_at_text(finding, &sources));
    (api, sources)
}

fn points_at_text(finding: &Diagnostic, sources: &SourceSet) {
    let holds = |span: Span| sources.get(span.source).text.get(span.range()).is_some();
    let spans = finding.related.iter().chain([&finding.primary]).map(|label| label.span);
    for span in spans {
        assert!(holds(span), "{}: {span:?} is not text: {}", finding.code.id, finding.message);
    }
    if let Some(edit) = &finding.edit {
        assert!(holds(edit.span), "{}: an edit of no text", finding.code.id);
    }
}
