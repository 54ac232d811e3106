//! Every example in the OpenAPI documents, held against the schema beside it.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

#[test]
fn examples_fit_their_schemas() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    for (docs, least) in [("seeds", 6), ("tests/bookshop/pages", 30)] {
        let out = tempfile::tempdir().unwrap();
        let ran = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["generate", "--only", "openapi", "--docs", docs, "--out"])
            .arg(out.path())
            .current_dir(repository)
            .output()
            .unwrap();
        assert!(ran.status.success(), "{docs}: {}", String::from_utf8_lossy(&ran.stderr));
        let text = std::fs::read(out.path().join("openapi/openapi.json")).unwrap();
        let bundle: Value = serde_json::from_slice(&text).unwrap();
        let mut checked = 0;
        medias(&bundle["paths"], &mut |media| {
            let schema = json!({ "allOf": [media["schema"]], "components": bundle["components"] });
            let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
            for (key, example) in media["examples"].as_object().into_iter().flatten() {
                let errors: Vec<String> =
                    validator.iter_errors(&example["value"]).map(|error| error.to_string()).collect();
                assert!(errors.is_empty(), "{docs}: {key}: {errors:?}");
                checked += 1;
            }
        });
        assert!(checked >= least, "{docs}: {checked}");
    }
}

/// Everything with a schema and examples.
fn medias(value: &Value, visit: &mut dyn FnMut(&Value)) {
    match value {
        Value::Object(object) if object.contains_key("schema") && object.contains_key("examples") => {
            visit(value)
        }
        Value::Object(object) => object.values().for_each(|value| medias(value, visit)),
        Value::Array(items) => items.iter().for_each(|item| medias(item, visit)),
        _ => {}
    }
}
