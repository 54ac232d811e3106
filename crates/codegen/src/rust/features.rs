//! A resource in, the cargo feature that its calls and models are behind out.

use super::tokens::Code;
use crate::view::{ResourceView, View};

/// Features that the crate has for other things.
const TAKEN: &[&str] = &["blocking", "default", "full", "reqwest", "testing", "tracing"];

/// The file that lists them: what the crate's manifest must have under `[features]`.
pub const FEATURES: &str = "features.toml";

/// What the feature of a resource is called: like its module, unless that is taken.
pub(super) fn feature(resource: &ResourceView) -> String {
    let stem = resource.stem.trim_start_matches("r#");
    if TAKEN.contains(&stem) { format!("{stem}-calls") } else { stem.to_owned() }
}

/// The condition before an item that is of `resource` alone.
pub(super) fn condition(resource: &ResourceView) -> String {
    format!("#[cfg(feature = \"{}\")]", feature(resource))
}

/// Writes the condition before an item whose home is `home`; what several resources share has none.
pub(super) fn gate(view: &View, home: Option<usize>, code: &mut Code) {
    if let Some(index) = home {
        code.line(condition(&view.resources[index]));
    }
}

/// The file: a feature for each resource, and one for all.
pub(super) fn file(view: &View) -> String {
    let mut names: Vec<String> = view.resources.iter().map(feature).collect();
    names.sort();
    let mut text = String::from("full = [\n");
    names.iter().for_each(|name| text.push_str(&format!("    \"{name}\",\n")));
    text.push_str("]\n");
    names.iter().for_each(|name| text.push_str(&format!("{name} = []\n")));
    text
}
