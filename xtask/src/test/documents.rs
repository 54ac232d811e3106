//! The OpenAPI documents that tools of others look at: those of this repository, and those of
//! its second docs set, made for the occasion.

use std::ffi::OsString;
use std::path::Path;

use super::run::Runner;

/// The pages of the second docs set.
pub(super) const BOOKSHOP_PAGES: &str = "tests/bookshop/pages";
/// Its bundle, once [`bookshop`] made it.
pub(super) const BOOKSHOP_BUNDLE: &str = "target/test/bookshop/openapi/openapi.json";

/// Every document of both sets.
pub(super) fn all(runner: &Runner) -> Result<Vec<OsString>, String> {
    Ok([own(runner)?, bookshop(runner)?].concat())
}

/// The documents that are committed.
pub(super) fn own(runner: &Runner) -> Result<Vec<OsString>, String> {
    under(runner, "openapi")
}

/// The documents of the second docs set, made anew.
pub(super) fn bookshop(runner: &Runner) -> Result<Vec<OsString>, String> {
    let tree = runner.scratch("bookshop")?;
    let args = ["generate", "--only", "openapi", "--docs", BOOKSHOP_PAGES, "--out"];
    let mut generate = runner.command(&runner.program, args);
    generate.arg(&tree);
    runner.logged(generate, &runner.root.join("target/test/bookshop.log"))?;
    under(runner, "target/test/bookshop/openapi")
}

/// Both editions of the bundle in both notations, and every fragment.
fn under(runner: &Runner, folder: &str) -> Result<Vec<OsString>, String> {
    let folder = Path::new(folder);
    let bundles = ["openapi.yaml", "openapi.json", "3.0/openapi.yaml", "3.0/openapi.json"];
    let mut documents: Vec<OsString> =
        bundles.iter().map(|name| folder.join(name).into_os_string()).collect();
    let fragments = folder.join("fragments");
    let entries = std::fs::read_dir(runner.root.join(&fragments))
        .map_err(|error| format!("{}: {error}", fragments.display()))?;
    let mut names: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.file_name())).collect();
    names.sort();
    documents.extend(names.iter().map(|name| fragments.join(name).into_os_string()));
    Ok(documents)
}
