//! One action and a document in, the document changed (Overlay 1.0, section 4.4.3).

use std::cmp::Reverse;

use docparse::diag::{Diagnostic, Sink, codes};
use docparse::json::{self, Json};
use serde_json::Value;
use serde_json_path::{NormalizedPath, PathElement};

use super::{Action, Change};

/// Changes everything in `document` that the action is about. Returns how much that is.
pub(super) fn to(action: &Action, document: &mut Value, sink: &mut Sink) -> usize {
    let mut found: Vec<Vec<Key>> = action.path.query_located(document).locations().map(keys).collect();
    // The last first: what is removed moves what is behind it.
    found.sort_by_key(|path| Reverse(path.clone()));
    found.dedup();
    for path in &found {
        let done = match &action.change {
            Change::Remove => remove(document, path),
            Change::Update(update) => at(document, path).map_or(Ok(()), |target| change(target, update)),
        };
        if let Err(message) = done {
            sink.push(Diagnostic::new(&codes::BAD_OVERLAY, action.target.span, message).label("selects it"));
            break;
        }
    }
    found.len()
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Index(usize),
    Name(String),
}

fn keys(path: &NormalizedPath<'_>) -> Vec<Key> {
    let key = |element: &PathElement<'_>| match element {
        PathElement::Name(name) => Key::Name((*name).to_owned()),
        PathElement::Index(index) => Key::Index(*index),
    };
    path.iter().map(key).collect()
}

fn at<'v>(document: &'v mut Value, path: &[Key]) -> Option<&'v mut Value> {
    path.iter().try_fold(document, |value, key| match key {
        Key::Name(name) => value.get_mut(name),
        Key::Index(index) => value.get_mut(index),
    })
}

fn remove(document: &mut Value, path: &[Key]) -> Result<(), String> {
    let Some((last, parent)) = path.split_last() else {
        return Err("the whole document cannot be removed".into());
    };
    match (at(document, parent), last) {
        // `shift_remove` keeps the order of what is left.
        (Some(Value::Object(object)), Key::Name(name)) => drop(object.shift_remove(name)),
        (Some(Value::Array(items)), Key::Index(index)) if *index < items.len() => drop(items.remove(*index)),
        // Something around it was removed before.
        _ => {}
    }
    Ok(())
}

/// Objects are merged, and what is put to a list is one more entry of it.
fn change(target: &mut Value, update: &Json) -> Result<(), String> {
    match target {
        Value::Object(_) => merge(target, update, ""),
        Value::Array(items) => {
            items.push(update.to_value());
            Ok(())
        }
        _ => Err("an action changes objects and lists: select the object that holds this".into()),
    }
}

/// Values replace values, lists are joined, objects are merged key by key.
fn merge(target: &mut Value, update: &Json, path: &str) -> Result<(), String> {
    match (target, &update.value) {
        (Value::Object(object), json::Value::Object(members)) => {
            for member in members.iter() {
                let key = &member.key.value;
                match object.get_mut(key) {
                    Some(known) => merge(known, &member.value, &format!("{path}/{key}"))?,
                    None => drop(object.insert(key.clone(), member.value.to_value())),
                }
            }
            Ok(())
        }
        (Value::Array(items), json::Value::Array(more)) => {
            items.extend(more.iter().map(Json::to_value));
            Ok(())
        }
        (target, update_value) => {
            let plain =
                |value: &json::Value| !matches!(value, json::Value::Object(_) | json::Value::Array(_));
            if target.is_object() || target.is_array() || !plain(update_value) {
                let place = if path.is_empty() { "what is selected" } else { path };
                let kind = kind(target);
                return Err(format!(
                    "`{place}` is {kind} in the documents, and the update gives another kind"
                ));
            }
            *target = update.to_value();
            Ok(())
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Object(_) => "an object",
        Value::Array(_) => "a list",
        _ => "a plain value",
    }
}
