//! The obstacle course through OpenAPI: hard names, hostile text, odd shapes.

mod obstacle;

use codegen::Backend;
use codegen::names::Scopes;
use codegen::openapi::OpenApi;
use codegen::output::FileSet;
use docparse::diag::Sink;
use serde_json::Value;

#[test]
fn yaml_and_json_say_the_same() {
    let files = emit();
    let json: Value = serde_json::from_str(&files["openapi.json"].text).expect("our JSON is JSON");
    let yaml: Value = serde_saphyr::from_str(&files["openapi.yaml"].text).expect("our YAML is YAML");
    assert_eq!(yaml, json);
}

#[test]
fn every_reference_resolves() {
    for (path, document) in documents() {
        let mut stack = vec![&document];
        while let Some(value) = stack.pop() {
            match value {
                Value::Object(object) => {
                    if let Some(to) = object.get("$ref").and_then(Value::as_str) {
                        assert!(document.pointer(to.trim_start_matches('#')).is_some(), "{path}: {to}");
                    }
                    stack.extend(object.values());
                }
                Value::Array(items) => stack.extend(items),
                _ => {}
            }
        }
    }
}

/// OpenAPI 3.1, section 4.8.7.1.
#[test]
fn components_are_named_as_openapi_allows() {
    for (path, document) in documents() {
        for section in document["components"].as_object().expect("there are components").values() {
            for name in section.as_object().expect("components have names").keys() {
                let allowed = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
                assert!(!name.is_empty() && name.chars().all(allowed), "{path}: {name}");
            }
        }
    }
}

#[test]
fn no_file_shows_a_secret() {
    for (path, file) in emit() {
        assert!(!file.text.contains(obstacle::MARKER), "{path}");
    }
}

#[test]
fn no_description_has_html() {
    for (path, document) in documents() {
        let mut stack = vec![&document];
        while let Some(value) = stack.pop() {
            match value {
                Value::Object(object) => {
                    let text = object.get("description").and_then(Value::as_str).unwrap_or_default();
                    assert!(!text.contains('<') || text.contains('`'), "{path}: {text}");
                    stack.extend(object.values());
                }
                Value::Array(items) => stack.extend(items),
                _ => {}
            }
        }
    }
}

fn emit() -> FileSet {
    let (api, sources) = obstacle::course();
    OpenApi.emit(&api, &sources, &mut Scopes::default(), &mut Sink::new()).expect("the course renders")
}

fn documents() -> Vec<(String, Value)> {
    let files = emit();
    let yamls = files.iter().filter(|(path, _)| path.ends_with(".yaml"));
    yamls
        .map(|(path, file)| (path.clone(), serde_saphyr::from_str(&file.text).expect("our YAML is YAML")))
        .collect()
}
