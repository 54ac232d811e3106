//! A page's samples in other languages, without the values of its secrets.

use std::collections::BTreeSet;

use docparse::ir::Operation;

use super::document::CodeSample;
use super::hide::{hide, named};

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
pub(super) fn samples(operation: &Operation, mut secrets: BTreeSet<String>) -> Vec<CodeSample> {
    secrets.extend(operation.samples.iter().flat_map(|sample| named(&sample.code.value)));
    let sample = |sample: &docparse::ir::Sample| CodeSample {
        lang: language(&sample.language.value),
        label: format!("{}: {}", sample.language.value, operation.title.value),
        source: hide(&sample.code.value, &secrets),
    };
    operation.samples.iter().map(sample).collect()
}

fn language(tab: &str) -> &'static str {
    let tab = tab.trim().to_lowercase();
    LANGUAGES.iter().find(|(name, _)| *name == tab).map_or("Text", |(_, language)| language)
}
