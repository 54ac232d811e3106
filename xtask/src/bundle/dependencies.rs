//! A crate in, every package it may be built with out, on any platform and with any feature.
//!
//! `cargo tree` is asked, since `cargo metadata` also lists packages behind weak features that
//! nothing turns on.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use semver::Version;
use serde::Deserialize;

use super::package::Package;
use crate::failure::Failure;

/// A package of the graph. They are sorted by name, then version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Id {
    pub(super) name: String,
    pub(super) version: Version,
}

/// What is known of a package.
#[derive(Clone, Debug, Default)]
pub(super) struct About {
    /// An SPDX expression, or nothing.
    pub(super) licence: String,
    /// An address, or nothing.
    pub(super) repository: String,
    /// SHA-256 of the package file, in hexadecimal, if it is from a registry.
    pub(super) sha256: Option<String>,
    /// What it needs.
    pub(super) needs: BTreeSet<Id>,
}

/// The crate, and all packages it is built with, itself among them.
pub(super) struct Graph {
    pub(super) root: Id,
    pub(super) packages: BTreeMap<Id, About>,
}

/// What `Cargo.lock` says.
#[derive(Deserialize)]
struct Lock {
    package: Vec<Locked>,
}

#[derive(Deserialize)]
struct Locked {
    name: String,
    version: String,
    checksum: Option<String>,
}

/// The graph of `package`.
pub(super) fn of(package: &Package) -> Result<Graph, Failure> {
    let printed = package.cargo(&[
        "tree",
        "--quiet",
        "--locked",
        "--all-features",
        "--target=all",
        "--edges=normal,build",
        "--prefix=depth",
        "--format=\t{p}\t{l}\t{r}\t",
    ])?;
    let place = package.folder.join("Cargo.lock");
    let lock = fs::read_to_string(&place).map_err(Failure::io("read", &place))?;
    let lock: Lock = toml::from_str(&lock).map_err(|error| Failure::new(format!("Cargo.lock: {error}")))?;
    let mut graph =
        graph(&printed).ok_or_else(|| Failure::new("`cargo tree` prints what is not understood"))?;
    for Locked { name, version, checksum } in lock.package {
        let id = Version::parse(&version).ok().map(|version| Id { name, version });
        if let Some(about) = id.and_then(|id| graph.packages.get_mut(&id)) {
            about.sha256 = checksum;
        }
    }
    Ok(graph)
}

/// Reads lines of a depth, a package, its licence and its repository. What a package needs stands
/// below it once, the first time it is there.
fn graph(printed: &str) -> Option<Graph> {
    let mut packages: BTreeMap<Id, About> = BTreeMap::new();
    let mut above: Vec<Id> = Vec::new();
    for line in printed.lines() {
        let mut cells = line.split('\t');
        let depth: usize = cells.next()?.parse().ok()?;
        let mut words = cells.next()?.split(' ');
        let (name, version) = (words.next()?.to_owned(), words.next()?.strip_prefix('v')?);
        let id = Id { name, version: Version::parse(version).ok()? };
        let about = packages.entry(id.clone()).or_default();
        about.licence = cells.next()?.to_owned();
        about.repository = cells.next()?.to_owned();
        above.truncate(depth);
        if let Some(parent) = above.last() {
            packages.get_mut(parent)?.needs.insert(id.clone());
        }
        above.push(id);
    }
    Some(Graph { root: above.first()?.clone(), packages })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_with_repetitions_is_a_graph() {
        let printed = "0\tapi v1.0.0 (/tmp/api)\tMIT\t\t\n\
            1\ta v1.0.0\tMIT OR Apache-2.0\thttps://a.example\t\n\
            2\tb v0.1.0 (proc-macro)\tMIT\t\t\n\
            1\tb v0.1.0 (proc-macro)\tMIT\t\t (*)\n";
        let graph = graph(printed).unwrap();
        let id = |name: &str, version: &str| Id { name: name.into(), version: version.parse().unwrap() };
        let (api, a, b) = (id("api", "1.0.0"), id("a", "1.0.0"), id("b", "0.1.0"));
        assert_eq!(graph.root, api);
        assert_eq!(graph.packages[&api].needs, BTreeSet::from([a.clone(), b.clone()]));
        assert_eq!(graph.packages[&a].needs, BTreeSet::from([b.clone()]));
        assert_eq!(graph.packages[&a].repository, "https://a.example");
        assert!(graph.packages[&b].needs.is_empty());
    }
}
