//! Files in, a gzipped tar archive of them out (POSIX.1-1988 ustar, RFC 1952).
//!
//! What an archive usually tells about the machine is fixed: order, times, owners, permissions.

use std::collections::BTreeMap;
use std::io;

use flate2::{Compression, GzBuilder};
use tar::{Builder, EntryType, Header};

use crate::failure::Failure;

/// What Cargo gives every file in a package: long ago, and no time that programs warn of, like zero.
const TIME: u64 = 1_153_704_088;

/// The archive of `files`, path to bytes, each under the folder `name`.
pub(super) fn of(name: &str, files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, Failure> {
    pack(name, files).map_err(|error| Failure::new(format!("cannot pack {name}: {error}")))
}

fn pack(name: &str, files: &BTreeMap<String, Vec<u8>>) -> io::Result<Vec<u8>> {
    let mut archive = Builder::new(GzBuilder::new().write(Vec::new(), Compression::best()));
    for (path, bytes) in files {
        let mut header = Header::new_gnu();
        header.set_entry_type(EntryType::Regular);
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(TIME);
        header.set_uid(0);
        header.set_gid(0);
        archive.append_data(&mut header, format!("{name}/{path}"), bytes.as_slice())?;
    }
    archive.into_inner()?.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_length_come_back() {
        let long = "x".repeat(180) + ".yaml";
        let files = [("a.yaml", "short"), (&long, "long")];
        let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).into();
        let bytes = of("f", &files).unwrap();
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
