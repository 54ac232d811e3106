//! Everything that has a page in, the list that the script searches out.
//!
//! It is a script that hands over JSON, since a page that was opened from a folder may load
//! nothing else; and it is loaded when somebody starts to search.

use serde_json::{Value, json};

use super::Made;
use super::context::{CallRef, Context, OperationRef};
use super::rows::Scope;
use crate::output::File;

/// `[kind, title, below it, path, further words]` each; of an operation, the words are those of
/// its properties.
pub(super) fn render(cx: &Context<'_>) -> Made {
    let mut entries: Vec<Value> = Vec::new();
    for resource in &cx.resources {
        entries.push(json!(["resource", resource.title, "", resource.path, ""]));
        for call in &resource.calls {
            let route = format!("{} {}", call.endpoint.method.value.wire(), call.endpoint.path.template());
            if call.has_variants() {
                entries.push(json!(["call", call.title, route, call.path, ""]));
            }
            for page in &call.pages {
                entries.push(json!(["call", page.title, route, page.path, words(cx, call, page)]));
            }
        }
    }
    for (page, overview, path) in cx.guides() {
        entries.push(json!(["guide", overview.title.value.trim(), page.path, path, ""]));
    }
    // `<` would end a script, were this ever put into a page.
    let list = Value::from(entries).to_string().replace('<', "\\u003c");
    let text = format!("docwrightSearch({list});\n");
    let sources = cx.api.pages.iter().map(|page| page.source).collect();
    Ok(vec![("assets/search.js".to_owned(), File::new(text, sources))])
}

fn words(cx: &Context<'_>, call: &CallRef<'_>, page: &OperationRef<'_>) -> String {
    let operation = page.operation;
    let scope = Scope { cx, page: operation.page, root: "", sent: false, contradicted: false };
    let mut words: Vec<String> = Vec::new();
    let mut add = |word: String| {
        if !words.contains(&word) && !word.contains(' ') {
            words.push(word);
        }
    };
    call.endpoint.path.params().for_each(|param| add(param.name.wire.clone()));
    operation.query.iter().for_each(|param| add(param.name.wire.clone()));
    let bodies = operation.body.iter().map(|body| &body.ty);
    for ty in bodies.chain(operation.responses.iter().filter_map(|response| response.ty.as_ref())) {
        scope.rows(ty).into_iter().for_each(|row| add(row.name));
    }
    words.join(" ")
}
