//! Where a link leads, and whether that is where its page came from.

use http::Uri;

/// The address that `reference` means on the page at `base` (RFC 3986 section 5.2), if it is
/// one over HTTP and names no user.
pub(crate) fn resolve(base: &Uri, reference: &str) -> Option<Uri> {
    let reference = reference.split('#').next().unwrap_or_default();
    let (scheme, authority) = (base.scheme_str()?, base.authority()?);
    let lower = reference.get(..8).unwrap_or(reference).to_ascii_lowercase();
    let whole = if lower.starts_with("http://") || lower.starts_with("https://") {
        reference.to_owned()
    } else if reference.starts_with("//") {
        format!("{scheme}:{reference}")
    } else if reference.starts_with('/') {
        format!("{scheme}://{authority}{reference}")
    } else if reference.is_empty() || reference.starts_with('?') {
        format!("{scheme}://{authority}{}{reference}", base.path())
    } else {
        format!("{scheme}://{authority}{}", joined(base.path(), reference)?)
    };
    let uri: Uri = whole.parse().ok()?;
    let plain = matches!(uri.scheme_str(), Some("http" | "https"))
        && uri.authority().is_some_and(|authority| !authority.as_str().contains('@'));
    plain.then_some(uri)
}

/// `../x?y` seen from `/a/b/c`: `/a/x?y`. Another scheme (`mailto:`) is no path.
fn joined(base: &str, reference: &str) -> Option<String> {
    let (path, query) = reference.split_at(reference.find('?').unwrap_or(reference.len()));
    if path.split('/').next().is_some_and(|first| first.contains(':')) {
        return None;
    }
    let mut parts: Vec<&str> = base.split('/').skip(1).collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    Some(format!("/{}{query}", parts.join("/")))
}

/// Whether both are one scheme, host and port (RFC 6454 section 5).
pub(crate) fn same(one: &Uri, other: &Uri) -> bool {
    let port = |uri: &Uri| uri.port_u16().or_else(|| default_port(uri.scheme_str()));
    let host = |uri: &Uri| uri.host().map(str::to_ascii_lowercase);
    one.scheme() == other.scheme()
        && port(one) == port(other)
        && host(one).is_some()
        && host(one) == host(other)
}

/// The port of a scheme if none is named.
pub(crate) fn default_port(scheme: Option<&str>) -> Option<u16> {
    match scheme {
        Some("http") => Some(80),
        Some("https") => Some(443),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 3986 section 5.4.1, those that lead somewhere over HTTP.
    #[test]
    fn references_are_resolved() {
        let base = Uri::from_static("http://a/b/c/d;p?q");
        for (reference, wanted) in [
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"),
            ("../g", "http://a/b/g"),
            ("../../../g", "http://a/g"),
            ("https://h/g#s", "https://h/g"),
        ] {
            assert_eq!(resolve(&base, reference).unwrap().to_string(), wanted, "{reference}");
        }
        for odd in
            ["mailto:x@y", "ftp://x/", "http://u@a/", "javascript:alert(1)", "http://a\\@b/", "http:///x"]
        {
            assert_eq!(resolve(&base, odd), None, "{odd}");
        }
    }

    #[test]
    fn origins_are_scheme_host_and_port() {
        let base = Uri::from_static("https://api.example.com/v1");
        for (other, wanted) in [
            ("https://API.example.com:443/x", true),
            ("http://api.example.com/x", false),
            ("https://api.example.com:8443/x", false),
            ("https://api.example.com.evil.example/x", false),
        ] {
            assert_eq!(same(&base, &other.parse().unwrap()), wanted, "{other}");
        }
        assert_eq!(resolve(&base, "//evil.example/x").map(|uri| same(&base, &uri)), Some(false));
    }
}
