//! Pages in, what one stage made of them out, as JSON.

use docparse::diag::Sink;
use docparse::source::SourceId;
use serde_json::Value;

use crate::cli::{DumpArgs, Stage};
use crate::docs::Docs;
use crate::failure::Failure;
use crate::read::{Reading, read};
use crate::{Outcome, names, out};

/// Prints a stage. Findings do not stop it: it is for finding out why there are some.
pub(crate) fn run(args: &DumpArgs) -> Result<Outcome, Failure> {
    let mut docs = Docs::locate(&args.docs)?;
    if args.docs.docs.is_none() && args.docs.docset.is_none() {
        docs = docs.with_names(None)?;
    }
    let reading = read(&docs)?;
    let only = args.page.as_deref().map(|wanted| page(wanted, &reading)).transpose()?;
    let mut value = match args.stage {
        Stage::Page => pages(&reading, only),
        Stage::Ir => ir(&reading, only),
        Stage::View => to_value(&codegen::view(&reading.api, &names::lock(&reading, &mut Sink::new()))),
    };
    let secrets: Vec<&str> = reading.api.secrets.iter().map(|span| reading.sources.text(*span)).collect();
    mask(&mut value, &secrets);
    let text = serde_json::to_string_pretty(&value).expect("a JSON value is JSON");
    out::record(&text);
    Ok(Outcome::Done)
}

/// The page that is called `wanted`, by id or path.
fn page(wanted: &str, reading: &Reading) -> Result<SourceId, Failure> {
    let known = &reading.api.pages;
    let found = known.iter().find(|page| page.id.value == wanted || page.path == wanted);
    found.map(|page| page.source).ok_or_else(|| {
        let ids: Vec<_> = known.iter().map(|page| page.id.value.as_str()).collect();
        Failure::usage(format!("no page is called `{wanted}`; there are {}", ids.join(", ")))
    })
}

fn pages(reading: &Reading, only: Option<SourceId>) -> Value {
    let pages = reading.pages.iter().filter(|page| only.is_none_or(|only| page.source == only));
    pages.map(to_value).collect()
}

/// The API; of one page, its operations and the models they use.
fn ir(reading: &Reading, only: Option<SourceId>) -> Value {
    let mut api = reading.api.clone();
    if let Some(only) = only {
        api.pages.retain(|page| page.source == only);
        for endpoint in &mut api.endpoints {
            endpoint.operations.retain(|operation| operation.page == only);
        }
        api.endpoints.retain(|endpoint| !endpoint.operations.is_empty());
    }
    to_value(&api)
}

fn to_value(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).expect("keys of what is dumped are strings")
}

/// Hides the values of secrets in every text.
fn mask(value: &mut Value, secrets: &[&str]) {
    match value {
        Value::String(text) => {
            for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
                *text = text.replace(secret, &"*".repeat(secret.chars().count()));
            }
            *text = docparse::mask_secrets(text);
        }
        Value::Array(items) => items.iter_mut().for_each(|item| mask(item, secrets)),
        Value::Object(entries) => entries.values_mut().for_each(|item| mask(item, secrets)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked_at_any_depth() {
        let mut value = serde_json::json!({"a": ["x abc y", "\"CLIENT_SECRET\": \"def\""], "b": 1});
        mask(&mut value, &["abc", ""]);
        assert_eq!(value, serde_json::json!({"a": ["x *** y", "\"CLIENT_SECRET\": \"***\""], "b": 1}));
    }
}
