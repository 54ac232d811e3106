//! What an OpenAPI Overlay 1.0 file changes in the documents, and what it is told is wrong.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its input has failed")]

use codegen::Backend;
use codegen::openapi::OpenApi;
use codegen::output::FileSet;
use docparse::diag::Sink;
use docparse::docset::Docset;
use docparse::source::{SourceKind, SourceSet};
use serde_json::{Value, json};

const HEAD: &str = "overlay: 1.0.0\ninfo: { title: T, version: '1' }\nactions:\n";
const PAGE: &str = "---\ntitle: Read Thing\npage_id: docs:things:things/read-thing\n---\n\n# Read Thing\n\n```none\nGET {{apiPath}}/v1/things/{{thingID}}\n```\n\n### Example Response\n\n200 OK\n\n```json\n{\"id\": \"1\", \"size\": 2}\n```\n";
const OTHER: &str = "---\ntitle: Delete Thing\npage_id: docs:things:things/delete-thing\n---\n\n# Delete Thing\n\n```none\nDELETE {{apiPath}}/v1/things/{{thingID}}\n```\n";

/// The files, and the findings on the overlay.
fn emit(overlay: &str) -> (FileSet, Vec<String>) {
    let sources = SourceSet::new(vec![
        ("read-thing.md".into(), SourceKind::Page, PAGE.into()),
        ("delete-thing.md".into(), SourceKind::Page, OTHER.into()),
        ("docset.toml".into(), SourceKind::Docset, docparse::docset::MINIMAL.into()),
        ("overlay.yaml".into(), SourceKind::Overlay, overlay.into()),
    ]);
    let mut sink = Sink::new();
    let docset = Docset::read(sources.docset().unwrap(), &mut sink);
    let pages = docparse::parse(&sources, &mut sink);
    let api = docparse::lower(&pages, &sources, &docset, &mut sink);
    let mut sink = Sink::new();
    let files = OpenApi.emit(&api, &sources, &mut codegen::names::Scopes::default(), &mut sink).unwrap();
    let shown = |finding: docparse::diag::Diagnostic| {
        let at = sources.start(finding.primary.span);
        let file = &sources.get(finding.primary.span.source).path;
        format!("{} {file}:{}:{} {}", finding.code.id, at.line, at.column, finding.message)
    };
    (files, sink.finish().into_iter().map(shown).collect())
}

/// The overlay's documents, with nothing wrong: bundle, its 3.0 edition, the fragment of one page.
fn changed(overlay: &str) -> [Value; 3] {
    let (files, findings) = emit(overlay);
    assert_eq!(findings, Vec::<String>::new(), "{overlay}");
    let fragment = serde_saphyr::from_str(&files["fragments/read-thing.yaml"].text).unwrap();
    let bundle: Value = serde_json::from_str(&files["openapi.json"].text).unwrap();
    let yaml: Value = serde_saphyr::from_str(&files["openapi.yaml"].text).unwrap();
    assert_eq!(bundle, yaml);
    [bundle, serde_json::from_str(&files["3.0/openapi.json"].text).unwrap(), fragment]
}

#[test]
fn every_document_of_both_editions_is_changed() {
    let update = r#"
  - target: $.paths['/v1/things/{thingID}'].get
    description: The page forgets it.
    update:
      summary: Read one
      tags: [Extra]
      responses: { '404': { description: Gone } }
  - target: $.paths.*.get.tags
    description: An entry is put behind those of a list.
    update: Last
  - target: $.paths.*.get.responses['200']['content']
    description: Nobody needs it.
    remove: true
"#;
    for document in changed(&format!("{HEAD}{update}")) {
        let get = &document["paths"]["/v1/things/{thingID}"]["get"];
        assert_eq!(get["summary"], "Read one");
        assert_eq!(get["operationId"], "readThing", "what is not named stays");
        assert_eq!(get["tags"], json!(["Things", "Extra", "Last"]));
        assert_eq!(get["responses"]["404"], json!({ "description": "Gone" }));
        assert_eq!(get["responses"]["200"]["content"], Value::Null);
    }
}

#[test]
fn json_says_the_same_as_yaml() {
    let yaml = format!(
        "{HEAD}  - {{ target: $.info, description: Why, update: {{ summary: 'a \u{e9}', x-n: 1.5 }} }}\n"
    );
    let json = "{\n\t\"overlay\": \"1.0.0\",\n\t\"info\": {\"title\": \"T\", \"version\": \"1\"},\n\t\"actions\": [{\"target\": \"$.info\", \"description\": \"Why\", \"update\": {\"summary\": \"a \u{e9}\", \"x-n\": 1.5}}]\n}";
    assert_eq!(changed(&yaml), changed(json));
    assert_eq!(changed(json)[0]["info"]["x-n"], 1.5);
}

#[test]
fn a_component_is_taken_along_to_the_page_that_needs_it() {
    let update = r#"
  - target: $
    description: The model is missing.
    update:
      components: { schemas: { Extra: { type: string, description: D } } }
  - target: $.paths.*.get.responses['200']
    description: The model is missing.
    update: { headers: { X: { schema: { $ref: '#/components/schemas/Extra' } } } }
"#;
    for document in changed(&format!("{HEAD}{update}")) {
        assert_eq!(document["components"]["schemas"]["Extra"]["type"], "string");
    }
}

#[test]
fn what_only_3_1_has_is_listed_as_lost() {
    let update = "  - { target: $.info, description: Why, update: { summary: S } }
  - { target: '$.components.schemas[\"Thing\"]', description: Why, update: { exclusiveMinimum: 1, if: {} } }\n";
    let (files, findings) = emit(&format!("{HEAD}{update}"));
    assert_eq!(findings, Vec::<String>::new());
    let older: Value = serde_json::from_str(&files["3.0/openapi.json"].text).unwrap();
    assert_eq!(older["info"]["summary"], Value::Null);
    let thing = &older["components"]["schemas"]["Thing"];
    assert_eq!(
        (&thing["minimum"], &thing["exclusiveMinimum"], &thing["if"]),
        (&json!(1), &json!(true), &Value::Null)
    );
    assert_eq!(
        files["3.0/lost.txt"].text,
        "#/info: `summary` is left out\n#/components/schemas/Thing: `if` is left out\n"
    );
}

#[test]
fn what_cannot_be_done_is_pointed_at() {
    let action = |rest: &str| format!("{HEAD}  - description: Why\n{rest}");
    for (overlay, finding) in [
        (
            action("    target: $.paths['/v1/thongs']\n    remove: true\n"),
            "GEN008 overlay.yaml:5:13 nothing in the documents matches `$.paths['/v1/thongs']`",
        ),
        (
            format!("{HEAD}  - target: $.info\n    update: {{ title: U }}\n"),
            "GEN007 overlay.yaml:4:13 an action of the overlay says no reason",
        ),
        (
            format!("{HEAD}  - target: $.info\n    description: ' '\n    update: {{ title: U }}\n"),
            "GEN007 overlay.yaml:4:13 an action of the overlay says no reason",
        ),
        (
            action("    target: $.info.title\n    update: New\n"),
            "GEN006 overlay.yaml:5:13 an action changes objects and lists: select the object that holds this",
        ),
        (
            action("    target: $.info\n    update: { title: { a: 1 } }\n"),
            "GEN006 overlay.yaml:5:13 `/title` is a plain value in the documents, and the update gives another kind",
        ),
        (
            action("    target: $.components.schemas.Thing\n    remove: true\n"),
            "GEN006 overlay.yaml:5:13 after this action, `#/components/schemas/Thing` leads nowhere",
        ),
        (
            action("    target: $\n    remove: true\n"),
            "GEN006 overlay.yaml:5:13 the whole document cannot be removed",
        ),
        (
            action("    target: $.info\n"),
            "GEN006 overlay.yaml:5:13 an action has an `update`, or `remove: true`",
        ),
        (
            action("    target: $.info\n    updaet: {}\n    remove: false\n    update: {}\n"),
            "GEN006 overlay.yaml:6:5 `updaet` means nothing in an overlay",
        ),
        (action("    update: {}\n"), "GEN006 overlay.yaml:4:1 `target` is missing here"),
        (
            "overlay: 2.0.0\ninfo: { title: T, version: '1' }\nactions: []\n".into(),
            "GEN006 overlay.yaml:1:10 `2.0.0` is not a version that is known here",
        ),
        ("overlay: 1.0.0\nactions: [\n".into(), "GEN006 overlay.yaml:3:1 the overlay is not YAML"),
        ("{ \"overlay\": \"1.0.0\", }".into(), "GEN006 overlay.yaml:1:21 not JSON"),
        (String::new(), "GEN006 overlay.yaml:1:1 the overlay is empty"),
    ] {
        let (_, findings) = emit(&overlay);
        assert!(findings.iter().any(|found| found.starts_with(finding)), "{overlay}\n{findings:#?}");
    }
    let (_, findings) = emit(&action("    target: paths\n    remove: true\n"));
    assert!(findings[0].starts_with("GEN006 overlay.yaml:5:13 `paths` is no JSONPath: "), "{findings:?}");
}

#[test]
fn an_action_may_remove_what_another_leaves_unused() {
    let update = "  - { target: \"$.paths.*.get.responses['200'].content\", description: Why, remove: true }
  - { target: $.components.schemas.Thing, description: Why, remove: true }\n";
    let [bundle, ..] = changed(&format!("{HEAD}{update}"));
    assert_eq!(bundle["components"]["schemas"]["Thing"], Value::Null);
}
