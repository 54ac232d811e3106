//! A document in, the references in it that lead nowhere out.

use std::collections::BTreeSet;

use serde_json::Value;

/// Every `#/…` in `document` that leads nowhere.
pub(super) fn dangling(document: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    references(document, &mut found);
    found.retain(|reference| document.pointer(&reference[1..]).is_none());
    found
}

/// Takes what `fragment` lacks from `bundle`: an action may refer to a component that only
/// other pages had so far.
pub(super) fn complete(fragment: &mut Value, bundle: &Value) {
    loop {
        let mut taken = false;
        for reference in dangling(fragment) {
            let Some(path) = reference.strip_prefix("#/components/") else { continue };
            let Some((kind, name)) = path.split_once('/') else { continue };
            let Some(component) = bundle["components"][kind].get(name) else { continue };
            fragment["components"][kind][name] = component.clone();
            taken = true;
        }
        if !taken {
            return;
        }
    }
}

fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                match (key.as_str(), value) {
                    ("$ref", Value::String(to)) if to.starts_with("#/") => drop(found.insert(to.clone())),
                    // Whatever is in these is data.
                    ("example" | "examples" | "default" | "const" | "enum", _) => {}
                    (key, _) if key.starts_with("x-") => {}
                    _ => references(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}
