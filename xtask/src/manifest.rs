//! The client's manifest in, the same with a feature for each resource out.
//!
//! The manifest is written by hand. Only `full`, and the features that it lists, are kept as
//! what is generated needs them: features that `full` no longer lists are taken out.

use std::collections::BTreeMap;
use std::path::Path;

use codegen::output::Step;
use toml_edit::{Array, DocumentMut, Item, value};

use crate::failure::Failure;
use crate::standalone::{CRATE, document};
use crate::write::RootPlan;

/// The feature for all resources.
const FULL: &str = "full";

/// What to do with the manifest of the crate under `target`, so that it has `features`, as the generated file of that name lists them.
pub(crate) fn plan(features: &str, target: &Path) -> Result<RootPlan, Failure> {
    let path = target.join(CRATE).join("Cargo.toml");
    let mut manifest = document(&path)?;
    let old = manifest.to_string();
    add_features(&mut manifest, features);
    let new = manifest.to_string();
    let step = if new == old { Step::Unchanged } else { Step::Update { old, new } };
    let steps = BTreeMap::from([("Cargo.toml".to_owned(), step)]);
    Ok(RootPlan { root: CRATE.to_owned(), folder: target.join(CRATE), steps })
}

/// Makes the manifest list the features that the generated code is divided by.
pub(crate) fn add_features(manifest: &mut DocumentMut, listed_features: &str) {
    let wanted = listed_features.parse::<DocumentMut>().ok();
    let Some(wanted) = wanted.as_ref().and_then(|wanted| listed(wanted.as_table().get(FULL))) else { return };
    let Some(features) = manifest.get_mut("features").and_then(Item::as_table_like_mut) else { return };
    for gone in listed(features.get(FULL)).unwrap_or_default() {
        if !wanted.contains(&gone) {
            features.remove(&gone);
        }
    }
    let mut full = Array::new();
    for name in &wanted {
        full.push(name.as_str());
    }
    full.iter_mut().for_each(|name| name.decor_mut().set_prefix("\n    "));
    full.set_trailing_comma(true);
    full.set_trailing("\n");
    match features.get_mut(FULL) {
        // The comment before it stays.
        Some(all) => *all = value(full),
        None => drop(features.insert(FULL, value(full))),
    }
    for name in wanted {
        if !features.contains_key(&name) {
            features.insert(&name, value(Array::new()));
        }
    }
}

fn listed(feature: Option<&Item>) -> Option<Vec<String>> {
    let names = feature?.as_array()?.iter();
    Some(names.filter_map(|name| name.as_str()).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_come_and_go_and_what_people_wrote_stays() {
        let mut manifest: DocumentMut =
            "[features]\n# ours\ndefault = [\"full\"]\n# all\nfull = [\"old\", \"kept\"]\n\
            old = []\nkept = [\"dep:x\"]\nown = []\n"
                .parse()
                .unwrap();
        let wanted = "full = [\"kept\", \"new\"]\nkept = []\nnew = []\n";
        add_features(&mut manifest, wanted);
        let expected = "[features]\n# ours\ndefault = [\"full\"]\n# all\nfull = [\n    \"kept\",\n    \"new\",\n]\n\
            kept = [\"dep:x\"]\nown = []\nnew = []\n";
        assert_eq!(manifest.to_string(), expected);
        add_features(&mut manifest, wanted);
        assert_eq!(manifest.to_string(), expected);
    }
}
