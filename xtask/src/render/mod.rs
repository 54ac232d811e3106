//! Findings in, text out: one file per format.

pub(crate) mod excerpt;
pub(crate) mod github;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod sarif;

use std::path::Path;

use crate::finding::Place;

/// The path of a place from the folder that the command runs in; of a docs folder elsewhere,
/// the path in it. Never absolute: other machines read it.
fn relative(place: &Place) -> String {
    let folder = place.folder.trim_start_matches("./");
    let folder = if Path::new(folder).is_absolute() {
        let here = std::env::current_dir().unwrap_or_default();
        let inside = Path::new(folder).strip_prefix(here);
        inside.map(|inside| inside.to_string_lossy().replace('\\', "/")).unwrap_or_default()
    } else {
        folder.to_owned()
    };
    let folder = folder.trim_end_matches('/');
    if folder.is_empty() { place.path.clone() } else { format!("{folder}/{}", place.path) }
}
