//! The samples of the real pages agree with them; what is changed in one is found there.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot read its input has failed"
)]

use std::fs;
use std::path::Path;

use docparse::diag::{Diagnostic, Sink};
use docparse::docset::Docset;
use docparse::ir::Api;
use docparse::json::{Json, Value};
use docparse::source::{SourceKind, SourceSet};

struct Page {
    name: String,
    text: String,
}

fn pages() -> Vec<Page> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../seeds");
    let mut pages: Vec<Page> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| Page {
            name: path.file_name().unwrap().to_str().unwrap().into(),
            text: fs::read_to_string(&path).unwrap(),
        })
        .collect();
    pages.sort_by(|one, other| one.name.cmp(&other.name));
    pages
}

/// The API of one page, and what is found in its samples.
fn read(name: &str, text: &str) -> (Api, SourceSet, Vec<Diagnostic>) {
    let docset = "[[server]]\nplaceholder = \"apiPath\"\nurl = \"https://api.example.com\"\n";
    let sources = SourceSet::new(vec![
        (name.into(), SourceKind::Page, text.into()),
        ("docset.toml".into(), SourceKind::Docset, docset.into()),
    ]);
    let mut sink = Sink::new();
    let docset = Docset::read(sources.docset().unwrap(), &mut sink);
    let pages = docparse::parse(&sources, &mut sink);
    let api = docparse::lower(&pages, &sources, &docset, &mut sink);
    docparse::check(&api, &sources, &mut sink);
    let about_samples = |finding: &Diagnostic| matches!(finding.code.id, "DOC038" | "DOC039");
    let findings = sink.finish().into_iter().filter(about_samples).collect();
    (api, sources, findings)
}

#[test]
fn the_samples_of_the_real_pages_agree_with_them() {
    for page in pages() {
        let (api, _, findings) = read(&page.name, &page.text);
        assert_eq!(findings, [], "{}", page.name);
        assert_eq!(api.endpoints[0].operations[0].samples.len(), 11, "{}", page.name);
    }
}

/// A change made by hand: bytes of the page, and what is put there.
struct Change {
    at: usize,
    len: usize,
    text: String,
    /// Whether the finding should offer to take it back.
    mends: bool,
}

#[test]
fn a_value_or_a_header_changed_in_any_sample_is_found_at_its_line() {
    for page in pages() {
        let (api, ..) = read(&page.name, &page.text);
        let operation = &api.endpoints[0].operations[0];
        let body = &operation.body.as_ref().unwrap().examples[0].json;
        for (number, sample) in operation.samples.iter().enumerate() {
            let code = &sample.code;
            let changes = changes(&code.value, code.span.start as usize, body);
            let what = format!("{} {}", page.name, sample.language.value);
            assert!(changes.len() >= 10, "{what}: {} changes", changes.len());
            // Headers and URL in all of them, each value in a few.
            let some = changes.iter().enumerate().filter(|(at, _)| *at < 4 || (at + number) % 3 == 0);
            for (_, change) in some {
                found_at_its_line(&page, &what, change);
            }
        }
    }
}

fn found_at_its_line(page: &Page, what: &str, change: &Change) {
    let Change { at, len, text, mends } = change;
    let changed = format!("{}{text}{}", &page.text[..*at], &page.text[at + len..]);
    let (_, sources, findings) = read(&page.name, &changed);
    let what = format!("{what}: `{}` made `{text}`", &page.text[*at..at + len]);
    let [finding] = &findings[..] else { panic!("{what}: {findings:?}") };
    let file = sources.get(finding.primary.span.source);
    assert_eq!(finding.code.id, "DOC038", "{what}");
    assert_eq!(file.line(finding.primary.span.start), file.line(*at as u32), "{what}: {finding:?}");
    if *mends {
        let edit = finding.edit.as_ref().unwrap_or_else(|| panic!("{what}: no edit"));
        let range = edit.span.range();
        let mended = format!("{}{}{}", &changed[..range.start], edit.text, &changed[range.end..]);
        assert!(mended == page.text, "{what}: mended with `{}`", edit.text);
    }
}

fn changes(code: &str, base: usize, body: &Json) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut change = |at: usize, old: &str, new: &str, mends| {
        changes.push(Change { at: base + at, len: old.len(), text: new.into(), mends });
    };
    // Headers: another token, another type, another name.
    let token = code.find("{{accessToken}}").unwrap();
    change(token, "{{accessToken}}", "{{otherToken}}", false);
    let name = code.find("Authorization").unwrap();
    change(name, "Authorization", "X-Authorization", false);
    let kind = header_value(code);
    change(kind, "application/json", "application/xml", true);
    let route = code.find("/propagation").unwrap();
    change(route, "/propagation", "/migration", false);
    for (key, value) in scalars(body) {
        let key_at = code.find(&format!("{key}\"")).or_else(|| code.find(&format!("{key}\\\""))).unwrap();
        let after = key_at + key.len();
        let secret = docparse::is_secret_name(&key);
        match value {
            Value::Boolean(old) => {
                let (one, other) = if *old { ("rue", "alse") } else { ("alse", "rue") };
                let at = after + code[after..].find(one).unwrap() - 1;
                let word = &code[at..=at + one.len()];
                let upper = word.starts_with(char::is_uppercase);
                let first = match (*old, upper) {
                    (true, true) => 'F',
                    (true, false) => 'f',
                    (false, true) => 'T',
                    (false, false) => 't',
                };
                change(at, word, &format!("{first}{other}"), true);
            }
            Value::String(old) if !old.is_empty() && !old.contains(['"', '\\']) => {
                let at = after + code[after..].find(old.as_str()).unwrap();
                change(at, old, &format!("{old}Other"), !secret);
            }
            _ => {}
        }
    }
    changes
}

/// Where the content type's value stands among the headers: not in the media type that one
/// language states for itself.
fn header_value(code: &str) -> usize {
    let name = code.find("Content-Type").unwrap();
    let (before, after) = (code[..name].rfind("application/json"), code[name..].find("application/json"));
    match (before, after) {
        // Value first, then name, on one line.
        (Some(at), _) if !code[at..name].contains('\n') => at,
        (_, after) => name + after.unwrap(),
    }
}

fn scalars(json: &Json) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    for member in json.members() {
        match &member.value.value {
            Value::Object(_) => found.extend(scalars(&member.value)),
            value => found.push((member.key.value.clone(), value)),
        }
    }
    found
}

#[test]
fn a_sample_cut_short_or_garbled_is_no_reason_to_fail() {
    for page in pages() {
        let (api, ..) = read(&page.name, &page.text);
        for sample in &api.endpoints[0].operations[0].samples {
            let (start, end) = (sample.code.span.start as usize, sample.code.span.end as usize);
            for step in 1..10 {
                let cut = (start..start + (end - start) * step / 10).end;
                let cut = (cut..).find(|at| page.text.is_char_boundary(*at)).unwrap();
                let _ = read(&page.name, &format!("{}{}", &page.text[..cut], &page.text[end..]));
            }
        }
    }
}
