//! The Rust back end on the obstacle course: what it writes builds, alone and without a warning.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and the compiler wants files"
)]
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::Backend;
use codegen::names::{Kind, Lock, Scopes};
use codegen::output::FileSet;
use codegen::rust::Rust;
use docparse::diag::Sink;
use docparse::docset::Docset;
use docparse::source::{SourceKind, SourceSet};

mod obstacle;

fn emit() -> (FileSet, Vec<String>) {
    let (api, sources) = obstacle::course();
    let mut sink = Sink::new();
    let files = Rust.emit(&api, &sources, &mut Scopes::default(), &mut sink).unwrap();
    let findings =
        sink.finish().into_iter().map(|finding| format!("{}: {}", finding.code.id, finding.message));
    (files, findings.collect())
}

/// The course after everything got another name: each old one is an alias.
fn renamed() -> FileSet {
    let (api, sources) = obstacle::course();
    let mut names = Scopes::default();
    Rust.emit(&api, &sources, &mut names, &mut Sink::new()).unwrap();
    for ((table, _), scope) in &mut names.tables {
        for entry in scope.values_mut() {
            let name = entry.name.trim_start_matches("r#");
            let pascal = matches!(table.kind(), Kind::Type | Kind::Variant);
            entry.was = vec![if pascal { format!("Former{name}") } else { format!("former_{name}") }];
        }
    }
    Rust.emit(&api, &sources, &mut names, &mut Sink::new()).unwrap()
}

/// The OpenAPI document has it, marked `readOnly`: there, one schema may serve both ways.
#[test]
fn what_only_the_service_sets_is_no_part_of_a_request_type() {
    let page = "# Create Thing\n\n```none\nPOST {{apiPath}}/v1/things\n```\n\n\
        | Property | Type | Required | Mutable |\n| - | - | - | - |\n\
        | `name` | String | Required | Mutable |\n\
        | `madeAt` | Date | N/A | Read-only |\n\
        | `owner.id` | String | N/A | Read-only |\n\n\
        ### Body\n\n```json\n{\"name\": \"a\"}\n```\n\n\
        ### Example Response\n\n201 Created\n\n```json\n{\"name\": \"a\"}\n```\n";
    let files = vec![
        ("create-thing.md".into(), SourceKind::Page, page.into()),
        ("docset.toml".into(), SourceKind::Docset, docparse::docset::MINIMAL.into()),
    ];
    let sources = SourceSet::new(files);
    let mut sink = Sink::new();
    let docset = Docset::read(sources.docset().unwrap(), &mut sink);
    let pages = docparse::parse(&sources, &mut sink);
    let api = docparse::lower(&pages, &sources, &docset, &mut sink);
    let request = api.models.iter().find(|model| model.name.wire == "create thing request").unwrap();
    assert_eq!(request.fields.len(), 3);
    let files = Rust.emit(&api, &sources, &mut Scopes::default(), &mut sink).unwrap();
    let models: String = files.values().map(|file| file.text.as_str()).collect();
    assert!(models.contains("pub struct CreateThingRequest"));
    assert!(!models.contains("made_at") && !models.contains("CreateThingRequestOwner"));
}

/// What is written to `names.lock` can be read: no name of ours is refused as a mistake.
#[test]
fn the_lock_is_read_as_it_was_written() {
    let (api, sources) = obstacle::course();
    let mut names = Scopes::default();
    Rust.emit(&api, &sources, &mut names, &mut Sink::new()).unwrap();
    let lock = Lock { languages: [("rust".to_owned(), names)].into() };
    let text = lock.to_toml();
    let set = SourceSet::new(vec![("names.lock".into(), SourceKind::Names, text.clone().into_bytes())]);
    let mut sink = Sink::new();
    let read = Lock::read(set.names().unwrap(), &mut sink);
    assert_eq!(sink.finish(), []);
    assert_eq!(read.to_toml(), text);
}

#[test]
fn no_secret_is_in_any_file() {
    for (path, file) in emit().0 {
        assert!(!file.text.contains(obstacle::MARKER), "{path} shows a secret");
    }
}

#[test]
fn the_same_api_gives_the_same_files() {
    assert_eq!(emit(), emit());
}

/// Files are written line by line: no text of a page may have become code.
#[test]
fn every_file_is_rust() {
    for (path, file) in emit().0 {
        if path.ends_with(".rs") {
            let parsed = syn::parse_file(&file.text);
            assert!(parsed.is_ok(), "{path}: {:?}", parsed.err());
        }
    }
}

#[test]
fn colliding_names_are_told() {
    let (_, findings) = emit();
    insta::assert_snapshot!(findings.join("\n"));
}

/// One for each page that documents the operation.
#[test]
fn every_operation_has_an_example_that_is_compiled() {
    for folder in ["tests/bookshop", "."] {
        let (api, sources) = docs(folder);
        let files = Rust.emit(&api, &sources, &mut Scopes::default(), &mut Sink::new()).unwrap();
        let mut examples = 0;
        for (path, file) in files.iter().filter(|(path, _)| path.starts_with("operations/")) {
            let parsed = syn::parse_file(&file.text).unwrap();
            let calls = parsed.items.iter().filter_map(|item| match item {
                syn::Item::Impl(item) if item.trait_.is_none() && path != "operations/mod.rs" => {
                    Some(&item.items)
                }
                _ => None,
            });
            for call in calls.flatten() {
                let syn::ImplItem::Fn(call) = call else { continue };
                // Functions of a call under construction take it as it is.
                let this = call.sig.receiver().map(|this| quote::quote!(#this).to_string());
                if this.as_deref() != Some("& self") {
                    continue;
                }
                let docs: String =
                    call.attrs.iter().map(|attr| format!("{}\n", quote::quote!(#attr))).collect();
                let shown = docs.matches("```no_run").count();
                assert!(
                    shown > 0 && docs.contains(&format!("{}", call.sig.ident)),
                    "{path}: {}",
                    call.sig.ident
                );
                examples += shown;
            }
        }
        assert_eq!(examples, api.endpoints.iter().map(|endpoint| endpoint.operations.len()).sum::<usize>());
    }
}

#[test]
fn an_example_sets_what_the_query_must_have() {
    let (api, sources) = bookshop();
    let files = Rust.emit(&api, &sources, &mut Scopes::default(), &mut Sink::new()).unwrap();
    let orders = &files["operations/orders.rs"].text;
    // The page says that `customerId` is required; `limit` is not.
    let (docs, _) = orders.split_once("pub fn read_all_orders").unwrap();
    assert!(docs.contains("///     .customer_id(\"customer-id\")"), "{docs}");
    assert!(!docs.contains(".limit("), "{docs}");
}

/// No HTTP library: it is the same for every API.
const OWN: &str = "--no-default-features";
/// Every resource.
const ALL: &str = "--features=full";

/// Builds the crate in a folder of its own: library, documentation and the examples in it.
#[test]
fn it_builds_without_a_warning() {
    let files = renamed();
    build(
        "obstacle-course",
        files,
        &[
            &["rustc", "--lib", "--profile", "check", OWN, ALL, "--", "-Dwarnings", "-Dmissing_docs"],
            // One resource alone, and none.
            &["rustc", "--lib", "--profile", "check", OWN, "--features=pets", "--", "-Dwarnings"],
            &["rustc", "--lib", "--profile", "check", OWN, "--", "-Dwarnings"],
            &["rustdoc", "--lib", OWN, ALL, "--", "-Dwarnings"],
            &["test", "--doc", OWN, ALL],
            &["test", "--test", "wire", OWN, ALL],
            &["test", "--lib", OWN, ALL, "--", "tests::secrets", "tests::calls"],
        ],
    );
}

/// The docs set of an invented API: what its pages document goes over the wire.
#[test]
fn the_bookshop_is_called_as_its_pages_say() {
    let (api, sources) = bookshop();
    let files = Rust.emit(&api, &sources, &mut Scopes::default(), &mut Sink::new()).unwrap();
    build("bookshop", files, &[&["test", "--test", "wire", OWN, ALL]]);
}

fn bookshop() -> (docparse::ir::Api, SourceSet) {
    docs("tests/bookshop")
}

/// The docs set in a folder of the repository.
fn docs(folder: &str) -> (docparse::ir::Api, SourceSet) {
    let pages = if folder == "." { "seeds" } else { "pages" };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder.join(pages)).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    let mut files: Vec<_> =
        paths.iter().map(|path| (name(path), SourceKind::Page, fs::read(path).unwrap())).collect();
    files.push(("docset.toml".into(), SourceKind::Docset, fs::read(folder.join("docset.toml")).unwrap()));
    let sources = SourceSet::new(files);
    let mut sink = Sink::new();
    let docset = Docset::read(sources.docset().unwrap(), &mut sink);
    let pages = docparse::parse(&sources, &mut sink);
    (docparse::lower(&pages, &sources, &docset, &mut sink), sources)
}

/// Writes a crate with `tests/NAME/wire.rs` as its test, and runs cargo on it.
fn build(name: &str, files: FileSet, commands: &[&[&str]]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let tree = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&tree);
    copy(&root.join("crates/generated-client/src"), &tree.join("src"));
    let features = files["features.toml"].text.clone();
    for (path, file) in files {
        let path = tree.join("src/generated").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, file.text).unwrap();
    }
    fs::create_dir_all(tree.join("tests")).unwrap();
    let folder = name.split('-').next().unwrap();
    let wire = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder).join("wire.rs");
    fs::copy(wire, tree.join("tests/wire.rs")).unwrap();
    let manifest = fs::read_to_string(root.join("crates/generated-client/Cargo.toml")).unwrap();
    // The pages are not there, nor is what reads them.
    let manifest = manifest
        .replace("docparse = { path = \"../docparse\" }\n", "")
        .replace("name = \"pingone\"", &format!("name = \"{name}\""));
    // Nor are benchmarks; lints are this repository's.
    let manifest = manifest.split("[[bench]]").next().unwrap();
    let (before, rest) = manifest.split_once("full = [").unwrap();
    let (_, after) = rest.split_once("[dependencies]").unwrap();
    let manifest = format!("{before}{features}\n[dependencies]{after}[workspace]\n");
    fs::write(tree.join("Cargo.toml"), manifest).unwrap();
    fs::copy(root.join("Cargo.lock"), tree.join("Cargo.lock")).unwrap();
    for arguments in commands {
        let output = Command::new(env!("CARGO"))
            .args([&["--offline", "--quiet"], *arguments].concat())
            .current_dir(&tree)
            .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("obstacle-target"))
            .env_remove("RUSTFLAGS")
            .output()
            .unwrap();
        let said =
            String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{arguments:?}\n{said}");
    }
}

/// Copies what people wrote, not what was generated.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true if path.ends_with("generated") => {}
            true => copy(&path, &target),
            false => {
                fs::copy(path, target).unwrap();
            }
        }
    }
}
