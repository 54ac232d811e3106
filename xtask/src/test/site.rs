//! The reference sites of both docs sets in, what a browser and axe make of them out.

use std::fs;
use std::path::Path;

use super::documents::BOOKSHOP_PAGES;
use super::run::Runner;
use super::served::Served;
use super::toolchains::{chromium, node_modules};

/// Writes both sites, serves a copy of the pages, and lets a browser look at all of it.
pub(super) fn in_browser(runner: &Runner) -> Result<(), String> {
    let folder = runner.scratch("site")?;
    let log = runner.root.join("target/test/site.log");
    let sites = [("bookshop", Some(BOOKSHOP_PAGES)), ("seeds", None)];
    for (name, docs) in sites {
        let mut write = runner.command(&runner.program, ["site", "--quiet", "--out"]);
        write.arg(folder.join(name));
        if let Some(docs) = docs {
            write.args(["--docs", docs]);
        }
        runner.logged(write, &log)?;
    }
    // The browser's test writes on these pages.
    let docs = folder.join("docs");
    let copied = copy(&runner.root.join(BOOKSHOP_PAGES), &docs.join("pages")).and_then(|()| {
        let settings = runner.root.join(BOOKSHOP_PAGES).with_file_name("docset.toml");
        let overlay = settings.with_file_name("overlay.yaml");
        fs::copy(&settings, docs.join("docset.toml"))?;
        fs::copy(&overlay, docs.join("overlay.yaml"))
    });
    copied.map_err(|error| format!("cannot copy the pages: {error}"))?;
    let pages = docs.join("pages").display().to_string();
    let served = Served::command(runner, &["site", "--serve", "--docs", &pages])?;
    let browser = chromium(runner).ok_or("no browser")?;
    let facts = serde_json::json!({
        "modules": node_modules(runner),
        "browser": browser,
        "sites": sites.map(|(name, _)| folder.join(name)),
        "served": served.url,
        "page": docs.join("pages/create-book-paper.md"),
    });
    runner.run(runner.command("node", ["xtask/tools/site/browser.mjs", &facts.to_string()]))
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        fs::copy(&path, to.join(path.file_name().unwrap_or_default()))?;
    }
    Ok(())
}
