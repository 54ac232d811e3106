//! The folder of a crate in, the package that Cargo makes of it out.
//!
//! Cargo fixes the times, owners and order of what it packs. The versions of dependencies are
//! those of this repository's `Cargo.lock`, so that no index of another day changes a byte.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::failure::Failure;
use crate::workspace;

/// A crate that Cargo can be run on.
pub(super) struct Package {
    /// Where it stands.
    pub(super) folder: PathBuf,
}

/// Prepares the crate in `folder`, which was written for the occasion.
pub(super) fn stage(folder: &Path) -> Result<Package, Failure> {
    for name in ["Cargo.lock", "rust-toolchain.toml"] {
        let (from, to) = (workspace::root().join(name), folder.join(name));
        fs::copy(&from, &to).map_err(Failure::io("copy", &from))?;
    }
    let package = Package { folder: folder.into() };
    // Takes what only the rest of the workspace needs out of the lock file.
    package.cargo(&["tree", "--quiet", "--depth=0"])?;
    Ok(package)
}

/// The name of the package file, and what is in it.
pub(super) fn pack(package: &Package) -> Result<(String, Vec<u8>), Failure> {
    // All that Cargo needs was there for the list of dependencies; it would ask the index for more
    // than it needs. What is in the package is built by a step of the tests.
    package.cargo(&["package", "--quiet", "--locked", "--offline", "--no-verify", "--target-dir=target"])?;
    let made = package.folder.join("target/package");
    let entries = fs::read_dir(&made).map_err(Failure::io("read", &made))?;
    let path = entries
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|end| end == "crate"));
    let path = path.ok_or_else(|| Failure::new("Cargo made no package"))?;
    let bytes = fs::read(&path).map_err(Failure::io("read", &path))?;
    Ok((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), bytes))
}

impl Package {
    /// What Cargo prints when it runs on the crate.
    pub(super) fn cargo(&self, args: &[&str]) -> Result<String, Failure> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        // Set for us by `cargo run`; it is not about this crate.
        command.env_remove("CARGO_MANIFEST_DIR");
        let ran = command.args(args).current_dir(&self.folder).stdin(Stdio::null()).output();
        let output =
            ran.map_err(|error| Failure::new(format!("Cargo is needed, and it cannot be run: {error}")))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        Err(Failure::new(format!("`cargo {}` failed:\n{}", args[0], said.trim_end())))
    }
}
