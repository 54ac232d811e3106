//! A folder in, a gzipped tar archive of it out (POSIX.1-1988 ustar, RFC 1952).
//!
//! What an archive usually tells about the machine is fixed: order, times, owners, permissions.

use std::fs;
use std::io;
use std::path::Path;

use flate2::{Compression, GzBuilder};
use tar::{Builder, EntryType, Header};

use crate::failure::Failure;

/// What Cargo gives every file in a package: long ago, and no time that programs warn of, like zero.
const TIME: u64 = 1_153_704_088;

/// The files of the folder `name` in `parent`, each under `name/`.
pub(super) fn of(parent: &Path, name: &str) -> Result<Vec<u8>, Failure> {
    let folder = parent.join(name);
    pack(&folder, name).map_err(Failure::io("pack", &folder))
}

fn pack(folder: &Path, name: &str) -> io::Result<Vec<u8>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    let mut archive = Builder::new(GzBuilder::new().write(Vec::new(), Compression::best()));
    for file in names {
        let bytes = fs::read(folder.join(&file))?;
        let mut header = Header::new_gnu();
        header.set_entry_type(EntryType::Regular);
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(TIME);
        header.set_uid(0);
        header.set_gid(0);
        archive.append_data(&mut header, format!("{name}/{file}"), bytes.as_slice())?;
    }
    archive.into_inner()?.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_length_come_back() {
        let dir = tempfile::tempdir().unwrap();
        let long = "x".repeat(180) + ".yaml";
        fs::create_dir(dir.path().join("f")).unwrap();
        fs::write(dir.path().join("f").join(&long), "long").unwrap();
        fs::write(dir.path().join("f/a.yaml"), "short").unwrap();
        let bytes = of(dir.path(), "f").unwrap();
        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(bytes.as_slice()));
        let mut found = Vec::new();
        for entry in archive.entries().unwrap() {
            let mut entry = entry.unwrap();
            let path = entry.path().unwrap().display().to_string();
            found.push((path, io::read_to_string(&mut entry).unwrap()));
        }
        assert_eq!(found, [("f/a.yaml".into(), "short".into()), (format!("f/{long}"), "long".into())]);
    }
}
