//! A page's samples in other languages, without the values of its secrets.

use std::collections::BTreeSet;

use docparse::ir::Operation;

use super::document::CodeSample;
use super::examples::MASK;

/// What viewers call the languages of the pages' tabs. Redocly and Scalar pick the
/// colours by it; a tab that is not here is shown as plain text.
const LANGUAGES: &[(&str, &str)] = &[
    ("c#", "C#"),
    ("csharp", "C#"),
    ("curl", "Shell"),
    ("go", "Go"),
    ("http", "HTTP"),
    ("java", "Java"),
    ("javascript", "JavaScript"),
    ("jquery", "JavaScript"),
    ("kotlin", "Kotlin"),
    ("node.js", "JavaScript"),
    ("nodejs", "JavaScript"),
    ("php", "PHP"),
    ("powershell", "PowerShell"),
    ("python", "Python"),
    ("ruby", "Ruby"),
    ("rust", "Rust"),
    ("shell", "Shell"),
    ("swift", "Swift"),
    ("typescript", "TypeScript"),
];

/// The samples of `operation`, in page order.
pub(super) fn samples(operation: &Operation, secrets: &BTreeSet<String>) -> Vec<CodeSample> {
    let sample = |sample: &docparse::ir::Sample| CodeSample {
        lang: language(&sample.language.value),
        label: format!("{}: {}", sample.language.value, operation.title.value),
        source: hide(&sample.code.value, secrets),
    };
    operation.samples.iter().map(sample).collect()
}

fn language(tab: &str) -> &'static str {
    let tab = tab.trim().to_lowercase();
    LANGUAGES.iter().find(|(name, _)| *name == tab).map_or("Text", |(_, language)| language)
}

/// Replaces each of `secrets` wherever it stands between quotes.
fn hide(code: &str, secrets: &BTreeSet<String>) -> String {
    let mut code = code.to_owned();
    for spelling in spellings(secrets) {
        let mut from = 0;
        while let Some(at) = code[from..].find(&spelling).map(|at| from + at) {
            let end = at + spelling.len();
            if code[..at].ends_with(QUOTES) && code[end..].trim_start_matches('\\').starts_with(QUOTES) {
                code.replace_range(at..end, MASK);
                from = at + MASK.len();
            } else {
                from = at + code[at..].chars().next().map_or(1, char::len_utf8);
            }
        }
    }
    code
}

const QUOTES: [char; 3] = ['"', '\'', '`'];

/// How `secrets` are spelled in code, the longest first: a value may hold another.
fn spellings(secrets: &BTreeSet<String>) -> Vec<String> {
    let mut all = BTreeSet::new();
    for secret in secrets {
        // JSON, JSON in a string literal, and that with the dollars of PHP, Ruby and shells escaped.
        let once = inside(secret);
        let twice = inside(&once);
        all.extend([
            secret.replace('$', "\\$"),
            once.replace('$', "\\$"),
            twice.replace('$', "\\$"),
            secret.replace('\'', "''"),
            once.replace('"', "\"\""),
            secret.clone(),
            once,
            twice,
        ]);
    }
    let mut all: Vec<String> = all.into_iter().filter(|text| !text.is_empty()).collect();
    all.sort_by_key(|text| std::cmp::Reverse(text.len()));
    all
}

/// `text` as it stands between the quotes of a JSON string.
fn inside(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_between_quotes_are_replaced() {
        let secrets = BTreeSet::from(["abc".to_owned(), "abcd\"e".to_owned(), "$p".to_owned()]);
        for (code, hidden) in [
            (r#""K": "abc","#, r#""K": "********","#),
            (r#"\"K\": \"abc\",\n"#, r#"\"K\": \"********\",\n"#),
            (r#"@"  ""K"": ""abc"""#, r#"@"  ""K"": ""********"""#),
            ("k = 'abc'", "k = '********'"),
            (r#""K": "abcd\"e""#, r#""K": "********""#),
            (r#"\"K\": \"abcd\\\"e\""#, r#"\"K\": \"********\""#),
            (r#""K" => "\$p""#, r#""K" => "********""#),
            ("abc = abcd", "abc = abcd"),
        ] {
            assert_eq!(hide(code, &secrets), hidden);
        }
    }
}
