//! A graph of packages in, a bill of materials out (CycloneDX 1.6, JSON).
//!
//! It has no serial number and no time, which the format leaves free: the same crate has the same bill.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::dependencies::{About, Graph, Id};

/// The bill, as text.
pub(super) fn of(graph: &Graph) -> String {
    let components = graph.packages.iter().filter(|(id, _)| **id != graph.root);
    let components: Vec<Value> = components.map(|(id, about)| component(id, about)).collect();
    let bill = json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "lifecycles": [{ "phase": "pre-build" }],
            "tools": { "components": [{ "type": "application", "name": "Docwright" }] },
            "component": component(&graph.root, &graph.packages[&graph.root]),
        },
        "components": components,
        "dependencies": graph.packages.iter().map(|(id, about)| json!({
            "ref": purl(id),
            "dependsOn": about.needs.iter().map(purl).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    });
    format!("{bill:#}\n")
}

fn component(id: &Id, about: &About) -> Value {
    let mut component = json!({
        "type": "library",
        "bom-ref": purl(id),
        "name": id.name,
        "version": id.version.to_string(),
    });
    if let Some(sha256) = &about.sha256 {
        component["hashes"] = json!([{ "alg": "SHA-256", "content": sha256 }]);
    }
    if !about.licence.is_empty() {
        // As it was written before SPDX expressions: `MIT/Apache-2.0`.
        let expression = about.licence.split('/').map(str::trim).collect::<Vec<_>>().join(" OR ");
        component["licenses"] = json!([{ "expression": expression }]);
    }
    component["purl"] = purl(id).into();
    if !about.repository.is_empty() {
        component["externalReferences"] = json!([{ "type": "vcs", "url": about.repository }]);
    }
    component
}

/// What is written as it is in the version of a package URL.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The package URL (purl, ECMA-427): `pkg:cargo/serde@1.0.228`.
fn purl(id: &Id) -> String {
    let version = id.version.to_string();
    format!("pkg:cargo/{}@{}", id.name, utf8_percent_encode(&version, ENCODED))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_url_is_encoded() {
        let id = Id { name: "wasi".into(), version: "0.11.1+wasi-snapshot".parse().unwrap() };
        assert_eq!(purl(&id), "pkg:cargo/wasi@0.11.1%2Bwasi-snapshot");
    }

    #[test]
    fn an_old_licence_is_an_expression() {
        let id = Id { name: "a".into(), version: "1.0.0".parse().unwrap() };
        let about = About { licence: "Apache-2.0 / MIT".into(), ..About::default() };
        assert_eq!(component(&id, &about)["licenses"][0]["expression"], "Apache-2.0 OR MIT");
    }
}
