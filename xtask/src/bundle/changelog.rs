//! The crate's changelog in, the same with the release in it out; or why the version will not do.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use codegen::diff::version;
use semver::Version;

use super::is_own;
use crate::cli::{BundleArgs, CHANGELOG};
use crate::diff::{Changes, changelog};
use crate::failure::Failure;
use crate::{out, workspace};

/// The changelog of the release; nothing, if it cannot be written, which has been said.
pub(super) fn of(args: &BundleArgs) -> Result<Option<String>, Failure> {
    let mut entry = None;
    if let Some(since) = &args.since {
        let Some(changes) = Changes::since(since, &args.docs)? else {
            out::note("nothing was bundled");
            return Ok(None);
        };
        if let Some(wanted) = calls_for(since, &changes)
            && version::is_enough(&args.version.to_string(), &wanted) == Some(false)
        {
            let class = changes.class().map_or("", |class| class.word());
            let version = &args.version;
            return Err(Failure::new(format!(
                "what changed since {since} is {class} and calls for version {wanted}, and {version} is lower"
            )));
        }
        entry = Some(changes.entry());
    }
    let before = committed(args)?;
    let version = &args.version;
    let heading = match &args.date {
        Some(date) => format!("## [{version}] - {date}"),
        None => format!("## [{version}]"),
    };
    Ok(Some(changelog::updated(&before, &heading, entry.as_deref())))
}

/// The version after the one that `since` names, such as `v1.2.0`; else after that of its settings.
fn calls_for(since: &str, changes: &Changes) -> Option<String> {
    let tagged = since.strip_prefix('v').unwrap_or(since);
    let before = Version::parse(tagged).map(|_| tagged).ok().or(changes.version_then())?;
    version::next(before, changes.class()?)
}

/// What people and earlier releases wrote, if the crate stands anywhere.
fn committed(args: &BundleArgs) -> Result<String, Failure> {
    let root = match &args.tree {
        Some(tree) => tree.clone(),
        None if is_own(args) => workspace::root(),
        None => return Ok(String::new()),
    };
    read(&root.join(CHANGELOG))
}

fn read(path: &Path) -> Result<String, Failure> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        read => read.map_err(Failure::io("read", path)),
    }
}
