//! The OpenAPI documents of the real pages, and of the same pages with one edit.

use std::collections::BTreeSet;

use codegen::Backend;
use codegen::names::Scopes;
use codegen::openapi::OpenApi;
use codegen::output::FileSet;
use docparse::diag::Sink;
use docparse::docset::Docset;
use docparse::source::{SourceKind, SourceSet};
use serde_json::{Value, json};

const ROUTE: &str = "POST /v1/environments/{envID}/propagation/stores";

#[test]
fn three_pages_are_one_operation_with_a_union_each_way() {
    let document = bundle(&emit(&[]));
    let post = &document["paths"]["/v1/environments/{envID}/propagation/stores"]["post"];
    let body = &post["requestBody"]["content"]["application/json"]["schema"];
    let reply = &post["responses"]["201"]["content"]["application/json"]["schema"];
    for schema in [body, reply] {
        let pointer = schema["$ref"].as_str().unwrap().trim_start_matches('#');
        let union = document.pointer(pointer).unwrap();
        assert_eq!(union["discriminator"]["propertyName"], "type");
        let tags: Vec<&String> = union["discriminator"]["mapping"].as_object().unwrap().keys().collect();
        assert_eq!(tags, ["Aquera", "PingOne", "Salesforce"]);
        assert_eq!(union["oneOf"].as_array().unwrap().len(), 3);
    }
    assert_eq!(post["x-codeSamples"].as_array().unwrap().len(), 33);
    let servers: Vec<&Value> =
        document["servers"].as_array().unwrap().iter().map(|server| &server["url"]).collect();
    assert_eq!((servers[0].as_str(), servers.len()), (Some("https://api.pingone.com"), 7));
    let any = &document["servers"][6];
    assert_eq!(any["url"], "https://api.pingone.{region}");
    let region = &any["variables"]["region"];
    assert_eq!(region["enum"], json!(["com", "ca", "eu", "com.au", "sg", "asia"]));
    assert_eq!(region["default"], "com");
}

/// The `self` link of the PingOne page's reply has the environment's id, where the request line and the body
/// have `{{envID}}`.
#[test]
fn a_placeholder_is_shown_with_what_replies_have_in_its_place() {
    let document = bundle(&emit(&[]));
    let post = &document["paths"]["/v1/environments/{envID}/propagation/stores"]["post"];
    let environment = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6";
    let parameter = &post["parameters"][0];
    assert_eq!(parameter["schema"], json!({ "type": "string", "format": "uuid" }));
    assert_eq!(parameter["example"], environment);
    let body =
        &post["requestBody"]["content"]["application/json"]["examples"]["create-store-pingone"]["value"];
    assert_eq!(body["configuration"]["ENVIRONMENT_ID"], environment);
}

#[test]
fn tokens_come_from_each_regions_own_address() {
    let document = bundle(&emit(&[]));
    let flow = |name: &str| &document["components"]["securitySchemes"][name]["flows"]["clientCredentials"];
    let europe = flow("clientCredentialsEurope");
    assert_eq!(europe["tokenUrl"], "https://auth.pingone.eu/%7BenvID%7D/as/token");
    let needs = document["security"].as_array().unwrap();
    // A token from anywhere will do, and so will one that was got otherwise.
    assert_eq!(needs.len(), 7);
    assert_eq!(needs[0], json!({ "bearerAuth": [] }));
    assert_eq!(needs[3], json!({ "clientCredentialsEurope": [] }));
}

#[test]
fn no_secret_of_the_pages_is_in_any_file() {
    for (path, file) in emit(&[]) {
        for quote in ["\"", "'"] {
            // From the bodies and replies of the three pages.
            for secret in ["yourClientSecret", "$3cr3t_p@55w0rd", "fdsafds", "fdsfds", "fdsfdsa"] {
                assert!(!file.text.contains(&format!("{secret}{quote}")), "{path}: {secret}");
                assert!(!file.text.contains(&format!("{secret}\\{quote}")), "{path}: {secret}");
                assert!(!file.text.contains(&format!(": {secret}\n")), "{path}: {secret}");
            }
        }
    }
}

#[test]
fn every_documented_deprecation_is_there() {
    let files = emit(&[]);
    let deprecated = files["surface.txt"].text.lines().filter(|line| line.ends_with("deprecated")).count();
    assert_eq!(deprecated, 8);
}

#[test]
fn a_row_more_is_a_line_more() {
    let row = "> | `configuration.REGION`                             | String  | Required  |\n";
    let new = "> | `configuration.EXTRA`                              | Integer | Required  |\n";
    let edit = (PAGE, row.to_owned(), format!("{row}{new}"));
    let line = format!("{ROUTE}  PingOne  configuration.EXTRA  integer  required");
    assert_eq!(changes(&[edit]), (vec![], vec![line]));
}

#[test]
fn a_row_in_a_new_object_is_a_line_more() {
    let row = "> | `name`                                             | String  | Required  |\n";
    let new = "> | `owner.id`                                         | String  | Optional  |\n";
    let edit = (PAGE, row.to_owned(), format!("{row}{new}"));
    let line = format!("{ROUTE}  PingOne  owner.id  string  optional");
    assert_eq!(changes(&[edit]), (vec![], vec![line]));
}

#[test]
fn a_row_in_a_shared_object_is_a_line_more() {
    let row = "> | `image.href`                                       | String  | Optional  |\n";
    let new = "> | `image.id`                                         | String  | Required  |\n";
    let edit = (PAGE, row.to_owned(), format!("{row}{new}"));
    let line = format!("{ROUTE}  PingOne  image.id  string  required");
    assert_eq!(changes(&[edit]), (vec![], vec![line]));
}

#[test]
fn a_type_changed_is_a_line_changed() {
    let row =
        |ty: &str| format!("> | `managed`                                          | {ty} | Optional  |\n");
    let line = |ty: &str| format!("{ROUTE}  PingOne  managed  {ty}  optional");
    let edit = (PAGE, row("Boolean"), row("String "));
    assert_eq!(changes(&[edit]), (vec![line("boolean")], vec![line("string")]));
}

const PAGE: &str = "create-store-pingone.md";

const SEEDS: &[(&str, &str)] = &[
    ("create-store-aquera.txt", include_str!("../../../seeds/create-store-aquera.txt")),
    ("create-store-pingone.md", include_str!("../../../seeds/create-store-pingone.md")),
    ("create-store-salesforce.md", include_str!("../../../seeds/create-store-salesforce.md")),
];

type Change = (&'static str, String, String);

/// The lines of the surface that went, and those that came.
fn changes(edits: &[Change]) -> (Vec<String>, Vec<String>) {
    let lines = |files: FileSet| -> BTreeSet<String> {
        files["surface.txt"].text.lines().map(str::to_owned).collect()
    };
    let (before, after) = (lines(emit(&[])), lines(emit(edits)));
    let minus = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect();
    (minus(&before, &after), minus(&after, &before))
}

fn bundle(files: &FileSet) -> Value {
    serde_json::from_str(&files["openapi.json"].text).expect("our JSON is JSON")
}

/// The files of the seeds, after some text of some pages was replaced.
fn emit(edits: &[Change]) -> FileSet {
    let docset = include_bytes!("../../../docset.toml").to_vec();
    let mut files = vec![("docset.toml".to_owned(), SourceKind::Docset, docset)];
    for (name, text) in SEEDS {
        let mut text = (*text).to_owned();
        for (_, from, to) in edits.iter().filter(|(page, ..)| page == name) {
            assert!(text.contains(from), "{name} has no {from}");
            text = text.replace(from, to);
        }
        files.push(((*name).to_owned(), SourceKind::Page, text.into_bytes()));
    }
    let sources = SourceSet::new(files);
    let mut sink = Sink::new();
    let docset = Docset::read(sources.docset().expect("docset.toml is a source"), &mut sink);
    let pages = docparse::parse(&sources, &mut sink);
    let api = docparse::lower(&pages, &sources, &docset, &mut sink);
    OpenApi.emit(&api, &sources, &mut Scopes::default(), &mut sink).expect("the seeds render")
}
