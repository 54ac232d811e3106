//! The files that are the same for every API: style, scripts, icon.

use crate::output::File;

/// Path and text of each. `live` adds what loads a page again when it changed.
pub(super) fn files(live: bool) -> impl Iterator<Item = (String, File)> {
    let live = live.then_some(("assets/live.js", include_str!("../../../../templates/site/live.js")));
    let all = [
        ("assets/icon.svg", include_str!("../../../../templates/site/icon.svg")),
        ("assets/site.css", include_str!("../../../../templates/site/site.css")),
        ("assets/site.js", include_str!("../../../../templates/site/site.js")),
        ("assets/theme.js", include_str!("../../../../templates/site/theme.js")),
    ];
    let all = all.into_iter().chain(live);
    all.map(|(path, text)| (path.to_owned(), File::new(text.to_owned(), Vec::new())))
}
