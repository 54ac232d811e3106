//! A file of findings, or a revision of the docs, in; what was found before out.

use std::path::Path;

use serde_json::Value;

use crate::docs::Docs;
use crate::failure::Failure;
use crate::fingerprint::{self, Known};
use crate::{git, load, read};

/// The findings in a file: a fingerprint a line, or what `lint` printed as JSON or SARIF.
pub(crate) fn of_file(path: &Path) -> Result<Known, Failure> {
    let shown = path.display();
    let bytes = load::bytes(path)?.ok_or_else(|| Failure::new(format!("{shown} is too large")))?;
    let text = String::from_utf8(bytes).map_err(|_| Failure::new(format!("{shown} is not UTF-8")))?;
    let fingerprints = fingerprints(&text).map_err(|line| {
        Failure::new(format!(
            "{shown} is no list of findings: line {line} is neither a fingerprint nor a finding"
        ))
    })?;
    let mut known = Known::default();
    fingerprints.into_iter().for_each(|fingerprint| known.add(fingerprint));
    Ok(known)
}

/// The fingerprints in a text, or the number of the first line that holds none.
fn fingerprints(text: &str) -> Result<Vec<String>, usize> {
    if let Ok(log) = serde_json::from_str::<Value>(text)
        && let Some(runs) = log["runs"].as_array()
    {
        let results = runs.iter().filter_map(|run| run["results"].as_array()).flatten();
        let found = results.filter_map(|result| result["partialFingerprints"]["docwright/v1"].as_str());
        return Ok(found.map(str::to_owned).collect());
    }
    let mut found = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.len() == 64 && line.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            found.push(line.to_ascii_lowercase());
        } else if let Ok(record) = serde_json::from_str::<Value>(line) {
            let (Some(code), Some(message)) = (record["code"].as_str(), record["message"].as_str()) else {
                return Err(number);
            };
            let page = record["page_id"].as_str().or(record["page"].as_str()).ok_or(number)?;
            found.push(fingerprint::parts(code, page, message));
        } else if !line.is_empty() && !line.starts_with('#') {
            return Err(number);
        }
    }
    Ok(found)
}

/// The findings on the docs as they were at a git revision, with the settings of then, if
/// they are in the repository.
pub(crate) fn since(revision: &str, docs: &Docs, settings: Option<&Path>) -> Result<Known, Failure> {
    let (sources, docs) = git::docs_at(revision, docs, settings)?;
    let mut known = Known::default();
    for finding in &read::once(sources, &docs).findings {
        known.add(fingerprint::of(finding));
    }
    Ok(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_come_in_three_ways() {
        let print = fingerprint::parts("DOC020", "p", "m");
        let json = r#"{"code":"DOC020","page":"p.md","page_id":"p","message":"m"}"#;
        let sarif =
            format!(r#"{{"runs":[{{"results":[{{"partialFingerprints":{{"docwright/v1":"{print}"}}}}]}}]}}"#);
        for text in [format!("# old\n{print}\n"), json.to_owned(), sarif] {
            assert_eq!(fingerprints(&text), Ok(vec![print.clone()]), "{text}");
        }
        assert_eq!(fingerprints("\nwhat\n"), Err(2));
    }
}
