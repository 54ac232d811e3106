//! Findings in, one SARIF 2.1.0 log out, for code scanning of any make.

use std::collections::BTreeMap;

use docparse::diag::{Code, Severity, codes};
use docparse::source::LineCol;
use serde_sarif::sarif;

use super::relative;
use crate::finding::{Finding, Fix, Place};
use crate::fingerprint;

/// All findings as one JSON document.
pub(crate) fn render(findings: &[Finding]) -> String {
    let driver = sarif::ToolComponent::builder()
        .name("Docwright")
        .semantic_version(env!("CARGO_PKG_VERSION"))
        .rules(codes::ALL.iter().map(|code| rule(code)).collect::<Vec<_>>())
        .build();
    let run = sarif::Run::builder()
        .tool(sarif::Tool::builder().driver(driver).build())
        .column_kind(serde_json::json!(sarif::ResultColumnKind::UnicodeCodePoints))
        .results(findings.iter().map(result).collect::<Vec<_>>())
        .build();
    let log = sarif::Sarif::builder()
        .schema(sarif::SCHEMA_URL)
        .version(serde_json::json!(sarif::Version::V2_1_0))
        .runs(vec![run])
        .build();
    serde_json::to_string_pretty(&log).expect("a log is strings and numbers only")
}

fn rule(code: &Code) -> sarif::ReportingDescriptor {
    let help = format!("{}\n\nWhy it matters: {}\n\nWhat to do: {}", code.what, code.why, code.fix);
    let markdown =
        format!("{}\n\n**Why it matters.** {}\n\n**What to do.** {}", code.what, code.why, code.fix);
    let level = serde_json::json!(match code.severity {
        Severity::Error => sarif::ReportingConfigurationLevel::Error,
        Severity::Warning => sarif::ReportingConfigurationLevel::Warning,
        Severity::Info => sarif::ReportingConfigurationLevel::Note,
    });
    sarif::ReportingDescriptor::builder()
        .id(code.id)
        .name(code.name)
        .short_description(sarif::MultiformatMessageString::builder().text(code.what).build())
        .help(sarif::MultiformatMessageString::builder().text(help).markdown(markdown).build())
        .default_configuration(sarif::ReportingConfiguration::builder().level(level).build())
        .build()
}

fn result(finding: &Finding) -> sarif::Result {
    let text = match &finding.help {
        Some(help) => format!("{}\nhelp: {help}", finding.message),
        None => finding.message.clone(),
    };
    let level = match finding.severity {
        Severity::Error => sarif::ResultLevel::Error,
        Severity::Warning => sarif::ResultLevel::Warning,
        Severity::Info => sarif::ResultLevel::Note,
    };
    let index = codes::ALL.iter().position(|code| code.id == finding.code.id).unwrap_or_default();
    let fingerprints = BTreeMap::from([("docwright/v1".to_owned(), fingerprint::of(finding))]);
    let result = sarif::Result::builder()
        .rule_id(finding.code.id)
        .rule_index(index as i64)
        .level(level)
        .message(message(&text))
        .partial_fingerprints(fingerprints)
        .locations(vec![location(&finding.place)]);
    let mut result = result.build();
    if !finding.related.is_empty() {
        let related = finding.related.iter().zip(1..);
        result.related_locations = Some(related.map(|(place, id)| related_location(place, id)).collect());
    }
    // An edit that would show a secret is made by `lint --fix` only.
    if let Some(edit) = finding.fix.as_ref().filter(|fix| !fix.secret) {
        result.fixes = Some(vec![fix(finding, edit)]);
    }
    result
}

fn message(text: &str) -> sarif::Message {
    sarif::Message::builder().text(text).build()
}

fn location(place: &Place) -> sarif::Location {
    let mut physical = sarif::PhysicalLocation::builder().artifact_location(artifact(place)).build();
    if place.excerpt.is_some() {
        physical.region = Some(region(place.start, place.end));
    }
    sarif::Location::builder().physical_location(physical).build()
}

fn related_location(place: &Place, id: i64) -> sarif::Location {
    let mut location = location(place);
    location.id = Some(id);
    if !place.text.is_empty() {
        location.message = Some(message(&place.text));
    }
    location
}

fn fix(finding: &Finding, fix: &Fix) -> sarif::Fix {
    let inserted = sarif::ArtifactContent::builder().text(fix.text.as_str()).build();
    let replacement = sarif::Replacement::builder()
        .deleted_region(region(fix.start, fix.end))
        .inserted_content(inserted)
        .build();
    let change = sarif::ArtifactChange::builder()
        .artifact_location(artifact(&finding.place))
        .replacements(vec![replacement])
        .build();
    let what = finding.help.as_deref().unwrap_or(finding.code.fix);
    sarif::Fix::builder().description(message(what)).artifact_changes(vec![change]).build()
}

fn artifact(place: &Place) -> sarif::ArtifactLocation {
    sarif::ArtifactLocation::builder().uri(uri(&relative(place))).build()
}

fn region(start: LineCol, end: LineCol) -> sarif::Region {
    sarif::Region::builder()
        .start_line(i64::from(start.line))
        .start_column(i64::from(start.column))
        .end_line(i64::from(end.line))
        .end_column(i64::from(end.column))
        .build()
}

/// A path as a relative reference (RFC 3986): what is not unreserved is percent-encoded.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(byte.into())
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_relative_references() {
        assert_eq!(uri("docs/a b:é.md"), "docs/a%20b%3A%C3%A9.md");
    }

    #[test]
    fn a_file_that_was_not_read_has_no_region() {
        let finding = Finding::of_file(&codes::PAGE_TOO_LARGE, "/abs/docs/", "a.md", "70 MiB");
        let log: serde_json::Value = serde_json::from_str(&render(&[finding])).unwrap();
        let physical = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(physical, &serde_json::json!({ "artifactLocation": { "uri": "a.md" } }));
    }
}
