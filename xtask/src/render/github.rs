//! A finding in, a workflow command out: GitHub shows it as an annotation on the page.

use docparse::diag::Severity;

use super::relative;
use crate::finding::Finding;

/// The finding as one line.
pub(crate) fn render(finding: &Finding) -> String {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let place = &finding.place;
    let mut properties = vec![("file", relative(place))];
    if place.excerpt.is_some() {
        properties.push(("line", place.start.line.to_string()));
        properties.push(("endLine", place.end.line.to_string()));
        // Columns of another line than the first are not taken.
        if place.start.line == place.end.line {
            properties.push(("col", place.start.column.to_string()));
            properties.push(("endColumn", place.end.column.to_string()));
        }
    }
    properties.push(("title", format!("{} {}", finding.code.id, finding.code.name)));
    let properties: Vec<_> =
        properties.iter().map(|(key, value)| format!("{key}={}", property(value))).collect();
    let help = finding.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    format!("::{command} {}::{}", properties.join(","), data(&format!("{}{help}", finding.message)))
}

/// Text after `::`, escaped.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, escaped.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use docparse::diag::codes;

    use super::*;

    #[test]
    fn what_would_end_the_command_is_escaped() {
        let mut finding = Finding::of_file(&codes::PAGE_TOO_LARGE, "docs/", "a,b:c.md", "100%\nbad");
        finding.help = None;
        let expected = "::error file=docs/a%2Cb%3Ac.md,title=DOC004 page-too-large::100%25%0Abad";
        assert_eq!(render(&finding), expected);
    }
}
