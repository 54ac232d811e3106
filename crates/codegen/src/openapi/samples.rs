//! A page's samples in other languages, without the values of its secrets.

use std::collections::BTreeSet;

use docparse::ir::{Api, Operation};
use docparse::source::SourceSet;

use super::document::CodeSample;
use super::examples::redact;
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
pub(super) fn samples(operation: &Operation, secrets: BTreeSet<String>) -> Vec<CodeSample> {
    let sample = |(tab, source): (&str, String)| CodeSample {
        lang: language(tab),
        label: format!("{tab}: {}", operation.title.value),
        source,
    };
    hidden(operation, secrets).map(sample).collect()
}

/// The name of each tab of `operation`, and the code in it.
pub(crate) fn of_page(api: &Api, sources: &SourceSet, operation: &Operation) -> Vec<(String, String)> {
    let mut secrets: BTreeSet<String> = stated(api, sources, operation).collect();
    let body = operation.body.iter().map(|body| (Some(&body.ty), &body.examples));
    let replies = operation.responses.iter().map(|reply| (reply.ty.as_ref(), &reply.examples));
    for (ty, examples) in body.chain(replies) {
        for example in examples {
            redact(api, &example.json, ty, &mut secrets);
        }
    }
    hidden(operation, secrets).map(|(tab, code)| (tab.to_owned(), code)).collect()
}

fn hidden(operation: &Operation, mut secrets: BTreeSet<String>) -> impl Iterator<Item = (&str, String)> {
    secrets.extend(operation.samples.iter().flat_map(|sample| named(&sample.code.value)));
    operation
        .samples
        .iter()
        .map(move |sample| (sample.language.value.as_str(), hide(&sample.code.value, &secrets)))
}

/// The secrets the reader found anywhere on the page, as they stand there.
pub(super) fn stated<'a>(
    api: &'a Api,
    sources: &'a SourceSet,
    operation: &Operation,
) -> impl Iterator<Item = String> + 'a {
    let page = operation.page;
    let spans = api.secrets.iter().filter(move |span| span.source == page);
    spans
        .map(|span| sources.text(*span).trim_matches(['"', '\'']).to_owned())
        .filter(|text| !text.is_empty() && docparse::json::placeholder(text).is_none())
}

fn language(tab: &str) -> &'static str {
    let tab = tab.trim().to_lowercase();
    LANGUAGES.iter().find(|(name, _)| *name == tab).map_or("Text", |(_, language)| language)
}
