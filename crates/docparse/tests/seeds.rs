//! The real pages: what is read of them, whole, and everything found on them.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot read its input has failed"
)]

mod support;

use std::fs;
use std::path::Path;

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().parent().unwrap()
}

fn seeds() -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(repository().join("seeds")).unwrap();
    let mut pages: Vec<_> = entries
        .map(|entry| {
            let path = entry.unwrap().path();
            (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap())
        })
        .collect();
    pages.sort();
    pages
}

fn read(pages: &[(String, Vec<u8>)]) -> support::Read {
    support::read(pages, &fs::read_to_string(repository().join("docset.toml")).unwrap())
}

/// Each position was looked up on the page.
#[test]
fn these_are_the_findings() {
    let found = read(&seeds()).findings;
    let secrets: Vec<&str> =
        found.iter().filter(|line| line.starts_with("info DOC036")).map(String::as_str).collect();
    let others: Vec<&str> =
        found.iter().filter(|line| !line.starts_with("info DOC036")).map(String::as_str).collect();
    let place = "create-store-aquera.txt 88:1 the rows of this object end here";
    let missing = |at: &str, key: &str| {
        [
            format!(
                "warning DOC032 create-store-aquera.txt {at} `configuration.{key}` is in the example and not in the request model"
            ),
            format!("  {place}"),
        ]
    };
    let mut expected = vec![
        "info DOC005 create-store-aquera.txt 1:1 no front matter; the id `create-store-aquera` is inferred".to_owned(),
        "  create-store-aquera.txt 3:1 made from the title".into(),
        "warning DOC050 create-store-aquera.txt 7:1 the path lacks `/v1`; read as `/v1/environments/{envID}/propagation/stores`".into(),
        "  create-store-pingone.md 20:1 `create-store-pingone` has it".into(),
        "  create-store-salesforce.md 20:1 `create-store-salesforce` has it".into(),
        "  create-store-aquera.txt 568:22 so has the page's own reply".into(),
    ];
    expected.extend(missing("147:9", "USER_FILTER"));
    expected.extend(missing("148:9", "UNIQUE_USER_IDENTIFIER"));
    expected.extend(missing("153:9", "USERS_RESOURCE"));
    expected.extend(missing("154:9", "SCIM_VERSION"));
    expected.extend(missing("156:9", "AUTHORIZATION_TYPE"));
    expected.extend([
        "info DOC040 create-store-aquera.txt 465:21 `\\n` stands in single quotes, which PHP does not read as a line's end, in 3 samples".into(),
        "warning DOC020 create-store-pingone.md 41:58 unknown type word `Sring`, read as `String`".into(),
        "  create-store-pingone.md 73:27 the example agrees".into(),
        "warning DOC035 create-store-salesforce.md 41:63 `configuration.ENABLE_COMMUNITIES` is required in the table, and the text says it may be left out".into(),
        "  create-store-salesforce.md 62:298 the text".into(),
    ]);
    assert_eq!(others, expected);
    assert_eq!(
        secrets,
        [
            "info DOC036 create-store-aquera.txt 563:33 the reply shows a value of `BASIC_AUTH_PASSWORD`, which is a secret",
            "info DOC036 create-store-pingone.md 506:27 the reply shows a value of `CLIENT_SECRET`, which is a secret",
            "info DOC036 create-store-salesforce.md 540:27 the reply shows a value of `CLIENT_SECRET`, which is a secret",
            "info DOC036 create-store-salesforce.md 541:32 the reply shows a value of `OAUTH_ACCESS_TOKEN`, which is a secret",
            "info DOC036 create-store-salesforce.md 542:33 the reply shows a value of `OAUTH_REFRESH_TOKEN`, which is a secret",
        ]
    );
}

#[test]
fn this_is_what_they_say() {
    insta::assert_snapshot!(support::lines(&read(&seeds()).api).join("\n"));
}

/// Every key that an example has must have become a field, and no field may be untyped.
#[test]
fn every_documented_key_is_typed() {
    use docparse::ir::{Api, Type};
    use docparse::json::{Json, Value};

    fn walk(api: &Api, ty: &Type, json: &Json, path: &str, count: &mut usize) {
        match (ty, &json.value) {
            (Type::Model(id), Value::Object(members)) => {
                for member in members {
                    let path = format!("{path}.{}", member.key.value);
                    let field =
                        api.model(*id).fields.iter().find(|field| field.name.wire == member.key.value);
                    let field = field.unwrap_or_else(|| panic!("{path} became no field"));
                    *count += 1;
                    walk(api, &field.ty.value, &member.value, &path, count);
                }
            }
            (Type::String, Value::String(_)) | (Type::Boolean, Value::Boolean(_)) => {}
            (ty, _) => panic!("{path} is {ty:?}"),
        }
    }

    let read = read(&seeds());
    let mut count = 0;
    for operation in read.api.endpoints.iter().flat_map(|endpoint| &endpoint.operations) {
        let body = operation.body.as_ref().unwrap();
        walk(&read.api, &body.ty, &body.examples[0].json, "body", &mut count);
        for response in &operation.responses {
            walk(&read.api, response.ty.as_ref().unwrap(), &response.examples[0].json, "reply", &mut count);
        }
    }
    // Counted on the pages: 18 + 31, 16 + 29 and 19 + 32 keys of body and reply.
    assert_eq!(count, 145);
}

#[test]
fn eleven_samples_a_page_each_under_its_name() {
    let read = read(&seeds());
    for operation in &read.api.endpoints[0].operations {
        let named: Vec<(&str, &str)> = operation
            .samples
            .iter()
            .map(|sample| {
                (sample.language.value.as_str(), sample.code.value.split_whitespace().next().unwrap())
            })
            .collect();
        let first_words = [
            ("cURL", "curl"),
            ("C#", "var"),
            ("Go", "package"),
            ("HTTP", "POST"),
            ("Java", "OkHttpClient"),
            ("jQuery", "var"),
            ("NodeJS", "var"),
            ("Python", "import"),
            ("PHP", "<?php"),
            ("Ruby", "require"),
            ("Swift", "let"),
        ];
        assert_eq!(named, first_words, "{}", operation.name.wire);
        assert!(operation.samples[10].code.value.trim_end().ends_with("task.resume()"));
    }
}

#[test]
fn the_order_of_files_changes_nothing() {
    let forward = read(&seeds());
    let mut pages = seeds();
    pages.reverse();
    let backward = read(&pages);
    assert_eq!(forward.findings, backward.findings);
    assert_eq!(serde_json::to_string(&forward.api).unwrap(), serde_json::to_string(&backward.api).unwrap());
}

/// A cheap stand-in for a fuzzer: pages cut anywhere, and with bytes changed anywhere.
#[test]
fn no_damage_makes_the_reader_fail() {
    let mut state = 1u64;
    let mut random = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for (path, text) in seeds() {
        for round in 0..120 {
            let mut damaged = text.clone();
            if round % 2 == 0 {
                damaged.truncate(random(text.len()));
            }
            for _ in 0..random(12) {
                let at = random(damaged.len().max(1)).min(damaged.len().saturating_sub(1));
                if let Some(byte) = damaged.get_mut(at) {
                    *byte = [b'|', b'{', b'"', b'\n', 0xff, b'`', 0, b'>', b'-', 0xc3][random(10)];
                }
            }
            read(&[(path.clone(), damaged)]);
        }
    }
}
