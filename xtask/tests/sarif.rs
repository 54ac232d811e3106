//! `lint` for other programs: SARIF against its schema, and a workflow's annotations.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod support;

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use support::Set;

/// The schema of SARIF 2.1.0, as the crate that we write it with carries it.
fn schema() -> Value {
    let rustc = Command::new("rustc").arg("-vV").current_dir(support::repository()).output().unwrap();
    let about = String::from_utf8(rustc.stdout).unwrap();
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    // Crates for other platforms may not have been fetched.
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--offline", "--filter-platform", host])
        .current_dir(support::repository())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|package| package["name"] == "serde-sarif").unwrap();
    let manifest = Path::new(package["manifest_path"].as_str().unwrap());
    let text = std::fs::read_to_string(manifest.with_file_name("src").join("schema.json")).unwrap();
    // Two of its patterns have a bracket that not every reader of patterns takes as it is.
    serde_json::from_str(&text.replace("{2}]?$", r"{2}\\]?$")).unwrap()
}

fn log(set: &Set) -> Value {
    let run = set.run(&["lint", "--docs", "docs", "--format", "sarif"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(!run.stdout.contains("kx9-Zq27"));
    serde_json::from_str(&run.stdout).unwrap()
}

fn seeds_with_a_secret() -> Set {
    let set = Set::seeds();
    let page = set.path("docs/create-store-pingone.md");
    let text = std::fs::read_to_string(&page).unwrap();
    std::fs::write(&page, text.replace("yourClientSecret", "kx9-Zq27-quince")).unwrap();
    set
}

#[test]
fn the_log_of_the_seeds_is_valid() {
    let log = log(&seeds_with_a_secret());
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let errors: Vec<_> =
        validator.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    // The check checks: a level that is none is refused.
    let mut wrong = log.clone();
    wrong["runs"][0]["results"][0]["level"] = "bad".into();
    assert!(!validator.is_valid(&wrong));
}

#[test]
fn results_have_place_rule_and_fix() {
    let log = log(&Set::seeds());
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let result =
        run["results"].as_array().unwrap().iter().find(|result| result["ruleId"] == "DOC020").unwrap();
    let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
    assert_eq!(rule["id"], "DOC020");
    assert!(rule["help"]["text"].is_string());
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "docs/create-store-pingone.md");
    let region = serde_json::json!({ "startLine": 41, "startColumn": 58, "endLine": 41, "endColumn": 63 });
    assert_eq!(place["region"], region);
    let replacement = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(replacement["deletedRegion"], region);
    assert_eq!(replacement["insertedContent"]["text"], "String");
}

#[test]
fn fingerprints_stay_when_lines_move() {
    let set = Set::seeds();
    let fingerprints = |log: &Value| -> Vec<Value> {
        let results = log["runs"][0]["results"].as_array().unwrap().iter();
        results.map(|result| result["partialFingerprints"].clone()).collect()
    };
    let before = log(&set);
    set.edit("create-store-pingone.md", "### Prerequisites", "A line more.\n\n### Prerequisites");
    let after = log(&set);
    assert_ne!(before, after);
    assert_eq!(fingerprints(&before), fingerprints(&after));
}

#[test]
fn a_workflow_gets_a_line_for_each_finding() {
    let set = Set::seeds();
    let run = set.run(&["lint", "--docs", "docs", "--format", "github"]);
    let line = "::warning file=docs/create-store-pingone.md,line=41,endLine=41,col=58,endColumn=63,\
                title=DOC020 unknown-type-word::unknown type word `Sring`, read as `String`";
    assert!(run.stdout.contains(line), "{}", run.stdout);
    let findings = set.run(&["lint", "--docs", "docs", "--format", "json"]).findings();
    assert_eq!(run.stdout.lines().count(), findings.len());
}
