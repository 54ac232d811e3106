//! The hand-written part of the client in, a crate that builds by itself out.

use std::fs;
use std::path::Path;

use codegen::output::{File, FileSet};
use codegen::rust::FEATURES;
use docparse::ir::Service;
use toml_edit::{DocumentMut, Item, Table, TableLike, value};

use crate::emit::Tree;
use crate::failure::Failure;
use crate::manifest;
use crate::workspace;

/// Where the crate stands, here and in a tree of its own.
pub(crate) const CRATE: &str = "crates/generated-client";

/// The features that the client among `trees` is divided by, if it is among them.
pub(crate) fn features(trees: &[Tree]) -> Option<String> {
    trees.iter().find_map(|tree| tree.files.get(FEATURES)).map(|file| file.text.clone())
}

/// What holds for the part of the crate that is copied.
const LICENCES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// Everything of the crate but its generated root: manifest, `lib.rs`, runtime, and its licences.
pub(crate) fn tree(service: &Service, features: &str) -> Result<Tree, Failure> {
    let root = workspace::root();
    let mut files = FileSet::new();
    copy(&root.join(CRATE).join("src"), "src", &mut files)?;
    let mut manifest = document(&root.join(CRATE).join("Cargo.toml"))?;
    manifest::add_features(&mut manifest, features);
    let workspace = document(&root.join("Cargo.toml"))?;
    let text = alone(manifest, &workspace, service);
    files.insert("Cargo.toml".into(), File::new(text, Vec::new()));
    for licence in LICENCES {
        copy_file(&root.join(licence), licence, &mut files)?;
    }
    Ok(Tree { root: CRATE.into(), files })
}

/// The same for this repository's own docs: with its examples, and the notice on whose the prose is.
pub(crate) fn own_tree(service: &Service, features: &str) -> Result<Tree, Failure> {
    let mut tree = tree(service, features)?;
    let root = workspace::root();
    copy(&root.join(CRATE).join("examples"), "examples", &mut tree.files)?;
    copy_file(&root.join("NOTICE"), "NOTICE", &mut tree.files)?;
    Ok(tree)
}

/// Copies what people wrote, not what was generated.
fn copy(folder: &Path, under: &str, files: &mut FileSet) -> Result<(), Failure> {
    for entry in fs::read_dir(folder).map_err(Failure::io("read", folder))? {
        let path = entry.map_err(Failure::io("read", folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let shown = format!("{under}/{name}");
        if path.is_dir() {
            if shown != "src/generated" {
                copy(&path, &shown, files)?;
            }
        } else if !name.starts_with('.') {
            copy_file(&path, &shown, files)?;
        }
    }
    Ok(())
}

fn copy_file(path: &Path, shown: &str, files: &mut FileSet) -> Result<(), Failure> {
    let text = fs::read_to_string(path).map_err(Failure::io("read", path))?;
    files.insert(shown.to_owned(), File::new(text, Vec::new()));
    Ok(())
}

pub(crate) fn document(path: &Path) -> Result<DocumentMut, Failure> {
    let text = fs::read_to_string(path).map_err(Failure::io("read", path))?;
    text.parse().map_err(|error| Failure::new(format!("cannot read {}: {error}", path.display())))
}

/// The manifest with the API's name, and with nothing taken from a workspace.
fn alone(mut manifest: DocumentMut, workspace: &DocumentMut, service: &Service) -> String {
    let shared = &workspace["workspace"];
    if let Some(package) = manifest["package"].as_table_like_mut() {
        inherit(package, &shared["package"]);
        package.insert("name", value(&service.package.value));
        package.insert("version", value(&service.version.value));
        let description = service.description.as_ref().map_or_else(
            || format!("Client for {}, generated from its documentation pages", service.title.value),
            |description| description.value.clone(),
        );
        package.insert("description", value(description));
    }
    for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
        if let Some(dependencies) = manifest.get_mut(kind).and_then(Item::as_table_like_mut) {
            inherit(dependencies, &shared["dependencies"]);
            // What lies beside the crate here is not there.
            let local: Vec<String> = dependencies
                .iter()
                .filter(|(_, item)| item.get("path").is_some())
                .map(|(name, _)| name.to_owned())
                .collect();
            for name in local {
                dependencies.remove(&name);
            }
        }
    }
    // Lints are this repository's; tests, examples and the like are not copied.
    for section in ["lints", "test", "example", "bench", "bin"] {
        manifest.remove(section);
    }
    manifest.insert("workspace", Item::Table(Table::new()));
    manifest.to_string()
}

/// Replaces each `key.workspace = true` by what the workspace says, features added up.
fn inherit(table: &mut dyn TableLike, shared: &Item) {
    let inherited: Vec<String> = table
        .iter()
        .filter(|(_, item)| item.get("workspace").and_then(Item::as_bool) == Some(true))
        .map(|(key, _)| key.to_owned())
        .collect();
    for key in inherited {
        let Some(given) = shared.get(&key) else { continue };
        let own = table.get(&key).cloned().unwrap_or_default();
        table.insert(&key, merged(given, &own));
    }
}

fn merged(given: &Item, own: &Item) -> Item {
    let extra =
        own.as_table_like().into_iter().flat_map(|own| own.iter()).filter(|(key, _)| *key != "workspace");
    let extra: Vec<_> = extra.collect();
    if extra.is_empty() {
        return given.clone();
    }
    let mut all = toml_edit::InlineTable::new();
    match given.as_table_like() {
        Some(given) => {
            for (key, item) in given.iter() {
                all.extend(item.as_value().map(|value| (key, value.clone())));
            }
        }
        None => all.extend(given.as_value().map(|version| ("version", version.clone()))),
    }
    for (key, item) in extra {
        let Some(value) = item.as_value() else { continue };
        match (all.get_mut(key).and_then(|known| known.as_array_mut()), value.as_array()) {
            (Some(known), Some(more)) => known.extend(more.iter().cloned()),
            _ => {
                all.insert(key, value.clone());
            }
        }
    }
    value(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(shared: &str, own: &str, expected: &str) {
        let shared: DocumentMut = shared.parse().unwrap();
        let mut own: DocumentMut = own.parse().unwrap();
        inherit(own.as_table_mut(), shared.as_item());
        assert_eq!(own.to_string().replace(' ', ""), expected.replace(' ', ""));
    }

    #[test]
    fn a_version_is_inherited() {
        check("url = \"2\"", "url.workspace = true\n", "url = \"2\"\n");
    }

    #[test]
    fn features_add_up() {
        check(
            r#"serde = { version = "1", features = ["derive"] }"#,
            "serde = { workspace = true, features = [\"rc\"], optional = true }\n",
            "serde = { version = \"1\", features = [\"derive\", \"rc\"], optional = true }\n",
        );
    }

    #[test]
    fn what_is_not_inherited_stays() {
        check("url = \"2\"", "url = \"1\"\n", "url = \"1\"\n");
    }
}
