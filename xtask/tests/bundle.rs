//! `bundle`: the same bytes everywhere, what is in them, and when nothing is written.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use codegen::output::digest;
use serde_json::Value;
use support::{Set, repository};

const VERSION: &str = "3.2.1-rc.1";

/// A copy of this repository, without its history.
struct Copy(tempfile::TempDir);

impl Copy {
    /// In another folder than any other, made in this or the opposite order.
    fn new(is_reversed: bool) -> Self {
        let dir = tempfile::Builder::new().prefix(if is_reversed { "a longer name " } else { "x" }).tempdir();
        let copy = Self(dir.unwrap());
        copy_tree(repository(), &copy.0.path().join("tree"), is_reversed);
        copy
    }

    fn bundle(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["bundle", "--version", VERSION])
            .args(args)
            .current_dir(self.0.path())
            .env("CARGO_MANIFEST_DIR", self.0.path().join("tree/xtask"))
            .env("NO_COLOR", "1")
            .output()
            .unwrap()
    }

    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        support::collect(&self.0.path().join("tree"), "", &mut files);
        files
    }

    /// What a release holds.
    fn release(&self) -> BTreeMap<String, Vec<u8>> {
        let inside = |(path, bytes): (String, Vec<u8>)| Some((path.strip_prefix("dist/")?.to_owned(), bytes));
        self.files().into_iter().filter_map(inside).collect()
    }
}

/// Other times and permissions, too: what a clone of another day and another person has.
fn copy_tree(from: &Path, to: &Path, is_reversed: bool) {
    fs::create_dir_all(to).unwrap();
    let mut entries: Vec<_> = fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    if is_reversed {
        entries.reverse();
    }
    for path in entries {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let place = to.join(&name);
        if ["target", "dist", "fuzz", ".git"].contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            copy_tree(&path, &place, is_reversed);
            continue;
        }
        fs::copy(&path, &place).unwrap();
        let days = Duration::from_hours(24 * if is_reversed { 400 } else { 4 });
        File::options().append(true).open(&place).unwrap().set_modified(SystemTime::now() - days).unwrap();
        #[cfg(unix)]
        if is_reversed {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(&place, fs::Permissions::from_mode(0o600)).unwrap();
        }
    }
}

/// What is in a gzipped tar archive.
fn unpacked(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(bytes));
    let text = |entry: std::io::Result<tar::Entry<_>>| {
        let mut entry = entry.unwrap();
        let path = entry.path().unwrap().to_str().unwrap().to_owned();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        (path, text)
    };
    archive.entries().unwrap().map(text).collect()
}

fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

#[test]
fn two_copies_give_the_same_bytes_and_stay_as_they_are() {
    let (one, other) = (Copy::new(false), Copy::new(true));
    let before = one.files();
    for copy in [&one, &other] {
        let ran = copy.bundle(&["--date", "2027-01-31"]);
        assert!(ran.status.success(), "{ran:?}");
    }
    let release = one.release();
    assert_eq!(release.len(), 11, "{:?}", release.keys());
    for (name, bytes) in &other.release() {
        assert!(release[name] == *bytes, "{name} differs");
        let text = String::from_utf8_lossy(bytes);
        assert!(
            !text.contains("a longer name") && !text.contains(other.0.path().to_str().unwrap()),
            "{name}"
        );
    }
    let mut after = one.files();
    after.retain(|path, _| !path.starts_with("dist/"));
    assert!(after == before, "something else was written");

    // A second release stands where the first stood.
    let ran = one.bundle(&["--date", "2027-01-31"]);
    assert!(ran.status.success() && one.release() == release, "{ran:?}");
    holds_what_it_says(&one, &release);
}

fn holds_what_it_says(copy: &Copy, release: &BTreeMap<String, Vec<u8>>) {
    if cfg!(target_os = "linux") {
        let folder = copy.0.path().join("tree/dist");
        let ran = Command::new("sha256sum")
            .args(["--check", "--strict", "SHA256SUMS"])
            .current_dir(folder)
            .output();
        let ran = ran.unwrap();
        assert!(ran.status.success(), "{ran:?}");
        assert_eq!(String::from_utf8_lossy(&ran.stdout).lines().count(), release.len() - 1);
    }

    for (name, edition) in [("openapi.json", "3.1.1"), ("openapi-3.0.json", "3.0.3")] {
        let document = json(&release[name]);
        assert_eq!((&document["openapi"], &document["info"]["version"]), (&edition.into(), &VERSION.into()));
    }
    let committed = fs::read_to_string(repository().join("openapi/openapi.json")).unwrap();
    let released = String::from_utf8_lossy(&release["openapi.json"]).replacen(VERSION, "0.1.0", 1);
    assert!(released == committed, "more than the version differs");

    let fragments = unpacked(&release["fragments.tar.gz"]);
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(repository().join("openapi/fragments")).unwrap() {
        names.insert(format!("fragments/{}", entry.unwrap().file_name().to_str().unwrap()));
    }
    assert_eq!(fragments.keys().cloned().collect::<BTreeSet<_>>(), names);
    assert!(fragments.values().all(|text| text.contains(&format!("\n  version: {VERSION}\n"))));

    let site = unpacked(&release["site.tar.gz"]);
    assert!(
        site["site/index.html"].contains("<!DOCTYPE html>")
            || site["site/index.html"].contains("<!doctype html>")
    );
    assert!(
        site.keys().any(|path| path.ends_with(".html") && path.contains("create-store")),
        "{:?}",
        site.keys()
    );

    let package = unpacked(&release[&format!("pingone-{VERSION}.crate")]);
    let file = |path: &str| package.get(&format!("pingone-{VERSION}/{path}")).map(String::as_str);
    assert!(file("Cargo.toml").unwrap().contains(&format!("\nversion = \"{VERSION}\"\n")));
    let lib = fs::read_to_string(repository().join("crates/generated-client/src/lib.rs")).unwrap();
    assert_eq!(file("src/lib.rs"), Some(lib.as_str()));
    assert!(file("examples/create_stores.rs").is_some() && file("tests/support/mod.rs").is_none());

    for name in ["LICENSE-APACHE", "LICENSE-MIT", "NOTICE"] {
        let wanted = fs::read_to_string(repository().join(name)).unwrap();
        assert_eq!(file(name), Some(wanted.as_str()));
    }
    // A value of a secret that a page has.
    let page = fs::read_to_string(repository().join("seeds/create-store-pingone.md")).unwrap();
    assert!(page.contains("yourClientSecret"));
    let plain = release.values().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let mut texts =
        plain.chain(fragments.into_values()).chain(site.into_values()).chain(package.clone().into_values());
    assert!(!texts.any(|text| text.contains("yourClientSecret")));

    let changelog = String::from_utf8_lossy(&release["CHANGELOG.md"]).into_owned();
    assert!(changelog.contains(&format!("## [{VERSION}] - 2027-01-31\n")), "{changelog}");
    provenance_names_what_was_read_and_made(release);
}

fn provenance_names_what_was_read_and_made(release: &BTreeMap<String, Vec<u8>>) {
    let statement = json(&release["provenance.json"]);
    let digests = |list: &Value| -> BTreeMap<String, String> {
        let one = |item: &Value| {
            (item["name"].as_str().unwrap().into(), item["digest"]["sha256"].as_str().unwrap().into())
        };
        list.as_array().unwrap().iter().map(one).collect()
    };
    let made = release.iter().filter(|(name, _)| !["provenance.json", "SHA256SUMS"].contains(&name.as_str()));
    let made: BTreeMap<_, _> = made.map(|(name, bytes)| (name.clone(), digest(bytes))).collect();
    assert_eq!(digests(&statement["subject"]), made);

    let definition = &statement["predicate"]["buildDefinition"];
    let mut read = BTreeMap::new();
    for entry in fs::read_dir(repository().join("seeds")).unwrap() {
        let path = entry.unwrap().path();
        read.insert(path.file_name().unwrap().to_str().unwrap().to_owned(), digest(fs::read(&path).unwrap()));
    }
    for name in ["docset.toml", "names.lock"] {
        read.insert(name.into(), digest(fs::read(repository().join(name)).unwrap()));
    }
    assert_eq!(digests(&definition["resolvedDependencies"]), read);
    assert_eq!(definition["externalParameters"]["version"], VERSION);
    let generator = &statement["predicate"]["runDetails"]["builder"]["builderDependencies"][0]["digest"];
    assert_eq!(generator["dirHash"].as_str().unwrap().len(), 64, "{generator}");
}

#[test]
fn the_bill_lists_what_cargo_would_build() {
    let copy = Copy::new(false);
    let ran = copy.bundle(&[]);
    assert!(ran.status.success(), "{ran:?}");
    let bill = json(&copy.release()["sbom.cdx.json"]);
    let purls = |list: &Value, key: &str| -> Vec<String> {
        list.as_array().unwrap().iter().map(|item| item[key].as_str().unwrap().to_owned()).collect()
    };
    let args = ["--edges=normal,build", "--target=all", "--all-features", "--prefix=none", "--no-dedupe"];
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--package", "pingone", "--format={p}"])
        .args(args)
        .current_dir(repository())
        .output()
        .unwrap();
    assert!(tree.status.success(), "{tree:?}");
    let tree = String::from_utf8(tree.stdout).unwrap();
    let purl = |line: &str| {
        let mut words = line.split(' ');
        let (name, version) = (words.next()?, words.next()?.strip_prefix('v')?.replace('+', "%2B"));
        Some(format!("pkg:cargo/{name}@{version}"))
    };
    let mut wanted: BTreeSet<String> = tree.lines().filter_map(purl).collect();
    assert!(wanted.remove("pkg:cargo/pingone@0.1.0"));
    let root = format!("pkg:cargo/pingone@{VERSION}");
    assert_eq!(bill["metadata"]["component"]["purl"], root.as_str());
    let listed = purls(&bill["components"], "purl");
    assert_eq!(listed.iter().cloned().collect::<BTreeSet<_>>(), wanted);
    assert_eq!(listed.len(), wanted.len(), "something is listed twice");

    // Every package is in the graph, and only packages of the bill are needed.
    let graph = purls(&bill["dependencies"], "ref");
    assert_eq!(graph.len(), listed.len() + 1);
    let refs: BTreeSet<_> = graph.iter().map(String::as_str).collect();
    let needed = bill["dependencies"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|item| item["dependsOn"].as_array().unwrap());
    let needed: BTreeSet<_> = needed.map(|purl| purl.as_str().unwrap()).collect();
    assert_eq!(refs.difference(&needed).collect::<Vec<_>>(), [&root.as_str()]);
    assert!(needed.is_subset(&refs));
    assert!(
        bill["components"].as_array().unwrap().iter().all(|item| item["hashes"][0]["content"].is_string())
    );
}

#[test]
fn stale_output_is_not_released() {
    let copy = Copy::new(false);
    let page = copy.0.path().join("tree/seeds/create-store-pingone.md");
    let text = fs::read_to_string(&page).unwrap();
    fs::write(&page, text.replacen("Sring   | Required ", "String  | Optional ", 1)).unwrap();
    let before = copy.files();
    let ran = copy.bundle(&[]);
    assert_eq!(ran.status.code(), Some(1), "{ran:?}");
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(said.contains("the output is stale; `cargo xtask generate` brings it up to date"), "{said}");
    assert_eq!(String::from_utf8_lossy(&ran.stderr), "nothing was bundled\n");
    assert!(copy.files() == before, "something was written");
}

#[test]
fn only_a_release_is_replaced() {
    let set = Set::seeds();
    let bundle = || set.run(&["bundle", "--docs", "docs", "--version", "1.0.0", "--out", "out"]);
    fs::create_dir(set.path("out")).unwrap();
    fs::write(set.path("out/theirs.txt"), "theirs").unwrap();
    let refused = |place: &str| {
        let before = set.out();
        let run = bundle();
        assert_eq!((run.code, run.stderr.as_str()), (1, "nothing was bundled\n"), "{run:?}");
        assert!(run.stdout.contains(&format!("--> out/{place}:1:1")), "{run:?}");
        assert!(set.out() == before, "something was written");
    };
    refused("theirs.txt");
    fs::remove_file(set.path("out/theirs.txt")).unwrap();
    assert_eq!(bundle().code, 0);
    fs::write(set.path("out/theirs.txt"), "theirs").unwrap();
    refused("theirs.txt");
    fs::remove_file(set.path("out/theirs.txt")).unwrap();
    fs::write(set.path("out/openapi.json"), "edited").unwrap();
    refused("openapi.json");
    fs::remove_file(set.path("out/openapi.json")).unwrap();
    assert_eq!(bundle().code, 0);
    // Nothing is left beside it.
    let entries = fs::read_dir(set.path("")).unwrap().map(|entry| entry.unwrap().file_name());
    let names: BTreeSet<_> = entries.map(|name| name.to_str().unwrap().to_owned()).collect();
    assert_eq!(names, ["docs", "docset.toml", "out"].map(str::to_owned).into());
}

#[test]
fn what_stops_is_said_and_writes_nothing() {
    let set = Set::seeds();
    for version in ["1.2", "v1.2.3", "latest", ""] {
        let run = set.run(&["bundle", "--docs", "docs", "--version", version, "--out", "out"]);
        assert_eq!(run.code, 2, "{run:?}");
        assert!(run.stderr.contains("a version is written like 1.2.3"), "{run:?}");
    }
    fs::write(set.path("docset.toml"), "[openapi]\noverlay = \"gone.yaml\"\n").unwrap();
    let run = set.run(&["bundle", "--docs", "docs", "--version", "1.0.0", "--out", "out"]);
    assert_eq!((run.code, run.stderr.as_str()), (1, "nothing was bundled\n"), "{run:?}");
    assert!(run.stdout.contains("there is no file `gone.yaml` beside the settings"), "{run:?}");
    let overlay = "overlay: 1.0.0\ninfo: { title: T, version: '1' }\nactions:\n  - target: $.info\n    \
        description: Why\n    update: { version: '7' }\n";
    fs::write(set.path("gone.yaml"), overlay).unwrap();
    let run = set.run(&["bundle", "--docs", "docs", "--version", "1.0.0", "--out", "out"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(
        run.stderr.contains("the overlay gives the OpenAPI documents version `7`, and 1.0.0 is released"),
        "{run:?}"
    );
    assert!(set.out().is_empty());
}

#[test]
fn a_tree_of_its_own_must_be_fresh_and_gives_its_names() {
    let set = Set::seeds();
    assert_eq!(set.run(&["generate", "--docs", "docs", "--out", "sdk"]).code, 0);
    let lock = fs::read_to_string(set.path("sdk/names.lock")).unwrap();
    let renamed = lock.replacen("name = \"region\"", "name = \"realm\"", 1);
    assert_ne!(lock, renamed);
    fs::write(set.path("sdk/names.lock"), renamed).unwrap();
    let bundle = || {
        let args = ["--docs", "docs", "--tree", "sdk", "--version", "1.0.0", "--out", "out"];
        set.run(&[&["bundle"], &args[..]].concat())
    };
    let run = bundle();
    assert_eq!(run.code, 1, "{run:?}");
    assert!(
        run.stdout.contains("`cargo xtask generate --docs docs --out sdk` brings it up to date"),
        "{run:?}"
    );
    assert!(set.out().is_empty());
    assert_eq!(set.run(&["generate", "--docs", "docs", "--out", "sdk"]).code, 0);
    fs::write(set.path("sdk/crates/generated-client/CHANGELOG.md"), "# C\n\n## [Unreleased]\n\n- by hand\n")
        .unwrap();
    assert_eq!(bundle().code, 0);
    let package = unpacked(&set.out()["pingone-1.0.0.crate"]);
    assert!(package.values().any(|text| text.contains("pub realm: String")));
    assert!(
        set.out_text("CHANGELOG.md").contains("## [1.0.0]\n\n- by hand\n"),
        "{}",
        set.out_text("CHANGELOG.md")
    );
}

#[test]
fn the_changelog_says_what_changed_and_the_version_must_fit() {
    let set = Set::seeds();
    copy_tree(&set.path("docs"), &set.path("old"), false);
    let row = "> | `description` ";
    set.edit("create-store-pingone.md", row, &format!("> | `label` | String | Required |\n{row}"));
    let bundle = |version: &str| {
        let args = ["--docs", "docs", "--since", "old", "--date", "2027-01-31", "--out", "out"];
        set.run(&[&["bundle", "--version", version], &args[..]].concat())
    };
    let run = bundle("0.1.1");
    assert_eq!(run.code, 1, "{run:?}");
    let said = "error: what changed since old is breaking and calls for version 0.2.0, and 0.1.1 is lower\n";
    assert_eq!(run.stderr, said);
    assert!(set.out().is_empty());
    assert_eq!(bundle("0.2.0").code, 0);
    let changelog = set.out_text("CHANGELOG.md");
    assert!(changelog.contains("## [0.2.0] - 2027-01-31\n"), "{changelog}");
    assert!(changelog.contains("property `label` was added, and is required"), "{changelog}");
    let statement = json(&set.out()["provenance.json"]);
    let read = statement["predicate"]["buildDefinition"]["resolvedDependencies"].as_array().unwrap();
    let earlier = read.iter().find(|item| item["name"] == "since").unwrap();
    assert_eq!(earlier["digest"]["dirHash"].as_str().unwrap().len(), 64, "{earlier}");
}

#[test]
fn the_day_of_the_release_is_the_one_that_is_given() {
    let set = Set::seeds();
    let settings = fs::read_to_string(set.path("docset.toml")).unwrap();
    let decision = "\n[[decision]]\ncode = \"DOC020\"\npage = \"create-store-pingone\"\naccept = true\n\
        reason = \"Known\"\nuntil = \"2020-01-01\"\n";
    fs::write(set.path("docset.toml"), settings + decision).unwrap();
    let findings = |date: &[&str]| {
        let args = ["bundle", "--docs", "docs", "--version", "1.0.0", "--out", "out"];
        let run = set.run(&[&args[..], date].concat());
        assert_eq!(run.code, 0, "{run:?}");
        unpacked(&set.out()["site.tar.gz"])["site/findings.html"].clone()
    };
    let (before, after) = (findings(&["--date", "2019-12-31"]), findings(&["--date", "2020-01-02"]));
    assert_ne!(before, after);
    assert!(findings(&[]) == before, "the clock was read");
}
