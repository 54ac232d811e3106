//! A version and how bad the worst change is in, the version that calls for out (Semantic
//! Versioning 2.0.0; before 1.0.0 as Cargo reads it, where the first number that is not zero
//! is the one that breaks).

use semver::{BuildMetadata, Prerelease, Version};

use super::Class;

/// The version after `current`; nothing, if it is no version. What was not released yet is
/// released as it is: a pre-release may change in any way.
pub fn next(current: &str, class: Class) -> Option<String> {
    let mut version = Version::parse(current).ok()?;
    version.build = BuildMetadata::EMPTY;
    if !version.pre.is_empty() {
        version.pre = Prerelease::EMPTY;
        return Some(version.to_string());
    }
    let breaking = class == Class::Breaking;
    let (major, minor, patch) = (version.major, version.minor, version.patch);
    (version.major, version.minor, version.patch) = match class {
        Class::Breaking if major > 0 => (major.checked_add(1)?, 0, 0),
        Class::Additive if major > 0 => (major, minor.checked_add(1)?, 0),
        _ if breaking && minor > 0 => (0, minor.checked_add(1)?, 0),
        _ => (major, minor, patch.checked_add(1)?),
    };
    Some(version.to_string())
}

/// Whether `version` is `wanted` or later. Not known, if one is no version.
pub fn is_enough(version: &str, wanted: &str) -> Option<bool> {
    Some(Version::parse(version).ok()? >= Version::parse(wanted).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_follows_from_the_worst_change() {
        for (current, breaking, additive, text) in [
            ("1.2.3", "2.0.0", "1.3.0", "1.2.4"),
            ("0.2.3", "0.3.0", "0.2.4", "0.2.4"),
            ("0.0.3", "0.0.4", "0.0.4", "0.0.4"),
            ("1.0.0-rc.1", "1.0.0", "1.0.0", "1.0.0"),
            ("1.2.3+build", "2.0.0", "1.3.0", "1.2.4"),
        ] {
            let next = |class| next(current, class);
            assert_eq!(next(Class::Breaking).as_deref(), Some(breaking), "{current}");
            assert_eq!(next(Class::Additive).as_deref(), Some(additive), "{current}");
            assert_eq!(next(Class::Text).as_deref(), Some(text), "{current}");
        }
    }

    #[test]
    fn what_is_no_version_has_no_next() {
        for current in ["", "1.0", "first", "18446744073709551615.0.0"] {
            assert_eq!(next(current, Class::Breaking), None, "{current}");
        }
    }
}
