//! Where this repository is on disk.

use std::path::PathBuf;

/// The top of the repository.
pub(crate) fn root() -> PathBuf {
    // Cargo says where the package is when it runs the program; a program that is
    // started by hand knows where it was built.
    let package = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    package.parent().map_or_else(|| package.clone(), PathBuf::from)
}
